"""Search at the desk: any part of any word, and by an index."""

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
    found, _duplicates = admin.site._registry[model].get_search_results(
        RequestFactory().get("/"), model._default_manager.all(), "xylophone"
    )
    with connection.cursor() as cursor:
        # With so few rows no index would be worth its while.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert index in found.explain()


def test_a_quote_is_found_by_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "appearance_exact_words" in Appearance.objects.order_by().filter(exact__icontains="xylophone").explain()
