import re
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["nothing/", "claims/none/", "articles/none/", "sources/none/", "claims/x/v/one/"])
def test_an_unknown_address_is_a_page_in_the_readers_language(client: Client, address: str) -> None:
    answer = client.get(f"/id/{address}")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Tidak ada apa-apa di sini" in page
    assert 'name="robots" content="noindex"' in page


def test_an_unknown_address_without_a_language_is_found_nowhere(client: Client) -> None:
    answer = client.get("/nothing/", headers={"accept-language": "id"})
    assert answer.status_code == 404
    assert "Tidak ada apa-apa di sini" in answer.content.decode()


@pytest.mark.parametrize("address", ["/nothing/", "/en/nothing/", "//evil.example/x"])
def test_from_an_unknown_address_each_language_leads_to_its_front_page(client: Client, address: str) -> None:
    page = client.get(address, headers={"accept-language": "en"}).content.decode()
    assert re.findall(r'<a href="([^"]*)" hreflang="(..)"', page) == [("/id/", "id"), ("/en/", "en")]


@pytest.mark.parametrize("address", ["/id/claims/none/", "/id/nothing/", "/nothing/"])
def test_what_is_missing_is_told_in_plain_words_while_debugging_too(
    client: Client, settings: Any, address: str
) -> None:
    settings.DEBUG = True
    answer = client.get(address, headers={"accept-language": "id"})
    assert answer.status_code == 404
    assert "Tidak ada apa-apa di sini" in answer.content.decode()


def test_the_api_and_the_admin_answer_in_their_own_way_while_debugging_too(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    assert client.get("/api/v1/nothing/")["Content-Type"] == "application/problem+json"
    assert client.get("/admin/nothing/").status_code == 302


def test_a_fault_of_ours_has_a_page_that_needs_no_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from claims.models import PublishedClaim

    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(PublishedClaim.objects, "filter", fail)
    monkeypatch.setattr(PublishedClaim.objects, "defer", fail)
    client.raise_request_exception = False
    answer = client.get("/en/claims/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_pages_are_only_read(client: Client) -> None:
    assert client.post("/en/claims/").status_code == 405
