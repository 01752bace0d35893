"""The verbs: one function each, typed, in one transaction, with a user and never a request."""

from claims.workflow.accept import accept, accept_objections
from claims.workflow.answer_report import answer_report
from claims.workflow.approve import approve, approve_objections
from claims.workflow.assign import assign, assign_objections
from claims.workflow.attach_repeat import attach_repeat, attach_repeat_objections
from claims.workflow.comment import comment, comment_objections, mentioned_people
from claims.workflow.contributors import contributors
from claims.workflow.dismiss import dismiss, dismiss_objections
from claims.workflow.gate import Requirement
from claims.workflow.look import SeenBefore, look
from claims.workflow.merge import merge, merge_objections
from claims.workflow.notices.notify import notify, quietly, settle
from claims.workflow.notices.outside import (
    notify_article_changed,
    notify_mentioned,
    notify_reported,
    notify_review_due,
    notify_source_dead,
)
from claims.workflow.objections import Objection, VerbRefused
from claims.workflow.panel import ask_panel, ask_panel_objections, cast_vote, cast_vote_objections
from claims.workflow.propose import propose, propose_many
from claims.workflow.publish import (
    correct,
    correct_objections,
    publish,
    publish_objections,
    publish_unverified,
    publish_unverified_objections,
    rating_changes,
)
from claims.workflow.readiness import readiness
from claims.workflow.recording import recorded
from claims.workflow.redact import EMPTIED as REDACTABLE_FIELDS
from claims.workflow.redact import redact, redact_objections
from claims.workflow.relate import relate, relate_objections
from claims.workflow.restore import is_restorable, restore, restore_objections, restored_values
from claims.workflow.retract import retract, retract_objections
from claims.workflow.return_ import return_, return_objections
from claims.workflow.schedule_review import schedule_review, schedule_review_objections
from claims.workflow.similar import SimilarClaim, similar_claims
from claims.workflow.slugs import free_slug, plain_slug
from claims.workflow.start_assessment import start_assessment, start_assessment_objections
from claims.workflow.submit import submit, submit_objections
from claims.workflow.tag import tag, tag_objections
from claims.workflow.verb_rules import RULES, VerbRule, Who

__all__ = [
    "REDACTABLE_FIELDS",
    "RULES",
    "Objection",
    "Requirement",
    "SeenBefore",
    "SimilarClaim",
    "VerbRefused",
    "VerbRule",
    "Who",
    "accept",
    "accept_objections",
    "answer_report",
    "approve",
    "approve_objections",
    "ask_panel",
    "ask_panel_objections",
    "assign",
    "assign_objections",
    "attach_repeat",
    "attach_repeat_objections",
    "cast_vote",
    "cast_vote_objections",
    "comment",
    "comment_objections",
    "contributors",
    "correct",
    "correct_objections",
    "dismiss",
    "dismiss_objections",
    "free_slug",
    "is_restorable",
    "look",
    "mentioned_people",
    "merge",
    "merge_objections",
    "notify",
    "notify_article_changed",
    "notify_mentioned",
    "notify_reported",
    "notify_review_due",
    "notify_source_dead",
    "plain_slug",
    "propose",
    "propose_many",
    "publish",
    "publish_objections",
    "publish_unverified",
    "publish_unverified_objections",
    "quietly",
    "rating_changes",
    "readiness",
    "recorded",
    "redact",
    "redact_objections",
    "relate",
    "relate_objections",
    "restore",
    "restore_objections",
    "restored_values",
    "retract",
    "retract_objections",
    "return_",
    "return_objections",
    "schedule_review",
    "schedule_review_objections",
    "settle",
    "similar_claims",
    "start_assessment",
    "start_assessment_objections",
    "submit",
    "submit_objections",
    "tag",
    "tag_objections",
]
