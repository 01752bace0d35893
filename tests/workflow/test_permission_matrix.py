"""Who may do what, when: every verb by every role on own and others' work in every situation, through the real verb."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction

from claims.models import Assessment, Claim, Rating, Snapshot, Topic, User
from claims.workflow import (
    RULES,
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
    recorded,
    redact,
    relate,
    retract,
    return_,
    schedule_review,
    start_assessment,
    submit,
    tag,
)
from tests import factories

# What must be true, written by hand and not taken from the code's own table. A letter names the least role that may:
# r researcher, e editor, a administrator; a dot: nobody. The columns are the situations below, in their order.
# The person: any one with the role; the author only; others only (not the author); third (neither wrote nor edited it).
#
#                      not published                    published
#                      | candidate                      | as unverified
#                      | | dismissed                    | | and approved
#                      | | | accepted                   | | | with a verdict
#                      | | | | draft                    | | | | draft               retracted
#                      | | | | | submitted              | | | | | submitted         | and approved
#                      | | | | | | returned             | | | | | | returned        | |    merged
#                      | | | | | | | approved           | | | | | | | approved      | |    | merged when published
#                      | | | | | | | |                  | | | | | | | | other rating| |    | |
EXPECTED = """
accept             any r r . . . . .                  . . . . . . . .             . .    . .
dismiss            any r . r . . . .                  . . . . . . . .             . .    . .
tag                any r r r r r r r                  r r r r r r r r             r r    . .
assign             any r . r r r r r                  r r r r r r r r             r r    . .
attach_repeat      any r . r r r r r                  e e e e e e e e             . .    . .
relate             any r . r r r r r                  e e e e e e e e             e e    . .
merge              any r . r . . . .                  e . e . . . . .             . .    . .
start_assessment   any . . r . . . .                  r . r . . . . .             r .    . .
publish_unverified any . . e e e e e                  . . . . . . . .             . .    . .
schedule_review    any . . . . . . .                  . . e e e e e e             . .    . .
retract            any . . . . . . .                  e e e e e e e e             . .    . .
redact             any . . . . . . .                  a a a a a a a a             a a    . a
ask_panel          any - - - r r r .                  - . . r r r . .             . .    - .
submit          author - - - r . r .                  - . . r . r . .             . .    - .
cast_vote       others - - - . e . .                  - . . . e . . .             . .    - .
approve          third - - - . e . .                  - . . . e . . .             . .    - .
return          others - - - . e . e                  - e . . e . e e             . e    - .
publish            any - - - . . . e                  - e . . . . e .             . .    - .
correct            any - - - . . . .                  - e . . . . e e             . e    - .
"""
# A dash: there is no assessment that the verb could be tried on.
ROLES = {"outsider": "", "researcher": "r", "editor": "re", "administrator": "rea", "inactive editor": ""}
GROUPS = {"inactive editor": "editor"}
OWN, EDITED, OTHERS = WORKS = ("own", "edited", "other's")
OTHER_RATING = "mostly-false"


@dataclass
class Situation:
    """A claim as it may stand. ``assessment`` is the newest one."""

    name: str
    claim: Claim
    assessment: Assessment | None


@dataclass
class Newsroom:
    """``me`` is who tries everything; what is not mine was written by ``colleague`` and approved by ``second``."""

    me: User
    colleague: User
    second: User
    snapshot: Snapshot
    draft: Claim
    public: Claim
    topic: Topic

    def situations(self, work: str) -> Iterator[Situation]:
        author = self.me if work == OWN else self.colleague
        for name, make in SITUATIONS.items():
            claim = factories.candidate(by=author)
            if name not in ("candidate", "dismissed"):
                accept(claim, by=author)
                factories.evidence(claim)
                factories.evidence(claim)
            make(self, claim, author)
            claim.refresh_from_db()
            assessment = claim.assessments.order_by("-pk").first()
            if work == EDITED:
                self._edit_as_me(claim)
            yield Situation(name, claim, assessment)

    def _edit_as_me(self, claim: Claim) -> None:
        """A change that an approval does not cover, so the situation stays what it is; but I was in it."""
        with recorded("edit", by=self.me):
            Claim.objects.filter(pk=claim.pk).update(without_appearance=True)

    def verdict(self, claim: Claim, author: User, state: str, **fields: Any) -> Assessment:
        """An assessment that has come as far as ``state``."""
        assessment = start_assessment(claim, by=author, **factories.verdict(**fields))
        if state != "draft":
            submit(assessment, by=author)
        if state == "returned":
            return_(assessment, by=self.second, comment="Which price?")
        if state in ("approved", "published"):
            approve(assessment, by=self.second)
        if state == "published":
            publish(assessment, by=self.second)
        return assessment

    def merged(self, claim: Claim, into: Claim) -> None:
        merge(claim, into=into, by=self.second)

    def retracted(self, claim: Claim, author: User) -> None:
        self.verdict(claim, author, "published")
        retract(claim, by=self.second, note=factories.text("The source withdrew its figures."))


Make = Callable[[Newsroom, Claim, User], object]


def with_verdict(state: str) -> Make:
    return lambda newsroom, claim, author: newsroom.verdict(claim, author, state)


def again(state: str, **fields: Any) -> Make:
    """A published verdict, and after it another assessment."""

    def make(newsroom: Newsroom, claim: Claim, author: User) -> None:
        newsroom.verdict(claim, author, "published")
        newsroom.verdict(claim, author, state, **fields)

    return make


def unverified_and_approved(newsroom: Newsroom, claim: Claim, author: User) -> None:
    publish_unverified(claim, by=newsroom.second)
    newsroom.verdict(claim, author, "approved")


def retracted_and_approved(newsroom: Newsroom, claim: Claim, author: User) -> None:
    newsroom.retracted(claim, author)
    newsroom.verdict(claim, author, "approved")


def merged_when_published(newsroom: Newsroom, claim: Claim, author: User) -> None:
    newsroom.verdict(claim, author, "published")
    newsroom.merged(claim, newsroom.public)


SITUATIONS: dict[str, Make] = {
    "candidate": lambda _newsroom, _claim, _author: None,
    "dismissed": lambda newsroom, claim, _author: dismiss(
        claim, by=newsroom.second, dismissal_reason=Claim.DismissalReason.OPINION
    ),
    "accepted": lambda _newsroom, _claim, _author: None,
    "draft": with_verdict("draft"),
    "submitted": with_verdict("submitted"),
    "returned": with_verdict("returned"),
    "approved": with_verdict("approved"),
    "published as unverified": lambda newsroom, claim, _author: publish_unverified(claim, by=newsroom.second),
    "unverified, approved": unverified_and_approved,
    "published": with_verdict("published"),
    "published, draft": again("draft"),
    "published, submitted": again("submitted"),
    "published, returned": again("returned"),
    "published, approved": again("approved"),
    "published, approved with another rating": again("approved", rating=OTHER_RATING),
    "retracted": lambda newsroom, claim, author: newsroom.retracted(claim, author),
    "retracted, approved": retracted_and_approved,
    "merged": lambda newsroom, claim, _author: newsroom.merged(claim, newsroom.draft),
    "merged when published": merged_when_published,
}


def try_verb(verb: str, newsroom: Newsroom, situation: Situation) -> None:
    """Use the verb with everything it asks for, so that only the person and the situation can be in the way."""
    claim, me, note = situation.claim, newsroom.me, factories.text("We looked again.")
    published = claim.first_published_at is not None
    start = newsroom.snapshot.text.index(factories.QUOTE)
    of_claim: dict[str, Callable[[], object]] = {
        "accept": lambda: accept(claim, by=me),
        "dismiss": lambda: dismiss(claim, by=me, dismissal_reason=Claim.DismissalReason.OPINION),
        "tag": lambda: tag(claim, add=[newsroom.topic], by=me),
        "assign": lambda: assign(claim, to=me if me.is_active else None, by=me),
        "attach_repeat": lambda: attach_repeat(
            claim, snapshot=newsroom.snapshot, start=start, end=start + len(factories.QUOTE), by=me
        ),
        "relate": lambda: relate(claim, kind="contradicts", to=newsroom.public, by=me),
        "merge": lambda: merge(claim, into=newsroom.public if published else newsroom.draft, by=me),
        "start_assessment": lambda: start_assessment(claim, by=me),
        "publish_unverified": lambda: publish_unverified(claim, by=me),
        "schedule_review": lambda: schedule_review(claim, review_due=date(2031, 1, 1), by=me),
        "retract": lambda: retract(claim, by=me, note=note),
        "redact": lambda: redact(claim, fields=["timeframe"], by=me, note=note),
    }
    if verb in of_claim:
        of_claim[verb]()
        return
    assessment = situation.assessment
    assert assessment is not None
    changed = assessment.rating is not None and assessment.rating.slug == OTHER_RATING
    of_assessment: dict[str, Callable[[], object]] = {
        "ask_panel": lambda: ask_panel(assessment, votes=1, by=me),
        "submit": lambda: submit(assessment, by=me),
        "cast_vote": lambda: cast_vote(assessment, rating=Rating.objects.all()[0], rationale="So it says.", by=me),
        "approve": lambda: approve(assessment, by=me),
        "return": lambda: return_(assessment, by=me, comment="Which price?"),
        "publish": lambda: publish(assessment, by=me),
        "correct": lambda: correct(
            assessment, by=me, correction_type="rating-changed" if changed else "minor", note=note
        ),
    }
    of_assessment[verb]()


def writes() -> int:
    """Rows that this transaction has written or tried to write so far, events included, taken back or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
        return int(cursor.fetchone()[0])


