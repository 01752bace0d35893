"""What holds for every answer below /api/: errors, caches, other sites' pages, request ids."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from claims.models import PublishedClaim
from tests import factories
from tests.slow_database import too_slow_to_read

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"
LISTS = [
    "claims/",
    "articles/",
    "sources/",
    "entities/",
    "topics/",
    "ratings/",
    "corrections/",
    "stats/",
    "changes/",
    "",
]


@pytest.mark.parametrize(
    ("method", "address", "headers", "status", "code"),
    [
        ("get", "/api/v1/claims/?nope=1", {}, 400, "unknown_parameter"),
        ("get", "/api/v1/claims/none/", {}, 404, "not_found"),
        ("get", "/api/v1/nowhere/", {}, 404, "not_found"),
        ("get", "/api/v2/", {}, 404, "not_found"),
        ("get", "/api/", {}, 404, "not_found"),
        ("post", "/api/v1/claims/", {}, 405, "method_not_allowed"),
        ("get", "/api/v1/claims/", {"accept": "text/turtle"}, 406, "not_acceptable"),
        ("get", "/api/v1/claims/", {"host": "evil.example"}, 400, "bad_request"),
    ],
)
def test_every_refusal_is_a_problem(
    client: Client, method: str, address: str, headers: dict[str, str], status: int, code: str
) -> None:
    answer = getattr(client, method)(address, headers=headers)
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert (problem["type"], problem["status"], problem["errors"][0]["code"]) == ("about:blank", status, code)
    assert problem["title"]
    assert problem["detail"] == problem["errors"][0]["detail"]
    assert problem["request_id"] == answer["X-Request-ID"]
    assert answer["Cache-Control"] == "no-store"


def test_a_fault_of_ours_is_a_problem_without_details(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("a secret detail")

    monkeypatch.setattr(PublishedClaim.objects, "listed", fail)
    client.raise_request_exception = False
    answer = client.get("/api/v1/claims/")
    assert (answer.status_code, answer["Content-Type"]) == (500, PROBLEM)
    assert "secret" not in answer.content.decode()


def test_what_django_refuses_is_in_googles_shape_at_googles_address(client: Client) -> None:
    answer = client.get("/v1alpha1/claims:search?query=x", headers={"host": "evil.example"})
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_pages_keep_their_own_errors(client: Client) -> None:
    answer = client.get("/en/nothing/")
    assert answer["Content-Type"].startswith("text/html")
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize(("given", "kept"), [("trace-12345678", True), ("x", False), ("a b\tc" * 5, False)])
def test_a_request_keeps_its_id_or_gets_one(client: Client, given: str, kept: bool) -> None:
    answer = client.get("/api/v1/", headers={"x-request-id": given})
    assert (answer["X-Request-ID"] == given) is kept
    assert len(answer["X-Request-ID"]) >= 8


@pytest.mark.parametrize("address", LISTS)
def test_the_etag_is_the_digest_of_what_was_sent(client: Client, address: str) -> None:
    factories.published()
    first = client.get(f"/api/v1/{address}")
    assert first["ETag"] == f'"{hashlib.sha256(first.content).hexdigest()}"'
    again = client.get(f"/api/v1/{address}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_change_changes_the_etag(client: Client) -> None:
    factories.published()
    etag = client.get("/api/v1/claims/")["ETag"]
    factories.published()
    assert client.get("/api/v1/claims/", headers={"if-none-match": etag}).status_code == 200


def test_a_claim_tells_when_it_was_last_changed(client: Client) -> None:
    slug = factories.published().slug
    first = client.get(f"/api/v1/claims/{slug}/")
    again = client.get(f"/api/v1/claims/{slug}/", headers={"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 304


def test_a_compound_claim_does_not_tell_for_its_parts_change_by_themselves(client: Client) -> None:
    parent = factories.published().claim
    factories.published(factories.checkable_claim(parent=parent))
    assert "Last-Modified" not in client.get(f"/api/v1/claims/{parent.slug}/")


def test_head_has_the_headers_of_get(client: Client) -> None:
    slug = factories.published().slug
    got, head = client.get(f"/api/v1/claims/{slug}/"), client.head(f"/api/v1/claims/{slug}/")
    assert head.content == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert head[name] == got[name]


def test_caches_may_keep_an_answer_and_go_on_while_they_ask_again(client: Client) -> None:
    answer = client.get("/api/v1/claims/", headers={"accept-language": "id"})
    assert answer["Cache-Control"] == "public, max-age=30, stale-while-revalidate=600"
    assert answer["Vary"] == "Accept"
    assert "Content-Language" not in answer
    assert client.get("/api/v1/changes/")["Cache-Control"] == "public, no-cache"


def test_answers_do_not_depend_on_the_browsers_language(client: Client) -> None:
    factories.published()
    answers = {client.get("/api/v1/claims/", headers={"accept-language": each}).content for each in ("id", "en")}
    assert len(answers) == 1


def test_other_sites_pages_may_read(client: Client) -> None:
    answer = client.get("/api/v1/claims/", headers={"origin": "https://other.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    asked = {"origin": "https://other.example", "access-control-request-method": "GET"}
    preflight = client.options("/api/v1/claims/", headers=asked)
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_other_sites_pages_may_not_use_the_editorial_part(client: Client) -> None:
    asked = {"origin": "https://other.example", "access-control-request-method": "POST"}
    assert "Access-Control-Allow-Origin" not in client.options("/api/v1/editorial/claims/", headers=asked)


def test_options_describe_an_address(client: Client) -> None:
    answer = client.options("/api/v1/claims/")
    assert (answer.status_code, answer["Allow"]) == (200, "GET, HEAD, OPTIONS")


def test_no_cookie_is_set(client: Client) -> None:
    assert not client.get("/api/v1/claims/").cookies


@pytest.mark.parametrize("header", ["x\r\nSet-Cookie: a=b", "\x00", "é" * 50])
def test_nothing_of_a_request_gets_into_the_headers(client: Client, header: str) -> None:
    answer = client.get("/api/v1/claims/", {"page_size": 1, "q": header}, headers={"x-request-id": header})
    assert answer.status_code in {200, 400}
    assert "Set-Cookie" not in answer
    assert all("\n" not in value for value in answer.headers.values())


def test_a_long_address_with_odd_bytes_is_no_fault_of_ours(client: Client) -> None:
    for query in ("q=%ff%fe", "q=%ed%a0%80", "%00=1", "q=" + "%F0%9F%99%82" * 75, "cursor=%ff"):
        assert client.get(f"/api/v1/claims/?{query}").status_code in {200, 400}


def test_many_parameters_are_refused_as_a_problem(client: Client) -> None:
    answer: Any = client.get("/api/v1/claims/?" + "&".join(f"a{number}=1" for number in range(6_000)))
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)


def test_what_takes_longer_than_a_query_may_is_not_told_as_a_database_that_is_away(client: Client) -> None:
    client.raise_request_exception = False
    with too_slow_to_read("claims_publishedclaim"):
        answer = client.get("/api/v1/claims/")
    assert (answer.status_code, answer["Content-Type"]) == (503, PROBLEM)
    assert answer.json()["errors"][0]["code"] == "took_too_long"
    assert answer["Retry-After"]
