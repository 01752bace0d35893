"""Ask the table of verbs: may this person use this verb on this row, as it stands?"""

from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim, User
from claims.workflow.contributors import contributors
from claims.workflow.objections import Objection
from claims.workflow.verb_rules import RULES, Who


def permission_objections(verb: str, by: User, *, published: bool = False) -> list[Objection]:
    """``published`` says whether readers see the claim, which asks for another permission with some verbs."""
    rule = RULES[verb]
    permission = (published and rule.published_permission) or rule.permission
    if by.is_active and by.has_perm(permission):
        return []
    return [Objection("not_permitted", _("Your role does not allow this."))]


def claim_rule_objections(verb: str, claim: Claim, by: User) -> list[Objection]:
    rule = RULES[verb]
    objections = permission_objections(verb, by, published=claim.first_published_at is not None)
    if claim.stage not in rule.stages:
        objections.append(Objection("wrong_stage", rule.refusal, "stage"))
    return objections


def assessment_rule_objections(verb: str, assessment: Assessment, by: User) -> list[Objection]:
    objections = permission_objections(verb, by) + _person_objections(RULES[verb].who, assessment, by)
    if assessment.state not in RULES[verb].states:
        objections.append(Objection("wrong_state", RULES[verb].refusal, "state"))
    return objections


def wrong_state(objections: list[Objection]) -> bool:
    """True when the verb is out of place, so that nothing further about the content is of interest."""
    return any(objection.code in ("wrong_state", "wrong_stage") for objection in objections)


def _person_objections(who: Who, assessment: Assessment, by: User) -> list[Objection]:
    wrote_it = assessment.author_id == by.pk
    if who == Who.AUTHOR and not wrote_it:
        return [Objection("not_author", _("Only the author submits an assessment."))]
    if who in (Who.OTHER, Who.UNINVOLVED) and wrote_it:
        return [Objection("own_work", _("Nobody decides on what they wrote themselves."))]
    if who == Who.UNINVOLVED and by.pk in contributors(assessment.claim):
        return [Objection("edited_it", _("Nobody approves what they edited themselves."))]
    return []
