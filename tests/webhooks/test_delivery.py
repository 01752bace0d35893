"""What is published arrives: signed, in order, at least once, and not for ever at a receiver that is gone."""

import threading
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from claims.models import User, WebhookDelivery, WebhookSubscription
from claims.record import change
from claims.webhooks import deliver_due, open_secrets, pause, replay, resume, rotate_secret, send_next, subscribe
from claims.webhooks.delivery import PAUSES, take
from claims.workflow import correct, retract
from tests import factories
from tests.webhooks.conftest import Receiver

pytestmark = pytest.mark.django_db
Subscribed = tuple[WebhookSubscription, str]


def later(subscription: WebhookSubscription) -> None:
    """As if the pause before the next attempt were over."""
    WebhookSubscription.objects.filter(pk=subscription.pk).update(next_attempt_at=timezone.now())


def test_a_publication_arrives_as_the_change_feed_shows_it(receiver: Receiver, subscribed: Subscribed) -> None:
    publication = factories.published()
    assert deliver_due() == 1
    [(headers, body)] = receiver.received
    said = Webhook(subscribed[1]).verify(body, headers)
    publication.refresh_from_db()
    assert said["type"] == "claim.published"
    assert said["data"] == orjson.loads(orjson.dumps(change(publication)))
    assert headers["host"] in receiver.address
    assert deliver_due() == 0


def test_what_was_published_before_is_not_sent(receiver: Receiver, editor: User) -> None:
    factories.published()
    subscribe(by=editor, url=receiver.address, name="Late")
    assert deliver_due() == 0


def test_messages_come_in_the_order_of_the_record(receiver: Receiver, subscribed: Subscribed) -> None:
    numbers = [factories.published().number for _ in range(3)]
    deliver_due()
    assert [int(identity.rpartition("_")[2]) for identity in receiver.ids()] == numbers


def test_a_failure_is_tried_again_with_the_same_id(receiver: Receiver, subscribed: Subscribed) -> None:
    receiver.answers = [500, 200]
    factories.published()
    assert deliver_due() == 1
    row = WebhookSubscription.objects.get()
    assert (row.failures, row.position) == (1, 0)
    assert row.next_attempt_at > timezone.now()
    later(row)
    assert deliver_due() == 1
    assert len(set(receiver.ids())) == 1
    assert list(WebhookDelivery.objects.order_by("id").values_list("attempt", "status", "succeeded")) == [
        (1, 500, False),
        (2, 200, True),
    ]
    assert WebhookSubscription.objects.get().failures == 0


def test_a_later_message_waits_for_an_earlier_one(receiver: Receiver, subscribed: Subscribed) -> None:
    receiver.answers = [503]
    first, second = factories.published(), factories.published()
    deliver_due()
    later(subscribed[0])
    deliver_due()
    sent = [int(identity.rpartition("_")[2]) for identity in receiver.ids()]
    assert sent == [first.number, first.number, second.number]


def test_after_the_whole_schedule_it_is_paused_and_says_why(receiver: Receiver, subscribed: Subscribed) -> None:
    receiver.answers = [500] * (len(PAUSES) + 1)
    factories.published()
    for _attempt in range(len(PAUSES) + 1):
        later(subscribed[0])
        deliver_due()
    row = WebhookSubscription.objects.get()
    assert row.state == "paused"
    assert "10 failures, last: status 500" in row.paused_because
    later(row)
    assert deliver_due() == 0
    resume(row)
    assert deliver_due() == 1
    assert WebhookDelivery.objects.filter(succeeded=True).count() == 1


def test_a_receiver_that_is_gone_is_paused_at_once(receiver: Receiver, subscribed: Subscribed) -> None:
    receiver.answers = [410]
    factories.published()
    deliver_due()
    assert WebhookSubscription.objects.get().state == "paused"


def test_a_redirect_is_not_followed(receiver: Receiver, subscribed: Subscribed) -> None:
    receiver.answers = [307]
    factories.published()
    deliver_due()
    assert WebhookDelivery.objects.get().error == "Redirects are not followed."


def test_an_address_that_has_become_private_is_not_asked(
    receiver: Receiver, subscribed: Subscribed, settings: Any
) -> None:
    factories.published()
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    deliver_due()
    assert receiver.received == []
    assert WebhookDelivery.objects.get().error.startswith("Only https")


def test_nobody_listening_is_a_failure_like_others(subscribed: Subscribed, receiver: Receiver) -> None:
    WebhookSubscription.objects.update(url="http://127.0.0.1:9/")
    factories.published()
    deliver_due()
    assert WebhookDelivery.objects.get().error.startswith("ConnectError")


def test_filters_choose(receiver: Receiver, editor: User) -> None:
    rice, oil = factories.topic(slug="rice"), factories.topic(slug="oil")
    subscribe(by=editor, url=receiver.address, name="Rice", topics=["rice"], languages=["id", "en"])
    for topic in (rice, oil):
        claim = factories.checkable_claim()
        claim.topics.add(topic)
        factories.published(claim)
    deliver_due()
    [(_headers, body)] = receiver.received
    assert [topic["slug"] for topic in orjson.loads(body)["data"]["document"]["topics"]] == ["rice"]
    assert WebhookSubscription.objects.get().position == 2


