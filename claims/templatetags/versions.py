"""How pages show what changed between versions, and what was removed from them."""

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from claims.record import current_language, in_reader_language
from claims.record.comparison import TextInLanguage
from claims.templatetags.public import day, language_name, marked, moment, of_kind, words

register = template.Library()


@register.filter
def fields(names: str) -> list[str]:
    return names.split()


@register.filter
def at(known: Mapping[str, Any] | None, key: str) -> Any:
    """Of the verdicts around a claim, an older version's page has none."""
    return known.get(key) if known else None


@register.filter
def reader_first(texts: list[TextInLanguage]) -> list[TextInLanguage]:
    """The reader's own language before the others."""
    return sorted(texts, key=lambda text: text["language"] != current_language())


@register.filter
def field_label(path: str) -> str:
    """What a field is called; of a path such as ``source.title`` the last part, and the path where it is not known."""
    name = path.rpartition(".")[2]
    return FIELDS[name]() if name in FIELDS else path


@register.filter
def row_title(row: Mapping[str, Any], field: str) -> SafeString | str:
    if field == "evidence":
        source = row["source"]
        return marked(source["title"], source["language"]) if source else gettext("Confidential source")
    if field == "appearances":
        return marked(row["article"]["title"], row["article"]["language"])
    return words(row.get("statement") or row.get("name"))


@register.filter
def shown(value: Any, field: str) -> Any:
    """A value of the record as words."""
    if value in (None, "", [], {}):
        return gettext("nothing")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, str):
        return _shown_text(value, field)
    if isinstance(value, dict):
        return _shown_object(value)
    if isinstance(value, list):
        return _shown_list(value)
    return value


def _shown_text(value: str, field: str) -> Any:
    if field.rpartition(".")[2] in {"language", "quote_language"}:
        return language_name(value)
    if _is_day(value):
        return day(value)
    if field.rpartition(".")[2] == "retrieved_at" and parse_datetime(value):
        return moment(value)
    return of_kind(value)


def _is_day(value: str) -> bool:
    try:
        return len(value) == len("2026-01-31") and parse_date(value) is not None
    except ValueError:
        return False


def _shown_object(value: Mapping[str, Any]) -> Any:
    for name in ("label", "name", "statement"):
        if isinstance(value.get(name), dict):
            return words(value[name])
    if "split" in value:
        return ", ".join(f"{in_reader_language(share['label'])}: {share['votes']}" for share in value["split"])
    if value.keys() == {"author", "approver"}:
        return ", ".join(name for name in (value["author"], value["approver"]) if name)
    return json.dumps(value, ensure_ascii=False)


def _shown_list(value: list[Any]) -> str:
    if all(isinstance(one, str) for one in value):
        return ", ".join(value)
    places = [f"{one['start']}–{one['end']}" for one in value if isinstance(one, dict) and "start" in one]
    return ", ".join(places) or json.dumps(value, ensure_ascii=False)


FIELDS = {
    "rating": lambda: gettext("Rating"),
    "verification_status": lambda: gettext("Status"),
    "statement": lambda: gettext("Statement"),
    "claimant": lambda: gettext("Claimant"),
    "attribution": lambda: gettext("Who said it, and how"),
    "claimed_on": lambda: gettext("Claimed on"),
    "timeframe": lambda: gettext("It is about"),
    "topics": lambda: gettext("Topics"),
    "entities": lambda: gettext("People, organizations and places"),
    "parent": lambda: gettext("Part of the claim"),
    "children": lambda: gettext("Its parts"),
    "related": lambda: gettext("Related claims"),
    "checkworthiness": lambda: gettext("How much it is worth checking"),
    "confidence": lambda: gettext("Confidence"),
    "summary": lambda: gettext("Summary"),
    "reasoning": lambda: gettext("How we know"),
    "caveats": lambda: gettext("What we could not find out"),
    "as_of": lambda: gettext("As of"),
    "review_due": lambda: gettext("To be looked at again by"),
    "expires_on": lambda: gettext("Valid until"),
    "panel": lambda: gettext("Votes of the panel"),
    "appearances": lambda: gettext("Where it appears"),
    "evidence": lambda: gettext("Evidence"),
    "people": lambda: gettext("Written and approved by"),
    "methodology_version": lambda: gettext("Version of the method"),
    "license": lambda: gettext("Licence"),
    "merged_into": lambda: gettext("Merged into"),
    "stance": lambda: gettext("Stance"),
    "quote": lambda: gettext("Quote"),
    "quote_language": lambda: gettext("Language of the quote"),
    "locator": lambda: gettext("Place in the source"),
    "note": lambda: gettext("Note"),
    "public_reason": lambda: gettext("Why it is confidential"),
    "confidential": lambda: gettext("Confidential"),
    "title": lambda: gettext("Title"),
    "url": lambda: gettext("Address"),
    "archived_url": lambda: gettext("Archived copy"),
    "published_on": lambda: gettext("Published on"),
    "accessed_on": lambda: gettext("Read on"),
    "name": lambda: gettext("Name"),
    "selector": lambda: gettext("Place in the text"),
    "context": lambda: gettext("Text around it"),
    "before": lambda: gettext("Text before it"),
    "after": lambda: gettext("Text after it"),
    "occurrence": lambda: gettext("First or repeated"),
    "retrieved_at": lambda: gettext("Retrieved"),
    "kind": lambda: gettext("Kind"),
    "primary": lambda: gettext("Primary source"),
    "copy_of": lambda: gettext("Copy of"),
    "language": lambda: gettext("Language"),
    "not_checkable": lambda: gettext("Sentences that cannot be checked"),
    "boilerplate": lambda: gettext("Parts that are not the story"),
}
