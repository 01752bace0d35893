"""Two people at once, each on a connection of their own. Who must not wait gets no patience; no time is measured."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from claims.models import Claim, Evidence, Publication, PublishedClaim, Rating, User, Vote
from claims.record import next_position, verify_record
from claims.workflow import (
    VerbRefused,
    approve,
    cast_vote,
    correct,
    merge,
    publish,
    recorded,
    start_assessment,
)
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[], object]


def own_connection(act: Act) -> object:
    try:
        return act()
    finally:
        connection.close()


def together(*acts: Act) -> list[Any]:
    """Let all begin at the same moment; the answers in order, refusals among them."""
    start = threading.Barrier(len(acts))

    def begin(act: Act) -> object:
        connection.ensure_connection()
        start.wait(timeout=10)
        try:
            return act()
        except VerbRefused as refusal:
            return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        futures = [pool.submit(own_connection, lambda act=act: begin(act)) for act in acts]  # type: ignore[misc]
        return [future.result(timeout=30) for future in futures]


def elsewhere(act: Act) -> object:
    """On another connection that does not wait for a lock at all."""

    def without_patience() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1ms'")
        return act()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(own_connection, without_patience).result(timeout=30)


def standing_before_our_lock(act: Act) -> Future[object]:
    """Begin ``act`` elsewhere and return once it waits for a lock that this connection holds."""
    backend: Future[int] = Future()

    def begin() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend.set_result(cursor.fetchone()[0])
        try:
            return act()
        except VerbRefused as refusal:
            return refusal

    pool = ThreadPoolExecutor(1)
    future = pool.submit(own_connection, begin)
    pool.shutdown(wait=False)
    pid = backend.result(timeout=10)
    while not is_waiting(pid):
        assert not future.done(), "it did not have to wait"
    return future


def is_waiting(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
        return bool(cursor.fetchone()[0])


def two_editors() -> tuple[User, User]:
    return factories.user("editor"), factories.user("editor")


def refusals(answers: list[Any]) -> list[VerbRefused]:
    return [answer for answer in answers if isinstance(answer, VerbRefused)]


def codes(refusal: VerbRefused) -> set[str]:
    return {objection.code for objection in refusal.objections}


def test_publishing_one_claim_blocks_neither_readers_nor_editors_of_another() -> None:
    bob, carol = two_editors()
    mine = factories.approved(author=factories.user(), approver=bob)
    other = factories.published()
    theirs = factories.submitted(author=factories.user())
    evidence = factories.evidence(other.claim)
    with transaction.atomic():
        # A publication that is not finished yet: it holds the record's lock and the rows of its claim.
        publish(mine, by=bob)
        edit = Evidence.objects.filter(pk=evidence.pk)
        assert elsewhere(lambda: PublishedClaim.objects.get(slug=other.slug).version) == 1
        assert elsewhere(lambda: PublishedClaim.objects.filter(slug=mine.claim.slug).count()) == 0
        assert elsewhere(lambda: edit.update(locator="page 4")) == 1
        assert elsewhere(lambda: approve(theirs, by=carol).state) == "approved"
        assert elsewhere(lambda: start_assessment(other.claim, by=carol).state) == "draft"
        # What does wait is the next publication, because the record has one end.
        with pytest.raises(OperationalError, match="lock timeout"):
            elsewhere(lambda: next_position(other.claim))
    assert elsewhere(lambda: PublishedClaim.objects.filter(slug=mine.claim.slug).count()) == 1


@pytest.mark.parametrize("time", range(3))
def test_of_two_who_press_publish_one_wins_and_the_other_hears_of_it(time: int) -> None:
    bob, carol = two_editors()
    assessment = factories.approved(author=factories.user(), approver=bob)
    answers = together(lambda: publish(assessment, by=bob), lambda: publish(assessment, by=carol))
    (refused,) = refusals(answers)
    assert codes(refused) >= {"published_meanwhile"}
    assert "version 1" in str(refused)
    assert Publication.objects.count() == 1


def test_of_two_corrections_one_wins() -> None:
    bob, carol = two_editors()
    first = factories.published(rating="half-true", approver=bob)
    again = factories.approved(first.claim, author=factories.user(), approver=bob, rating="false")
    fields = {"correction_type": "rating-changed", "note": factories.text("We had misread the table.")}
    answers = together(lambda: correct(again, by=bob, **fields), lambda: correct(again, by=carol, **fields))  # type: ignore[arg-type]
    assert len(refusals(answers)) == 1
    assert list(Publication.objects.values_list("version", "kind")) == [(1, "initial"), (2, "correction")]


def test_publications_of_different_claims_at_once_make_one_chain() -> None:
    bob = factories.user("editor")
    waiting_ones = [factories.approved(author=factories.user(), approver=bob) for _ in range(4)]
    answers = together(*(lambda row=row: publish(row, by=bob) for row in waiting_ones))  # type: ignore[misc]
    assert sorted(answer.number for answer in answers) == [1, 2, 3, 4]
    assert verify_record().fault is None


def test_a_merge_and_a_publication_at_once_leave_one_of_both() -> None:
    bob, carol = two_editors()
    assessment = factories.approved(author=factories.user(), approver=bob)
    into = factories.claim()
    answers = together(lambda: publish(assessment, by=bob), lambda: merge(assessment.claim, into=into, by=carol))
    # A claim with an open assessment is not merged, nor is a published one into a draft, so the publication stands.
    (refused,) = refusals(answers)
    assert refused.verb == "merge"
    assert Claim.objects.get(pk=assessment.claim_id).stage == "accepted"


def test_what_waited_for_a_merge_finds_a_merged_claim() -> None:
    bob = factories.user("editor")
    claim, into = factories.published().claim, factories.published().claim
    with transaction.atomic():
        merge(claim, into=into, by=bob)
        late = standing_before_our_lock(lambda: start_assessment(claim, by=bob))
    refused = late.result(timeout=30)
    assert isinstance(refused, VerbRefused)
    assert codes(refused) == {"wrong_stage"}


def test_an_approval_that_waited_for_an_edit_is_of_what_was_edited() -> None:
    bob, carol = two_editors()
    assessment = factories.submitted(author=factories.user())
    evidence = assessment.claim.evidence.first()
    with transaction.atomic():
        with recorded("edit", by=carol):
            Evidence.objects.filter(pk=evidence.pk).update(locator="page 4")
        late = standing_before_our_lock(lambda: approve(assessment, by=bob))
    assert late.result(timeout=30).state == "approved"  # type: ignore[attr-defined]
    assert publish(assessment, by=bob).document["evidence"][0]["locator"] == "page 4"


def test_whoever_edits_while_the_approval_is_given_takes_it_away() -> None:
    bob = factories.user("editor")
    assessment = factories.submitted(author=factories.user())
    evidence = Evidence.objects.filter(claim=assessment.claim)
    with transaction.atomic():
        approve(assessment, by=bob)
        late = standing_before_our_lock(lambda: evidence.update(locator="page 4"))
    assert late.result(timeout=30) == 2
    assessment.refresh_from_db()
    assert (assessment.state, assessment.approver) == ("submitted", None)


def test_whoever_edited_while_the_approval_waited_does_not_approve() -> None:
    bob, _carol = two_editors()
    assessment = factories.submitted(author=factories.user())
    with transaction.atomic():
        with recorded("edit", by=bob):
            Evidence.objects.filter(claim=assessment.claim).update(locator="page 4")
        late = standing_before_our_lock(lambda: approve(assessment, by=bob))
    refused = late.result(timeout=30)
    assert isinstance(refused, VerbRefused)
    assert codes(refused) == {"edited_it"}


def test_of_two_votes_of_one_person_one_counts() -> None:
    bob = factories.user("editor")
    assessment = factories.submitted(author=factories.user())
    rating = Rating.objects.get(slug="true")
    vote = lambda: cast_vote(assessment, rating=rating, rationale="So it says.", by=bob)  # noqa: E731
    answers = together(vote, vote)
    (refused,) = refusals(answers)
    assert codes(refused) == {"voted"}
    assert Vote.objects.count() == 1
