"""Where a claim that was merged is found now."""

from claims.models import PublishedClaim
from claims.record.document import ClaimReference


def merge_target(row: PublishedClaim) -> ClaimReference | None:
    """The claim that stands for a merged one, through as many merges as there were; None while it was not merged.

    A merged claim is closed and only an open one can be a target, so this ends; it would end on a forged record too.
    """
    seen = {row.slug}
    target: ClaimReference | None = row.document.get("merged_into")
    while target and target["slug"] not in seen:
        seen.add(target["slug"])
        further = PublishedClaim.objects.filter(slug=target["slug"]).values_list("document__merged_into", flat=True)
        onward: ClaimReference | None = further.first()
        if not onward:
            break
        target = onward
    return target
