import json
from typing import Any

import pytest

from claims.models import Claim, Publication
from claims.record import compare_versions, history
from claims.record.comparison import Comparison
from claims.workflow import correct, schedule_review
from tests import factories
from tests.versions import NOTE, corrected, redacted, versions_of

pytestmark = pytest.mark.django_db


def compared(claim: Claim, old: int = 1, new: int = 2) -> Comparison:
    rows = versions_of(claim)
    known = history(claim.slug)
    assert known is not None
    return compare_versions(rows[old - 1], rows[new - 1], known.newest.redactions)


def change(comparison: Comparison, field: str) -> Any:
    return next((change for change in comparison["changes"] if change["field"] == field), None)


def corrected_after(edit: Any, **fields: Any) -> Claim:
    claim = factories.published(**fields).claim
    edit(claim)
    bob = factories.user("editor")
    assessment = factories.approved(claim, author=factories.user(), approver=bob)
    correct(assessment, by=bob, correction_type="minor", note=NOTE)
    return claim


def test_a_changed_rating_comes_first_with_the_old_and_the_new_one() -> None:
    comparison = compared(corrected(before="half-true", after="false"))
    assert comparison["rating_changed"]
    first: Any = comparison["changes"][0]
    assert (first["field"], first["old"]["slug"], first["new"]["slug"]) == ("rating", "half-true", "false")
    assert comparison["new"]["note"] == NOTE


def test_a_text_is_compared_word_by_word_in_each_language() -> None:
    summary = {"en": "Prices rose, and more than said.", "id": "Harga naik."}
    found = change(compared(corrected(summary=summary)), "summary")
    english, indonesian = (next(one for one in found["languages"] if one["language"] == code) for code in ("en", "id"))
    assert [part for part in english["parts"] if part["kind"] != "equal"] == [
        {"kind": "delete", "text": "though less"},
        {"kind": "insert", "text": "and more"},
    ]
    kept = "".join(part["text"] for part in indonesian["parts"] if part["kind"] != "delete")
    assert kept == "Harga naik."


def test_what_did_not_change_is_not_named() -> None:
    comparison = compared(corrected(before="half-true", after="half-true"))
    assert not comparison["rating_changed"]
    assert {one["field"] for one in comparison["changes"]} <= {"people"}


def test_evidence_is_added_removed_and_changed_by_its_source() -> None:
    def edit(claim: Claim) -> None:
        first, second = claim.evidence.order_by("position")
        first.locator = "page 4"
        first.save()
        second.delete()
        factories.evidence(claim, stance="context", source=factories.source(slug="weather"))

    found = change(compared(corrected_after(edit)), "evidence")
    assert [row["source"]["slug"] for row in found["added"]] == ["weather"]
    assert [row["stance"] for row in found["removed"]] == ["refutes"]
    assert found["changed"][0]["changes"] == [{"type": "value", "field": "locator", "old": None, "new": "page 4"}]


def test_two_items_from_one_source_are_told_apart() -> None:
    def edit(claim: Claim) -> None:
        claim.evidence.filter(quote="three times").update(quote="thrice")

    claim = factories.checkable_claim()
    factories.evidence(claim, source=claim.evidence.get(quote="three times").source)
    found = change(compared(corrected_after(edit, owner=claim)), "evidence")
    assert (len(found["changed"]), found["added"], found["removed"]) == (1, [], [])
    assert found["changed"][0]["old"]["quote"] == "three times"


def test_a_repeat_is_an_added_appearance() -> None:
    found = change(
        compared(corrected_after(lambda claim: factories.appearance(claim, occurrence="repeat"))), "appearances"
    )
    assert len(found["added"]) == 1


def test_the_same_rows_in_another_order_are_said_to_be_so() -> None:
    def edit(claim: Claim) -> None:
        first, second = claim.evidence.order_by("position")
        claim.evidence.filter(pk=first.pk).update(position=9)
        claim.evidence.filter(pk=second.pk).update(position=1)

    assert change(compared(corrected_after(edit)), "evidence")["reordered"]


def test_dates_of_the_verdict_are_values() -> None:
    claim = factories.published().claim
    schedule_review(
        claim, review_due=None, expires_on=claim.created_at.date().replace(year=2999), by=factories.user("editor")
    )
    found = change(compared(claim), "expires_on")
    assert found["old"] is None
    assert found["new"].startswith("2999-")


def test_a_field_that_older_documents_do_not_know_is_no_change() -> None:
    old, new = versions_of(corrected(before="half-true", after="half-true"))
    for field in ("expires_on", "panel", "redactions", "merged_into"):
        del old.document[field], old.leaves[field]
    assert {one["field"] for one in compare_versions(old, new, [])["changes"]} <= {"people"}


def test_zero_is_not_taken_for_nothing() -> None:
    old, new = versions_of(corrected(before="half-true", after="half-true"))
    old.document["checkworthiness"], new.document["checkworthiness"] = None, 0.0
    assert any(one["field"] == "checkworthiness" for one in compare_versions(old, new, [])["changes"])


@pytest.mark.parametrize(("old", "new"), [(1, 2), (1, 3), (2, 3)])
def test_a_redacted_field_says_so_and_nothing_else(old: int, new: int) -> None:
    claim = redacted("summary", "evidence")
    comparison = compared(claim, old, new)
    for field in ("summary", "evidence"):
        found = change(comparison, field)
        assert (found["type"], found["version"]) == ("redacted", 3)
        assert found["reason"]["en"] == "By order of a court."


def test_the_result_is_plain_json() -> None:
    claim = redacted("summary")
    for old, new in ((1, 2), (2, 3)):
        assert json.loads(json.dumps(compared(claim, old, new)))["slug"] == claim.slug


def test_comparing_reads_nothing_more(django_assert_num_queries: Any) -> None:
    old, new = Publication.objects.filter(claim=corrected()).order_by("version")
    with django_assert_num_queries(0):
        compare_versions(old, new, [])
