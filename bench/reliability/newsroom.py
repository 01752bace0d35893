"""A newsroom under load: people and claims, and what one publisher does until it is stopped or killed."""

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

RATINGS = ("true", "mostly-true", "half-true", "mostly-false", "false")
# So many of ten tries go to the one claim that everybody looks at, and press the same button there.
RUSH = 4
PACE = 6


def text(words: str) -> dict[str, str]:
    return {"en": words, "id": f"{words} (id)"}


@dataclass
class Cast:
    """Keys, not rows: every process reads for itself."""

    editors: list[int]
    claims: list[int]
    snapshot: int


def make_cast(claims: int, editors: int = 6) -> Cast:
    from django.contrib.auth.models import Group

    from claims.models import Article, Claim, Entity, Evidence, Snapshot, Source, User
    from claims.text.digests import text_digest

    people = [User.objects.create_user(f"editor-{number}", public_name=f"Editor {number}") for number in range(editors)]
    for person in people:
        person.groups.add(Group.objects.get(name="editor"))
    publishers = [
        Entity.objects.create(slug=f"publisher-{number}", kind="organization", name=text(f"Publisher {number}"))
        for number in range(2)
    ]
    sources = [
        Source.objects.create(
            slug=f"report-{number}",
            title=f"Report {number}",
            url=f"https://source-{number}.example/",
            canonical_url=f"https://source-{number}.example/",
            publisher=publisher,
            language="en",
            kind="research",
        )
        for number, publisher in enumerate(publishers)
    ]
    article = Article.objects.create(slug="article", title="An article", publisher=publishers[0], language="en")
    words = "Rice became three times dearer. " * 200
    snapshot = Snapshot.objects.create(article=article, number=1, text=words, sha256=text_digest(words))
    rows = []
    for number in range(claims):
        row = Claim.objects.create(
            slug=f"claim-{number}", statement=text(f"Statement {number}."), stage="accepted", without_appearance=True
        )
        for position, source in enumerate(sources, start=1):
            Evidence.objects.create(
                claim=row, source=source, stance="supports", position=position, note=text("It says so.")
            )
        rows.append(row)
    return Cast([person.pk for person in people], [row.pk for row in rows], snapshot.pk)


class Ledger:
    """What publishers were told is published, one line each, in a file that outlives them."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def acknowledge(self, verb: str, number: int, digest: str, assessment: int) -> None:
        # One write to a file opened for appending is whole, however many write and whenever one is killed.
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, f"{verb} {number} {digest} {assessment}\n".encode())
        os.close(descriptor)

    def entries(self) -> list[tuple[str, int, str, int]]:
        if not self.path.exists():
            return []
        lines = [line.split() for line in self.path.read_text().splitlines()]
        return [(verb, int(number), digest, int(assessment)) for verb, number, digest, assessment in lines]


Publish = Callable[[Any, Any, random.Random], tuple[str, Any]]


@dataclass
class Publisher:
    """One process that carries verdicts through to publication, at random, among colleagues who do the same."""

    cast: Cast
    ledger: Ledger
    seed: int
    publish: Publish
    # Whether it also attaches repeats, sets dates and retracts; the variants without protection only publish.
    every_verb: bool = True
    handled: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def work(self, enough: Callable[[], bool]) -> None:
        from django.db import OperationalError

        from claims.workflow import VerbRefused

        while not enough():
            try:
                self._step()
            except VerbRefused as refusal:
                self.handled.update({objection.code for objection in refusal.objections})
            except OperationalError as error:
                # Somebody else held the row for too long; the person would press the button again.
                if "lock timeout" not in str(error):
                    raise
                self.handled["lock_timeout"] += 1

    def _step(self) -> None:
        from claims.models import Claim, User
        from claims.workflow import submit

        claim = Claim.objects.get(pk=self._which_claim())
        by = User.objects.get(pk=self.random.choice(self.cast.editors))
        assessment = claim.assessments.exclude(state="published").first()
        if assessment is None:
            self._begin(claim, by)
        elif assessment.state == "draft":
            # Its author was killed between beginning and submitting; they would submit it after the restart.
            submit(assessment, by=assessment.author)
        elif assessment.state == "submitted":
            self._approve(assessment, by)
        elif assessment.state == "approved":
            verb, publication = self.publish(assessment, by, self.random)
            self.ledger.acknowledge(verb, publication.number, publication.digest, assessment.pk)

    def _which_claim(self) -> int:
        if self.random.randrange(10) < RUSH:
            return self.cast.claims[len(self.ledger.entries()) // PACE % len(self.cast.claims)]
        return self.random.choice(self.cast.claims)

    def _begin(self, claim: Any, by: Any) -> None:
        from claims.models import Rating
        from claims.workflow import start_assessment, submit

        if self.every_verb and claim.first_published_at and self.random.randrange(4) == 0:
            self._other_version(claim, by)
            return
        # The variants without protection know no corrections, so each claim keeps its rating there.
        slug = self.random.choice(RATINGS) if self.every_verb else RATINGS[claim.pk % len(RATINGS)]
        rating = Rating.objects.get(slug=slug)
        verdict = {"rating": rating, "confidence": "medium", "as_of": date(2025, 2, 1)}
        words = {"summary": text(f"Reason {self.random.random()}."), "reasoning": text("Prices rose.")}
        submit(start_assessment(claim, by=by, **verdict, **words), by=by)

    def _approve(self, assessment: Any, by: Any) -> None:
        from claims.workflow import approve

        if by.pk != assessment.author_id:
            approve(assessment, by=by)

    def _other_version(self, claim: Any, by: Any) -> None:
        """A version that comes from one verb alone."""
        from claims.models import Publication, Snapshot
        from claims.workflow import attach_repeat, retract, schedule_review

        choice = self.random.choice(("attach_repeat", "schedule_review", "retract"))
        if choice == "retract":
            publication = retract(claim, by=by, note=text("The source withdrew it."))
        elif choice == "schedule_review":
            day = date(2031, 1, 1 + self.random.randrange(28))
            publication = schedule_review(claim, review_due=day, by=by)
        else:
            snapshot = Snapshot.objects.get(pk=self.cast.snapshot)
            start = self.random.randrange(len(snapshot.text) - 40)
            appearance = attach_repeat(claim, snapshot=snapshot, start=start, end=start + 30, by=by)
            publication = Publication.objects.filter(claim=appearance.claim_id).latest("number")
        self.ledger.acknowledge(choice, publication.number, publication.digest, 0)


def publish_through_verb(assessment: Any, by: Any, chance: random.Random) -> tuple[str, Any]:
    """Publish, or correct where readers have seen another rating or a retraction."""
    from claims.workflow import correct, publish, rating_changes

    if rating_changes(assessment):
        kind, note = "rating-changed", text("We looked again.")
        return "correct", correct(assessment, by=by, correction_type=kind, note=note)
    retracted = assessment.claim.verification_status == "retracted"
    if assessment.claim.first_published_at and (retracted or chance.random() < 0.3):
        return "correct", correct(assessment, by=by, correction_type="minor", note=text("A name was wrong."))
    return "publish", publish(assessment, by=by)
