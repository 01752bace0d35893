"""Claims: new ones become candidates; a row is found by its slug, or by the slug that its statement gives."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from claims.intake.rows.columns import plain_columns, text_column
from claims.intake.rows.kind import REVISION, Parsed, RowKind, by_name
from claims.models import Claim, ClaimEntity, ClaimTopic, Entity, Topic
from claims.record import localized
from claims.workflow import plain_slug, propose_many


def _slugs(rows: Any) -> str:
    return " ".join(sorted(row.slug for row in rows.all()))


class ClaimRows(RowKind):
    model = Claim
    required = ("statement",)
    read_only = ("stage", "verification_status", "assigned_to")
    many = ("topics", "entities")
    permissions = ("claims.add_claim", "claims.change_claim")
    columns = {
        column.name: column
        for column in [
            *plain_columns(Claim, "slug", "statement"),
            text_column("claimant", lambda row: row.claimant.slug if row.claimant else ""),
            *plain_columns(Claim, "attribution", "claimed_on", "timeframe"),
            text_column("parent", lambda row: row.parent.slug if row.parent else ""),
            text_column("topics", lambda row: _slugs(row.topics)),
            text_column("entities", lambda row: _slugs(row.entities)),
            *plain_columns(Claim, "checkworthiness", "without_appearance"),
            text_column("stage", lambda row: row.stage),
            text_column("verification_status", lambda row: row.verification_status),
            text_column("assigned_to", lambda row: row.assigned_to.username if row.assigned_to else ""),
            text_column(REVISION, lambda row: row.revision),
        ]
    }

    def prepare(self, rows: list[Parsed]) -> None:
        names = [name for row in rows for column in ("claimant", "entities") for name in _words(row, column)]
        entities = by_name(Entity, "slug", names)
        topics = by_name(Topic, "slug", (name for row in rows for name in _words(row, "topics")))
        parents = by_name(Claim, "slug", (row.values.get("parent", "") for row in rows))
        before: set[str] = set()
        for row in rows:
            row.key = self._slug(row)
            if not row.key:
                row.refuse("slug", _("A name in addresses cannot be made from this statement. Give a slug."))
            _put_one(row, "claimant", entities, _("There is no entity with the slug “%s”."))
            _put_many(row, "entities", entities, _("There is no entity with the slug “%s”."))
            _put_many(row, "topics", topics, _("There is no topic with the slug “%s”."))
            self._put_parent(row, parents, before)
            before.add(row.key)

    def existing(self, rows: list[Parsed], among: models.QuerySet[Any]) -> dict[str, Any]:
        claims = self.exported(among.filter(slug__in=[row.key for row in rows]))
        return {claim.slug: claim for claim in claims}

    def refuse_change(self, row: Any, given: Parsed) -> None:
        slug = given.values.pop("slug", "")
        if row.stage == Claim.Stage.MERGED:
            given.refuse("slug", _("This claim was merged into another one."))
        elif not slug and not _says(row, given.values["statement"]):
            reason = _("Another claim has the name “%s”, which this statement would get. Give a slug.")
            given.refuse("slug", reason % row.slug)

    def create(self, rows: list[Parsed]) -> None:
        """Parents before their parts, which may stand in the same file."""
        waiting = rows
        made = by_name(Claim, "slug", (row.values["parent"] for row in rows if _waits(row)))
        while ready := [row for row in waiting if not _waits(row) or row.values["parent"] in made]:
            self._create(ready, made)
            waiting = [row for row in waiting if row not in ready]
        for row in waiting:
            row.refuse("parent", _("The row of its parent is wrong."))

    @classmethod
    def exported(cls, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return queryset.select_related("claimant", "parent", "assigned_to").prefetch_related("topics", "entities")

    def _create(self, rows: list[Parsed], made: dict[str, Claim]) -> None:
        columns = []
        for row in rows:
            values = {**self.new_values(row), "slug": row.key}
            if _waits(row):
                values["parent"] = made[values["parent"]]
            columns.append(values)
        claims = propose_many(columns, by=self.by, reason=self.reason)
        made |= {claim.slug: claim for claim in claims}
        links = list(zip(claims, rows, strict=True))
        ClaimTopic.objects.bulk_create(
            [ClaimTopic(claim=claim, topic=topic) for claim, row in links for topic in row.values.get("topics", [])]
        )
        ClaimEntity.objects.bulk_create(
            [ClaimEntity(claim=claim, entity=each) for claim, row in links for each in row.values.get("entities", [])]
        )

    def _slug(self, row: Parsed) -> str:
        return str(row.values.get("slug") or plain_slug(row.values.get("statement") or {}))

    def _put_parent(self, row: Parsed, parents: dict[str, Any], before: set[str]) -> None:
        name = row.values.get("parent")
        if name is None:
            return
        if name and name not in parents and name not in before:
            row.refuse("parent", _("There is no claim “%s”, and none in the rows before.") % name)
        row.values["parent"] = parents.get(name, name) or None


def _says(claim: Claim, statement: dict[str, str]) -> bool:
    present = localized(claim.statement)
    return all(present.get(language) == text for language, text in statement.items() if text)


def _waits(row: Parsed) -> bool:
    """Its parent is a row of the same file, known by name only."""
    return isinstance(row.values.get("parent"), str)


def _words(row: Parsed, column: str) -> list[str]:
    return str(row.values.get(column) or "").replace(",", " ").replace(";", " ").split()


def _put_one(row: Parsed, column: str, found: dict[str, Any], unknown: str) -> None:
    name = row.values.get(column)
    if name is None:
        return
    if name and name not in found:
        row.refuse(column, unknown % name)
    row.values[column] = found.get(name)


def _put_many(row: Parsed, column: str, found: dict[str, Any], unknown: str) -> None:
    if column not in row.values:
        return
    names = list(dict.fromkeys(_words(row, column)))
    for name in names:
        if name not in found:
            row.refuse(column, unknown % name)
    row.values[column] = [found[name] for name in names if name in found]
