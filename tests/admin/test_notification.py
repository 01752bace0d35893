"""Notifications in the admin: the bell, the list, and where each leads."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Notification, ReaderReport, User
from claims.workflow import (
    notify,
    notify_article_changed,
    notify_mentioned,
    notify_reported,
    notify_review_due,
    notify_source_dead,
)
from tests import factories
from tests.admin.desk import Desk, address, text_of

LIST = "/admin/claims/notification/"
ASSIGNED = Notification.Kind.ASSIGNED


def told(person: User, by: User | None = None, about: Any = None) -> Notification:
    notify(to=[person], kind=ASSIGNED, about=about or factories.claim(), by=by)
    notification = Notification.objects.order_by("-pk").first()
    assert notification is not None
    return notification


def bell(desk: Desk) -> str:
    page = desk.open("/admin/").content.decode()
    return page.split('class="bell"')[1].split("</a>")[0] if 'class="bell"' in page else ""


def test_the_bell_counts_what_is_unread(alice: User, bob: User, alice_desk: Desk) -> None:
    assert "none unread" in bell(alice_desk)
    told(alice), told(alice), told(bob)
    assert "Notifications, 2 unread" in bell(alice_desk)


def test_the_bell_stops_counting_at_a_hundred(alice: User, alice_desk: Desk) -> None:
    for number in range(101):
        notify(to=[alice], kind=ASSIGNED, about=alice, by=None, occasion=str(number))
    assert "99+ unread" in bell(alice_desk)


def test_who_has_switched_it_off_has_no_bell(alice: User, alice_desk: Desk) -> None:
    User.objects.update(notified_in_admin=False)
    assert bell(alice_desk) == ""


def test_the_list_says_who_did_what_and_leads_there(alice: User, bob: User, alice_desk: Desk) -> None:
    claim = factories.claim(statement=factories.text("Rice is dearer."))
    notification = told(alice, by=bob, about=claim)
    page = alice_desk.open(LIST)
    assert "Bob assigned “Rice is dearer.” to you." in text_of(page)
    answer = alice_desk.open(address(notification, "change", notification.pk))
    assert (answer.status_code, answer.url) == (302, address(claim, "change", claim.pk))
    notification.refresh_from_db()
    assert notification.read_at is not None


def test_each_kind_leads_to_its_row_and_says_something(alice: User, bob: User, alice_desk: Desk) -> None:
    claim = factories.published(author=alice, approver=bob).claim
    Notification.objects.all().delete()
    notify_mentioned([alice], claim=claim, comment=7, by=bob)
    notify_review_due(claim, due=date(2026, 1, 2))
    notify_source_dead(factories.source(title="The report"), claims=[claim])
    notify_article_changed(factories.article(), claims=[claim])
    notify_reported(ReaderReport.objects.create(kind="error", text="Wrong.", language="en", claim_slug=claim.slug))
    words = text_of(alice_desk.open(LIST))
    for said in ("mentioned you", "due for another look since Jan. 2, 2026", "“The report” can no longer", "A reader"):
        assert said in words
    leads = {
        row.kind: alice_desk.open(address(row, "change", row.pk)).url
        for row in Notification.objects.filter(recipient=alice)
    }
    assert leads["mentioned"] == address(claim, "change", claim.pk) + "#comment-7"
    assert set(leads) == {"mentioned", "review-due", "source-dead", "article-changed", "reported"}
    assert all(alice_desk.open(place).status_code == 200 for place in leads.values())


def test_it_is_told_in_the_language_of_the_reader(alice: User, bob: User, alice_desk: Desk) -> None:
    told(alice, by=bob, about=factories.claim(statement=factories.text("Rice is dearer.", "Beras lebih mahal.")))
    alice_desk.client.cookies["django_language"] = "id"
    assert "Beras lebih mahal." in text_of(alice_desk.open(LIST))


def test_what_is_gone_says_so(alice: User, alice_desk: Desk) -> None:
    claim = factories.claim()
    notification = told(alice, about=claim)
    claim.delete()
    assert "no longer there" in text_of(alice_desk.open(LIST))
    assert alice_desk.open(address(notification, "change", notification.pk)).url == LIST


def test_a_hostile_statement_stays_text(alice: User, alice_desk: Desk) -> None:
    told(alice, about=factories.claim(statement=factories.text('<img src=x onerror="alert(1)"> %(who)s {0}')))
    page = alice_desk.open(LIST).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_chosen_ones_are_marked_as_read_and_all_of_ones_own(alice: User, bob: User, alice_desk: Desk) -> None:
    first, second, bobs = told(alice), told(alice), told(bob)
    alice_desk.client.post(LIST, {"action": "mark_read", "_selected_action": [first.pk, bobs.pk]})
    assert set(Notification.objects.unread()) == {second, bobs}
    alice_desk.client.post(f"{LIST}all-read/")
    assert set(Notification.objects.unread()) == {bobs}


def test_looking_at_the_address_of_the_button_marks_nothing(alice: User, alice_desk: Desk) -> None:
    told(alice)
    assert alice_desk.open(f"{LIST}all-read/").status_code == 302
    assert Notification.objects.unread().exists()


@pytest.mark.parametrize("role", ["researcher", "editor", "administrator", "superuser"])
def test_nobody_reads_or_changes_the_notifications_of_another(alice: User, role: str) -> None:
    other = User.objects.create_superuser("root") if role == "superuser" else factories.user(role)
    notification = told(alice, about=factories.claim(statement=factories.text("For alice alone.")))
    desk = Desk(other)
    assert "For alice alone." not in text_of(desk.open(LIST))
    assert desk.open(address(notification, "change", notification.pk)).status_code == 404
    assert desk.client.post(address(notification, "delete", notification.pk), {"post": "yes"}).status_code in (403, 404)
    desk.client.post(LIST, {"action": "mark_read", "_selected_action": [notification.pk]})
    desk.client.post(f"{LIST}all-read/")
    assert Notification.objects.unread().get() == notification


def test_the_list_takes_as_many_queries_for_many_as_for_few(
    alice: User, bob: User, alice_desk: Desk, django_assert_num_queries: Any
) -> None:
    def happens(times: int) -> None:
        for _number in range(times):
            told(alice, by=bob)
            notify(to=[alice], kind=Notification.Kind.SUBMITTED, about=factories.draft(author=bob), by=bob)

    happens(2)
    alice_desk.open(LIST)
    with CaptureQueriesContext(connection) as few:
        alice_desk.open(LIST)
    happens(20)
    with django_assert_num_queries(len(few)):
        alice_desk.open(LIST)


def test_read_and_unread_can_be_told_apart(alice: User, alice_desk: Desk) -> None:
    told(alice, about=factories.claim(statement=factories.text("Read before.")))
    Notification.objects.update(read_at=timezone.now())
    told(alice, about=factories.claim(statement=factories.text("Not read yet.")))
    unread = text_of(alice_desk.open(LIST, read="no"))
    assert "Not read yet." in unread
    assert "Read before." not in unread
