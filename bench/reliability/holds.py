"""Does the record hold, and does everything else agree with it? Asked after every trial."""

from collections import Counter
from typing import Any

Entry = tuple[str, int, str, int]


def lost(entries: list[Entry]) -> list[str]:
    """Publications that somebody was told of and that are not in the record, or not as they were told."""
    from claims.models import Publication

    digests = dict(Publication.objects.values_list("number", "digest"))
    return [f"publication {number} ({verb})" for verb, number, digest, _row in entries if digests.get(number) != digest]


def published_twice(entries: list[Entry]) -> list[str]:
    """Assessments whose button worked for two people."""
    times = Counter(assessment for verb, _number, _digest, assessment in entries if verb in ("publish", "correct"))
    return [f"assessment {key} ({count} times)" for key, count in times.items() if count > 1]


def half() -> list[str]:
    """Claims whose publication, public state, assessment and draft do not agree with each other."""
    from claims.models import Assessment, Claim, Publication, PublishedClaim

    newest: dict[int, Any] = {row.claim_id: row for row in Publication.objects.order_by("number")}
    public = {row.slug: row for row in PublishedClaim.objects.prefetch_related("appearances", "evidence")}
    found = []
    for claim in Claim.objects.order_by("pk"):
        last = newest.get(claim.pk)
        if last is None:
            if claim.first_published_at or claim.slug in public:
                found.append(f"{claim.slug}: shown without a publication")
        elif claim.slug not in public:
            found.append(f"{claim.slug}: version {last.version} is not shown")
        else:
            found += [f"{claim.slug}: {fault}" for fault in _disagreements(claim, last, public[claim.slug])]
    stated = set(Assessment.objects.filter(state="published").values_list("pk", flat=True))
    recorded = set(Publication.objects.exclude(assessment=None).values_list("assessment", flat=True))
    found += [f"assessment {key}: published in name only" for key in sorted(stated - recorded)]
    found += [f"assessment {key}: published and not marked so" for key in sorted(recorded - stated)]
    return found


def _disagreements(claim: Any, last: Any, shown: Any) -> list[str]:
    stands = last.document["verification_status"] != "retracted"
    appearances = last.document["appearances"] if stands else []
    evidence = last.document["evidence"] if stands else []
    checks = {
        f"version {last.version} is not the one shown": shown.publication_id == last.number,
        "another document is shown": shown.document == last.document,
        "other evidence is shown": [row.document for row in shown.evidence.all()] == evidence,
        "other places are shown": [row.document for row in shown.appearances.all()] == appearances,
        "the draft has another status": claim.verification_status == last.document["verification_status"],
        "the draft does not know that it is public": claim.first_published_at is not None,
    }
    return [fault for fault, holds in checks.items() if not holds]


def public_rows() -> list[Any]:
    """Every row of the derived tables, without the keys that a rebuild gives anew."""
    from claims.models import PublishedAnswer, PublishedAppearance, PublishedClaim, PublishedEvidence

    rows: list[Any] = list(PublishedClaim.objects.order_by("slug").values())
    rows += PublishedAnswer.objects.order_by("claim").values()
    for table in (PublishedAppearance, PublishedEvidence):
        values = table.objects.order_by("claim", "position").values()
        rows += [{name: value for name, value in row.items() if name != "id"} for row in values]
    return rows


def rebuilds_the_same() -> bool:
    from django.db import transaction

    from claims.record import rebuild

    with transaction.atomic():
        before = public_rows()
        rebuild()
        same = public_rows() == before
        transaction.set_rollback(True)
    return same


def chain_fault() -> str:
    from claims.record import verify_record

    fault = verify_record().fault
    return f"{fault.row}: {fault.reason}" if fault else ""
