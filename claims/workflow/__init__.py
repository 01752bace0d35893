"""The verbs: one function each, typed, in one transaction, with a user and never a request."""

from claims.workflow.accept import accept, accept_objections
from claims.workflow.approve import approve, approve_objections
from claims.workflow.dismiss import dismiss, dismiss_objections
from claims.workflow.objections import Objection, VerbRefused
from claims.workflow.propose import propose
from claims.workflow.publish import (
    correct,
    correct_objections,
    publish,
    publish_objections,
    publish_unverified,
    publish_unverified_objections,
    rating_changes,
)
from claims.workflow.recording import recorded
from claims.workflow.return_ import return_, return_objections
from claims.workflow.slugs import free_slug
from claims.workflow.start_assessment import start_assessment, start_assessment_objections
from claims.workflow.submit import submit, submit_objections

__all__ = [
    "Objection",
    "VerbRefused",
    "accept",
    "accept_objections",
    "approve",
    "approve_objections",
    "correct",
    "correct_objections",
    "dismiss",
    "dismiss_objections",
    "free_slug",
    "propose",
    "publish",
    "publish_objections",
    "publish_unverified",
    "publish_unverified_objections",
    "rating_changes",
    "recorded",
    "return_",
    "return_objections",
    "start_assessment",
    "start_assessment_objections",
    "submit",
    "submit_objections",
]
