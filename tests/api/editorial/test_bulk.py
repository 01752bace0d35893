"""Many rows at once: all or none."""

from typing import Any

import pytest
from django.apps import apps
from rest_framework.test import APIClient

from claims.models import Claim, Evidence, Source
from claims.workflow import merge
from tests import factories

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/editorial/"


def bulk(client: APIClient, table: str, rows: Any) -> Any:
    return client.post(f"{ROOT}{table}/bulk/", {"rows": rows}, format="json", HTTP_REASON="Import")


def claim_row(number: int, **fields: Any) -> dict[str, Any]:
    return {"slug": f"case-{number}", "statement": factories.text("Rice is dear."), **fields}


def test_five_hundred_claims_are_created_in_one_request(alice_client: APIClient) -> None:
    answer = bulk(alice_client, "claims", [claim_row(number) for number in range(500)])
    assert answer.status_code == 201
    made = answer.json()["results"]
    assert [row["slug"] for row in made] == [f"case-{number}" for number in range(500)]
    assert made[0]["etag"] == f'"claim-{made[0]["id"]}-1"'
    events = apps.get_model("claims", "ClaimEvent").objects
    assert events.filter(pgh_context__metadata__reason="Import").count() == 500


def test_one_wrong_row_and_none_is_created(alice_client: APIClient) -> None:
    rows = [claim_row(1), claim_row(2, statement={}), claim_row(1), claim_row(3, stage="accepted"), "text"]
    answer = bulk(alice_client, "claims", rows)
    assert answer.status_code == 400
    fields = {error["attr"] for error in answer.json()["errors"]}
    assert fields == {
        "rows.1.statement",
        "rows.2.slug",
        "rows.3.stage",
        "rows.4.non_field_errors",
    }
    assert Claim.objects.count() == 0


@pytest.mark.parametrize("rows", [[], "x", None, [{}] * 501])
def test_nothing_and_too_much_are_refused(alice_client: APIClient, rows: Any) -> None:
    answer = bulk(alice_client, "claims", rows)
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "rows")


def test_sources_evidence_and_places_too(alice_client: APIClient) -> None:
    publisher, claim, snapshot = factories.entity(), factories.claim(), factories.snapshot()
    source = {"title": "A", "publisher": publisher.pk, "language": "en", "kind": "news"}
    sources = [{**source, "slug": f"s-{n}", "url": f"https://s.example/{n}"} for n in range(2)]
    assert bulk(alice_client, "sources", sources).status_code == 201
    rows = [{"claim": claim.pk, "source": row.pk, "stance": "supports"} for row in Source.objects.all()]
    assert bulk(alice_client, "evidence", rows).status_code == 201
    places = [{"claim": claim.pk, "snapshot": snapshot.pk, "start": start, "end": start + 5} for start in (0, 9)]
    assert bulk(alice_client, "appearances", places).status_code == 201


def test_a_closed_claim_is_named_by_its_row(alice_client: APIClient) -> None:
    closed, source = factories.claim(), factories.source()
    merge(closed, into=factories.claim(), by=factories.user())
    row = {"claim": closed.pk, "source": source.pk, "stance": "context"}
    answer = bulk(alice_client, "evidence", [row])
    assert (answer.json()["errors"][0]["attr"], answer.json()["errors"][0]["code"]) == ("rows.0", "claim_closed")
    assert Evidence.objects.count() == 0
