"""Who is asked next: politely, by one worker, and nobody who must not know."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.intake.recheck.queue import follow_new_addresses, note_new_addresses, take_next
from claims.models import Link, LinkHost, Source
from tests import factories

pytestmark = pytest.mark.django_db
Linked = Callable[..., Link]
EVERYTHING = Link.objects.all


def test_a_host_is_asked_once_and_then_left_alone(settings: Any) -> None:
    settings.LINK_CHECK_PAUSE = timedelta(seconds=30)
    for number in range(3):
        factories.source(url=f"https://a.example/{number}", canonical_url=f"https://a.example/{number}")
    factories.source(url="https://b.example/", canonical_url="https://b.example/")
    note_new_addresses()
    first, second = take_next(EVERYTHING()), take_next(EVERYTHING())
    assert first is not None
    assert second is not None
    assert {first.host, second.host} == {"a.example", "b.example"}
    assert take_next(EVERYTHING()) is None
    LinkHost.objects.update(next_request_at=timezone.now())
    third = take_next(EVERYTHING())
    assert third is not None
    assert third.host == "a.example"
    assert third != first


def test_what_a_worker_took_and_never_gave_back_is_taken_again_after_a_while(settings: Any) -> None:
    settings.LINK_CHECK_PAUSE = timedelta(0)
    factories.source()
    note_new_addresses()
    taken = take_next(EVERYTHING())
    assert taken is not None
    assert take_next(EVERYTHING()) is None
    Link.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert take_next(EVERYTHING()) == taken


def test_every_source_and_every_article_with_an_address_gets_one_row() -> None:
    factories.source()
    factories.article()
    factories.article(url=None, canonical_url=None)
    assert note_new_addresses() == 2
    assert note_new_addresses() == 0


def test_a_confidential_source_is_never_asked_for() -> None:
    hidden, shown = factories.source(), factories.source()
    note_new_addresses()
    assert Link.objects.count() == 2
    factories.evidence(factories.claim(), source=hidden, confidential=True, public_reason={"en": "A whistleblower."})
    follow_new_addresses()
    assert note_new_addresses() == 0
    assert Link.objects.get().source == shown


def test_a_new_address_begins_anew_and_a_removed_one_ends(linked: Linked) -> None:
    link = linked("https://a.example/")
    Link.objects.filter(pk=link.pk).update(state="dead", strikes=4, baseline="x", reason="gone")
    Source.objects.filter(pk=link.source_id).update(url="https://b.example/")
    article = factories.article()
    note_new_addresses()
    article.url = None
    article.save(update_fields=["url"])
    follow_new_addresses()
    link.refresh_from_db()
    assert (link.url, link.host, link.state, link.strikes, link.baseline) == (
        "https://b.example/",
        "b.example",
        "unchecked",
        0,
        "",
    )
    assert not Link.objects.filter(article=article).exists()


@pytest.fixture
def linked() -> Linked:
    def make(url: str) -> Link:
        source = factories.source(url=url, canonical_url=url)
        note_new_addresses()
        return Link.objects.get(source=source)

    return make
