"""GET /api/v1/claims/{slug}/citation/ and the same of one version"""

import pytest
from django.test import Client

from tests import factories
from tests.versions import corrected, merged

pytestmark = pytest.mark.django_db

CSL, BIBTEX, TEXT = "application/vnd.citationstyles.csl+json", "application/x-bibtex", "text/plain"


@pytest.mark.parametrize(
    ("accepts", "media_type"),
    [(CSL, CSL), (BIBTEX, BIBTEX), (TEXT, TEXT), ("*/*", CSL), ("text/*", TEXT)],
)
def test_the_form_is_the_one_that_the_client_accepts(client: Client, accepts: str, media_type: str) -> None:
    slug = factories.published().slug
    answer = client.get(f"/api/v1/claims/{slug}/citation/", headers={"accept": accepts})
    assert answer.status_code == 200
    assert answer["Content-Type"].partition(";")[0] == media_type
    assert "Accept" in answer["Vary"]


@pytest.mark.parametrize(("form", "media_type"), [("csl-json", CSL), ("bibtex", BIBTEX), ("text", TEXT)])
def test_the_form_can_be_named_in_the_address(client: Client, form: str, media_type: str) -> None:
    slug = factories.published().slug
    answer = client.get(f"/api/v1/claims/{slug}/citation/?format={form}")
    assert answer["Content-Type"].partition(";")[0] == media_type


def test_the_citation_of_a_claim_is_that_of_its_current_version(client: Client) -> None:
    slug = corrected().slug
    current = client.get(f"/api/v1/claims/{slug}/citation/").json()
    assert current[0]["version"] == "2"
    assert current == client.get(f"/api/v1/claims/{slug}/versions/2/citation/").json()
    assert client.get(f"/api/v1/claims/{slug}/versions/1/citation/").json()[0]["title"].startswith("Half true: ")


def test_the_words_are_in_the_language_that_is_asked_for(client: Client) -> None:
    slug = factories.published(rating="half-true").slug
    answer = client.get(f"/api/v1/claims/{slug}/citation/?format=text&lang=id")
    assert "Setengah benar" in answer.content.decode()


def test_a_merged_claim_is_cited_as_the_other_one(client: Client) -> None:
    into = factories.published().claim
    slug = merged(into).slug
    answer = client.get(f"/api/v1/claims/{slug}/citation/")
    assert (answer.status_code, answer["Location"]) == (301, f"http://testserver/api/v1/claims/{into.slug}/citation/")
    assert client.get(f"/api/v1/claims/{slug}/versions/1/citation/").status_code == 200


@pytest.mark.parametrize("address", ["never-heard-of/citation/", "never-heard-of/versions/1/citation/"])
@pytest.mark.parametrize("accepts", [CSL, BIBTEX, TEXT])
def test_what_was_never_published_is_refused_as_json_in_every_form(client: Client, address: str, accepts: str) -> None:
    answer = client.get(f"/api/v1/claims/{address}", headers={"accept": accepts})
    assert answer.status_code == 404
    assert "json" in answer["Content-Type"]


def test_a_form_that_there_is_not_is_refused(client: Client) -> None:
    slug = factories.published().slug
    answer = client.get(f"/api/v1/claims/{slug}/citation/?format=ris")
    assert answer.status_code == 400
    assert "csl-json, bibtex, text" in answer.content.decode()
    assert client.get(f"/api/v1/claims/{slug}/citation/", headers={"accept": "image/png"}).status_code == 406
    assert client.get(f"/api/v1/claims/{slug}/citation/?lang=xx").status_code == 400
