"""What the publisher changed in an article since it was first read, and which claims those words were about."""

from dataclasses import dataclass
from typing import Any

from claims.models import PublishedAppearance, PublishedClaim, RecordText
from claims.text.diffs import DiffPart, word_diff

# So much of the unchanged words around a change is enough to find it.
CONTEXT_CHARACTERS = 90
MOST_EARLIER_TEXTS = 3


@dataclass(frozen=True)
class Change:
    """One changed place with a little of the text around it; ``claims`` were said in the words that changed."""

    parts: list[DiffPart]
    claims: list[PublishedClaim]


@dataclass(frozen=True)
class EarlierText:
    """A text that the article had before, and what is different in the newest one."""

    retrieved_at: str
    sha256: str
    changes: list[Change]


def article_changes(newest: PublishedAppearance, rows: list[PublishedAppearance]) -> list[EarlierText]:
    """Newest first. Only texts that a published claim stands in are on record."""
    known: dict[str, list[PublishedAppearance]] = {}
    for row in rows:
        known.setdefault(row.text_sha256, []).append(row)
    now = known.pop(newest.text_sha256, [newest])[0]
    if not known:
        return []
    texts = dict(RecordText.objects.filter(sha256__in=[newest.text_sha256, *known]).values_list("sha256", "text"))
    earlier = sorted(known.items(), key=lambda pair: _retrieved_at(pair[1][0]), reverse=True)
    return [
        EarlierText(_retrieved_at(there[0]), sha256, _changes(texts[sha256], texts[now.text_sha256], there))
        for sha256, there in earlier[:MOST_EARLIER_TEXTS]
    ]


def _retrieved_at(row: PublishedAppearance) -> str:
    return str(row.document["article"]["retrieved_at"])


def _changes(old: str, new: str, appearances: list[PublishedAppearance]) -> list[Change]:
    changes: list[Change] = []
    parts: list[DiffPart] = []
    # Where in the old text something is gone or something else came in.
    places: list[tuple[int, int]] = []
    here = 0
    for part in [*word_diff(old, new), DiffPart("equal", "")]:
        end = here if part.kind == "insert" else here + len(part.text)
        if part.kind != "equal":
            places.append((here, end))
        far = part.kind == "equal" and (len(part.text) > 2 * CONTEXT_CHARACTERS or not part.text)
        if far and places:
            parts.append(DiffPart("equal", _beginning(part.text)))
            changes.append(Change(parts, _said_there(places, appearances)))
            places = []
        parts = [DiffPart("equal", _ending(part.text))] if far else [*parts, part]
        here = end
    return changes


def _said_there(places: list[tuple[int, int]], appearances: list[PublishedAppearance]) -> list[PublishedClaim]:
    touched: dict[str, Any] = {
        row.claim_id: row.claim
        for row in appearances
        if any(row.start < end and start < row.end for start, end in places)
    }
    return list(touched.values())


def _beginning(text: str) -> str:
    return text if len(text) <= CONTEXT_CHARACTERS else text[:CONTEXT_CHARACTERS].rpartition(" ")[0] + " …"


def _ending(text: str) -> str:
    return text if len(text) <= CONTEXT_CHARACTERS else "… " + text[-CONTEXT_CHARACTERS:].partition(" ")[2]
