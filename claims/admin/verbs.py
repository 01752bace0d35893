"""The verbs as buttons: which there are, which are open now, and why the others are closed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims import workflow
from claims.admin import assessment_verb_forms, claim_verb_forms, verb_forms
from claims.models import Assessment, Claim, User
from claims.workflow import Objection


@dataclass(frozen=True)
class Verb:
    """``run`` calls the workflow with what the confirmation form gave; no rule is repeated here."""

    name: str
    label: Promise
    explanation: Promise
    done: Promise
    objections: Callable[[Any, User], list[Objection]]
    run: Callable[..., Any]
    form: type[verb_forms.VerbForm]


CLAIM_VERBS = (
    Verb(
        "accept",
        _("Accept"),
        _("The claim is worth checking. An assessment can then be started."),
        _("The claim is accepted."),
        workflow.accept_objections,
        workflow.accept,
        verb_forms.ReasonForm,
    ),
    Verb(
        "start_assessment",
        _("Start assessment"),
        _("Opens a draft verdict of which you are the author."),
        _("The assessment is open. You are its author."),
        workflow.start_assessment_objections,
        workflow.start_assessment,
        verb_forms.ReasonForm,
    ),
    Verb(
        "publish_unverified",
        _("Publish as unverified"),
        _("Readers see that the claim is known and has no verdict yet."),
        _("Readers now see the claim, without a verdict."),
        workflow.publish_unverified_objections,
        workflow.publish_unverified,
        verb_forms.ReasonForm,
    ),
    Verb(
        "dismiss",
        _("Dismiss"),
        _("The claim will not be checked. It can be accepted again later."),
        _("The claim is dismissed."),
        workflow.dismiss_objections,
        workflow.dismiss,
        verb_forms.DismissForm,
    ),
    Verb(
        "assign",
        _("Assign"),
        _("Says who works on the claim."),
        _("Assigned."),
        workflow.assign_objections,
        workflow.assign,
        claim_verb_forms.AssignForm,
    ),
    Verb(
        "attach_repeat",
        _("Attach a repeat"),
        _("Another article says the same. Nothing is checked again; readers of a published claim see it at once."),
        _("The repeat is attached."),
        workflow.attach_repeat_objections,
        workflow.attach_repeat,
        claim_verb_forms.AttachRepeatForm,
    ),
    Verb(
        "relate",
        _("Relate to another claim"),
        _("Says how it stands to another claim. Where readers see both, they see the relation at once."),
        _("The claims are related."),
        workflow.relate_objections,
        workflow.relate,
        claim_verb_forms.RelateForm,
    ),
    Verb(
        "schedule_review",
        _("Set review and expiry"),
        _("Readers see both dates, so this is a new version. The verdict is not touched."),
        _("The dates are published."),
        workflow.schedule_review_objections,
        workflow.schedule_review,
        claim_verb_forms.ScheduleReviewForm,
    ),
    Verb(
        "merge",
        pgettext_lazy("verb", "Merge"),
        _(
            "Two rows are one claim. Its places and parts go to the other one; its evidence and verdicts stay here. "
            "Its address leads to the other one for ever. This cannot be undone."
        ),
        _("Merged."),
        workflow.merge_objections,
        workflow.merge,
        claim_verb_forms.MergeForm,
    ),
    Verb(
        "retract",
        _("Retract"),
        _(
            "The verdict should not have been published. Its page then says that it was retracted, when and why; "
            "the statement and all earlier versions stay readable. Only a correction brings a verdict back."
        ),
        _("Retracted. Readers see the reason in place of the verdict."),
        workflow.retract_objections,
        workflow.retract,
        claim_verb_forms.PublicReasonForm,
    ),
    Verb(
        "redact",
        _("Redact for legal reasons"),
        _(
            "The law forces words out of the record. Whole fields are removed from every version, from the drafts and "
            "from the history; readers see which, and on what grounds. This cannot be undone."
        ),
        _("Redacted. The record says which fields and why."),
        workflow.redact_objections,
        workflow.redact,
        claim_verb_forms.RedactForm,
    ),
)
ASSESSMENT_VERBS = (
    Verb(
        "submit",
        _("Submit for approval"),
        _("A second person then reads it and decides. You cannot change it meanwhile."),
        _("Submitted. A second person can now approve or return it."),
        workflow.submit_objections,
        workflow.submit,
        verb_forms.ReasonForm,
    ),
    Verb(
        "ask_panel",
        _("Ask a panel"),
        _("Several people rate it, each without seeing the others, before it can be approved."),
        _("The panel is asked."),
        workflow.ask_panel_objections,
        workflow.ask_panel,
        assessment_verb_forms.AskPanelForm,
    ),
    Verb(
        "cast_vote",
        _("Vote"),
        _("Your rating on this evidence. You see the other votes afterwards."),
        _("Your vote is cast."),
        workflow.cast_vote_objections,
        workflow.cast_vote,
        assessment_verb_forms.CastVoteForm,
    ),
    Verb(
        "approve",
        _("Approve"),
        _("You vouch for the verdict and the evidence as they stand now. Any later change needs a new approval."),
        _("Approved. It can now be published."),
        workflow.approve_objections,
        workflow.approve,
        verb_forms.CommentForm,
    ),
    Verb(
        "return",
        _("Return"),
        _("The author gets it back with your comment."),
        _("Returned to its author."),
        workflow.return_objections,
        workflow.return_,
        verb_forms.ReturnForm,
    ),
    Verb(
        "publish",
        _("Publish"),
        _("Readers see the verdict. What is published stays readable for ever."),
        _("Published."),
        workflow.publish_objections,
        workflow.publish,
        verb_forms.PublishForm,
    ),
    Verb(
        "correct",
        _("Publish as correction"),
        _("A new version replaces what readers saw, and tells them what was wrong."),
        _("The correction is published."),
        workflow.correct_objections,
        workflow.correct,
        verb_forms.CorrectForm,
    ),
)
VERBS: dict[type[Any], tuple[Verb, ...]] = {Claim: CLAIM_VERBS, Assessment: ASSESSMENT_VERBS}


@dataclass(frozen=True)
class Button:
    verb: Verb
    address: str
    objections: list[Objection]


def verb_named(row: Any, name: str) -> Verb | None:
    return next((verb for verb in VERBS[type(row)] if verb.name == name), None)


def buttons(row: Any, by: User, *, site: str = "admin") -> list[Button]:
    """Every verb of the row, the open ones first."""
    made = [Button(verb, verb_address(row, verb, site=site), verb.objections(row, by)) for verb in VERBS[type(row)]]
    return sorted(made, key=lambda button: bool(button.objections))


def verb_address(row: Any, verb: Verb, *, site: str = "admin") -> str:
    return reverse(f"{site}:claims_{row._meta.model_name}_verb", args=[row.pk, verb.name])
