"""What docs/webhooks.md shows works, and what it promises is in the code."""

import re
from pathlib import Path
from typing import Any

import pytest

from claims.models import WebhookSubscription
from claims.webhooks import deliver_due
from claims.webhooks.delivery import PAUSES
from tests import factories
from tests.webhooks.conftest import Receiver

GUIDE = Path("docs/webhooks.md").read_text()
[SAMPLE] = re.findall(r"^```python\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.django_db
def test_the_sample_verifies_a_message(
    receiver: Receiver, subscribed: tuple[WebhookSubscription, str], capsys: Any
) -> None:
    publication = factories.published()
    deliver_due()
    [(headers, body)] = receiver.received
    exec(SAMPLE, {"secret": subscribed[1], "body": body, "headers": headers})  # noqa: S102
    assert capsys.readouterr().out == f"claim.published {publication.slug} 1\n"


def test_every_event_is_named() -> None:
    assert [event for event in WebhookSubscription.Event.values if f"`{event}`" not in GUIDE] == []


def test_the_pauses_are_those_of_the_guide() -> None:
    assert "5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours" in GUIDE
    seconds = [int(pause.total_seconds()) for pause in PAUSES]
    assert seconds == [5, 300, 1_800, *(hours * 3_600 for hours in (2, 5, 10, 14, 20, 24))]
    assert "After ten failures" in GUIDE
    assert len(PAUSES) + 1 == 10