def outcome(attempt: Callable[[], object]) -> str:
    """Try it and take it back: ``allowed`` or ``refused``, and when rows were written in spite of it, that too."""
    answer = "allowed"
    with transaction.atomic():
        before = writes()
        try:
            attempt()
        except VerbRefused:
            answer = "refused"
        wrote = writes() > before
        transaction.set_rollback(True)
    if wrote != (answer == "allowed"):
        return f"{answer}, and {'wrote' if wrote else 'did not write'} rows"
    return answer


def expected(least: str, person: str, role: str, work: str) -> str:
    fits = {
        "any": True,
        "author": work == OWN,
        "others": work != OWN,
        "third": work == OTHERS,
    }
    return "allowed" if least in ROLES[role] and fits[person] else "refused"


def play(me: User, role: str) -> User:
    """Give ``me`` another role. Read again, because an account remembers its permissions."""
    group = GROUPS.get(role, role)
    me.groups.set(Group.objects.filter(name=group))
    User.objects.filter(pk=me.pk).update(is_active=role != "inactive editor")
    return User.objects.get(pk=me.pk)


def rows() -> Iterator[tuple[str, str, list[str]]]:
    for line in EXPECTED.strip().splitlines():
        verb, person, *cells = line.split()
        assert len(cells) == len(SITUATIONS), f"{verb} has {len(cells)} cells"
        yield verb, person, cells


