"""A newsroom of which a part is secret: whatever no reader may see has a marked word in it.

An embargoed verdict is one that is approved and waits for its day: nothing of it is published.
"""

from itertools import count
from typing import Any

from claims.models import Claim, Comment, Evidence, ReaderReport, WebhookSubscription
from claims.workflow import approve, ask_panel, cast_vote, dismiss, recorded, return_, start_assessment, submit
from tests import factories
from tests.versions import corrected, merged, redacted, retracted

MARK = "zqsecret"
numbers = count(1)


def secret() -> str:
    """A word that cannot come about by chance, also as a part of an address."""
    return f"{MARK}{next(numbers)}x"


def words() -> dict[str, str]:
    return factories.text(f"Rice {secret()}", f"Beras {secret()}")


class Newsroom:
    """``publish`` makes what readers know, ``hide`` the secret rows beside it."""

    def __init__(self, claims: int, hidden: int) -> None:
        self.sizes = claims, hidden
        self.alice = factories.user("researcher", username=secret(), public_name="Alice", email=f"{secret()}@a.example")
        self.bob = factories.user("editor", username=secret(), public_name="Bob", email=f"{secret()}@a.example")
        self.carol = factories.user("editor", username=secret(), public_name="Carol")
        self.topics = [factories.topic() for _ in range(3)]
        self.snapshots = [factories.snapshot() for _ in range(3)]
        self.sources = [factories.source() for _ in range(4)]
        self.public: list[Claim] = []
        self.secret_claims: list[Claim] = []

    # --- What readers know

    def publish(self) -> None:
        ratings = ("true", "half-true", "false", "missing-context")
        for number in range(self.sizes[0]):
            claim = self._checkable(number)
            if number % 12 == 3:
                self._confidential(claim)
            factories.published(claim, rating=ratings[number % len(ratings)], author=self.alice, approver=self.bob)
            self.public.append(claim)
        corrected(self.public[0], before="true", after="false")
        retracted(self.public[1])
        merged(self.public[0], owner=self.public[2])
        self._removed_by_law()
        self._all_of_the_people()

    def _checkable(self, number: int, **fields: Any) -> Claim:
        claim = factories.checkable_claim(appearances=False, without_appearance=False, **fields)
        factories.appearance(claim, self.snapshots[number % len(self.snapshots)])
        factories.evidence(claim, source=self.sources[number % len(self.sources)], stance="context")
        claim.topics.add(self.topics[number % len(self.topics)])
        return claim

    def _confidential(self, claim: Claim) -> None:
        """Readers are told that there is such a source and why it has no name."""
        factories.evidence(
            claim,
            source=self._secret_source(),
            confidential=True,
            public_reason=factories.text("A source at risk."),
            quote=secret(),
            quote_language="en",
            note=words(),
            locator=secret(),
        )

    def _removed_by_law(self) -> None:
        claim = factories.checkable_claim(timeframe=words())
        published = factories.published(claim, summary=words(), author=self.alice, approver=self.bob)
        redacted("summary", "timeframe", owner=published.claim)
        self.public.append(claim)

    def _all_of_the_people(self) -> None:
        ReaderReport.objects.create(kind="suggestion", text=secret(), language="en", url=f"https://{secret()}.example/")

    # --- What they must not learn of

    def hide(self) -> None:
        states = ("candidate", "dismissed", "accepted", "draft", "submitted", "returned", "voted", "embargoed")
        for number in range(self.sizes[1]):
            self._hidden_claim(states[number % len(states)])
        for claim in self.public[3:]:
            if len(self.secret_claims) and claim.pk % 3 == 0:
                self._edit_since(claim)
        WebhookSubscription.objects.create(owner=self.bob, name=secret(), url=f"https://{secret()}.example/")

    def _hidden_claim(self, state: str) -> None:
        snapshot = factories.snapshot(article=self._secret_article())
        stage = "candidate" if state in ("candidate", "dismissed") else "accepted"
        claim = factories.claim(
            slug=secret(),
            statement=words(),
            attribution=words(),
            timeframe=words(),
            claimant=self._secret_entity(),
            stage=stage,
            without_appearance=False,
            parent=self.public[4],
        )
        claim.topics.add(factories.topic(slug=secret(), name=words()), self.topics[0])
        claim.entities.add(self._secret_entity())
        factories.appearance(claim, snapshot)
        factories.appearance(claim, self.snapshots[0], quote="Pemerintah belum menanggapi.")
        for _ in range(2):
            factories.evidence(claim, source=self._secret_source(), note=words(), locator=secret())
        Comment.objects.create(claim=claim, author=self.alice, text=secret())
        self.secret_claims.append(claim)
        if state == "dismissed":
            dismiss(claim, by=self.alice, dismissal_reason="opinion", note=words())
        elif stage == "accepted" and state != "accepted":
            self._verdict(claim, state)

    def _verdict(self, claim: Claim, state: str) -> None:
        fields = {"summary": words(), "reasoning": words(), "caveats": words()}
        assessment = start_assessment(claim, by=self.alice, **factories.verdict(**fields))
        if state == "voted":
            ask_panel(assessment, votes=1, publish_split=False, by=self.alice)
        if state != "draft":
            assessment = submit(assessment, by=self.alice)
        if state == "voted":
            rating = factories.verdict()["rating"]
            cast_vote(assessment, rating=rating, rationale=secret(), by=self.carol)
        elif state == "returned":
            return_(assessment, by=self.bob, comment=secret())
        elif state == "embargoed":
            approve(assessment, by=self.bob, comment=secret())

    def _edit_since(self, claim: Claim) -> None:
        """Drafts of a claim that readers know in its published version."""
        claim.refresh_from_db()
        if claim.stage != Claim.Stage.ACCEPTED:
            return
        with recorded("edit", by=self.alice):
            Claim.objects.filter(pk=claim.pk).update(statement=words(), timeframe=words())
            Evidence.objects.filter(claim=claim, confidential=False).update(note=words(), locator=secret())
            factories.evidence(claim, source=self._secret_source(), note=words())
        Comment.objects.create(claim=claim, author=self.bob, text=secret())
        if claim.verification_status != "retracted":
            self._verdict(claim, ("draft", "submitted")[claim.pk % 2])

    def _secret_entity(self) -> Any:
        return factories.entity(slug=secret(), name=words(), domain=f"{secret()}.example")

    def _secret_source(self) -> Any:
        url = f"https://{secret()}.example/report"
        return factories.source(slug=secret(), title=secret(), url=url, publisher=self._secret_entity(), note=words())

    def _secret_article(self) -> Any:
        url = f"https://{secret()}.example/"
        return factories.article(
            slug=secret(),
            title=secret(),
            url=url,
            canonical_url=url,
            publisher=self._secret_entity(),
            authors=[secret()],
        )
