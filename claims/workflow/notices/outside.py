"""Tell of what no verb did: a comment, a day that came, a source or an article that changed, a reader's report.

Each takes the caller's transaction, like the verbs' own.
"""

from collections.abc import Iterable
from datetime import date

from claims.models import Article, Claim, Notification, ReaderReport, Source, User
from claims.workflow.notices.notify import notify
from claims.workflow.notices.people import PUBLISH, holders_of, responsible_for

Kind = Notification.Kind


def notify_mentioned(people: Iterable[User], *, claim: Claim, comment: int, by: User) -> None:
    """``comment`` is its key: each tells anew, and the notification leads to ``#comment-KEY`` of the claim's page."""
    notify(to=people, kind=Kind.MENTIONED, about=claim, by=by, occasion=f"comment-{comment}")


def notify_review_due(claim: Claim, *, due: date) -> None:
    """The day has come on which a published verdict is to be looked at again; once for that day, until it is read."""
    day = due.isoformat()
    notify(
        to=responsible_for(claim),
        kind=Kind.REVIEW_DUE,
        about=claim,
        by=None,
        occasion=f"due-{day}",
        facts={"due": day},
    )


def notify_source_dead(source: Source, *, claims: Iterable[Claim]) -> None:
    """The source of these claims cannot be reached any more; a person is told once, however many claims are theirs."""
    _notify_of_document(Kind.SOURCE_DEAD, source, claims)


def notify_article_changed(article: Article, *, claims: Iterable[Claim]) -> None:
    """The publisher changed an article in which these claims appear."""
    _notify_of_document(Kind.ARTICLE_CHANGED, article, claims)


def notify_reported(report: ReaderReport) -> None:
    """An error goes to those who stand for the claim, a suggestion to those who may publish."""
    claim = Claim.objects.filter(slug=report.claim_slug).first() if report.claim_slug else None
    people = responsible_for(claim) if claim is not None else holders_of(PUBLISH)
    notify(to=people, kind=Kind.REPORTED, about=report, by=None)


def _notify_of_document(kind: Notification.Kind, document: Source | Article, claims: Iterable[Claim]) -> None:
    people = {person.pk: person for claim in claims for person in responsible_for(claim)}
    notify(to=people.values(), kind=kind, about=document, by=None)
