"""Every verb of the workflow, on the rows it is used on."""

from typing import Any

from claims import workflow
from claims.api.editorial import parameters
from claims.api.editorial.past import restore_state
from claims.api.editorial.verb_actions import PUBLISH, verb_action
from claims.intake.recheck import recheck_claim, recheck_source
from claims.models import Appearance, Assessment, Claim, ClaimRelation, Snapshot, Source, Vote
from claims.workflow.tag import tag


def propose(snapshot: Snapshot, **given: Any) -> Claim:
    """Make a candidate claim and mark where it appears."""
    return workflow.propose(snapshot=snapshot, **given)


class SnapshotVerbs:
    propose = verb_action("propose", propose, parameters.Propose, answers=Claim, status=201)


class ClaimVerbs:
    accept = verb_action("accept", workflow.accept, answers=Claim)
    dismiss = verb_action("dismiss", workflow.dismiss, parameters.Dismiss, answers=Claim)
    tag = verb_action("tag", tag, parameters.Tag, answers=Claim)
    recheck_claim = verb_action("recheck", recheck_claim, answers=Claim)
    assign = verb_action("assign", workflow.assign, parameters.Assign, answers=Claim)
    attach_repeat = verb_action(
        "attach_repeat", workflow.attach_repeat, parameters.AttachRepeat, answers=Appearance, status=201
    )
    relate = verb_action("relate", workflow.relate, parameters.Relate, answers=ClaimRelation, status=201)
    merge = verb_action("merge", workflow.merge, parameters.Merge, answers=Claim)
    start_assessment = verb_action("start_assessment", workflow.start_assessment, answers=Assessment, status=201)
    publish_unverified = verb_action("publish_unverified", workflow.publish_unverified, scope=PUBLISH, answers=Claim)
    schedule_review = verb_action(
        "schedule_review", workflow.schedule_review, parameters.ScheduleReview, scope=PUBLISH, answers=Claim
    )
    retract = verb_action("retract", workflow.retract, parameters.Retract, scope=PUBLISH, answers=Claim)
    redact = verb_action("redact", workflow.redact, parameters.Redact, scope=PUBLISH, answers=Claim)


class SourceVerbs:
    recheck_source = verb_action("recheck", recheck_source, answers=Source)


class AssessmentVerbs:
    ask_panel = verb_action("ask_panel", workflow.ask_panel, parameters.AskPanel, answers=Assessment)
    submit = verb_action("submit", workflow.submit, answers=Assessment)
    cast_vote = verb_action("cast_vote", workflow.cast_vote, parameters.CastVote, answers=Vote, status=201)
    approve = verb_action("approve", workflow.approve, parameters.Approve, scope=PUBLISH, answers=Assessment)
    return_ = verb_action("return", workflow.return_, parameters.Return, scope=PUBLISH, answers=Assessment)
    publish = verb_action("publish", workflow.publish, parameters.Publish, scope=PUBLISH, answers=Assessment)
    correct = verb_action("correct", workflow.correct, parameters.Correct, scope=PUBLISH, answers=Assessment)


class Restorable:
    restore_state = verb_action("restore", restore_state, parameters.Restore, answers=None)
