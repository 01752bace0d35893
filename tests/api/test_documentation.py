"""What docs/api.md shows works, and what it leaves out does not exist."""

import re
from pathlib import Path

import pytest
from django.test import Client

from claims.api.urls import urlpatterns
from tests import factories

pytestmark = pytest.mark.django_db

GUIDE = Path("docs/api.md").read_text()
ADDRESSES = re.findall(r"curl -s(?: --compressed)? 'http://127\.0\.0\.1:8000([^']+)'", GUIDE)


@pytest.fixture
def sample() -> None:
    """Rows with the names that the guide uses."""
    article = factories.article(slug="persaingan-as-tiongkok-teknologi-ai")
    claim = factories.checkable_claim(appearances=False, slug="over-forty-llms-approved")
    factories.appearance(claim, factories.snapshot(article=article))
    factories.evidence(claim, source=factories.source(slug="tribunnews-mirror"))
    claim.topics.add(factories.topic(slug="chip-smuggling"))
    factories.published(claim)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_command_of_the_guide_answers(client: Client, sample: None, address: str) -> None:
    assert client.get(address).status_code == 200


def test_the_guide_shows_every_kind_of_address() -> None:
    shown = " ".join(ADDRESSES)
    for pattern in urlpatterns:
        first = str(pattern.pattern).split("/")[0]
        assert not first or first in shown or f"/api/v1/{first}/" in GUIDE


def test_the_recipe_for_verifying_names_what_a_version_has(client: Client, sample: None) -> None:
    version = client.get("/api/v1/claims/over-forty-llms-approved/versions/1/").json()
    assert all(f"`{field}`" in GUIDE for field in version)
