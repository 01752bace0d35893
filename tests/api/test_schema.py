"""The OpenAPI description: committed, complete, true to the answers, and served from here alone."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.checks import positive_data_acceptance

from claims.api import waiting
from claims.api.claim_list import FILTERS, filter_description
from claims.api.schema import REDACTABLE
from claims.workflow import REDACTABLE_FIELDS
from factcheck.wsgi import application
from tests import factories
from tests.api.editorial.conftest import working_as

SNAPSHOT = Path("docs/openapi.yaml")


def test_an_indonesian_reader_does_not_make_the_description_indonesian() -> None:
    with translation.override("id"):
        assert filter_description(FILTERS["topic"]) == "Topic, by its slug. Several by comma."


def test_the_committed_description_is_the_generated_one(tmp_path: Path) -> None:
    generated = tmp_path / "openapi.yaml"
    call_command("spectacular", "--file", str(generated), "--validate", "--fail-on-warn")
    assert generated.read_text() == SNAPSHOT.read_text(), (
        "Write it again with: DEBUG=1 .venv/bin/python manage.py spectacular --file docs/openapi.yaml"
    )


def test_every_reference_of_the_description_leads_somewhere() -> None:
    text = SNAPSHOT.read_text()
    known = yaml.safe_load(text)["components"]["schemas"]
    assert set(re.findall(r"#/components/schemas/(\w+)", text)) <= set(known)


@pytest.mark.parametrize(
    ("verb", "status", "shape"),
    [
        ("claims/{id}/assign", "200", "ClaimDraft"),
        ("claims/{id}/start_assessment", "201", "AssessmentDraft"),
        ("claims/{id}/relate", "201", "RelationDraft"),
        ("assessments/{id}/approve", "200", "AssessmentDraft"),
        ("snapshots/{id}/propose", "201", "ClaimDraft"),
    ],
)
def test_a_verb_is_described_with_the_row_that_comes_back(verb: str, status: str, shape: str) -> None:
    verbs = yaml.safe_load(SNAPSHOT.read_text())["paths"][f"/api/v1/editorial/{verb}/"]["post"]["responses"]
    [usual] = [answer for code, answer in verbs.items() if code.startswith("2")]
    assert verbs[status] is usual
    assert usual["content"]["application/json"]["schema"] == {"$ref": f"#/components/schemas/{shape}"}


def contents(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [content for answer in operation["responses"].values() for content in answer.get("content", {}).values()]


def test_every_example_is_what_the_description_says() -> None:
    description = yaml.safe_load(SNAPSHOT.read_text())
    shown = 0
    for path in description["paths"].values():
        for operation in path.values():
            for content in contents(operation):
                if "example" in content:
                    schema = {**content["schema"], "components": description["components"]}
                    Draft202012Validator(schema).validate(content["example"])
                    shown += 1
    assert shown >= 20


def test_every_operation_tells_its_errors_with_an_example() -> None:
    description = yaml.safe_load(SNAPSHOT.read_text())
    for path in description["paths"].values():
        for operation in path.values():
            assert {"400", "405", "429", "500"} <= operation["responses"].keys()
    for response in description["components"]["responses"].values():
        [content] = response["content"].values()
        schema = {**content["schema"], "components": description["components"]}
        Draft202012Validator(schema).validate(content["example"])


def test_fields_that_can_be_redacted_are_the_ones_of_the_verb() -> None:
    assert REDACTABLE_FIELDS.keys() == REDACTABLE


@pytest.mark.django_db
def test_the_documentation_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    assert re.findall(r'(?:src|href)="((?:https?:)?//[^"]*)"', page) == []
    assert "<style" not in page
    assert re.findall(r"<script(?![^>]*src=)", page) == []


api = schemathesis.openapi.from_path(SNAPSHOT)


@pytest.mark.django_db
@api.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_answers_are_what_the_description_says(case: schemathesis.Case, published_claim: None) -> None:
    # Schema-valid is not known: only the API can say which cursors, ratings and dates it takes.
    headers = {"Accept-Encoding": "identity"}  # the checks read the body as it comes
    case.call_and_validate(app=application, headers=headers, excluded_checks=[positive_data_acceptance])


@pytest.fixture
def published_claim(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(waiting, "_places", BoundedSemaphore(0))  # nobody waits for a publication that never comes
    factories.published(factories.checkable_claim(slug="known-claim"))
    # As Django's own test client does: a request must not close the connection that holds the test's transaction.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.django_db
def test_the_lists_of_the_working_api_are_what_the_description_says() -> None:
    description = yaml.safe_load(SNAPSHOT.read_text())
    factories.published()
    client = working_as(factories.user("administrator"))
    lists = [path for path in description["paths"] if re.fullmatch(r"/api/v1/editorial/\w+/", path)]
    for path in lists:
        [schema] = [each["schema"] for each in contents(description["paths"][path]["get"]) if "Paginated" in str(each)]
        answer = client.get(path)
        assert answer.status_code == 200
        Draft202012Validator({**schema, "components": description["components"]}).validate(answer.json())
    assert len(lists) >= 11
