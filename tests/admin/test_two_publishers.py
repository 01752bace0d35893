"""Two editors press publish at the same time: each with a connection of their own, through the real pages."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from claims.models import Assessment, Publication, User
from tests import factories
from tests.admin.desk import Desk, said, verb_address


def press_together(assessment: Assessment, desks: list[Desk]) -> list[list[str]]:
    """What each of them is told, in the order of ``desks``."""
    together = Barrier(len(desks), timeout=30)

    def press(desk: Desk) -> list[str]:
        try:
            connection.ensure_connection()
            together.wait()
            answer: Any = desk.client.post(verb_address(assessment, "publish"), {})
            assert answer.status_code == 302
            return said(answer)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(desks)) as people:
        return list(people.map(press, desks))


@pytest.mark.django_db(transaction=True)
def test_one_wins_and_the_other_sees_what_happened(alice: User, bob: User, bob_desk: Desk) -> None:
    carol_desk = Desk(factories.user("editor", username="carol", public_name="Carol"))
    assessment = factories.approved(author=alice, approver=bob)
    told = dict(zip(("Bob", "Carol"), press_together(assessment, [bob_desk, carol_desk]), strict=True))
    (winner,) = (name for name, words in told.items() if words == ["Published."])
    (second,) = (name for name in told if name != winner)
    publication = Publication.objects.get()
    (words,) = told[second]
    moment = publication.published_at.strftime("%Y-%m-%d %H:%M")
    assert "It is published already: version 1 (first publication)" in words
    assert f"{moment}, by {winner}." in words
    assert "Its rating: Half true." in words