def test_events_choose_and_a_retraction_carries_its_tombstone(receiver: Receiver, editor: User) -> None:
    subscribe(by=editor, url=receiver.address, name="Corrections", events=["claim.corrected", "claim.retracted"])
    claim = factories.published().claim
    retract(claim, by=editor, note=factories.text("It was never said."))
    deliver_due()
    [(_headers, body)] = receiver.received
    said = orjson.loads(body)
    assert said["type"] == "claim.retracted"
    assert said["data"]["tombstone"]["kind"] == "retraction"


def test_a_claim_that_leaves_the_filter_is_told_once(receiver: Receiver, editor: User) -> None:
    claim = factories.published().claim
    subscribe(by=editor, url=receiver.address, name="Half", ratings=["half-true"])
    for rating in ("true", "mostly-false"):
        row = factories.approved(claim, author=factories.user("researcher"), approver=editor, rating=rating)
        correct(row, by=editor, correction_type="rating-changed", note=factories.text("We looked again."))
    deliver_due()
    assert len(receiver.received) == 1


def test_a_replay_sends_again_from_a_number(receiver: Receiver, subscribed: Subscribed) -> None:
    for _ in range(3):
        factories.published()
    deliver_due()
    replay(subscribed[0], since=1)
    deliver_due()
    sent = [int(identity.rpartition("_")[2]) for identity in receiver.ids()]
    assert sent == [1, 2, 3, 2, 3]


def test_for_a_day_both_secrets_sign(receiver: Receiver, subscribed: Subscribed) -> None:
    row, old = subscribed
    new = rotate_secret(row)
    factories.published()
    deliver_due()
    [(headers, body)] = receiver.received
    assert Webhook(old).verify(body, headers) == Webhook(new).verify(body, headers)
    WebhookSubscription.objects.update(old_secret_until=timezone.now() - timedelta(seconds=1))
    assert open_secrets(WebhookSubscription.objects.get()) == [new]


def test_a_message_that_is_sent_again_later_is_refused_by_the_receiver(
    receiver: Receiver, subscribed: Subscribed
) -> None:
    factories.published()
    deliver_due()
    [(headers, body)] = receiver.received
    old = str(int(headers["webhook-timestamp"]) - 3_600)
    with pytest.raises(WebhookVerificationError):
        Webhook(subscribed[1]).verify(body, {**headers, "webhook-timestamp": old})
    with pytest.raises(WebhookVerificationError):
        Webhook(subscribed[1]).verify(body.replace(b"published", b"retracted"), headers)


def test_the_secret_is_not_readable_in_the_database(subscribed: Subscribed) -> None:
    row, secret = subscribed
    with connection.cursor() as cursor:
        cursor.execute("SELECT row::text FROM claims_webhooksubscription row")
        assert secret not in cursor.fetchone()[0]
    assert open_secrets(row) == [secret]


def test_a_lost_key_of_the_site_is_told(receiver: Receiver, subscribed: Subscribed, settings: Any) -> None:
    settings.SECRET_KEY = "another key of at least thirty-two characters"
    factories.published()
    deliver_due()
    assert "SECRET_KEY" in WebhookDelivery.objects.get().error


def test_paused_means_nothing_is_sent_and_nothing_is_lost(receiver: Receiver, subscribed: Subscribed) -> None:
    pause(subscribed[0])
    factories.published()
    assert deliver_due() == 0
    resume(subscribed[0])
    assert deliver_due() == 1


def test_a_process_that_died_leaves_its_message_to_the_next(receiver: Receiver, subscribed: Subscribed) -> None:
    factories.published()
    assert take() is not None
    assert deliver_due() == 0
    WebhookSubscription.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert deliver_due() == 1


def test_a_replay_during_a_delivery_is_not_overwritten(receiver: Receiver, subscribed: Subscribed) -> None:
    factories.published()
    deliver_due()
    factories.published()
    taken = take()
    assert taken is not None
    replay(WebhookSubscription.objects.get(), since=0)
    send_next(taken)
    assert WebhookSubscription.objects.get().position == 0
    deliver_due()
    assert len(receiver.ids()) == 4


@pytest.mark.django_db(transaction=True)
def test_two_processes_send_each_message_once(receiver: Receiver, subscribed: Subscribed) -> None:
    for _ in range(4):
        factories.published()

    def deliver() -> None:
        deliver_due()
        connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    deliver_due()
    assert len(receiver.ids()) == len(set(receiver.ids())) == 4


def test_the_command_says_how_many(receiver: Receiver, subscribed: Subscribed, capsys: Any) -> None:
    factories.published()
    call_command("deliver_webhooks")
    assert capsys.readouterr().out == "1 attempts\n"
