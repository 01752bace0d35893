"""Random people use random verbs and edit at random; after every step the promises of the record still hold.

The number of examples and the seed come from NEWSROOM_EXAMPLES and NEWSROOM_SEED; the same seed walks the same way.
"""

import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any, ClassVar
from uuid import uuid4

import pghistory.trigger
import pgtrigger
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from claims.models import Assessment, Claim, Evidence, Publication, Rating, Source, User
from claims.record import rebuild, verify_record
from claims.workflow import (
    REDACTABLE_FIELDS,
    VerbRefused,
    accept,
    approve,
    ask_panel,
    assign,
    attach_repeat,
    cast_vote,
    correct,
    dismiss,
    merge,
    propose,
    publish,
    publish_unverified,
    rating_changes,
    recorded,
    redact,
    relate,
    retract,
    return_,
    schedule_review,
    start_assessment,
    submit,
)
from tests import factories

EXAMPLES = int(os.environ.get("NEWSROOM_EXAMPLES", "4"))
SEED = int(os.environ.get("NEWSROOM_SEED", "3"))
STEPS = int(os.environ.get("NEWSROOM_STEPS", "40"))
# The control of bench/reliability/random_newsroom.py: the promises as they are when nothing remembers edits of claims.
FORGETS_EDITS = bool(os.environ.get("NEWSROOM_FORGETS_EDITS"))
PUBLIC_TABLES = ("publication", "publishedclaim", "publishedappearance", "publishedevidence")
TRACKED = [model for model in apps.get_app_config("claims").get_models() if model.__name__.endswith("Event")]
TOKEN = re.compile(r"secret[0-9a-f]{32}")
RATINGS = ("true", "half-true", "false", "unproven")

which = st.integers(0, 11)
STEPS_AND_WEIGHTS = {
    "carry_on": 16,
    "begin": 2,
    "decide": 3,
    "press_publish": 2,
    "connect_claims": 3,
    "handle_a_claim": 2,
    "schedule": 1,
    "withdraw": 1,
    "remove_for_the_law": 1,
    "propose_a_claim": 1,
    "edit_a_claim": 2,
    "edit_a_verdict": 1,
    "edit_a_source": 1,
}
MOST_CLAIMS = 5


def secret() -> str:
    """Words that cannot come about by chance: where they turn up, this draft has turned up."""
    return f"secret{uuid4().hex}"


