"""An article in one request: read from a text or an address, stored whole, its sentences proposed as candidates."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.editorial.fields import KnownFieldsOnly
from claims.api.editorial.refusing import refusals_told
from claims.intake.article import ArticleFacts, ImportReport, import_article
from claims.intake.incoming import LONGEST_TITLE, Incoming, in_words, read_address, read_text, stated_facts
from claims.intake.publishers import UnknownPublisher
from claims.models.fields import LANGUAGE_PATTERN
from claims.text.addresses import LONGEST_ADDRESS, UnsafeAddress
from claims.text.normalisation import UnreadableArticle
from claims.web import NotFetched

NEEDED = ("claims.add_article", "claims.add_claim")
WITHOUT_KEY = (
    "Leave it out where an address is read: the same article again stores nothing twice, and no other server is waited "
    "for with a key held."
)
NOT_SAID = "It is not given, and cannot be read from the text."


class ArticleToImport(KnownFieldsOnly):
    """Either ``text``, or ``url`` alone, which is then read. What is given counts more than what the page says."""

    url = serializers.URLField(required=False, max_length=LONGEST_ADDRESS)
    text = serializers.CharField(required=False, trim_whitespace=False, max_length=2_000_000)
    title = serializers.CharField(required=False, max_length=LONGEST_TITLE)
    publisher = serializers.CharField(
        required=False, max_length=253, help_text="A slug, or a host such as tribunnews.com, which is added if new."
    )
    publisher_name = serializers.CharField(required=False, max_length=200)
    language = serializers.RegexField(
        LANGUAGE_PATTERN,
        required=False,
        max_length=35,
        help_text="A BCP 47 code such as id or en-GB.",
        error_messages={"invalid": "Use a BCP 47 code such as “id” or “en”."},
    )
    published_on = serializers.DateField(required=False, allow_null=True)
    authors = serializers.ListField(
        required=False, child=serializers.CharField(max_length=200), max_length=50, allow_empty=True
    )

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        if not (attributes.get("text") or attributes.get("url")):
            raise serializers.ValidationError({"text": ["Give a text, or an address that it can be read from."]})
        return attributes


class ImportedArticle(serializers.Serializer):  # type: ignore[type-arg]
    """``snapshot`` is null when exactly this text was here before. The others are ids."""

    article = serializers.IntegerField()
    snapshot = serializers.IntegerField(allow_null=True)
    candidates = serializers.ListField(child=serializers.IntegerField())
    found_again = serializers.ListField(child=serializers.IntegerField())
    gone = serializers.ListField(child=serializers.IntegerField())


class ArticleImport:
    """Mixed into the view of articles."""

    def _request_with_key(self, request: Request, key: str) -> Any:
        asked = super()._request_with_key(request, key)  # type: ignore[misc]
        reads_address = isinstance(request.data, dict) and not request.data.get("text")
        if self.action == "import_article" and reads_address:  # type: ignore[attr-defined]
            raise ValidationError({"Idempotency-Key": [WITHOUT_KEY]})
        return asked

    @extend_schema(request=ArticleToImport, responses=dict.fromkeys((200, 201), ImportedArticle))
    @action(detail=False, methods=["post"], url_path="import", url_name="import", serializer_class=ArticleToImport)
    def import_article(self, request: Request, *arguments: Any, **options: Any) -> Response:
        """Bring an article in: 201, or 200 when exactly this text was here before and nothing was added."""
        if not request.user.has_perms(NEEDED):
            raise PermissionDenied
        serializer = ArticleToImport(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        with _refusals_named("text" if given.get("text") else "url"):
            # Before the transaction begins: another server is waited for.
            incoming = read_text(given["text"]) if given.get("text") else read_address(given["url"], by=request.user)  # type: ignore[arg-type]
            facts = _facts(given, incoming)
            with refusals_told():
                report = import_article(
                    incoming.document.text,
                    facts,
                    by=request.user,  # type: ignore[arg-type]
                    original=incoming.original,
                )
        return Response(_told(report), status=200 if report.snapshot is None else 201)


def _facts(given: dict[str, Any], incoming: Incoming) -> ArticleFacts:
    stated = stated_facts(incoming, url=given.get("url", ""))
    facts = {name: given.get(name) or stated[name] for name in ("title", "publisher", "language")}
    missing = [name for name, value in facts.items() if not value]
    if missing:
        raise ValidationError({name: [NOT_SAID] for name in missing}, code="required")
    # What the page calls its publisher is the name of that one only.
    stated_name = stated["publisher_name"] if facts["publisher"] == stated["publisher"] else ""
    return ArticleFacts(
        **facts,
        publisher_name=given.get("publisher_name") or stated_name,
        url=stated["url"] or None,
        published_on=given.get("published_on", stated["published_on"]),
        authors=tuple(given.get("authors", [])),
    )


@contextmanager
def _refusals_named(field: str) -> Iterator[None]:
    """Each way in which an article is not taken, on the field that it comes from; ``field`` is where the text is."""
    try:
        yield
    except UnreadableArticle as unreadable:
        raise ValidationError({field: [in_words(unreadable)]}, code=unreadable.code) from None
    except (NotFetched, UnsafeAddress) as problem:
        raise ValidationError({"url": [str(problem)]}, code="not_fetched") from None
    except UnknownPublisher as unknown:
        raise ValidationError({"publisher": [str(unknown)]}, code="unknown_publisher") from None
    except DjangoValidationError as invalid:
        raise ValidationError(serializers.as_serializer_error(invalid)) from None


def _told(report: ImportReport) -> dict[str, Any]:
    return {
        "article": report.article.pk,
        "snapshot": report.snapshot.pk if report.snapshot else None,
        "candidates": [claim.pk for claim in report.candidates],
        "found_again": [row.pk for row in report.found_again],
        "gone": [row.pk for row in report.gone],
    }