@pytest.fixture
def newsroom(transactional_db: None) -> Newsroom:
    """Each verb that leads to a situation is a transaction of its own, as in life: the events' times depend on it."""
    return Newsroom(
        me=factories.user("administrator"),
        colleague=factories.user("administrator"),
        second=factories.user("editor"),
        snapshot=factories.snapshot(),
        draft=factories.claim(),
        public=factories.published().claim,
        topic=factories.topic(),
    )


def test_every_verb_is_in_the_matrix() -> None:
    assert {verb for verb, _person, _cells in rows()} | {"propose"} == set(RULES)


def test_every_verb_by_every_role_on_own_and_others_work_in_every_situation(
    newsroom: Newsroom, record_property: Callable[[str, object], None]
) -> None:
    wrong, walked, allowed = [], 0, 0
    situations = {work: list(newsroom.situations(work)) for work in WORKS}
    for role in ROLES:
        newsroom.me = play(newsroom.me, role)
        for verb, person, cells in rows():
            # Only an approval asks who edited it; to the other verbs it is somebody else's work.
            for work in WORKS if person == "third" else (OWN, OTHERS):
                for situation, least in zip(situations[work], cells, strict=True):
                    if least == "-":
                        assert situation.assessment is None
                        continue
                    walked += 1
                    should = expected(least, person, role, work)
                    allowed += should == "allowed"
                    found = outcome(partial(try_verb, verb, newsroom, situation))
                    if found != should:
                        wrong.append(f"{verb} by {role} on {work} work, {situation.name}: {found}, not {should}")
    assert not wrong, "\n".join(wrong)
    record_property(
        "summary",
        f"Permission matrix: {walked:,} combinations of {len(RULES) - 1} verbs, {len(ROLES)} roles, {len(WORKS)} kinds "
        f"of work and {len(SITUATIONS)} situations walked; {allowed:,} allowed, {walked - allowed:,} refused unwritten",
    )


@pytest.mark.parametrize("role", ROLES)
def test_whoever_writes_drafts_proposes_claims(newsroom: Newsroom, role: str) -> None:
    me = play(newsroom.me, role)
    found = outcome(lambda: propose(statement=factories.text("Rice is dear."), by=me))
    assert found == ("allowed" if "r" in ROLES[role] else "refused")
