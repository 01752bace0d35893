"""Search at the desk: any part of any word, and by an index."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from claims.models import Appearance, Claim, Source
from tests import factories
from tests.admin.desk import Desk

pytestmark = pytest.mark.django_db
LIST = reverse("admin:claims_claim_changelist")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hree time", True),
        ("THREE Times", True),
        ("three times jakarta", True),
        ('"three times"', True),
        ('"times three"', False),
        ("three xylophones", False),
        ("100%", True),
        ("_", False),
        ("“Mahal”", True),
        ("ménteri", True),
        ("' OR 1=1 --", False),
    ],
)
def test_every_word_is_found_anywhere(words: str, found: bool, alice_desk: Desk) -> None:
    claim = factories.claim(
        slug="rice", statement=factories.text("It became three times dearer: 100%", "Kata ménteri “Mahal”")
    )
    factories.appearance(claim)
    factories.claim(slug="other", statement=factories.text("Sugar is white", "Gula putih"))
    results = list(alice_desk.open(LIST, q=words).context["cl"].result_list)
    assert results == ([claim] if found else [])


@pytest.mark.parametrize(
    ("model", "index"),
    [(Claim, "claim_statement_words"), (Claim, "claim_slug_words"), (Source, "source_title_words")],
)
def test_the_search_is_served_by_the_index(model: type[Claim | Source], index: str) -> None:
    desk: Any = admin.site._registry[model]
    found = desk.found_by(RequestFactory().get("/"), ["xylophone"])
    with connection.cursor() as cursor:
        # With so few rows no index would be worth its while.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert index in found.explain()


@pytest.mark.parametrize(
    ("words", "found"),
    [("AI", True), ("ai", True), ("US", False), ("40", True), ("AI 40", True), ("AI 41", False), ("AI dear", True)],
)
def test_a_word_of_two_letters_is_found_as_a_whole_word(words: str, found: bool, alice_desk: Desk) -> None:
    """Two letters are in nearly every claim; “en” and “id” are in every column of texts."""
    claim = factories.claim(statement=factories.text("“AI” said: 40 industries are dear", "Industri “AI”"))
    factories.claim(statement=factories.text("Nobody paid more in the USA", "Tidak ada yang membayar"))
    results = list(alice_desk.open(LIST, q=words).context["cl"].result_list)
    assert results == ([claim] if found else [])


@pytest.mark.parametrize("words", ["id", "en", "é", "'", "&", "n"])
def test_short_and_strange_words_find_nothing_by_accident(words: str, alice_desk: Desk) -> None:
    factories.claim(statement=factories.text('One line.\nAnother "line".', "Kalimat ménteri."))
    assert alice_desk.open(LIST, q=words).context["cl"].result_count == 0


def test_short_words_are_found_by_the_index() -> None:
    desk: Any = admin.site._registry[Claim]
    found = desk.found_by(RequestFactory().get("/"), ["AI"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "claim_statement_whole_words" in found.explain()


def test_a_search_is_exported_whole_and_together_with_a_filter(alice_desk: Desk) -> None:
    for number in range(60):
        factories.claim(slug=f"rice-{number}", statement=factories.text(f"Rice number {number}"))
    factories.published(factories.checkable_claim(slug="rice-published"))
    export = reverse("admin:claims_claim_export", args=["csv"])
    lines = b"".join(alice_desk.open(export, q="rice").streaming_content).decode().splitlines()
    assert len(lines) == 1 + 61
    unverified = {"verification_status__exact": "unverified"}
    assert alice_desk.open(LIST, q="rice", **unverified).context["cl"].result_count == 60


def test_a_quote_is_found_by_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "appearance_exact_words" in Appearance.objects.order_by().filter(exact__icontains="xylophone").explain()
