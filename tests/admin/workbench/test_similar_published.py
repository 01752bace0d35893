"""While a claim is typed, published claims that say the same in other words are shown beside those that look alike."""

from typing import Any

import pytest
from django.urls import reverse

from claims.search import Band, Match, similar
from tests import factories
from tests.admin.desk import Desk

pytestmark = pytest.mark.django_db


def test_a_published_claim_in_other_words_is_shown_once(alice_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    other = factories.published(factories.checkable_claim(statement=factories.text("Grain costs more."))).claim
    loosely = factories.published(factories.checkable_claim(statement=factories.text("Sugar is white."))).claim
    found = [
        Match(other.slug, 0.9, Band.SAME_CLAIM, "en", "statement", ("semantic",)),
        Match(loosely.slug, 0.2, Band.RELATED, "en", "statement", ("lexical",)),
    ]
    monkeypatch.setattr(similar, "match", lambda statements, *, most: [found])
    article = factories.snapshot().article
    page: Any = alice_desk.client.get(
        reverse("admin:claims_article_workbench_similar", args=[article.pk]), {"q": "Harga beras naik di pasar."}
    )
    assert [(row["id"], row["likeness"]) for row in page.json()["results"]] == [(other.pk, 0.9)]
