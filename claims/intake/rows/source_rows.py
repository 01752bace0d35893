"""Sources: a row is found by its address, in the one spelling that addresses have here."""

from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from claims.intake.publishers import UnknownPublisher, find_or_add_publisher
from claims.intake.rows.columns import plain_columns, text_column
from claims.intake.rows.kind import REVISION, Parsed, RowKind, by_name
from claims.models import Entity, Source, User
from claims.text.addresses import UnsafeAddress, canonical_url, registered_host
from claims.workflow import plain_slug

DIGITS = 8


class SourceRows(RowKind):
    model = Source
    required = ("title", "language", "kind")
    permissions = ("claims.add_source", "claims.change_source")
    columns = {
        column.name: column
        for column in [
            *plain_columns(Source, "slug", "url", "title", "title_is_description"),
            text_column("publisher", lambda row: row.publisher.slug),
            *plain_columns(Source, "published_on", "language", "kind", "is_primary", "copy_of"),
            *plain_columns(Source, "archived_url", "accessed_on", "note"),
            text_column(REVISION, lambda row: row.revision),
        ]
    }

    def __init__(self, by: User, reason: str = "") -> None:
        super().__init__(by, reason)
        self._publishers: dict[str, Entity] = {}

    def prepare(self, rows: list[Parsed]) -> None:
        named = by_name(Source, "slug", (row.values.get("slug", "") for row in rows))
        for row in rows:
            self._put_address(row)
            other = named.get(row.values.get("slug", ""))
            if other is not None and other.canonical_url != row.key:
                row.refuse("slug", _("The source at %s has this slug.") % other.url)
            if not row.problems:
                self._put_publisher(row)

    def existing(self, rows: list[Parsed], among: models.QuerySet[Any]) -> dict[str, Any]:
        sources = self.exported(among.filter(canonical_url__in=[row.key for row in rows]))
        return {source.canonical_url: source for source in sources}

    def refuse_change(self, row: Any, given: Parsed) -> None:
        # The address that was typed first stays; another spelling of it is no change.
        given.values.pop("url", None)
        if not given.values.get("slug"):
            given.values.pop("slug", None)

    def create(self, rows: list[Parsed]) -> None:
        taken = set(by_name(Source, "slug", (self._plain_slug(row) for row in rows)))
        made = []
        for row in rows:
            slug = row.values.get("slug") or self._free_slug(row, taken)
            taken.add(slug)
            # Nobody has read it today only because a file with it came in.
            made.append(Source(**{"accessed_on": None, **self.new_values(row), "slug": slug, "canonical_url": row.key}))
        Source.objects.bulk_create(made)

    @classmethod
    def exported(cls, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return queryset.select_related("publisher")

    def _put_address(self, row: Parsed) -> None:
        if any(problem.field == "url" for problem in row.problems):
            return
        try:
            row.key = canonical_url(row.values.get("url") or "")
        except UnsafeAddress as error:
            row.refuse("url", str(error) if row.values.get("url") else _("Every source needs its address."))

    def _put_publisher(self, row: Parsed) -> None:
        """The one that is named; without a name, the host of the address."""
        name = row.values.get("publisher") or registered_host(row.values["url"])
        try:
            if name not in self._publishers:
                self._publishers[name] = find_or_add_publisher(name, by=self.by)
            row.values["publisher"] = self._publishers[name]
        except UnknownPublisher as error:
            row.refuse("publisher", str(error))

    def _plain_slug(self, row: Parsed) -> str:
        return plain_slug(row.values.get("title", "")) or "source"

    def _free_slug(self, row: Parsed, taken: set[str]) -> str:
        """Titles repeat, addresses do not."""
        stem = self._plain_slug(row)
        return stem if stem not in taken else f"{stem}-{sha256(row.key.encode()).hexdigest()[:DIGITS]}"
