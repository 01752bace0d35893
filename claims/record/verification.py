"""Recompute the chain and say where it breaks."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context

from django.db import connection, transaction
from django.db.models import Max

from claims.models import GENESIS_DIGEST, Publication, RecordText
from claims.record.redactions import Redacted, Redactions
from claims.record.stored import Opened, Stored, content_fault, opened, stored
from claims.text.digests import text_digest

ROWS_A_RANGE = 2_500
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Fault:
    """The first row that does not hold, and why."""

    row: str
    reason: str


@dataclass(frozen=True)
class Verification:
    publications: int
    texts: int
    head_digest: str
    fault: Fault | None
    redacted: tuple[Redacted, ...] = ()


@dataclass
class Stretch:
    """What was found in a stretch of the record, and all that is needed to join it to the one before it."""

    first: int
    last: int
    previous_digest: str = GENESIS_DIGEST
    digest: str = GENESIS_DIGEST
    checked: int = 0
    fault: Fault | None = None
    # By claim, the first and the last version in this stretch, with the number of the first.
    versions: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)
    # In the order of the record: what versions lost, and what announces such losses.
    losses: list[tuple[int, int, str, int, frozenset[str]]] = field(default_factory=list)
    announcements: list[tuple[int, int, tuple[str, ...]]] = field(default_factory=list)


def verify_record(on_progress: Progress = lambda checked: None, *, processes: int = 1) -> Verification:
    """Check every publication against its digests and against the one before it, then every text.

    Stops at the first fault: what follows a broken link proves nothing. ``processes`` share the work; they all see the
    record at the same moment.
    """
    head = Publication.objects.aggregate(head=Max("number"))["head"] or 0
    joined = Joined()
    if processes == 1 or head <= ROWS_A_RANGE:
        joined.add(examine(1, head))
        on_progress(joined.checked)
    else:
        for stretch in _shared_out(head, processes):
            joined.add(stretch)
            on_progress(joined.checked)
            if joined.fault:
                break
    fault = joined.fault or joined.unexplained_loss()
    if fault:
        return Verification(joined.checked, 0, joined.digest, fault)
    texts, fault = _verify_texts(joined.texts)
    return Verification(joined.checked, texts, joined.digest, fault, tuple(joined.redactions.explained))


def examine(first: int, last: int) -> Stretch:
    """Check the publications from ``first`` to ``last``; what lies before them is for whoever joins the stretches."""
    stretch = Stretch(first, last)
    for number, row in enumerate(stored(first, last), start=first):
        if number == first:
            stretch.previous_digest = stretch.digest = row.previous_digest
        content = opened(row)
        reason = _place_fault(stretch, row, number) or content_fault(row, content)
        if reason:
            stretch.fault = Fault(f"publication {row.number}", reason)
            return stretch
        _note(stretch, row, content)
    if stretch.checked < last - first + 1:
        stretch.fault = Fault(f"publication {last}", f"number {first + stretch.checked} is missing")
    return stretch


class Joined:
    """Stretches, put together in their order."""

    def __init__(self) -> None:
        self.checked = 0
        self.digest = GENESIS_DIGEST
        self.fault: Fault | None = None
        self.texts: set[str] = set()
        self.redactions = Redactions()
        self._versions: dict[int, int] = {}

    def add(self, stretch: Stretch) -> None:
        if stretch.previous_digest != self.digest and stretch.checked:
            self.fault = Fault(f"publication {stretch.first}", "it is not chained to the publication before it")
            return
        self.fault = self._version_fault(stretch) or stretch.fault
        self.checked += stretch.checked
        self.digest = stretch.digest if stretch.checked else self.digest
        self.texts |= stretch.texts
        self._join_redactions(stretch)

    def unexplained_loss(self) -> Fault | None:
        removed = self.redactions.unexplained()
        if removed is None:
            return None
        number, name = removed
        return Fault(f"publication {number}", f"the field “{name}” was removed without a redaction")

    def _version_fault(self, stretch: Stretch) -> Fault | None:
        for claim, (number, first, last) in stretch.versions.items():
            expected = self._versions.get(claim, 0) + 1
            if first != expected:
                return Fault(
                    f"publication {number}", f"it is version {first} of its claim where version {expected} belongs"
                )
            self._versions[claim] = last
        return None

    def _join_redactions(self, stretch: Stretch) -> None:
        """Announcements explain what came before them, so both go in by their numbers."""
        losses, announcements = iter(stretch.losses), list(stretch.announcements)
        for loss in losses:
            while announcements and announcements[0][1] <= loss[1]:
                self.redactions.announced(*announcements.pop(0))
            self.redactions.lost(*loss)
        for announcement in announcements:
            self.redactions.announced(*announcement)


def _place_fault(stretch: Stretch, row: Stored, number: int) -> str | None:
    if row.number != number:
        return f"number {number} is missing"
    if row.previous_digest != stretch.digest:
        return "it is not chained to the publication before it"
    seen = stretch.versions.get(row.claim_id)
    if seen is not None and row.version != seen[2] + 1:
        return f"it is version {row.version} of “{row.slug}” where version {seen[2] + 1} belongs"
    return None


def _note(stretch: Stretch, row: Stored, content: Opened) -> None:
    stretch.checked += 1
    stretch.digest = row.digest
    number, first, _last = stretch.versions.get(row.claim_id, (row.number, row.version, 0))
    stretch.versions[row.claim_id] = (number, first, row.version)
    appearances = content.document.get("appearances") or []
    stretch.texts.update(appearance["article"]["text_sha256"] for appearance in appearances)
    if row.kind == Publication.Kind.REDACTION:
        entries = content.document.get("redactions") or [{}]
        stretch.announcements.append((row.claim_id, row.number, tuple(entries[-1].get("fields", ()))))
    if len(content.leaves) > len(content.document):
        lost = frozenset(content.leaves) - frozenset(content.document)
        stretch.losses.append((row.claim_id, row.number, row.slug, row.version, lost))


def _shared_out(head: int, processes: int) -> Iterator[Stretch]:
    """Stretches in order, each examined by another process, all on one snapshot of the database."""
    starts = range(1, head + 1, ROWS_A_RANGE)
    with _exported_snapshot() as snapshot:
        # Forked, so that the workers have the settings; each opens a connection of its own.
        pool = ProcessPoolExecutor(processes, get_context("fork"), initializer=_forget_connection)
        with pool:
            jobs = [(first, min(first + ROWS_A_RANGE - 1, head), snapshot) for first in starts]
            yield from pool.map(_examine_on_snapshot, *zip(*jobs, strict=True))
            pool.shutdown(cancel_futures=True)


@contextmanager
def _exported_snapshot() -> Iterator[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _forget_connection() -> None:
    """The parent's connection is the parent's: dropped without a word to the server."""
    connection.connection = None
    connection.in_atomic_block = False
    connection.savepoint_ids = []


def _examine_on_snapshot(first: int, last: int, snapshot: str) -> Stretch:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET TRANSACTION SNAPSHOT %s", [snapshot])
        return examine(first, last)


def _verify_texts(needed: set[str]) -> tuple[int, Fault | None]:
    texts = 0
    for row in RecordText.objects.order_by("sha256").iterator(chunk_size=50):
        if text_digest(row.text) != row.sha256:
            return texts, Fault(f"text {row.sha256}", "the text was changed after publication")
        needed.discard(row.sha256)
        texts += 1
    if needed:
        return texts, Fault(f"text {min(needed)}", "the text that a publication quotes is missing")
    return texts, None
