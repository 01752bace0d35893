"""Matches by what statements mean, with the engine that the extra ``semantic`` installs."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from claims.models import PublishedVector
from claims.record import vectors
from claims.record.vectors import embed_missing
from claims.search import is_semantic, match
from claims.search.matches import Way, semantic
from claims.workflow import retract
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def compared(settings: Any) -> None:
    settings.MEANINGS_ARE_COMPARED = True


@pytest.fixture
def without_pgvector(compared: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_publishedvector DROP COLUMN IF EXISTS nearby")
    vectors._has_nearby.cache_clear()
    semantic._stored.cache_clear()
    yield
    vectors._has_nearby.cache_clear()
    semantic._stored.cache_clear()


def said(*, en: str) -> Any:
    """A claim whose Indonesian statement is in English too, so that only its meaning can be found in Indonesian."""
    return factories.published(factories.checkable_claim(statement={"id": en, "en": en}))


def three_claims() -> dict[str, Any]:
    return {
        "chips": said(en="Advanced chips were smuggled into China through Malaysia."),
        "rice": said(en="The price of rice tripled in Jakarta."),
        "vaccine": said(en="The vaccine makes people magnetic."),
    }


def test_an_indonesian_question_finds_an_english_claim(compared: None) -> None:
    claims = three_claims()
    asked = {
        "chips": "Cip canggih diselundupkan ke Tiongkok lewat Malaysia",
        "rice": "Harga beras di ibu kota naik tiga kali lipat",
        "vaccine": "Orang jadi bermagnet setelah divaksin",
    }
    found = match(list(asked.values()), languages=["en"])
    assert [each[0].claim for each in found] == [claims[name].slug for name in asked]
    assert all("semantic" in each[0].by for each in found)
    assert is_semantic()


def test_without_pgvector_the_same_is_found(without_pgvector: None) -> None:
    claims = three_claims()
    (found,) = match(["Beras menjadi mahal sekali di Jakarta"], way=Way.SEMANTIC, least=0.0)
    assert found[0].claim == claims["rice"].slug
    assert PublishedVector.objects.exclude(values=None).exists()
    retract(claims["rice"].claim, by=factories.user("editor"), note=factories.text("Wrong."))
    (found,) = match(["Beras menjadi mahal sekali di Jakarta"], way=Way.SEMANTIC, least=0.0)
    assert claims["rice"].slug not in {each.claim for each in found}


def test_a_retracted_claim_never_matches_and_loses_its_vector(compared: None) -> None:
    publication = said(en="The price of rice tripled in Jakarta.")
    assert match(["Rice became three times as expensive in Jakarta."])[0]
    retract(publication.claim, by=factories.user("editor"), note=factories.text("Wrong."))
    assert match(["Rice became three times as expensive in Jakarta."], least=0.0) == [[]]
    assert not PublishedVector.objects.filter(claim=publication.slug).exists()


def test_what_is_missing_is_added_once(settings: Any) -> None:
    said(en="The price of rice tripled in Jakarta.")
    assert not PublishedVector.objects.exists()
    settings.MEANINGS_ARE_COMPARED = True
    assert embed_missing() > 0
    assert embed_missing() == 0


def test_without_the_extra_words_alone_are_compared() -> None:
    publication = said(en="The price of rice tripled in Jakarta.")
    (found,) = match(["The price of rice tripled"])
    assert (found[0].claim, found[0].by) == (publication.slug, ("lexical",))
    assert not is_semantic()
