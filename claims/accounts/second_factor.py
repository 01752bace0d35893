"""A second factor at the log-in: six digits from an app, or one of the recovery codes on paper."""

import re

from django.conf import settings
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from claims.accounts.security_log import note
from claims.models import RecoveryCode, User

SIX_DIGITS = re.compile(r"[0-9]{6}", re.ASCII)
# The library doubles the pause with each wrong code, without end. After about half an hour it is long enough to make
# guessing useless, and short enough that nobody keeps the owner out.
MOST_DOUBLINGS = 12
NEEDED_FOR = ("claims.approve_assessment", "claims.change_user")


def is_on(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def must_turn_on(user: User) -> bool:
    """The site asks it of those who approve or manage accounts, and this person has not done it yet."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return any(user.has_perm(permission) for permission in NEEDED_FOR) and not is_on(user)


def new_key() -> str:
    return str(default_key())


def provisioning_address(user: User, key: str) -> str:
    """What the QR code says to the app."""
    return str(TOTPDevice(user=user, key=key).config_url)


def key_for_typing(user: User, key: str) -> str:
    """The same for whoever cannot scan it: in base 32, in groups of four."""
    secret = provisioning_address(user, key).split("secret=")[1].split("&")[0].replace("%3D", "")
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def turn_on(user: User, *, key: str, code: str) -> list[str] | None:
    """Ask for codes from now on; returns the recovery codes, or None when the code is not of this key.

    The first code is used up by it. Whoever is faster with a second app wins: there is one for an account.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if is_on(user):
            return None
        device = TOTPDevice.objects.create(user=user, key=key, name="app", confirmed=True)
        if not (SIX_DIGITS.fullmatch(_compact(code)) and device.verify_token(_compact(code))):
            transaction.set_rollback(True)
            return None
        codes = RecoveryCode.objects.make(user)
    note("second-factor-on", user=user)
    return codes


def accepts(user: User, code: str) -> bool:
    """True once for each code: one of the app that was not used before, or a recovery code that is left."""
    typed = _compact(code)
    if SIX_DIGITS.fullmatch(typed):
        return _app_accepts(user, typed)
    used = RecoveryCode.objects.use(user, typed)
    if used:
        note("recovery-code-used", user=user)
    return used


def turn_off(user: User, *, by: User) -> None:
    """The caller has made sure that it is the owner, or an administrator who helps them."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        RecoveryCode.objects.filter(user=user).delete()
    note("second-factor-off", user=user, by=by)


def renew_recovery_codes(user: User) -> list[str]:
    codes = RecoveryCode.objects.make(user)
    note("recovery-codes-renewed", user=user)
    return codes


def _app_accepts(user: User, typed: str) -> bool:
    # Under a lock: of two requests with one code, the second finds it used.
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None:
            return False
        accepted = bool(device.verify_token(typed))
        if device.throttling_failure_count > MOST_DOUBLINGS:
            device.throttling_failure_count = MOST_DOUBLINGS
            device.save(update_fields=["throttling_failure_count"])
    return accepted


def _compact(code: str) -> str:
    return "".join(code.split())
