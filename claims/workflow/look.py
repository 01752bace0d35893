"""look: remember what a reviewer was shown, and tell what they had seen before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims.models import Claim, Look, User
from claims.record import approval_digest
from claims.record.document import ClaimDocument


@dataclass(frozen=True)
class SeenBefore:
    document: Any
    seen_at: datetime


def look(claim: Claim, *, document: ClaimDocument, by: User) -> SeenBefore | None:
    """What this person saw before anything changed last; ``None`` when they see the claim for the first time.

    The same document seen again changes nothing, so that a page that is loaded twice shows the same differences.
    """
    with transaction.atomic():
        row, is_new = Look.objects.select_for_update().get_or_create(
            claim=claim, reviewer=by, defaults={"document": document}
        )
        if not is_new and approval_digest(row.document) != approval_digest(document):
            row.earlier_document, row.earlier_seen_at = row.document, row.seen_at
            row.document, row.seen_at = document, timezone.now()
            row.save()
    return SeenBefore(row.earlier_document, row.earlier_seen_at) if row.earlier_seen_at else None
