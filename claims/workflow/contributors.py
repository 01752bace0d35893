"""Who wrote what would be published next: asked of the events, so that no path is forgotten."""

from django.apps import apps
from django.db.models import Model

from claims.models import Claim, Publication
from claims.workflow.verb_rules import EDITING_VERBS

# Tables whose rows make up a claim's document, with the column that names the claim and has an index.
PARTS = {
    "ClaimEvent": "pgh_obj_id",
    "ClaimTopicEvent": "claim_id",
    "ClaimEntityEvent": "claim_id",
    "AppearanceEvent": "claim_id",
    "EvidenceEvent": "claim_id",
    "AssessmentEvent": "claim_id",
}


def contributors(claim: Claim) -> set[int]:
    """Keys of the users who edited the claim or a part of it since its last publication."""
    last = Publication.objects.filter(claim=claim).order_by("-version").values_list("published_at", flat=True).first()
    since = {"pgh_created_at__gt": last} if last else {}
    edits = [
        _events(name)
        ._default_manager.filter(
            **{column: claim.pk, "pgh_context__metadata__verb__in": EDITING_VERBS, **since},
        )
        .order_by()
        .values_list("pgh_context__metadata__user", flat=True)
        for name, column in PARTS.items()
    ]
    return set(edits[0].union(*edits[1:]))


def _events(name: str) -> type[Model]:
    return apps.get_model("claims", name)
