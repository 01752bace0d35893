"""The claim as it stood, its versions, what changed between them, and where retracted and merged claims are"""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.test import Client
from django.utils.http import http_date

from claims.api.schema import REDACTABLE
from claims.record import utc_timestamp
from claims.workflow import REDACTABLE_FIELDS, merge
from tests import factories
from tests.versions import FORGERY, GROUNDS, NOTE, corrected, merged, redacted, retracted, versions_of

pytestmark = pytest.mark.django_db

API = "http://testserver/api/v1/claims"


def links(answer: Any) -> dict[str, str]:
    return {relation: address for address, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', answer["Link"])}


def described(shape: str) -> dict[str, Any]:
    return {**yaml.safe_load(Path("docs/openapi.yaml").read_text()), "$ref": f"#/components/schemas/{shape}"}


def test_a_version_leads_to_its_neighbours(client: Client) -> None:
    claim = corrected()
    first, _second = versions_of(claim)
    answer = client.get(f"/api/v1/claims/{claim.slug}/versions/1/")
    assert answer["Memento-Datetime"] == http_date(first.published_at.timestamp())
    assert links(answer) == {
        "original": f"{API}/{claim.slug}/",
        "latest-version": f"{API}/{claim.slug}/",
        "version-history": f"{API}/{claim.slug}/versions/",
        "successor-version": f"{API}/{claim.slug}/versions/2/",
    }
    assert links(client.get(f"/api/v1/claims/{claim.slug}/"))["version-history"] == f"{API}/{claim.slug}/versions/"


def test_a_claim_as_it_stood_is_the_version_of_then(client: Client) -> None:
    claim = corrected(before="half-true", after="false")
    for publication, rating in zip(versions_of(claim), ("half-true", "false"), strict=True):
        moment = utc_timestamp(publication.published_at)
        answer = client.get(f"/api/v1/claims/{claim.slug}/", {"as_of": moment})
        body = answer.json()
        assert body["rating"]["slug"] == rating
        assert body["stood_at"] == moment
        assert body["publication"]["digest"] == publication.digest
        assert answer["Content-Location"] == f"{API}/{claim.slug}/versions/{publication.version}/"
        assert answer["Memento-Datetime"] == http_date(publication.published_at.timestamp())
        jsonschema.validate(body, described("ClaimThen"))


def test_before_the_first_publication_a_claim_is_not_found_and_says_when_it_came(client: Client) -> None:
    publication = factories.published()
    answer = client.get(f"/api/v1/claims/{publication.slug}/?as_of=2020-01-01")
    assert answer.status_code == 404
    assert utc_timestamp(publication.published_at) in answer.content.decode()


@pytest.mark.parametrize("given", ["", "yesterday", "2026-02-30", "2999-01-01", "2026-01-01T10:00"])
def test_what_is_no_moment_of_the_past_is_refused_by_name(client: Client, given: str) -> None:
    slug = factories.published().slug
    answer = client.get(f"/api/v1/claims/{slug}/", {"as_of": given})
    assert answer.status_code == 400
    assert '"as_of"' in answer.content.decode()


def test_a_retracted_claim_is_gone_and_its_body_says_why(client: Client) -> None:
    claim = retracted()
    answer = client.get(f"/api/v1/claims/{claim.slug}/")
    assert answer.status_code == 410
    body = answer.json()
    assert (body["verification_status"], body["rating"], body["evidence"]) == ("retracted", None, [])
    assert body["corrections"][-1]["correction_type"] == "retraction"
    assert body["corrections"][-1]["note"] == FORGERY
    jsonschema.validate(body, described("Claim"))
    then = client.get(f"/api/v1/claims/{claim.slug}/versions/1/")
    assert (then.status_code, then.json()["document"]["rating"]["slug"]) == (200, "true")


def test_a_merged_claim_moves_to_the_other_through_every_merge(client: Client) -> None:
    last, middle = factories.published().claim, factories.published().claim
    first = merged(middle)
    merge(middle, into=last, by=factories.user("editor"))
    answer = client.get(f"/api/v1/claims/{first.slug}/")
    assert (answer.status_code, answer["Location"]) == (301, f"{API}/{last.slug}/")
    assert answer.json()["merged_into"]["slug"] == last.slug
    jsonschema.validate(answer.json(), described("MovedClaim"))
    assert (
        client.get(f"/api/v1/claims/{first.slug}/versions/2/").json()["document"]["merged_into"]["slug"] == middle.slug
    )


def test_lists_leave_out_what_does_not_stand(client: Client) -> None:
    standing = factories.published().claim
    gone, moved = retracted(), merged(standing)

    def slugs(query: str) -> set[str]:
        return {row["slug"] for row in client.get(f"/api/v1/claims/{query}").json()["results"]}

    assert slugs("") == slugs("?q=rice") == {standing.slug}
    assert slugs("?status=retracted") == {gone.slug}
    assert moved.slug not in slugs("?status=retracted,verified")


def test_a_redacted_field_is_left_out_and_listed(client: Client) -> None:
    claim = redacted("summary", "evidence")
    body = client.get(f"/api/v1/claims/{claim.slug}/versions/1/").json()
    assert not {"summary", "evidence"} & body["document"].keys()
    assert {"summary", "evidence"} <= body["leaves"].keys()
    assert [(one["field"], one["version"], one["reason"]) for one in body["redacted"]] == [
        ("evidence", 3, GROUNDS),
        ("summary", 3, GROUNDS),
    ]
    jsonschema.validate(body, described("Version"))
    moment = utc_timestamp(versions_of(claim)[0].published_at)
    then = client.get(f"/api/v1/claims/{claim.slug}/", {"as_of": moment}).json()
    assert [one["field"] for one in then["redacted"]] == ["evidence", "summary"]
    assert "summary" not in then
    jsonschema.validate(then, described("ClaimThen"))


def test_a_version_that_lost_nothing_lists_nothing(client: Client) -> None:
    claim = redacted("summary")
    assert client.get(f"/api/v1/claims/{claim.slug}/versions/3/").json()["redacted"] == []


def test_fields_that_may_be_missing_are_the_ones_that_can_be_redacted() -> None:
    assert REDACTABLE_FIELDS.keys() == REDACTABLE


def test_a_diff_is_the_comparison_of_the_record(client: Client) -> None:
    slug = corrected(before="half-true", after="false").slug
    body = client.get(f"/api/v1/claims/{slug}/diff/?from=1&to=2").json()
    assert (body["old"]["version"], body["new"]["version"], body["rating_changed"]) == (1, 2, True)
    assert body["new"]["note"] == NOTE
    assert body["changes"][0]["field"] == "rating"
    assert client.get(f"/api/v1/claims/{slug}/diff/").json() == body
    jsonschema.validate(body, described("Comparison"))


@pytest.mark.parametrize(
    ("query", "wrong"), [("from=2&to=1", "from"), ("to=9", "to"), ("from=x", "from"), ("version=1", "version")]
)
def test_versions_that_cannot_be_compared_are_refused_by_name(client: Client, query: str, wrong: str) -> None:
    slug = corrected().slug
    answer = client.get(f"/api/v1/claims/{slug}/diff/?{query}")
    assert answer.status_code == 400
    assert f'"{wrong}"' in answer.content.decode()


def test_a_diff_of_what_was_never_published_is_not_found(client: Client) -> None:
    assert client.get("/api/v1/claims/never-heard-of/diff/").status_code == 404


def test_versions_ask_the_database_few_times(client: Client, django_assert_num_queries: Any) -> None:
    slug = redacted("summary").slug
    asked = {"": 1, "?as_of=2020-01-01": 1, "versions/1/": 2, "diff/": 2, "citation/": 1, "versions/1/citation/": 2}
    for address, queries in asked.items():
        with django_assert_num_queries(queries):
            client.get(f"/api/v1/claims/{slug}/{address}")
