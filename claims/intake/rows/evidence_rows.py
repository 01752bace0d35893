"""Evidence: a row is found by its claim, its source and its quote."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from claims.intake.rows.columns import plain_columns, text_column
from claims.intake.rows.kind import REVISION, Parsed, RowKind, by_name
from claims.models import Claim, Evidence, Source
from claims.text.addresses import UnsafeAddress, canonical_url


class EvidenceRows(RowKind):
    model = Evidence
    required = ("stance",)
    permissions = ("claims.add_evidence", "claims.change_evidence")
    columns = {
        column.name: column
        for column in [
            text_column("claim", lambda row: row.claim.slug),
            text_column("source", lambda row: row.source.slug),
            *plain_columns(Evidence, "stance", "quote", "quote_language", "locator", "note"),
            *plain_columns(Evidence, "confidential", "public_reason", "position"),
            text_column(REVISION, lambda row: row.revision),
        ]
    }

    def prepare(self, rows: list[Parsed]) -> None:
        claims = by_name(Claim, "slug", (row.values.get("claim", "") for row in rows))
        named = [row.values.get("source", "") for row in rows]
        sources = by_name(Source, "slug", named)
        addressed = by_name(Source, "canonical_url", (_address(name) for name in named))
        for row in rows:
            claim = claims.get(row.values.get("claim", ""))
            name = row.values.get("source", "")
            source = sources.get(name) or addressed.get(_address(name))
            self._put(row, claim, source)

    def existing(self, rows: list[Parsed], among: models.QuerySet[Any]) -> dict[str, Any]:
        claims, sources = ({row.values[name].pk for row in rows} for name in ("claim", "source"))
        found = self.exported(among.filter(claim__in=claims, source__in=sources))
        return {_key(item.claim_id, item.source_id, item.quote): item for item in found}

    def refuse_change(self, row: Any, given: Parsed) -> None:
        # Both are what the row was found by.
        del given.values["claim"], given.values["source"]

    def create(self, rows: list[Parsed]) -> None:
        positions = self._last_positions(row.values["claim"].pk for row in rows)
        made = []
        for row in rows:
            values = self.new_values(row)
            claim = values["claim"].pk
            positions[claim] = positions.get(claim, 0) + 1
            made.append(Evidence(**{**values, "position": values.get("position") or positions[claim]}))
        Evidence.objects.bulk_create(made)

    @classmethod
    def exported(cls, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return queryset.select_related("claim", "source")

    def _put(self, row: Parsed, claim: Claim | None, source: Source | None) -> None:
        if claim is None:
            row.refuse("claim", _("There is no claim with the slug “%s”.") % row.values.get("claim", ""))
        elif claim.stage == Claim.Stage.MERGED:
            row.refuse("claim", _("This claim was merged into another one."))
        if source is None:
            reason = _("There is no source with the slug or address “%s”.")
            row.refuse("source", reason % row.values.get("source", "")[:200])
        if claim is not None and source is not None:
            row.values |= {"claim": claim, "source": source}
            row.key = _key(claim.pk, source.pk, row.values.get("quote", ""))

    def _last_positions(self, claims: Iterable[int]) -> dict[int, int]:
        rows = Evidence.objects.filter(claim__in=set(claims)).order_by().values("claim")
        return {row["claim"]: row["last"] for row in rows.annotate(last=Max("position"))}


def _key(claim: int, source: int, quote: str) -> str:
    return f"{claim} {source} {quote}"


def _address(name: str) -> str:
    try:
        return canonical_url(name)
    except UnsafeAddress:
        return ""
