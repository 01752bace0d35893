"""How much of an answer is wanted, and in which language: ``fields=`` and ``lang=``."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.record import site_languages

PARAMETERS = ("fields", "lang")
# The fields that hold one text a language, wherever in an answer they are; a test compares them with the shapes.
LOCALIZED_FIELDS = frozenset(
    {
        "attribution",
        "caveats",
        "definition",
        "label",
        "name",
        "note",
        "public_reason",
        "reason",
        "reasoning",
        "statement",
        "summary",
        "timeframe",
    }
)
MOST_FIELDS = 60

DESCRIPTIONS = [
    OpenApiParameter("fields", str, description="Only these fields of each item, separated by commas."),
    OpenApiParameter(
        "lang",
        str,
        description=(
            "Texts as plain strings in this language. Several by comma: the first that a text has. "
            "A text that has none of them comes in the site's language, else in any."
        ),
    ),
]


class Presentation:
    """What the request wants of each item. Made once, so that a wrong wish is refused before any row is read."""

    def __init__(self, request: Request, allowed: Iterable[str]) -> None:
        self.fields = _fields(request, tuple(allowed))
        self.languages = _languages(request)

    @property
    def is_everything(self) -> bool:
        """Whether each item is wanted as it is."""
        return not self.fields and not self.languages

    def of(self, item: Mapping[str, Any]) -> Any:
        wanted = {name: item[name] for name in self.fields if name in item} if self.fields else item
        return flattened(wanted, self.languages) if self.languages else wanted

    def told(self, answer: Response) -> Response:
        """The answer with a header that names the language of its texts."""
        if self.languages:
            answer["Content-Language"] = self.languages[0]
        return answer


def flattened(value: Any, languages: tuple[str, ...]) -> Any:
    """The same value with one text in place of one a language."""
    if isinstance(value, Mapping):
        return {
            name: _text(inner, languages)
            if name in LOCALIZED_FIELDS and isinstance(inner, Mapping)
            else flattened(inner, languages)
            for name, inner in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [flattened(inner, languages) for inner in value]
    return value


def _text(text: Mapping[str, str], languages: tuple[str, ...]) -> str:
    order = (*languages, settings.LANGUAGE_CODE, *text)
    return next((text[language] for language in order if text.get(language)), "")


def _fields(request: Request, allowed: tuple[str, ...]) -> list[str]:
    given = _by_comma(request, "fields", most=MOST_FIELDS)
    for name in given:
        if name not in allowed:
            raise _unknown("fields", name, allowed)
    # In the order of the whole item, whatever order was asked.
    return [name for name in allowed if name in given]


def _languages(request: Request) -> tuple[str, ...]:
    known = site_languages()
    given = [language.partition("-")[0].lower() for language in _by_comma(request, "lang", most=len(known))]
    for language in given:
        if language not in known:
            raise _unknown("lang", language, known)
    return tuple(given)


def _by_comma(request: Request, name: str, *, most: int) -> list[str]:
    parts = request.query_params.get(name, "").split(",")
    if len(parts) > most:
        raise ValidationError({name: [f"At most {most} values, separated by commas."]}, code="too_many")
    return [part.strip() for part in parts if part.strip()]


def _unknown(parameter: str, value: str, allowed: tuple[str, ...]) -> ValidationError:
    message = f"Unknown value “{value[:100]}”. Allowed: {', '.join(allowed)}."
    return ValidationError({parameter: [message]}, code="invalid_choice")
