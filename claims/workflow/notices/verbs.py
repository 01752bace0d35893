"""Which verb tells whom what. Each is called inside the verb's transaction, after its change."""

from claims.models import Assessment, Claim, Notification, Publication, ReaderReport, User
from claims.workflow.notices.notify import notify, settle, submission_occasion
from claims.workflow.notices.people import possible_approvers, possible_voters

Kind = Notification.Kind
WAITING = (Kind.SUBMITTED, Kind.VOTE_ASKED)


def tell_of_assignment(claim: Claim, *, by: User) -> None:
    # Whoever had it before need not look any more.
    settle(claim, Kind.ASSIGNED)
    notify(to=[claim.assigned_to], kind=Kind.ASSIGNED, about=claim, by=by)


def tell_of_submission(assessment: Assessment, *, by: User) -> None:
    """Ask for the votes first; the decision is asked for when none is missing."""
    settle(assessment, *WAITING, Kind.RETURNED)
    occasion = submission_occasion(assessment)
    cast = assessment.votes.filter(submission=assessment.submission).count()
    if cast < assessment.votes_needed:
        notify(to=possible_voters(assessment), kind=Kind.VOTE_ASKED, about=assessment, by=by, occasion=occasion)
    else:
        notify(to=possible_approvers(assessment), kind=Kind.SUBMITTED, about=assessment, by=by, occasion=occasion)


def tell_of_vote(assessment: Assessment, *, by: User) -> None:
    settle(assessment, Kind.VOTE_ASKED, only_for=by)
    cast = assessment.votes.filter(submission=assessment.submission).count()
    if cast == assessment.votes_needed:
        # Not as the last voter's doing: who voted when is not for everybody to know.
        settle(assessment, *WAITING)
        approvers = [person for person in possible_approvers(assessment) if person.pk != by.pk]
        notify(
            to=approvers,
            kind=Kind.SUBMITTED,
            about=assessment,
            by=assessment.author,
            occasion=submission_occasion(assessment),
        )


def tell_of_return(assessment: Assessment, *, approved_by: User | None, by: User) -> None:
    settle(assessment, *WAITING, Kind.APPROVED)
    people = [assessment.author, approved_by]
    notify(to=people, kind=Kind.RETURNED, about=assessment, by=by, occasion=submission_occasion(assessment))


def tell_of_approval(assessment: Assessment, *, by: User) -> None:
    settle(assessment, *WAITING)
    people = [assessment.author, assessment.claim.assigned_to]
    notify(to=people, kind=Kind.APPROVED, about=assessment, by=by, occasion=submission_occasion(assessment))


def tell_of_publication(claim: Claim, publication: Publication, *, by: User) -> None:
    """To those who wrote it, approved it or work on it; publishing what has no author yet is news to its assignee."""
    assessment = publication.assessment
    people = [claim.assigned_to]
    settle(claim, Kind.REVIEW_DUE)
    if assessment is not None:
        settle(assessment, *WAITING, Kind.APPROVED)
        people += [assessment.author, assessment.approver]
    kinds = {Publication.Kind.CORRECTION: Kind.CORRECTED, Publication.Kind.RETRACTION: Kind.RETRACTED}
    kind = kinds.get(Publication.Kind(publication.kind), Kind.PUBLISHED)
    occasion = f"version-{publication.version}"
    notify(to=people, kind=kind, about=claim, by=by, occasion=occasion, facts={"version": publication.version})


def tell_of_answer(report: ReaderReport) -> None:
    if report.state != ReaderReport.State.RECEIVED:
        settle(report, Kind.REPORTED)


def _submission(assessment: Assessment) -> str:
    return f"submission-{assessment.submission}"
