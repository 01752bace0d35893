"""Texts of the site's languages as plain objects."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from claims.record.document import LocalizedText


def site_languages() -> tuple[str, ...]:
    """BCP 47 codes of the languages that every text for readers must have."""
    return tuple(code for code, _name in settings.LANGUAGES)


def localized(text: Any) -> LocalizedText:
    """The filled languages of an internationalised field; a text without languages counts as the site's default one."""
    data = getattr(text, "data", text)
    if isinstance(data, dict):
        return {language: value for language, value in data.items() if value}
    return {settings.LANGUAGE_CODE: str(data)} if data not in (None, "") else {}


def utc_timestamp(moment: datetime) -> str:
    """ISO 8601 in UTC with ``Z`` and always six decimals, so that equal moments are equal texts."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
