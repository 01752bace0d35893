"""Texts of the site's languages as plain objects."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

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


def current_language() -> str:
    """The language that the reader of this request reads."""
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def language_of(text: Mapping[str, str]) -> str:
    """The reader's language if the text has it, else the site's default one, else any; empty for an empty text."""
    return next((code for code in (current_language(), settings.LANGUAGE_CODE, *text) if text.get(code)), "")


def in_reader_language(text: Mapping[str, str]) -> str:
    return text.get(language_of(text), "")
