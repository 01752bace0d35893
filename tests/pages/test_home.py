from typing import Any

import pytest
from django.test import Client

from claims.models import Publication
from claims.workflow import correct, publish_unverified
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepts", "language"), [("id,en;q=0.5", "id"), ("en-GB,en", "en"), ("fr", "en"), ("", "en"), ("*;;q=x", "en")]
)
def test_the_bare_address_leads_to_the_readers_language(client: Client, accepts: str, language: str) -> None:
    answer = client.get("/", headers={"accept-language": accepts})
    assert (answer.status_code, answer["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in answer["Vary"]


def test_an_empty_site_has_a_front_page(client: Client) -> None:
    page = client.get("/en/").content.decode()
    assert "No verdict has been published yet." in page


def test_the_front_page_shows_the_latest_verdicts_and_figures(client: Client) -> None:
    for rating in ("true", "false", "false"):
        last = factories.published(rating=rating)
    page = client.get("/en/").content.decode()
    assert last.document["statement"]["en"] in page
    assert "<dd>3</dd>" in page
    assert page.index("verdict-5") < page.index("verdict-1")


def test_a_claim_without_a_verdict_is_not_among_the_latest_verdicts(client: Client) -> None:
    waiting = publish_unverified(factories.checkable_claim(), by=factories.user("editor"))
    page = client.get("/en/").content.decode()
    assert waiting.document["statement"]["en"] not in page
    assert "Not yet checked" in page


def test_corrections_are_on_the_front_page(client: Client) -> None:
    first = factories.published(rating="half-true")
    bob = factories.user("editor")
    assessment = factories.approved(first.claim, author=factories.user(), approver=bob, rating="false")
    note = {"en": "We misread a table.", "id": "Kami salah membaca tabel."}
    correct(assessment, by=bob, correction_type=Publication.CorrectionType.RATING_CHANGED, note=note)
    assert "We misread a table." in client.get("/en/").content.decode()
    assert "Kami salah membaca tabel." in client.get("/id/").content.decode()


def test_pages_ask_the_database_few_times(client: Client, django_assert_max_num_queries: Any) -> None:
    publication = [factories.published() for _ in range(4)][-1]
    article = publication.document["appearances"][0]["article"]["slug"]
    source = publication.document["evidence"][0]["source"]["slug"]
    limits = {
        "": 6,
        "claims/": 6,
        "claims/?q=rice&rating=half-true,false&status=verified": 6,
        "claims/?q=rice+zebra": 6,
        f"claims/{publication.slug}/": 3,
        f"claims/{publication.slug}/v/1/": 3,
        "articles/": 4,
        f"articles/{article}/": 6,
        "sources/": 4,
        f"sources/{source}/": 2,
        "ratings/": 3,
    }
    for address, limit in limits.items():
        with django_assert_max_num_queries(limit):
            assert client.get(f"/en/{address}").status_code == 200
