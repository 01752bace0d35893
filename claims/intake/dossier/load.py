"""Load a dossier through the verbs that editors use. The same dossier again changes nothing."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction

from claims.intake.article import place, store_snapshot
from claims.intake.dossier.read import Dossier
from claims.intake.dossier.schema import DossierClaim, DossierFile, NotCheckable
from claims.intake.dossier.verdict import bring_verdict, is_taken_out
from claims.models import Appearance, Article, Claim, Entity, Evidence, Rating, Snapshot, Source, Topic, User
from claims.record import localized
from claims.text.addresses import canonical_url
from claims.workflow import accept, dismiss, propose, quietly, recorded


@dataclass
class LoadReport:
    """Rows of each kind that were made, changed or removed, and versions published."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    published: int = 0

    @property
    def changes(self) -> int:
        return self.created.total() + self.updated.total() + self.removed.total() + self.published


def load_dossier(
    dossier: Dossier, *, author: User, approver: User, on_progress: Callable[[str], None] = lambda line: None
) -> LoadReport:
    """Bring the drafts and the record to what the dossier says, all or nothing.

    ``author`` writes and submits, ``approver`` approves and publishes. Raises ``VerbRefused`` when a verb is refused.
    """
    report = LoadReport()
    content = dossier.content
    # Verbs open their own context in the history, so edits get one each and none stands around a verb. Author and
    # approver know what they load.
    with transaction.atomic(), quietly():
        with _edited(by=author):
            _sync_ratings(content, report)
            entities = _sync_entities(content, report)
            topics = {topic.slug: _sync(report, Topic, topic.slug, {"name": topic.name}) for topic in content.topics}
            sources = _sync_sources(content, entities, report)
            article = _sync_article(content, entities, report)
        on_progress(f"{len(entities)} entities, {len(topics)} topics, {len(sources)} sources")
        boilerplate: list[dict[str, object]] = [span.model_dump() for span in content.article.boilerplate]
        snapshot, created = store_snapshot(article, dossier.text, by=author, boilerplate=boilerplate)
        report.created[str(Snapshot._meta.verbose_name)] += int(created)
        for span in content.article.not_checkable:
            _set_aside(span, snapshot, report, by=author)
        parts = Loading(report, snapshot, entities, topics, sources, author, approver)
        # Compound claims first: a part names its parent only when readers can see that one.
        ordered = sorted(content.claims, key=lambda claim: claim.parent is not None)
        for number, claim in enumerate(ordered, start=1):
            parts.bring(claim)
            on_progress(f"claim {number} of {len(ordered)}: {claim.slug}")
    return report


def _edited(*, by: User) -> AbstractContextManager[object]:
    return recorded("edit", by=by, reason="Dossier")


def _sync(report: LoadReport, model: type[models.Model], slug: str, values: dict[str, Any]) -> Any:
    """The row with this slug, made or changed to have these values; an equal row is left alone."""
    manager = model._default_manager
    row: Any = manager.filter(slug=slug).first()
    if row is None:
        report.created[str(model._meta.verbose_name)] += 1
        return manager.create(slug=slug, **values)
    change(report, row, values)
    return row


def change(report: LoadReport, row: Any, values: dict[str, Any]) -> bool:
    """Save the values that differ from the row's, and only those."""
    differing = [name for name, value in values.items() if _plain(getattr(row, name)) != _plain(value)]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=[*differing, "updated_at"])
        report.updated[str(row._meta.verbose_name)] += 1
    return bool(differing)


def _plain(value: Any) -> Any:
    """A value that can be compared: texts as language objects, decimals and floats alike."""
    if hasattr(value, "data") or isinstance(value, dict):
        return localized(value)
    return float(value) if hasattr(value, "as_tuple") else value


def _sync_ratings(content: DossierFile, report: LoadReport) -> None:
    for rating in content.rating_scale:
        change(
            report,
            Rating.objects.get(slug=rating.slug),
            {"label": rating.label, "definition": rating.definition},
        )


def _sync_entities(content: DossierFile, report: LoadReport) -> dict[str, Entity]:
    return {
        entity.slug: _sync(
            report,
            Entity,
            entity.slug,
            {
                "kind": entity.kind,
                "name": entity.name,
                "domain": entity.domain or "",
                "same_as": [entity.url] if entity.url else [],
            },
        )
        for entity in content.entities
    }


def _sync_sources(content: DossierFile, entities: dict[str, Entity], report: LoadReport) -> dict[str, Source]:
    return {
        source.slug: _sync(
            report,
            Source,
            source.slug,
            {
                "publisher": entities[source.publisher],
                "title": source.title,
                "title_is_description": source.title_is_description,
                "url": source.url,
                "canonical_url": canonical_url(source.url),
                "published_on": source.published_on,
                "language": source.language,
                "kind": source.kind,
                "is_primary": source.primary,
                "copy_of": source.copy_of or "",
                "accessed_on": content.dossier.consulted_on,
                "note": source.note,
            },
        )
        for source in content.sources
    }


