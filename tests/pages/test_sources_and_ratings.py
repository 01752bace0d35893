import pytest
from django.test import Client

from claims.models import Rating
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_source_shows_the_claims_that_use_it(client: Client) -> None:
    claim = factories.checkable_claim()
    source = factories.source(title="The big report", copy_of="Reuters", archived_url="https://archive.example/1")
    factories.evidence(claim, source=source, stance="refutes", note=factories.text("It says the opposite."))
    slug = factories.published(claim).slug
    page = client.get(f"/en/sources/{source.slug}/").content.decode()
    for words in (
        "The big report",
        "Reuters",
        "https://archive.example/1",
        "It says the opposite.",
        f"/en/claims/{slug}/",
    ):
        assert words in page


def test_a_source_without_an_archived_copy_says_where_to_look_for_one(client: Client) -> None:
    claim = factories.checkable_claim()
    source = factories.evidence(claim, source=factories.source(url="https://gone.example/1")).source
    factories.published(claim)
    page = client.get(f"/en/sources/{source.slug}/").content.decode()
    assert 'href="https://web.archive.org/web/*/https://gone.example/1"' in page


def test_a_source_of_drafts_has_no_page(client: Client) -> None:
    source = factories.evidence(factories.claim()).source
    assert client.get(f"/en/sources/{source.slug}/").status_code == 404


def test_sources_are_listed_with_the_number_of_claims(client: Client) -> None:
    factories.published()
    page = client.get("/en/sources/").content.decode()
    assert page.count("1 claim<") == 2


def test_the_scale_is_made_from_its_rows(client: Client) -> None:
    factories.published(rating="half-true")
    Rating.objects.filter(slug="half-true").update(label='{"en": "Fifty-fifty", "id": "Lima puluh"}')
    page = client.get("/en/ratings/").content.decode()
    assert "Fifty-fifty" in page
    assert "3 of 5" in page
    assert page.count("no number") == 2
