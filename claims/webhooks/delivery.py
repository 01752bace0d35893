"""Send what is due. Any number of processes may do it at once; a message is sent at least once and in order.

A process takes a subscription for a minute (``leased_until``), sends one message without a transaction open, and writes
down what came of it only if the subscription is still where it was. If it dies in between, the next one sends the
message again, with the same id.
"""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook

from claims.models import Publication, WebhookDelivery, WebhookSubscription
from claims.models.webhook import LONGEST_ERROR
from claims.text.addresses import UnsafeAddress
from claims.web import NotFetched
from claims.webhooks.addresses import public_address
from claims.webhooks.events import event_of, message, message_id, wants
from claims.webhooks.secrets import UnreadableSecret, open_secrets

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# The longest that connecting, sending or waiting for a piece of the answer may each take.
SECONDS_TO_ANSWER = 10.0
LOOKED_AT_ONCE = 200
# The schedule that the specification recommends: 0 s, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h.
PAUSES = [timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)]
GONE = 410


@dataclass(frozen=True)
class Outcome:
    status: int | None = None
    error: str = ""

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def deliver_due() -> int:
    """Send until nothing is due any more; returns the number of attempts."""
    attempts = 0
    while (subscription := take()) is not None:
        attempts += send_next(subscription)
    return attempts


def take() -> WebhookSubscription | None:
    """Lease the subscription that has waited longest; two processes never get the same one."""
    with transaction.atomic():
        row = WebhookSubscription.objects.due().select_for_update(skip_locked=True, of=("self",)).first()
        if row is not None:
            row.leased_until = timezone.now() + LEASE
            row.save(update_fields=["leased_until"])
    return row


def send_next(subscription: WebhookSubscription) -> int:
    """Send the next publication that it wants; returns the number of attempts, 0 or 1."""
    publication, passed = _next(subscription)
    if publication is None:
        _leave(subscription, position=passed)
        return 0
    started = time.monotonic()
    outcome = _send(subscription, publication)
    milliseconds = int((time.monotonic() - started) * 1_000)
    with transaction.atomic():
        WebhookDelivery.objects.create(
            subscription=subscription,
            publication=publication.number,
            event=event_of(publication),
            message_id=message_id(subscription, publication),
            attempt=subscription.failures + 1,
            milliseconds=milliseconds,
            status=outcome.status,
            error=outcome.error[:LONGEST_ERROR],
            succeeded=outcome.succeeded,
        )
        if outcome.succeeded:
            _leave(subscription, position=publication.number, failures=0)
        else:
            _postpone(subscription, outcome)
    return 1


def _next(subscription: WebhookSubscription) -> tuple[Publication | None, int]:
    """The next publication it wants, and how far nothing concerns it."""
    passed = subscription.position
    rows = Publication.objects.filter(number__gt=passed).order_by("number")[:LOOKED_AT_ONCE]
    for row in rows:
        if wants(subscription, row):
            return row, passed
        passed = row.number
    return None, passed


def _postpone(subscription: WebhookSubscription, outcome: Outcome) -> None:
    failures = subscription.failures + 1
    told = outcome.error or f"status {outcome.status}"
    if outcome.status == GONE or failures > len(PAUSES):
        reason = (
            "The receiver says that it is gone." if outcome.status == GONE else f"{failures} failures, last: {told}"
        )
        logger.warning("Webhook %s is paused: %s", subscription.pk, reason)
        paused = {"state": WebhookSubscription.State.PAUSED, "paused_because": reason[:LONGEST_ERROR]}
        _leave(subscription, failures=failures, **paused)
    else:
        _leave(subscription, failures=failures, next_attempt_at=timezone.now() + PAUSES[failures - 1])


def _leave(subscription: WebhookSubscription, **columns: object) -> None:
    """Write down what came of it and give the lease back, unless somebody has set another position meanwhile."""
    same = WebhookSubscription.objects.filter(pk=subscription.pk, leased_until=subscription.leased_until)
    if not same.filter(position=subscription.position).update(leased_until=None, **columns):
        same.update(leased_until=None)


def _send(subscription: WebhookSubscription, publication: Publication) -> Outcome:
    body = message(publication)
    try:
        headers = _headers(subscription, publication, body)
        return _post(subscription.url, public_address(subscription.url), headers, body)
    except (NotFetched, UnsafeAddress, UnreadableSecret) as refusal:
        return Outcome(error=str(refusal))
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        return Outcome(error=f"{type(failure).__name__}: {failure}")


def _headers(subscription: WebhookSubscription, publication: Publication, body: bytes) -> dict[str, str]:
    identity, now = message_id(subscription, publication), datetime.now(UTC)
    signatures = [Webhook(secret).sign(identity, now, body.decode()) for secret in open_secrets(subscription)]
    return {
        "content-type": "application/json",
        "user-agent": "Factcheck-Webhooks/1",
        "webhook-id": identity,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _post(url: str, address: str, headers: dict[str, str], body: bytes) -> Outcome:
    """To the address that was checked, under the host's own name; redirects are not followed, proxies not asked."""
    parts = urlsplit(url)
    target = httpx.URL(url).copy_with(host=address)
    with httpx.Client(timeout=SECONDS_TO_ANSWER, follow_redirects=False, trust_env=False) as client:
        request = client.build_request(
            "POST",
            target,
            content=body,
            headers={**headers, "host": parts.netloc},
            extensions={"sni_hostname": parts.hostname or ""},
        )
        # The status is all that counts: an answer without end is not read.
        response = client.send(request, stream=True)
        response.close()
    if response.is_redirect:
        return Outcome(response.status_code, "Redirects are not followed.")
    return Outcome(response.status_code)
