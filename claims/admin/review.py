"""What a reviewer sees of one verdict: the document readers would get, and what is new in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from claims.admin.comments import ShownComment, comments_of
from claims.admin.readiness import Step, steps
from claims.admin.rulings import Ruling, rulings
from claims.admin.verbs import Button, verb_address, verb_named
from claims.admin.votes import Panel, panel_of
from claims.models import Assessment, Look, Publication, Review, User
from claims.record import approval_digest, build_document, compare_documents
from claims.record.document import ClaimDocument
from claims.workflow import Objection, SeenBefore, approve_objections, look, return_objections

# Keys on the page: the digits.
MOST_KEYS = 9
SINCE_LOOK, SINCE_VERSION = "look", "version"


def queue_for(reviewer: User) -> QuerySet[Any]:
    """Submitted by others, what waits longest first. ``seen_at`` tells when this person looked at the claim last."""
    waiting = Assessment.objects.filter(state=Assessment.State.SUBMITTED).exclude(author=reviewer)
    looks = Look.objects.filter(claim=OuterRef("claim"), reviewer=reviewer)
    return (
        waiting.select_related("claim", "rating", "author")
        .annotate(
            seen_at=looks.values("seen_at")[:1],
            was_returned=Exists(Review.objects.filter(assessment=OuterRef("pk"), decision=Review.Decision.RETURNED)),
        )
        .order_by("submitted_at", "pk")
    )


@dataclass(frozen=True)
class Difference:
    """``changes`` is empty when nothing changed; ``against`` names what the document is compared with."""

    against: str
    title: Promise | str
    since: datetime
    changes: list[Any]


@dataclass(frozen=True)
class NumberedSource:
    """An item of evidence with the key that opens it; later ones have none."""

    number: int
    evidence: Any

    @property
    def key(self) -> str:
        return str(self.number) if self.number <= MOST_KEYS else ""


@dataclass(frozen=True)
class ReviewPage:
    """Everything on the page; ``digest`` says what an approval from it would cover."""

    assessment: Assessment
    document: ClaimDocument
    digest: str
    differences: list[Difference]
    shown: Difference | None
    sources: list[NumberedSource]
    steps: list[Step]
    panel: Panel | None
    reviews: list[Review]
    comments: list[ShownComment]
    rulings: list[Ruling]
    approve_objections: list[Objection]
    return_objections: list[Objection]
    vote: Button | None


def review_page(assessment: Assessment, *, by: User, since: str = "") -> ReviewPage:
    """Remembers that this person has seen the claim as it is now."""
    claim = assessment.claim
    document = build_document(claim, assessment)
    differences = _differences(assessment, document, look(claim, document=document, by=by))
    chosen = next((one for one in differences if one.against == since), None)
    return ReviewPage(
        assessment=assessment,
        document=document,
        digest=approval_digest(document),
        differences=differences,
        shown=chosen or (differences[0] if differences else None),
        sources=[NumberedSource(number, item) for number, item in enumerate(document["evidence"], start=1)],
        steps=steps(assessment, by=by),
        panel=panel_of(assessment, by),
        reviews=list(assessment.reviews.select_related("reviewer")),
        comments=comments_of(claim),
        rulings=rulings(claim, assessment),
        approve_objections=approve_objections(assessment, by),
        return_objections=return_objections(assessment, by),
        vote=_vote(assessment, by),
    )


def _differences(assessment: Assessment, document: ClaimDocument, seen: SeenBefore | None) -> list[Difference]:
    found = []
    if seen is not None:
        changes = compare_documents(seen.document, document)
        found.append(Difference(SINCE_LOOK, _("Since you last looked"), seen.seen_at, changes))
    last = Publication.objects.filter(claim=assessment.claim_id).order_by("-version").first()
    if last is not None:
        title = _("Since version %(version)d, which readers see") % {"version": last.version}
        found.append(Difference(SINCE_VERSION, title, last.published_at, compare_documents(last.document, document)))
    return found


def _vote(assessment: Assessment, by: User) -> Button | None:
    verb = verb_named(assessment, "cast_vote")
    if not assessment.votes_needed or verb is None:
        return None
    objections = verb.objections(assessment, by)
    return None if objections else Button(verb, verb_address(assessment, verb), objections)
