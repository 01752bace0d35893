"""Which version stood when, what each verdict was, what was removed, and where a merged claim went."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Claim, PublishedClaim
from claims.record import (
    History,
    NoComparison,
    NoMoment,
    compared_pair,
    history,
    merge_target,
    parse_moment,
    removed_fields,
)
from claims.record.document import RedactionDocument
from claims.workflow import correct, merge
from tests import factories
from tests.versions import FORGERY, NOTE, corrected, merged, redacted, retracted, versions_of

pytestmark = pytest.mark.django_db


def known(claim: Claim) -> History:
    found = history(claim.slug)
    assert found is not None
    return found


def test_a_claim_that_was_never_published_has_no_history() -> None:
    assert history("never-heard-of") is None


def test_a_history_takes_one_query_however_long_it_is(django_assert_num_queries: Any) -> None:
    claim = corrected()
    with django_assert_num_queries(1):
        assert [one.version for one in known(claim).versions] == [2, 1]


def test_the_version_that_stood_is_the_last_one_published_until_then() -> None:
    claim = corrected()
    first, second = (row.published_at for row in versions_of(claim))
    found = known(claim)
    assert found.at(first - timedelta(microseconds=1)) is None
    for moment, version in ((first, 1), (second - timedelta(microseconds=1), 1), (second, 2)):
        standing = found.at(moment)
        assert standing is not None
        assert standing.version == version


@pytest.mark.parametrize("version", [0, -1, 3])
def test_a_version_that_never_was_is_not_found(version: int) -> None:
    assert known(corrected()).get(version) is None


def test_changes_of_the_verdict_are_told_from_a_version_on() -> None:
    claim = retracted(corrected(before="half-true", after="false"))
    changes = known(claim).verdict_changes()
    assert [(one.before.verdict, one.after.verdict) for one in changes] == [
        (("verified", "half-true"), ("verified", "false")),
        (("verified", "false"), ("retracted", "")),
    ]
    assert [one.after.version for one in known(claim).verdict_changes(after=2)] == [3]
    assert known(claim).verdict_changes(after=3) == []


def test_a_retraction_is_in_force_until_a_correction_brings_a_verdict_back() -> None:
    claim = retracted()
    retraction = known(claim).retraction
    assert retraction is not None
    assert retraction.note == FORGERY
    bob = factories.user("editor")
    again = factories.approved(claim, author=factories.user(), approver=bob, rating="false")
    correct(again, by=bob, correction_type="rating-changed", note=NOTE)
    assert known(claim).retraction is None


def test_a_merged_claim_leads_to_where_it_is_now() -> None:
    last, middle = factories.published().claim, factories.published().claim
    first = merged(middle)
    merge(middle, into=last, by=factories.user("editor"))
    target = merge_target(PublishedClaim.objects.get(slug=first.slug))
    assert target is not None
    assert target["slug"] == last.slug
    assert merge_target(PublishedClaim.objects.get(slug=last.slug)) is None


def test_a_forged_circle_of_merges_still_ends() -> None:
    one, other = (factories.published() for _ in range(2))
    for row, target in ((one, other), (other, one)):
        document = {**row.document, "merged_into": {"slug": target.slug, "statement": {}}}
        PublishedClaim.objects.filter(slug=row.slug).update(document=document, merged_into=target.slug)
    target = merge_target(PublishedClaim.objects.get(slug=one.slug))
    assert target is not None


def test_removed_fields_are_named_with_the_redaction_that_took_them() -> None:
    claim = redacted("summary", "claimant")
    for row in versions_of(claim):
        removed = removed_fields(row.document, row.version, known(claim).newest.redactions)
        assert {field: one["version"] for field, one in removed.items()} == {"summary": 3, "claimant": 3}


def test_new_words_after_a_redaction_are_not_called_removed() -> None:
    claim = redacted("summary")
    bob = factories.user("editor")
    again = factories.approved(claim, author=factories.user(), approver=bob, rating="false")
    correct(again, by=bob, correction_type="minor", note=NOTE)
    newest = versions_of(claim)[-1]
    assert removed_fields(newest.document, newest.version, known(claim).newest.redactions) == {}


def test_a_field_that_was_always_empty_is_not_called_removed_before_its_redaction() -> None:
    redaction: RedactionDocument = {"version": 3, "fields": ["caveats"], "reason": {}, "published_at": ""}
    assert removed_fields({"caveats": {}}, 2, [redaction]) == {}


def test_without_names_the_newest_version_is_compared_with_the_one_before() -> None:
    found = known(retracted(corrected()))
    pair = compared_pair(found, None, None)
    assert [one.version for one in pair] == [2, 3]
    assert [one.version for one in compared_pair(found, "1", None)] == [1, 3]
    assert [one.version for one in compared_pair(found, None, "2")] == [1, 2]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("2", "1", "from"),
        ("1", "1", "from"),
        ("0", "2", "from"),
        ("x", "2", "from"),
        ("1", "3", "to"),
        ("1", "99999999999999999999", "to"),
        ("1", "", "to"),
        ("-1", "2", "from"),
        ("²", "2", "from"),
        (None, "1", "from"),
    ],
)
def test_a_pair_that_cannot_be_compared_names_the_wrong_one(old: str | None, new: str, wrong: str) -> None:
    with pytest.raises(NoComparison) as refusal:
        compared_pair(known(corrected()), old, new)
    assert refusal.value.parameter == wrong


def test_a_day_means_its_end_and_today_means_now() -> None:
    assert parse_moment("2026-01-01") == datetime(2026, 1, 1, 23, 59, 59, 999999, UTC)
    before = timezone.now()
    assert before <= parse_moment(before.date().isoformat()) <= timezone.now()


@pytest.mark.parametrize(
    "text", ["2026-01-01T10:00:00+07:00", "2026-01-01T10:00:00 07:00", "2026-01-01T03:00Z", "2026-01-01T03:00:00.000Z"]
)
def test_a_moment_has_a_zone(text: str) -> None:
    assert parse_moment(text) == datetime(2026, 1, 1, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "yesterday",
        "2026-13-01",
        "2026-02-30",
        "2026-01-01T10:00:00",
        "2026-01-01 10:00Z",
        "20260101",
        "0000-01-01",
        "0001-01-01T00:00:00+14:00",
        "２０２６-01-01",
        "2026-01-01T25:00Z",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(NoMoment, match="is no date"):
        parse_moment(text)


@pytest.mark.parametrize("text", [(date.today() + timedelta(days=2)).isoformat(), "9999-12-31", "9999-12-31T23:59:59Z"])  # noqa: DTZ011
def test_the_future_is_refused(text: str) -> None:
    with pytest.raises(NoMoment, match="future"):
        parse_moment(text)
