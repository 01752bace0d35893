"""merge: two rows are one claim; one of them goes on, and the other's address leads to it for ever."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from claims.models import Appearance, Claim, Publication, PublishedClaim, User
from claims.workflow.appending import revise
from claims.workflow.attach_repeat import show_repeats
from claims.workflow.locking import locked_claims
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.open_assessment import has_open_assessment
from claims.workflow.permissions import claim_rule_objections, permission_objections
from claims.workflow.recording import recorded
from claims.workflow.verb_rules import OPEN_STAGES


def merge_objections(claim: Claim, by: User) -> list[Objection]:
    objections = claim_rule_objections("merge", claim, by)
    if claim.verification_status == Claim.VerificationStatus.RETRACTED:
        objections.append(Objection("retracted", _("A retracted claim is not merged; its retraction stands.")))
    if has_open_assessment(claim):
        message = _("Publish or delete the open assessment of this claim first.")
        objections.append(Objection("open_assessment", message))
    return objections


def merge(claim: Claim, *, into: Claim, by: User, note: Any = "", reason: str = "") -> Claim:
    """Merge ``claim`` into another one, which gets its places as repeats, and its parts.

    Evidence and verdicts stay with the merged claim: nobody has judged the other one by them. Readers who know the
    merged claim find the other at its address; ``note`` may tell them why.
    """
    with recorded("merge", by=by, reason=reason):
        claim, into = locked_claims(claim, into)
        refuse_if("merge", merge_objections(claim, by) + _target_objections(claim, into, by))
        moved = _move_places(claim, into)
        into_public = PublishedClaim.objects.filter(slug=into.slug).first()
        claim.children.update(parent=into)
        claim.stage = Claim.Stage.MERGED
        claim.merged_into = into
        claim.save(update_fields=["stage", "merged_into", "updated_at"])
        if claim.first_published_at is not None and into_public is not None:
            target = {"slug": into.slug, "statement": into_public.document["statement"]}
            revise(claim, {"merged_into": target}, kind=Publication.Kind.MERGE, note=note)
        show_repeats(into, moved)
    return claim


def _target_objections(claim: Claim, into: Claim, by: User) -> list[Objection]:
    # The target gets places, which its readers see at once; that takes the same permission as attaching a repeat.
    refused = permission_objections("merge", by, published=into.first_published_at is not None)
    return refused + _unfit_objections(claim, into)


def _unfit_objections(claim: Claim, into: Claim) -> list[Objection]:
    if claim.pk == into.pk:
        return [Objection("itself", _("A claim cannot be merged into itself."), "into")]
    if into.stage not in OPEN_STAGES or into.verification_status == Claim.VerificationStatus.RETRACTED:
        return [Objection("target_closed", _("Merge into an open claim that stands."), "into")]
    if claim.first_published_at is not None and into.first_published_at is None:
        message = _("Readers know this claim, so the other one must be published as well.")
        return [Objection("target_not_published", message, "into")]
    if into.pk in _descendants(claim):
        return [Objection("target_is_part", _("The other claim is a part of this one."), "into")]
    return []


def _descendants(claim: Claim) -> set[int]:
    found: set[int] = set()
    generation = {claim.pk}
    while generation:
        generation = set(Claim.objects.filter(parent__in=generation).values_list("pk", flat=True)) - found
        found |= generation
    return found


def _move_places(claim: Claim, into: Claim) -> list[Appearance]:
    """Give the places of one claim to the other as repeats; a place that both have stays where it is."""
    known = set(into.appearances.values_list("snapshot", "start", "end"))
    rows = claim.appearances.select_related("snapshot__article__publisher").order_by("pk")
    moved = [row for row in rows if (row.snapshot_id, row.start, row.end) not in known]
    for row in moved:
        row.claim = into
        row.occurrence = Appearance.Occurrence.REPEAT
        row.save(update_fields=["claim", "occurrence", "updated_at"])
    return moved
