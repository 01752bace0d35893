"""relate: say how one claim stands to another."""

from django.utils.translation import gettext_lazy as _

from claims.models import Claim, ClaimRelation, PublishedClaim, User
from claims.workflow.appending import last_publication, revise
from claims.workflow.locking import locked_claims
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import claim_rule_objections
from claims.workflow.recording import recorded


def relate_objections(claim: Claim, by: User) -> list[Objection]:
    return claim_rule_objections("relate", claim, by)


def relate(claim: Claim, *, kind: ClaimRelation.Kind, to: Claim, by: User, reason: str = "") -> ClaimRelation:
    """Relate ``claim`` to another one. Where readers see both, they see the relation at once, as an update."""
    with recorded("relate", by=by, reason=reason):
        claim, to = locked_claims(claim, to)
        objections = relate_objections(claim, by)
        if claim.pk == to.pk:
            objections.append(Objection("itself", _("A claim cannot relate to itself."), "to"))
        elif to.stage == Claim.Stage.MERGED:
            objections.append(Objection("merged", _("The other claim was merged; relate to its target."), "to"))
        elif claim.relations.filter(to_claim=to, kind=kind).exists():
            objections.append(Objection("related", _("This relation is already here."), "to"))
        refuse_if("relate", objections)
        relation = ClaimRelation.objects.create(from_claim=claim, kind=ClaimRelation.Kind(kind), to_claim=to)
        _show(relation)
    return relation


def _show(relation: ClaimRelation) -> None:
    claim, last = relation.from_claim, last_publication(relation.from_claim)
    public = PublishedClaim.objects.listed().filter(slug=relation.to_claim.slug).first()
    if last is None or public is None or claim.verification_status == Claim.VerificationStatus.RETRACTED:
        return
    related = {"slug": public.slug, "statement": public.document["statement"], "kind": str(relation.kind)}
    revise(claim, {"related": [*last.document["related"], related]})
