"""Somebody at the door: logs in through the real pages, with an authenticator app in their pocket if they have one."""

import time
from typing import Any

from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from claims.accounts import second_factor
from claims.models import User

PASSWORD = "a quiet kitchen in March"
LOGIN, CODE, START = "/admin/login/", "/admin/login/code/", "/admin/"
ACCOUNT, TWO_FACTOR, SESSIONS = "/admin/account/", "/admin/account/two-factor/", "/admin/account/sessions/"
KEY = "0123456789abcdef0123456789abcdef01234567"


class Visitor:
    def __init__(self, address: str = "192.0.2.1", browser: str = "") -> None:
        headers = {"user-agent": browser} if browser else {}
        self.client = Client(REMOTE_ADDR=address, headers=headers)

    def log_in(self, name: str = "alice", password: str = PASSWORD, **query: Any) -> Any:
        return self.client.post(LOGIN, {"username": name, "password": password, **query})

    def type_code(self, code: str) -> Any:
        return self.client.post(CODE, {"code": code})

    @property
    def is_in(self) -> bool:
        return bool(self.client.get(START).status_code == 200)


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person


def with_app(person: User, key: str = KEY) -> list[str]:
    """Turn the second factor on, as long ago that no code of today is used; returns the recovery codes."""
    codes = second_factor.turn_on(person, key=key, code=code_of(key))
    assert codes is not None
    TOTPDevice.objects.filter(user=person).update(last_t=-1)
    return codes


def code_of(key: str = KEY, *, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds later."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"
