"""Any list as a file, as it is filtered."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Article, Claim, Entity
from tests import factories
from tests.admin.desk import Desk, address


def exported(desk: Desk, model: type, form: str = "csv", **query: object) -> str:
    answer = desk.open(address(model, "export", form), **query)
    return b"".join(answer.streaming_content).decode()


def test_a_filtered_list_is_exported_as_it_is_filtered(alice_desk: Desk) -> None:
    factories.claim(slug="wanted", stage="candidate")
    factories.claim(slug="other")
    lines = exported(alice_desk, Claim, stage__exact="candidate").splitlines()
    assert lines[0].startswith("\ufeffslug,statement_id,statement_en")
    assert [line.split(",")[0] for line in lines[1:]] == ["wanted"]
    assert "other" in exported(alice_desk, Claim, q="Rice")


def test_json_lines_hold_the_same(alice_desk: Desk) -> None:
    factories.claim(slug="wanted")
    (row,) = map(json.loads, exported(alice_desk, Claim, "jsonl").splitlines())
    assert (row["slug"], row["stage"], row["without_appearance"]) == ("wanted", "accepted", True)


def test_every_other_list_is_exported_as_it_is_shown(alice_desk: Desk) -> None:
    factories.entity(name={"en": "=HYPERLINK(1)"})
    assert "'=HYPERLINK(1)" in exported(alice_desk, Entity)
    factories.article(title="Harga beras")
    assert "Harga beras" in exported(alice_desk, Article)


def test_the_list_offers_it_with_its_filters(alice_desk: Desk) -> None:
    factories.claim()
    page = alice_desk.open("/admin/claims/claim/", stage__exact="accepted").content.decode()
    assert "/admin/claims/claim/export.csv?stage__exact=accepted" in page


def test_unknown_forms_filters_and_people_are_refused(alice_desk: Desk, charlie_desk: Desk) -> None:
    assert alice_desk.open("/admin/claims/claim/export.xlsx").status_code == 404
    assert alice_desk.open("/admin/claims/claim/export.csv", colour="red").status_code == 302
    assert charlie_desk.open("/admin/claims/claim/export.csv").status_code == 403


def test_a_long_list_is_read_by_the_hundred(alice_desk: Desk) -> None:
    def queries(count: int) -> int:
        for _number in range(count):
            factories.checkable_claim()
        with CaptureQueriesContext(connection) as captured:
            exported(alice_desk, Claim)
        return len(captured)

    assert queries(2) == pytest.approx(queries(6), abs=1)
