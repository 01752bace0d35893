"""Comments, readers, days and links: what tells people without a verb."""

from datetime import date

from claims.intake.reader_reports import receive_report
from claims.models import Notification, User
from claims.workflow import (
    notify_article_changed,
    notify_mentioned,
    notify_review_due,
    notify_source_dead,
)
from tests import factories
from tests.workflow.notices.told import unread


def test_each_comment_that_mentions_somebody_tells_them_once(alice: User, bob: User) -> None:
    claim = factories.claim()
    for comment in (1, 1, 2):
        notify_mentioned([alice, bob], claim=claim, comment=comment, by=bob)
    assert list(Notification.objects.order_by("pk").values_list("recipient__username", "occasion")) == [
        ("alice", "comment-1"),
        ("alice", "comment-2"),
    ]


def test_a_day_that_came_is_told_once_until_it_is_read(alice: User, bob: User) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    Notification.objects.all().delete()
    for _day in range(3):
        notify_review_due(claim, due=date(2026, 1, 1))
    assert Notification.objects.count() == 2
    assert unread() == {("alice", "review-due"), ("bob", "review-due")}


def test_a_dead_source_is_told_once_to_each_person_whose_claims_use_it(alice: User, bob: User, beth: User) -> None:
    claims = [factories.published(author=alice, approver=bob).claim for _number in range(2)]
    Notification.objects.all().delete()
    notify_source_dead(factories.source(), claims=claims)
    assert unread() == {("alice", "source-dead"), ("bob", "source-dead")}


def test_who_left_the_newsroom_is_replaced_by_those_who_may_publish(alice: User, bob: User, beth: User) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    Notification.objects.all().delete()
    User.objects.filter(pk__in=[alice.pk, bob.pk]).update(is_active=False)
    notify_article_changed(factories.article(), claims=[claim])
    assert unread() == {("beth", "article-changed")}


def test_an_error_reported_by_a_reader_goes_to_those_who_stand_for_the_claim(
    alice: User, bob: User, beth: User
) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    Notification.objects.all().delete()
    receive_report(kind="error", text="Wrong year.", url="", language="en", address="192.0.2.1", claim_slug=claim.slug)
    assert unread() == {("alice", "reported"), ("bob", "reported")}


def test_a_suggestion_of_a_reader_goes_to_those_who_may_publish(alice: User, bob: User, beth: User) -> None:
    receive_report(kind="suggestion", text="Is it true?", url="", language="en", address="192.0.2.1")
    assert unread() == {("bob", "reported"), ("beth", "reported")}
