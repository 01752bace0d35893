"""Every verb in one table: who may use it, when, and what it leads to.

The verbs ask this table before anything else, and ``docs/workflow.md`` is written from it
(``manage.py export_workflow_table``).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.models import Assessment, Claim

Stage = Claim.Stage
State = Assessment.State


class Who(StrEnum):
    """Which person, beside the permission; the values are words for the documentation."""

    ANYONE = "anyone with the permission"
    AUTHOR = "the author"
    OTHER = "never the author"
    UNINVOLVED = "nobody who wrote or edited it"


@dataclass(frozen=True)
class VerbRule:
    """``stages`` and ``states`` are those in which the verb may be used; empty ones set no condition.

    ``published_permission`` is asked for instead of ``permission`` once readers see the claim. ``edits`` is true for a
    verb that writes what an approver later vouches for.
    """

    name: str
    subject: str
    permission: str
    needs: str
    published_permission: str = ""
    stages: tuple[Stage, ...] = ()
    states: tuple[State, ...] = ()
    leads_to: str = ""
    who: Who = Who.ANYONE
    edits: bool = False
    refusal: Promise | str = ""


OPEN_STAGES = (Stage.CANDIDATE, Stage.ACCEPTED)
LIVING_STAGES = (Stage.CANDIDATE, Stage.ACCEPTED, Stage.DISMISSED)

_RULES = (
    VerbRule(
        "propose",
        subject="snapshot",
        permission="claims.add_claim",
        leads_to=Stage.CANDIDATE,
        needs="a statement; a place in a snapshot, or explicitly no article",
        edits=True,
    ),
    VerbRule(
        "accept",
        subject="claim",
        permission="claims.change_claim",
        stages=(Stage.CANDIDATE, Stage.DISMISSED),
        leads_to=Stage.ACCEPTED,
        needs="–",
        refusal=_("Only a candidate or a dismissed claim can be accepted."),
    ),
    VerbRule(
        "dismiss",
        subject="claim",
        permission="claims.change_claim",
        stages=OPEN_STAGES,
        leads_to=Stage.DISMISSED,
        needs="a typed reason; no assessment, never published",
        refusal=_("Only a candidate or an accepted claim can be dismissed."),
    ),
    VerbRule(
        "tag",
        subject="claim",
        permission="claims.change_claim",
        stages=LIVING_STAGES,
        needs="topics to add or to take away",
        edits=True,
        refusal=_("This claim was merged into another one."),
    ),
    VerbRule(
        "assign",
        subject="claim",
        permission="claims.change_claim",
        stages=OPEN_STAGES,
        needs="oneself, or `assign_claim` for somebody else; an active account",
        refusal=_("Only an open claim is assigned."),
    ),
    VerbRule(
        "attach_repeat",
        subject="claim",
        permission="claims.add_appearance",
        published_permission="claims.publish_assessment",
        stages=OPEN_STAGES,
        needs="a place in a snapshot; no new review. A published claim gets a version",
        refusal=_("A repeat is attached to a candidate or an accepted claim."),
    ),
    VerbRule(
        "relate",
        subject="claim",
        permission="claims.add_claimrelation",
        published_permission="claims.publish_assessment",
        stages=OPEN_STAGES,
        needs="another claim and how it relates. A published claim gets a version when the other one is public",
        refusal=_("Only an open claim is related to another one."),
    ),
    VerbRule(
        "merge",
        subject="claim",
        permission="claims.change_claim",
        published_permission="claims.publish_assessment",
        stages=OPEN_STAGES,
        leads_to=Stage.MERGED,
        needs="an open claim to merge into, a public one if readers know this one; no open assessment",
        refusal=_("Only a candidate or an accepted claim can be merged."),
    ),
    VerbRule(
        "start_assessment",
        subject="claim",
        permission="claims.add_assessment",
        stages=(Stage.ACCEPTED,),
        leads_to=State.DRAFT,
        needs="no other open assessment",
        edits=True,
        refusal=_("Accept the claim first."),
    ),
    VerbRule(
        "ask_panel",
        subject="assessment",
        permission="claims.submit_assessment",
        states=(State.DRAFT, State.RETURNED, State.SUBMITTED),
        needs="a number of votes, at least as many as the policy asks for",
        refusal=_("A panel is asked before the approval."),
    ),
    VerbRule(
        "submit",
        subject="assessment",
        permission="claims.submit_assessment",
        states=Assessment.EDITABLE_STATES,
        leads_to=State.SUBMITTED,
        who=Who.AUTHOR,
        needs="the gate below",
        refusal=_("Only a draft or a returned assessment can be submitted."),
    ),
    VerbRule(
        "cast_vote",
        subject="assessment",
        permission="claims.approve_assessment",
        states=(State.SUBMITTED,),
        who=Who.OTHER,
        needs="a rating and a rationale; once a submission",
        refusal=_("Votes are cast on a submitted assessment."),
    ),
    VerbRule(
        "approve",
        subject="assessment",
        permission="claims.approve_assessment",
        states=(State.SUBMITTED,),
        leads_to=State.APPROVED,
        who=Who.UNINVOLVED,
        needs="the gate below, and the votes that were asked for",
        refusal=_("Only a submitted assessment can be approved."),
    ),
    VerbRule(
        "return",
        subject="assessment",
        permission="claims.approve_assessment",
        states=(State.SUBMITTED, State.APPROVED),
        leads_to=State.RETURNED,
        who=Who.OTHER,
        needs="a comment",
        refusal=_("Only a submitted or approved assessment can be returned."),
    ),
    VerbRule(
        "publish",
        subject="assessment",
        permission="claims.publish_assessment",
        states=(State.APPROVED,),
        leads_to=State.PUBLISHED,
        needs="nothing edited since the approval; the rating that readers know, or none so far",
        refusal=_("A second person has to approve it first."),
    ),
    VerbRule(
        "correct",
        subject="assessment",
        permission="claims.correct_claim",
        states=(State.APPROVED,),
        leads_to=State.PUBLISHED,
        needs="the same, of a published claim; a type and a public note; “rating changed” exactly when it does",
        refusal=_("A second person has to approve it first."),
    ),
    VerbRule(
        "publish_unverified",
        subject="claim",
        permission="claims.publish_assessment",
        stages=(Stage.ACCEPTED,),
        needs="never published before; a statement in every language; a place or “no article”",
        refusal=_("The claim has not been accepted."),
    ),
    VerbRule(
        "schedule_review",
        subject="claim",
        permission="claims.publish_assessment",
        stages=(Stage.ACCEPTED,),
        needs="a published verdict; dates that differ from the present ones",
        refusal=_("Only an accepted claim has dates for a review."),
    ),
    VerbRule(
        "retract",
        subject="claim",
        permission="claims.retract_claim",
        stages=(Stage.ACCEPTED,),
        needs="a published claim; a public reason in every language",
        refusal=_("Only an accepted claim can be retracted."),
    ),
    VerbRule(
        "redact",
        subject="claim",
        permission="claims.redact_publication",
        stages=(Stage.ACCEPTED, Stage.MERGED),
        needs="a published claim; the fields by name; a public reason in every language",
        refusal=_("Only a published claim can be redacted."),
    ),
)
RULES = {rule.name: rule for rule in _RULES}

# Beside the verbs: plain saves through forms and serializers, under these names in the history.
PLAIN_EDITS = ("create", "edit", "delete", "restore")
EDITING_VERBS = (*PLAIN_EDITS, *(rule.name for rule in _RULES if rule.edits))
