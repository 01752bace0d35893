"""What the database refuses, in words. The one place where names of constraints and triggers become messages."""

import re
from functools import cache
from typing import Any

from django.apps import apps
from django.db import DatabaseError, IntegrityError, InternalError, OperationalError
from django.db.models import ProtectedError, RestrictedError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Message = str | Promise

LOCK_NOT_AVAILABLE = "55P03"
REFUSED = gettext_lazy("The database refuses this change (%(name)s). Nothing was saved.")

# Triggers, and constraints without a message of their own.
MESSAGES: dict[str, Message] = {
    "appearance_exact_is_in_text": gettext_lazy("The quote is not what the snapshot says at this place."),
    "assessment_author_is_fixed": gettext_lazy("The author and the claim of an assessment cannot change."),
    "assessment_published_is_approved": gettext_lazy("Only an approved assessment can be published."),
    "assessment_published_is_fixed": gettext_lazy("A published assessment cannot change. Start a new one."),
    "assessment_state_order": gettext_lazy("The assessment is in another state by now. Open the page again."),
    "claim_dismissed_has_reason": gettext_lazy("A dismissed claim needs a reason."),
    "claim_merged_has_target": gettext_lazy("A merged claim needs the claim it was merged into."),
    "claim_no_parent_cycle": gettext_lazy("A claim cannot be a part of its own parts."),
    "claim_not_merged_into_itself": gettext_lazy("A claim cannot be merged into itself."),
    "claim_published_slug_is_fixed": gettext_lazy("The slug of a published claim stays for ever."),
    "comment_is_final": gettext_lazy("A comment is not edited. Write another one."),
    "claimrelation_once": gettext_lazy("This relation is already here."),
    "evidence_stance_is_known": gettext_lazy("Choose what the source does: supports, refutes or gives context."),
    "externallabel_once_a_publisher": gettext_lazy("This label of this publisher is already here."),
    "rating_value_once_a_scale": gettext_lazy("Another rating of this scale has this value."),
    "rating_value_within_scale": gettext_lazy("The value lies outside its scale."),
    "assessment_approved_as_it_stands": gettext_lazy(
        "A verdict is approved or published as it stands. Save the change first."
    ),
    "editorialpolicy_is_one_row": gettext_lazy("There is one policy for the whole site."),
    "publication_merge_is_final": gettext_lazy("The claim was merged into another one; it has no further versions."),
    "publication_rating_needs_correction": gettext_lazy("The rating cannot change without a correction."),
    "publication_removal_is_explained": gettext_lazy("A retraction and a redaction need a public reason."),
    "publication_retraction_stands": gettext_lazy("The claim was retracted; only a correction can follow."),
    "vote_is_final": gettext_lazy("A vote is final."),
    "vote_on_the_submission": gettext_lazy("Votes are cast on what is submitted now. Open the page again."),
    "vote_voter_is_not_author": gettext_lazy("Nobody votes on what they wrote themselves."),
    "review_reviewer_is_not_author": gettext_lazy("Nobody reviews what they wrote themselves."),
    "snapshot_is_immutable": gettext_lazy("A snapshot is never changed or deleted: quotes point into it."),
    "snapshot_number_once_an_article": gettext_lazy("The article already has a snapshot with this number."),
    "snapshot_text_not_empty": gettext_lazy("A snapshot needs a text."),
}


def refusal(error: DatabaseError) -> str | None:
    """Why the database refused, for a person; ``None`` for a fault that is not a refusal and must not be hidden."""
    if isinstance(error, ProtectedError | RestrictedError):
        return _("Other rows depend on it, so it stays.")
    cause: Any = error.__cause__
    if isinstance(error, OperationalError):
        busy = getattr(cause, "pgcode", "") == LOCK_NOT_AVAILABLE
        return _("Somebody else is saving this at the moment. Nothing was saved; try again.") if busy else None
    if not isinstance(error, IntegrityError | InternalError):
        return None
    name = _refusing_name(cause)
    return str(_messages().get(name) or REFUSED % {"name": name or _("no name given")})


def _refusing_name(cause: Any) -> str:
    """The constraint, or the trigger that raised; a trigger of pgtrigger is known only by its function."""
    diagnosis = getattr(cause, "diag", None)
    if diagnosis is None:
        return ""
    if diagnosis.constraint_name:
        return str(diagnosis.constraint_name)
    raised = re.search(r"function pgtrigger_(\w+?)_[0-9a-f]{5}\(", diagnosis.context or "")
    return raised[1] if raised else ""


@cache
def _messages() -> dict[str, Message]:
    """The messages that the constraints carry themselves, and the ones above."""
    own: dict[str, Message] = {
        constraint.name: constraint.violation_error_message or ""
        for model in apps.get_app_config("claims").get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }
    return {**own, **MESSAGES}
