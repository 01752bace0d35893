"""propose: a statement found somewhere becomes a candidate claim."""

from collections.abc import Iterable, Mapping
from typing import Any

from claims.models import Appearance, Claim, Snapshot, User
from claims.text.anchors import make_selector
from claims.workflow.objections import refuse_if
from claims.workflow.permissions import permission_objections
from claims.workflow.recording import recorded
from claims.workflow.slugs import free_slug


def propose(
    *,
    by: User,
    statement: Any,
    snapshot: Snapshot | None = None,
    start: int = 0,
    end: int = 0,
    slug: str = "",
    reason: str = "",
    accepted: bool = False,
    **fields: Any,
) -> Claim:
    """Make a candidate claim and, when a snapshot is given, mark where it appears.

    ``accepted`` takes it up for checking at once, for whoever may do both: one act, so that the history tells one.

    ``start`` and ``end`` are code points in the snapshot's text, end exclusive. ``fields`` are further columns of the
    claim. Raises ``VerbRefused`` without permission and ``ValueError`` for a span outside the text.
    """
    refuse_if(
        "propose", permission_objections("propose", by) + (permission_objections("accept", by) if accepted else [])
    )
    selector = make_selector(snapshot.text, start, end) if snapshot else None
    with recorded("propose", by=by, reason=reason):
        claim = Claim.objects.create(
            slug=slug or free_slug(Claim, statement, fallback="claim"),
            statement=statement,
            stage=Claim.Stage.ACCEPTED if accepted else Claim.Stage.CANDIDATE,
            without_appearance=fields.pop("without_appearance", snapshot is None),
            **fields,
        )
        if snapshot is not None and selector is not None:
            Appearance.objects.create(
                claim=claim,
                snapshot=snapshot,
                start=selector.start,
                end=selector.end,
                exact=selector.exact,
                prefix=selector.prefix,
                suffix=selector.suffix,
            )
    return claim


def propose_many(claims: Iterable[Mapping[str, Any]], *, by: User, reason: str = "") -> list[Claim]:
    """Make many candidates without a place at once, as from a file; each is the columns of one claim."""
    refuse_if("propose", permission_objections("propose", by))
    with recorded("propose", by=by, reason=reason):
        return Claim.objects.bulk_create([Claim(**{"without_appearance": True, **columns}) for columns in claims])
