"""A password made of the words of this site is among the first that somebody tries who wants to get in here."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from claims.models import User

# The list that docs/accounts.md names; the words of the site's own name and host come to it.
WORDS = ("factcheck", "fact-check", "cekfakta", "cek fakta", "newsroom", "redaksi", "password", "kata sandi")
SHORTEST_WORD = 4
# What must be left without them; as long as NIST asks of any password.
LEAST_LEFT = 8


class NotAboutThisSite:
    def validate(self, password: str, user: User | None = None) -> None:
        left = password.casefold()
        for word in words_of_this_site():
            left = left.replace(word, "")
        if len(left) < LEAST_LEFT <= len(password) and left != password.casefold():
            raise ValidationError(
                _("This password is little more than a name or word of this site."), code="password_about_this_site"
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be little more than a name or word of this site.")


def words_of_this_site() -> list[str]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    own = re.findall(r"\w+", f"{settings.SITE_NAME} {host}".casefold())
    # The longest first, so that a part of a word does not hide the whole of it.
    found = {*WORDS, settings.SITE_NAME.casefold(), *(word for word in own if len(word) >= SHORTEST_WORD)}
    return sorted(found, key=len, reverse=True)
