"""Claims with several versions, for tests of what readers and machines get to see of them."""

from typing import Any

from claims.models import Claim, Publication
from claims.workflow import correct, merge, redact, retract
from tests import factories

NOTE = {"en": "We had misread the table.", "id": "Kami salah membaca tabel."}
FORGERY = {"en": "The article was a forgery.", "id": "Artikel itu palsu."}
GROUNDS = {"en": "By order of a court.", "id": "Atas perintah pengadilan."}


def corrected(owner: Claim | None = None, *, before: str = "half-true", after: str = "false", **fields: Any) -> Claim:
    """A claim with two versions; ``fields`` are of the second verdict."""
    claim = factories.published(owner, rating=before).claim
    bob = factories.user("editor")
    assessment = factories.approved(claim, author=factories.user(), approver=bob, rating=after, **fields)
    correct(assessment, by=bob, correction_type="rating-changed" if before != after else "minor", note=NOTE)
    return claim


def corrected_again(claim: Claim, *, rating: str = "true") -> Publication:
    """One more version of a published claim, with another verdict."""
    bob = factories.user("editor")
    assessment = factories.approved(claim, author=factories.user(), approver=bob, rating=rating)
    return correct(assessment, by=bob, correction_type="rating-changed", note=NOTE)


def retracted(owner: Claim | None = None) -> Claim:
    claim = owner or factories.published(rating="true").claim
    retract(claim, note=FORGERY, by=factories.user("editor"))
    return claim


def merged(into: Claim, owner: Claim | None = None) -> Claim:
    claim = owner or factories.published(rating="true").claim
    return merge(claim, into=into, by=factories.user("editor"))


def redacted(*fields: str, owner: Claim | None = None) -> Claim:
    claim = owner or corrected()
    redact(claim, fields=fields, note=GROUNDS, by=factories.user("administrator"))
    return claim


def versions_of(claim: Claim) -> list[Publication]:
    return list(Publication.objects.filter(claim=claim).order_by("version"))