def _sync_article(content: DossierFile, entities: dict[str, Entity], report: LoadReport) -> Article:
    facts = content.article
    article: Article = _sync(
        report,
        Article,
        facts.slug,
        {
            "title": facts.title,
            "url": facts.url,
            "canonical_url": canonical_url(facts.url) if facts.url else None,
            "mirror_url": facts.mirror_url,
            "publisher": entities[facts.publisher],
            "authors": facts.authors,
            "editors": facts.editors,
            "published_on": facts.published_on,
            "language": facts.language,
        },
    )
    return article


def _set_aside(span: NotCheckable, snapshot: Snapshot, report: LoadReport, *, by: User) -> None:
    """A sentence that cannot be checked is a dismissed claim with the reason."""
    row = (
        Appearance.objects.filter(snapshot=snapshot, start=span.start, end=span.end, claim__stage=Claim.Stage.DISMISSED)
        .select_related("claim")
        .first()
    )
    if row is not None:
        with _edited(by=by):
            change(report, row.claim, {"dismissal_reason": span.kind, "dismissal_note": span.reason})
        return
    if snapshot.article.latest_snapshot != snapshot:
        return  # The article was imported again since; its quotes live in the newer text.
    statement = {snapshot.article.language: snapshot.text[span.start : span.end]}
    claim = propose(by=by, statement=statement, snapshot=snapshot, start=span.start, end=span.end)
    dismiss(claim, by=by, dismissal_reason=Claim.DismissalReason(span.kind), note=span.reason)
    report.created["not checkable"] += 1


@dataclass(frozen=True)
class Loading:
    """What every claim of one load needs."""

    report: LoadReport
    snapshot: Snapshot
    entities: dict[str, Entity]
    topics: dict[str, Topic]
    sources: dict[str, Source]
    author: User
    approver: User

    def bring(self, wanted: DossierClaim) -> None:
        """Bring one claim, with its place, evidence and verdict, to what the dossier says."""
        values = self._values(wanted)
        claim = Claim.objects.filter(slug=wanted.slug).first()
        if claim and is_taken_out(claim):
            return
        if claim is None:
            quote = wanted.quote
            claim = propose(
                by=self.author,
                slug=wanted.slug,
                snapshot=self.snapshot,
                start=quote.start,
                end=quote.end,
                **values,
            )
            claim = accept(claim, by=self.author)
            self.report.created[str(Claim._meta.verbose_name)] += 1
        else:
            with _edited(by=self.author):
                change(self.report, claim, values)
                self._bring_place(claim, wanted)
        with _edited(by=self.author):
            self._bring_links(claim, wanted)
            self._bring_evidence(claim, wanted)
        verdict = {
            **wanted.assessment.model_dump(),
            "rating": Rating.objects.get(slug=wanted.assessment.rating),
        }
        if bring_verdict(claim, verdict, author=self.author, approver=self.approver):
            self.report.published += 1

    def _values(self, wanted: DossierClaim) -> dict[str, Any]:
        claimed_on: date = wanted.claimed_on
        return {
            "statement": wanted.statement,
            "claimant": self.entities[wanted.claimant] if wanted.claimant else None,
            "attribution": wanted.attribution,
            "claimed_on": claimed_on,
            "timeframe": wanted.timeframe,
            "parent": Claim.objects.get(slug=wanted.parent) if wanted.parent else None,
            "checkworthiness": wanted.checkworthiness,
        }

    def _bring_place(self, claim: Claim, wanted: DossierClaim) -> None:
        if self.snapshot.article.latest_snapshot != self.snapshot:
            return  # The quotes were found again in a newer text; the dossier speaks of the older one.
        places = claim.appearances.filter(snapshot__article=self.snapshot.article)
        if places.filter(snapshot=self.snapshot, start=wanted.quote.start, end=wanted.quote.end).exists():
            return
        row = places.first() or Appearance(claim=claim)
        kind = self.report.updated if row.pk else self.report.created
        place(row, self.snapshot, wanted.quote.start, wanted.quote.end)
        row.anchor_state = Appearance.AnchorState.EXACT_POSITION
        row.save()
        kind[str(Appearance._meta.verbose_name)] += 1

    def _bring_links(self, claim: Claim, wanted: DossierClaim) -> None:
        if set(claim.topics.values_list("slug", flat=True)) != set(wanted.topics):
            claim.topics.set([self.topics[slug] for slug in wanted.topics])
            self.report.updated["tags"] += 1
        if set(claim.entities.values_list("slug", flat=True)) != set(wanted.entities):
            claim.entities.set([self.entities[slug] for slug in wanted.entities])
            self.report.updated["subjects"] += 1

    def _bring_evidence(self, claim: Claim, wanted: DossierClaim) -> None:
        existing = {row.source.slug: row for row in claim.evidence.select_related("source")}
        kind = str(Evidence._meta.verbose_name)
        for slug in existing.keys() - {item.source for item in wanted.evidence}:
            existing[slug].delete()
            self.report.removed[kind] += 1
        for position, item in enumerate(wanted.evidence, start=1):
            values = {
                "stance": item.stance,
                "quote": item.quote or "",
                "quote_language": item.quote_language or "",
                "note": item.note,
                "position": position,
            }
            if item.source in existing:
                change(self.report, existing[item.source], values)
            else:
                Evidence.objects.create(claim=claim, source=self.sources[item.source], **values)
                self.report.created[kind] += 1