def tokens_in_public() -> set[str]:
    """Every marked word in any column of any public table."""
    words = " UNION ALL ".join(f"SELECT row::text AS row FROM claims_{table} row" for table in PUBLIC_TABLES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT (regexp_matches(row, '{TOKEN.pattern}', 'g'))[1] FROM ({words}) everything")
        return {row[0] for row in cursor.fetchall()}


def public_state() -> dict[str, list[Any]]:
    return {
        name: [
            {column: value for column, value in row.items() if column != "id"}
            for row in apps.get_model("claims", name).objects.order_by(*order).values()
        ]
        for name, order in {
            "PublishedClaim": ["slug"],
            "PublishedAnswer": ["claim"],
            "PublishedAppearance": ["claim", "position"],
            "PublishedEvidence": ["claim", "position"],
        }.items()
    }


def trigger_that_remembers_edits() -> str:
    """Under the name that it has in the database, which its declaration gives it."""
    remembering = [
        trigger
        for model, trigger in pgtrigger.registered()
        if model is Claim and isinstance(trigger, pghistory.trigger.Event) and str(trigger.operation) == "UPDATE"
    ]
    assert len(remembering) == 1
    return str(remembering[0].get_pgid(Claim))


class Newsroom(RuleBasedStateMachine):
    """Works on claims of its own; the record is the one that all examples share, as a newsroom has one record."""

    numbers = count()
    used: ClassVar[Counter[str]] = Counter()
    refused = 0

    @initialize()
    def people_and_claims(self) -> None:
        roles = ("researcher", "researcher", "editor", "editor", "editor", "administrator")
        self.people = [factories.user(role) for role in roles]
        self.snapshot = factories.snapshot()
        self.sources = [factories.source(), factories.source(), factories.source()]
        # What an editor would have to answer for, kept by the test itself: since the last version, who edited what.
        self.edited_by: dict[int, set[int]] = {}
        # Marked words by claim that readers may see once the claim is published, and those that are public already.
        self.drafted: dict[int, set[str]] = {}
        self.public = tokens_in_public()
        self.may_appear: set[str] = set()
        self.removed: set[str] = set()
        self.last_events = {model._meta.db_table: self._newest(model) for model in TRACKED}
        self.claims: list[Claim] = []
        for _ in range(2):
            self._propose(self.people[0])
            self._verb("accept", self.people[0], lambda by: accept(self.claims[-1], by=by))
            for source in self.sources[:2]:
                self._new_evidence(self.claims[-1], self.people[0], source)

    # --- Steps

    @rule(
        what=st.sampled_from([name for name, weight in STEPS_AND_WEIGHTS.items() for _ in range(weight)]),
        person=which,
        claim=which,
        other=which,
    )
    def something_happens(self, what: str, person: int, claim: int, other: int) -> None:
        # One rule for all: with a rule each, most walks never get as far as a second version.
        getattr(self, what)(person, claim, other)

    def propose_a_claim(self, person: int, _claim: int, _other: int) -> None:
        if len(self.claims) < MOST_CLAIMS:
            self._propose(self._person(person))

    def handle_a_claim(self, person: int, claim: int, other: int) -> None:
        row, what = self._claim(claim), ("accept", "dismiss", "assign", "publish_unverified")[other % 4]
        opinion = Claim.DismissalReason.OPINION
        verbs: dict[str, Callable[[User], object]] = {
            "accept": lambda by: accept(row, by=by),
            # Its note is for readers of the article, so it carries no mark.
            "dismiss": lambda by: dismiss(row, by=by, dismissal_reason=opinion, note=factories.text("An opinion.")),
            "assign": lambda by: assign(row, to=by, by=by),
            "publish_unverified": lambda by: publish_unverified(row, by=by),
        }
        if what == "publish_unverified":
            self.may_appear = self._drafted(row)
        if self._verb(what, self._person(person), verbs[what]) and what == "publish_unverified":
            self.edited_by[row.pk] = set()

    def connect_claims(self, person: int, claim: int, other: int) -> None:
        row, to, what = (
            self._claim(claim),
            self._claim(other),
            ("relate", "attach_repeat", "relate", "merge")[other % 4],
        )
        place = next(self.numbers) % 40
        verbs: dict[str, Callable[[User], object]] = {
            "relate": lambda by: relate(row, kind="contradicts", to=to, by=by),
            "merge": lambda by: merge(row, into=to, by=by),
            "attach_repeat": lambda by: attach_repeat(row, snapshot=self.snapshot, start=place, end=place + 9, by=by),
        }
        self._verb(what, self._person(person), verbs[what])

    def schedule(self, person: int, claim: int, other: int) -> None:
        row, day = self._claim(claim), date(2031, 1, 1 + other)
        self._new_version(
            "schedule_review", row, self._person(person), lambda by: schedule_review(row, review_due=day, by=by)
        )

    def withdraw(self, person: int, claim: int, _other: int) -> None:
        row, note = self._claim(claim), factories.text("The source withdrew it.")
        self._new_version("retract", row, self._person(person), lambda by: retract(row, note=note, by=by))

    def remove_for_the_law(self, _person: int, claim: int, other: int) -> None:
        row, field = self._claim(claim), sorted(REDACTABLE_FIELDS)[other]
        documents = Publication.objects.filter(claim=row).values_list(f"document__{field}", flat=True)
        named = set(TOKEN.findall(str(list(documents))))
        note = factories.text("A court said so.")
        if self._new_version("redact", row, self.people[-1], lambda by: redact(row, fields=[field], note=note, by=by)):
            # A neighbour that shows this claim's statement is another claim's version.
            self.removed |= named if field != "statement" else set()

    def begin(self, person: int, claim: int, other: int) -> None:
        row, word, rating = self._claim(claim), secret(), RATINGS[other % len(RATINGS)]
        fields = factories.verdict(rating=rating, summary=factories.text(word), reasoning=factories.text(secret()))
        if self._verb("start_assessment", self._person(person), lambda by: start_assessment(row, by=by, **fields)):
            self._edited(row, self._person(person), *TOKEN.findall(str(fields)))

    def carry_on(self, person: int, claim: int, other: int) -> None:
        """The next step towards a publication, mostly by somebody who may, so that the walk gets somewhere."""
        assessment = self._assessment(claim)
        if assessment is None:
            self.begin(person, claim, other)
            return
        free = [one for one in self.people[2:] if one.pk not in self.edited_by.get(assessment.claim_id, set())]
        by = free[person % len(free)] if free and other % 3 else self._person(person)
        if assessment.state in ("draft", "returned"):
            self._verb("submit", assessment.author, lambda by: submit(assessment, by=by))
        elif assessment.state == "submitted":
            if assessment.votes_needed:
                self._vote(assessment, by)
            self._approve(assessment, by)
        else:
            changed = rating_changes(assessment) or not other
            retracted = assessment.claim.verification_status == "retracted"
            kind = "rating-changed" if changed else ("minor", "substantive", "update")[other % 3]
            self._publish(assessment, by, kind, as_correction=changed or retracted or other % 2 == 0)

    def decide(self, person: int, claim: int, other: int) -> None:
        what = ("submit", "approve", "return", "ask_panel", "cast_vote", "approve")[other % 6]
        assessment, by = self._assessment(claim), self._person(person)
        if assessment is None:
            return
        if what == "approve":
            self._approve(assessment, by)
        elif what == "cast_vote":
            self._vote(assessment, by)
        else:
            verbs: dict[str, Callable[[User], object]] = {
                "submit": lambda by: submit(assessment, by=by),
                "return": lambda by: return_(assessment, by=by, comment=secret()),
                "ask_panel": lambda by: ask_panel(assessment, votes=1, publish_split=True, by=by),
            }
            self._verb(what, by, verbs[what])

    def press_publish(self, person: int, claim: int, other: int) -> None:
        assessment, kinds = self._assessment(claim), Publication.CorrectionType.values
        if assessment is not None:
            self._publish(assessment, self._person(person), kinds[other % len(kinds)], as_correction=other > 5)

    def edit_a_claim(self, person: int, claim: int, other: int) -> None:
        row, by = self._claim(claim), self._person(person)
        what = ("statement", "evidence", "note", "confidential", "remove")[other % 5]
        evidence = row.evidence.order_by("pk").last()
        if what == "evidence" or (evidence is None and what != "statement"):
            self._new_evidence(row, by, self.sources[person % len(self.sources)])
            return
        if what == "statement":
            word = secret()
            self._edit(by, lambda: Claim.objects.filter(pk=row.pk).update(statement=factories.text(word)))
            self._edited(row, by, word)
            return
        assert evidence is not None
        rows = Evidence.objects.filter(pk=evidence.pk)
        hidden, word = evidence.confidential, secret()
        if what == "note":
            self._edit(by, lambda: rows.update(note=factories.text(word)))
            self._edited(row, by, *(() if hidden else (word,)))
        elif what == "confidential":
            self._edit(by, lambda: rows.update(confidential=True, public_reason=factories.text("A source at risk.")))
            # What it says may have been public before; from now on nothing of it may come out.
            self.drafted.setdefault(row.pk, set()).difference_update(TOKEN.findall(str(evidence.note)))
            self._edited(row, by)
        else:
            self._edit(by, rows.delete)
            self._edited(row, by)

    def edit_a_verdict(self, person: int, claim: int, other: int) -> None:
        assessment, by, word = self._assessment(claim), self._person(person), secret()
        rating, words = RATINGS[other % len(RATINGS)], other > 5
        if assessment is None:
            return
        change = {"summary": factories.text(word)} if words else {"rating": Rating.objects.get(slug=rating)}
        self._edit(by, lambda: Assessment.objects.filter(pk=assessment.pk).update(**change))
        self._edited(assessment.claim, by, *([word] if words else []))

    def edit_a_source(self, person: int, _claim: int, other: int) -> None:
        word, row = secret(), self.sources[other % len(self.sources)]
        self._edit(self._person(person), lambda: Source.objects.filter(pk=row.pk).update(title=word))
        for claim in self.claims:
            if claim.evidence.filter(source=row, confidential=False).exists():
                self.drafted.setdefault(claim.pk, set()).add(word)

    # --- Promises

    @invariant()
    def no_draft_is_public(self) -> None:
        if not hasattr(self, "public"):
            return
        found = tokens_in_public()
        assert found - self.public <= self.may_appear
        assert not found & self.removed
        self.public, self.may_appear = found, set()

    @invariant()
    def the_chain_holds_and_versions_follow_each_other(self) -> None:
        if getattr(self, "verified", None) == Publication.objects.count():
            return
        self.verified = Publication.objects.count()
        assert verify_record().fault is None
        for claim in getattr(self, "claims", ()):
            versions = list(Publication.objects.filter(claim=claim).order_by("number"))
            assert [row.version for row in versions] == list(range(1, len(versions) + 1))
            known = None
            for row in versions:
                assert row.author_id is None or row.author_id != row.approver_id
                rating = (row.document.get("rating") or {}).get("slug")
                if rating and known and rating != known:
                    assert (row.kind, row.correction_type) == ("correction", "rating-changed")
                known = rating or known

    def teardown(self) -> None:
        if not getattr(self, "claims", None):
            return
        before = public_state()
        rebuild()
        assert public_state() == before
        call_command("verify_record", verbosity=0)
        self._every_row_is_its_last_event()

    def _every_row_is_its_last_event(self) -> None:
        """No column of any row was ever changed past the history."""
        for model in TRACKED:
            tracked = model.pgh_tracked_model
            columns = [field.column for field in tracked._meta.concrete_fields if field.name not in ("id", "pk")]
            names = ", ".join(f'"{name}"' for name in columns)
            last = f'SELECT DISTINCT ON (id) * FROM "{model._meta.db_table}" ORDER BY id, pgh_id DESC'
            with connection.cursor() as cursor:
                cursor.execute(
                    f'(SELECT id, {names} FROM "{tracked._meta.db_table}" WHERE id > 0) EXCEPT ALL '
                    f"(SELECT id, {names} FROM ({last}) event WHERE pgh_label <> 'delete')"
                )
                unremembered = cursor.fetchall()
            assert model in self._seeded() or not unremembered, (model, unremembered[:1])

    @staticmethod
    def _seeded() -> set[type]:
        """Tables whose rows partly come from migrations, before there was a history of them."""
        return {apps.get_model("claims", f"{name}Event") for name in ("Rating", "RatingScale", "EditorialPolicy")}

    # --- How a step is made

    def _person(self, number: int) -> User:
        return self.people[number % len(self.people)]

    def _claim(self, number: int) -> Claim:
        return Claim.objects.get(pk=self.claims[number % len(self.claims)].pk)

    def _assessment(self, number: int) -> Assessment | None:
        return self._claim(number).assessments.exclude(state="published").first()

    def _newest(self, model: Any) -> int:
        newest: int | None = model.objects.order_by("-pgh_id").values_list("pgh_id", flat=True).first()
        return newest or 0

    def _drafted(self, claim: Claim) -> set[str]:
        return set(self.drafted.get(claim.pk, set()))

    def _verb(self, name: str, by: User, verb: Callable[[User], object]) -> bool:
        try:
            verb(by)
        except VerbRefused:
            Newsroom.refused += 1
            self._events_are(None)
            return False
        self._events_are((name, by.pk))
        Newsroom.used[name] += 1
        return True

    def _events_are(self, act: tuple[str, int] | None) -> None:
        """Every event of this step says which verb it was and who used it; a refusal leaves none."""
        fresh = " UNION ALL ".join(
            f"SELECT '{table}' AS name, pgh_id, pgh_context_id FROM {table} WHERE pgh_id > {newest}"
            for table, newest in self.last_events.items()
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT name, pgh_id, metadata ->> 'verb', (metadata ->> 'user')::int FROM ({fresh}) event "
                "LEFT JOIN pghistory_context context ON context.id = event.pgh_context_id ORDER BY pgh_id"
            )
            for table, event, verb, user in cursor.fetchall():
                assert (verb, user) == act, table
                self.last_events[table] = event

    def _new_version(self, name: str, claim: Claim, by: User, verb: Callable[[User], object]) -> bool:
        done = self._verb(name, by, verb)
        if done:
            self.edited_by[claim.pk] = set()
        return done

    def _edit(self, by: User, change: Callable[[], object]) -> None:
        Newsroom.used["edit"] += 1
        with recorded("edit", by=by):
            change()
        self._events_are(("edit", by.pk))

    def _edited(self, claim: Claim, by: User, *words: str) -> None:
        self.edited_by.setdefault(claim.pk, set()).add(by.pk)
        self.drafted.setdefault(claim.pk, set()).update(words)

    def _propose(self, by: User) -> None:
        word, start = secret(), next(self.numbers) % 60
        slug = f"claim-{uuid4().hex[:12]}"
        statement = factories.text(word)
        if self._verb(
            "propose",
            by,
            lambda by: propose(
                by=by, statement=statement, snapshot=self.snapshot, start=start, end=start + 12, slug=slug
            ),
        ):
            self.claims.append(Claim.objects.get(slug=slug))
            self._edited(self.claims[-1], by, word)

    def _new_evidence(self, claim: Claim, by: User, source: Source) -> None:
        word = secret()
        self._edit(by, lambda: factories.evidence(claim, source=source, note=factories.text(word)))
        self._edited(claim, by, word, *TOKEN.findall(Source.objects.get(pk=source.pk).title))

    def _approve(self, assessment: Assessment, by: User) -> None:
        if self._verb("approve", by, lambda by: approve(assessment, by=by, comment=secret())):
            assert by.pk != assessment.author_id
            assert by.pk not in self.edited_by.get(assessment.claim_id, set())

    def _vote(self, assessment: Assessment, by: User) -> None:
        rating = Rating.objects.get(slug="true")
        self._verb("cast_vote", by, lambda by: cast_vote(assessment, rating=rating, rationale=secret(), by=by))

    def _publish(self, assessment: Assessment, by: User, correction: str, *, as_correction: bool) -> None:
        self.may_appear = self._drafted(assessment.claim)
        note = factories.text("We looked again.")
        name = "correct" if as_correction else "publish"
        verbs: dict[str, Callable[[User], object]] = {
            "correct": lambda by: correct(assessment, by=by, correction_type=correction, note=note),
            "publish": lambda by: publish(assessment, by=by),
        }
        approved = Assessment.objects.get(pk=assessment.pk)
        if self._new_version(name, assessment.claim, by, verbs[name]):
            assert approved.state == "approved"
            assert approved.approver_id not in (None, approved.author_id)


@pytest.mark.django_db(transaction=True)
def test_whatever_a_newsroom_does_the_promises_hold(record_property: Callable[[str, object], None]) -> None:
    Newsroom.used, Newsroom.refused = Counter(), 0
    if FORGETS_EDITS:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE claims_claim DISABLE TRIGGER {trigger_that_remembers_edits()}")
    run_state_machine_as_test(
        seed(SEED)(Newsroom),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            database=None,
            deadline=None,
            # Finding the fault again in fewer steps takes minutes; NEWSROOM_SEED finds it again as it was.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    used = ", ".join(f"{times} {verb}" for verb, times in Newsroom.used.most_common())
    record_property(
        "summary",
        f"Random newsroom: {Newsroom.used.total():,} changes ({used}) and {Newsroom.refused:,} refusals in {EXAMPLES} "
        f"examples, {Publication.objects.count():,} publications; NEWSROOM_SEED={SEED}",
    )
