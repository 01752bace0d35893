"""GET /v1alpha1/claims:search, asked by plain HTTP and by Google's own client"""

import logging
from datetime import date, timedelta
from typing import Any

import httplib2
import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError
from pytest_django.live_server_helper import LiveServer

from claims.workflow import publish_unverified, retract
from tests import factories

ADDRESS = "/v1alpha1/claims:search"


@pytest.fixture
def search(client: Client, db: None) -> Any:
    def get(expected: int = 200, **parameters: object) -> Any:
        answer = client.get(ADDRESS, parameters)
        assert answer.status_code == expected, answer.content
        return answer.json()

    return get


def texts(answer: Any) -> list[str]:
    return [claim["text"] for claim in answer.get("claims", [])]


def test_a_claim_has_googles_shape(search: Any) -> None:
    claimant = factories.entity(kind="person")
    claim = factories.checkable_claim(claimant=claimant, claimed_on=date(2025, 1, 11))
    publication = factories.published(claim, rating="false")
    [found] = search(query="rice", languageCode="id-ID")["claims"]
    assert found == {
        "text": claim.statement["id"],
        "claimant": claimant.name["id"],
        "claimDate": "2025-01-11T00:00:00Z",
        "claimReview": [
            {
                "publisher": {"name": site.SITE_NAME, "site": "127.0.0.1"},
                "url": f"{site.SITE_URL}/id/claims/{claim.slug}/",
                "title": claim.statement["id"],
                "reviewDate": publication.published_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "textualRating": "Salah",
                "languageCode": "id",
            }
        ],
    }


def test_what_is_unknown_is_left_out(search: Any) -> None:
    factories.published()
    [found] = search(query="rice")["claims"]
    assert not {"claimant", "claimDate"} & found.keys()
    assert [review["languageCode"] for review in found["claimReview"]] == ["id", "en"]


def test_nothing_found_is_an_empty_object(search: Any) -> None:
    factories.published()
    assert search(query="zebra") == search(query="rice", languageCode="fr") == {}


def test_only_verdicts_that_stand_are_found(search: Any) -> None:
    publish_unverified(factories.checkable_claim(), by=factories.user("editor"))
    retract(factories.published().claim, note=factories.text("Wrong."), by=factories.user("editor"))
    assert search(query="rice") == {}


def test_the_site_filter_stands_alone_and_knows_one_site(search: Any) -> None:
    factories.published()
    assert len(texts(search(reviewPublisherSiteFilter="127.0.0.1"))) == 1
    assert len(texts(search(reviewPublisherSiteFilter="http://WWW.127.0.0.1/x", query="rice"))) == 1
    assert search(reviewPublisherSiteFilter="other.example") == {}


def test_the_age_counts_from_the_newer_of_both_dates(search: Any) -> None:
    long_ago = timezone.now().date() - timedelta(days=400)
    factories.published(factories.checkable_claim(claimed_on=long_ago))
    assert len(texts(search(query="rice", maxAgeDays=1))) == 1
    assert len(texts(search(query="rice", maxAgeDays=10**17))) == 1


@pytest.mark.parametrize("first", [{"query": "rice"}, {"reviewPublisherSiteFilter": "127.0.0.1"}])
def test_pages_follow_their_token(search: Any, first: dict[str, str]) -> None:
    wanted = {factories.published().document["statement"]["id"] for _ in range(5)}
    found: list[str] = []
    token: dict[str, str] = {}
    while True:
        answer = search(**first, pageSize=2, **token)
        found += texts(answer)
        if "nextPageToken" not in answer:
            break
        token = {"pageToken": answer["nextPageToken"]}
    assert len(found) == 5
    assert set(found) == wanted
    assert texts(search(**first, pageSize=2, offset=3)) == found[3:]


def test_a_token_of_another_question_is_refused(search: Any) -> None:
    for _ in range(2):
        factories.published()
    token = search(query="rice", pageSize=1)["nextPageToken"]
    for changed in ({"query": "dearer"}, {"languageCode": "id"}, {"pageSize": 2}, {"maxAgeDays": 5}, {"offset": 1}):
        error = search(expected=400, **{"query": "rice", "pageSize": 1, "pageToken": token, **changed})["error"]
        assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"query": " "},
        {"query": "x" * 301},
        {"query": "x", "nope": "1"},
        {"query": "x", "pageSize": "-1"},
        {"query": "x", "pageSize": "ten"},
        {"query": "x", "maxAgeDays": "9" * 40},
        {"query": "x", "pageToken": "abc"},
        {"query": "x", "pageToken": "x" * 5000},
        {"query": "x", "languageCode": "not a code"},
    ],
)
def test_what_is_not_understood_is_refused_in_googles_shape(search: Any, parameters: dict[str, str]) -> None:
    error = search(expected=400, **parameters)["error"]
    assert error["status"] == "INVALID_ARGUMENT"
    assert error["message"]


def test_common_parameters_are_taken_and_the_key_is_not_logged(
    search: Any, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    common = {"key": "very-secret", "alt": "json", "prettyPrint": "true", "$.xgafv": "2", "fields": "claims(text)"}
    with caplog.at_level(logging.DEBUG):
        search(query="rice", **common)
        search(expected=400, pageSize="x", query="rice", **common)
        client.get("/v1alpha1/nothing?key=very-secret")
    assert "very-secret" not in caplog.text


@pytest.mark.parametrize(
    ("address", "method", "status"),
    [("claims:imageSearch", "get", 501), ("pages", "get", 404), ("claims:search", "post", 405)],
)
def test_other_addresses_and_methods_answer_in_googles_shape(
    client: Client, db: None, address: str, method: str, status: int
) -> None:
    answer = getattr(client, method)(f"/v1alpha1/{address}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, status)


@pytest.mark.django_db(transaction=True)
def test_googles_own_client_searches_and_pages(live_server: LiveServer) -> None:
    for _ in range(3):
        factories.published(rating="false")
    with build(
        "factchecktools",
        "v1alpha1",
        developerKey="any",
        http=httplib2.Http(),
        static_discovery=True,
        client_options={"api_endpoint": live_server.url},
    ) as service:
        request = service.claims().search(query="rice", languageCode="en", pageSize=2)
        pages = []
        while request is not None:
            pages.append(request.execute())
            request = service.claims().search_next(request, pages[-1])
        assert [len(page["claims"]) for page in pages] == [2, 1]
        assert pages[0]["claims"][0]["claimReview"][0]["textualRating"] == "False"
        with pytest.raises(HttpError) as refused:
            service.claims().search(query="rice", pageToken="forged").execute()
    assert (refused.value.resp.status, "pageToken" in refused.value.reason) == (400, True)
