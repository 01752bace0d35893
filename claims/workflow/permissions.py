"""Which permission each verb needs. Roles are groups of these permissions (migration ``roles``)."""

from django.utils.translation import gettext_lazy as _

from claims.models import User
from claims.workflow.objections import Objection

PERMISSIONS = {
    "propose": "claims.add_claim",
    "accept": "claims.change_claim",
    "dismiss": "claims.change_claim",
    "start_assessment": "claims.add_assessment",
    "submit": "claims.submit_assessment",
    "approve": "claims.approve_assessment",
    "return": "claims.approve_assessment",
    "publish": "claims.publish_assessment",
    "publish_unverified": "claims.publish_assessment",
    "correct": "claims.correct_claim",
}


def permission_objections(verb: str, by: User) -> list[Objection]:
    if by.is_active and by.has_perm(PERMISSIONS[verb]):
        return []
    return [Objection("not_permitted", _("Your role does not allow this."))]
