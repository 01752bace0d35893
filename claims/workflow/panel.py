"""ask a panel, cast a vote: several people rate a submission without seeing each other's vote."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from claims.models import Assessment, EditorialPolicy, Rating, User, Vote
from claims.workflow.gate import Requirement
from claims.workflow.locking import locked_assessment
from claims.workflow.notices.verbs import tell_of_submission, tell_of_vote
from claims.workflow.objections import Objection, refuse_if
from claims.workflow.permissions import assessment_rule_objections
from claims.workflow.recording import recorded

MOST_VOTES = 50


def ask_panel_objections(assessment: Assessment, by: User) -> list[Objection]:
    return assessment_rule_objections("ask_panel", assessment, by)


def ask_panel(
    assessment: Assessment, *, votes: int, publish_split: bool = False, by: User, reason: str = ""
) -> Assessment:
    """Ask for ``votes`` votes before the approval; ``publish_split`` shows readers how they fell, without names."""
    with recorded("ask_panel", by=by, reason=reason):
        assessment = locked_assessment(assessment)
        objections = ask_panel_objections(assessment, by)
        least = EditorialPolicy.current().votes_needed
        if not least <= votes <= MOST_VOTES:
            message = _("Between %(least)d and %(most)d votes can be asked for.") % {"least": least, "most": MOST_VOTES}
            objections.append(Objection("wrong_number", message, "votes"))
        if votes > assessment.votes_needed and _votes_are_open(assessment):
            opened = _("The votes on this submission are open already, so nobody could vote without seeing them.")
            objections.append(Objection("votes_open", opened, "votes"))
        refuse_if("ask_panel", objections)
        assessment.votes_needed = votes
        assessment.publish_split = publish_split
        assessment.save(update_fields=["votes_needed", "publish_split", "updated_at"])
        # Publishing the split belongs to what readers see, so the database may have begun another submission.
        assessment.refresh_from_db()
        if assessment.state == Assessment.State.SUBMITTED:
            tell_of_submission(assessment, by=by)
    return assessment


def cast_vote_objections(assessment: Assessment, by: User) -> list[Objection]:
    objections = assessment_rule_objections("cast_vote", assessment, by)
    if assessment.votes.filter(submission=assessment.submission, voter=by).exists():
        objections.append(Objection("voted", _("You have voted already.")))
    elif _votes_are_open(assessment):
        objections.append(Objection("votes_open", _("All votes that were asked for are cast.")))
    return objections


def _votes_are_open(assessment: Assessment) -> bool:
    """Everybody may read them by now: ``Vote.objects.visible_to`` shows them once none is missing."""
    cast = assessment.votes.filter(submission=assessment.submission).count()
    return cast > 0 and cast >= assessment.votes_needed


def cast_vote(assessment: Assessment, *, rating: Rating, rationale: str, by: User, reason: str = "") -> Vote:
    """Vote on what is submitted now. A vote is final, and hidden from those who have not voted yet."""
    with recorded("cast_vote", by=by, reason=reason):
        assessment = locked_assessment(assessment)
        objections = cast_vote_objections(assessment, by)
        if not rationale.strip():
            objections.append(Objection("no_rationale", _("Say why you vote so."), "rationale"))
        refuse_if("cast_vote", objections)
        vote = Vote.objects.create(
            assessment=assessment, submission=assessment.submission, voter=by, rating=rating, rationale=rationale
        )
        tell_of_vote(assessment, by=by)
    return vote


def votes_requirement(assessment: Assessment) -> Requirement:
    """Fulfilled once as many people have voted on this submission as were asked for."""
    cast = assessment.votes.filter(submission=assessment.submission).count()
    missing = max(assessment.votes_needed - cast, 0)
    return Requirement(
        "votes_missing",
        _("Votes of the panel"),
        not missing,
        ngettext_lazy("%(missing)d vote is missing.", "%(missing)d votes are missing.", "missing")
        % {"missing": missing},
        "votes",
    )
