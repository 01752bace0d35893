"""Take an article in: article, immutable snapshot, candidates; on a changed text, find the quotes again."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from claims.intake.publishers import find_or_add_publisher
from claims.models import Appearance, Article, Claim, Entity, Original, Snapshot, User
from claims.text.addresses import canonical_url
from claims.text.anchors import AnchorState, Selector, find_anchor, make_selector
from claims.text.boilerplate import find_boilerplate, not_boilerplate_sentences
from claims.text.check_worthiness import weigh_sentence
from claims.text.digests import text_digest
from claims.text.sentences import Sentence
from claims.workflow import free_slug, propose, recorded

# A newspaper article has fifty sentences. Nobody reads ten thousand suggestions; whoever needs another marks it.
MOST_CANDIDATES = 500


@dataclass(frozen=True)
class ArticleFacts:
    """What the person who imports knows about the article. ``publisher`` is a slug or a host.

    ``publisher_name`` names a publisher that has to be added.
    """

    title: str
    publisher: str
    language: str
    url: str | None = None
    published_on: date | None = None
    authors: tuple[str, ...] = ()
    publisher_name: str = ""


@dataclass
class ImportReport:
    """What an import did. ``snapshot`` is None when exactly this text was here before."""

    article: Article
    snapshot: Snapshot | None = None
    candidates: list[Claim] = field(default_factory=list)
    found_again: list[Appearance] = field(default_factory=list)
    gone: list[Appearance] = field(default_factory=list)


def import_article(text: str, facts: ArticleFacts, *, by: User, original: Original | None = None) -> ImportReport:
    """Store the text and propose its sentences, all or nothing. ``original`` is what it was read from.

    Of a very long text the ``MOST_CANDIDATES`` sentences that are most worth checking are proposed.

    Raises ``UnsafeAddress`` for an address that is not http(s), ``UnknownPublisher``, and ``VerbRefused`` when ``by``
    may not propose claims.
    """
    with transaction.atomic():
        publisher = find_or_add_publisher(facts.publisher, by=by, title=facts.publisher_name)
        report = ImportReport(article=_article(facts, publisher, by=by))
        snapshot, created = store_snapshot(report.article, text, by=by)
        if created:
            report.snapshot = snapshot
            if original is not None:
                _keep_with(snapshot, original)
            _anchor_again(report, snapshot, by=by)
            _propose_sentences(report, snapshot, by=by)
    return report


@transaction.atomic
def store_snapshot(
    article: Article, text: str, *, by: User, boilerplate: list[dict[str, object]] | None = None
) -> tuple[Snapshot, bool]:
    """The article's snapshot with exactly this text, and whether it is new. Two at once make one."""
    Article.objects.select_for_update().get(pk=article.pk)
    digest = text_digest(text)
    existing = article.snapshots.filter(sha256=digest).first()
    if existing is not None:
        return existing, False
    if boilerplate is None:
        spans = find_boilerplate(text, article.language)
        boilerplate = [{"kind": span.kind, "start": span.start, "end": span.end} for span in spans]
    with recorded("store_snapshot", by=by):
        snapshot = Snapshot.objects.create(
            article=article,
            number=article.snapshots.count() + 1,
            text=text,
            sha256=digest,
            boilerplate=boilerplate,
        )
    return snapshot, True


def _keep_with(snapshot: Snapshot, original: Original) -> None:
    """The update decides: an original belongs to one text."""
    Original.objects.filter(pk=original.pk, snapshot=None).update(snapshot=snapshot)


def _article(facts: ArticleFacts, publisher: Entity, *, by: User) -> Article:
    canonical = canonical_url(facts.url) if facts.url else None
    known = (
        Article.objects.filter(canonical_url=canonical)
        if canonical
        else Article.objects.filter(title=facts.title, publisher=publisher, published_on=facts.published_on)
    ).first()
    if known is not None:
        return known
    with recorded("create", by=by, reason="Import"):
        article = Article(
            slug=free_slug(Article, facts.title, fallback="article"),
            title=facts.title,
            url=facts.url or None,
            canonical_url=canonical,
            publisher=publisher,
            published_on=facts.published_on,
            authors=list(facts.authors),
            language=facts.language,
        )
        article.full_clean()
        article.save()
    return article


def _anchor_again(report: ImportReport, snapshot: Snapshot, *, by: User) -> None:
    """Move every quote of the article to the new text; what is no longer there stays in the old one, marked gone."""
    rows = (
        Appearance.objects.filter(snapshot__article=report.article)
        .exclude(snapshot=snapshot)
        .exclude(anchor_state=Appearance.AnchorState.GONE)
        .select_related("claim")
        .order_by("start", "end")
    )
    with recorded("anchor_again", by=by, reason=f"Snapshot {snapshot.number}"):
        for row in rows:
            _move(row, snapshot)
            (report.gone if row.anchor_state == AnchorState.GONE else report.found_again).append(row)


def _move(row: Appearance, snapshot: Snapshot) -> None:
    selector = Selector(start=row.start, end=row.end, exact=row.exact, prefix=row.prefix, suffix=row.suffix)
    anchor = find_anchor(selector, snapshot.text)
    row.anchor_state = anchor.state.value
    if anchor.start is None or anchor.end is None:
        row.save(update_fields=["anchor_state", "updated_at"])
        return
    place(row, snapshot, anchor.start, anchor.end)
    row.save(update_fields=["snapshot", "start", "end", "exact", "prefix", "suffix", "anchor_state", "updated_at"])


def place(row: Appearance, snapshot: Snapshot, start: int, end: int) -> None:
    """Point an appearance at a span of a snapshot; the caller saves it."""
    selector = make_selector(snapshot.text, start, end)
    row.snapshot = snapshot
    row.start, row.end = selector.start, selector.end
    row.exact, row.prefix, row.suffix = selector.exact, selector.prefix, selector.suffix


def _propose_sentences(report: ImportReport, snapshot: Snapshot, *, by: User) -> None:
    """Every sentence that no claim covers yet becomes a candidate."""
    taken = list(snapshot.appearances.values_list("start", "end"))
    for sentence in _most_worth_checking(not_boilerplate_sentences(snapshot.text, report.article.language)):
        if any(start < sentence.end and sentence.start < end for start, end in taken):
            continue
        report.candidates.append(
            propose(
                by=by,
                statement={report.article.language: sentence.text},
                snapshot=snapshot,
                start=sentence.start,
                end=sentence.end,
                claimed_on=report.article.published_on,
                reason="Sentence of an imported article",
            )
        )


def _most_worth_checking(sentences: list[Sentence]) -> list[Sentence]:
    """All of them, in order; of too many those with the best scores."""
    if len(sentences) <= MOST_CANDIDATES:
        return sentences
    best = sorted(sentences, key=lambda each: -weigh_sentence(each.text).score)[:MOST_CANDIDATES]
    return sorted(best, key=lambda each: each.start)
