"""GET /api/v1/corrections/ and /api/v1/stats/"""

import pytest
from django.test import Client

from claims.models import Publication
from claims.workflow import correct, merge, redact, retract
from tests import factories

pytestmark = pytest.mark.django_db

NOTE = factories.text("We had misread the table.")


@pytest.fixture
def history() -> dict[str, Publication]:
    """One claim corrected, one retracted, one redacted, one merged into the first."""
    editor = factories.user("editor")
    first, second, third, fourth = (factories.published(rating="half-true") for _ in range(4))
    assessment = factories.approved(first.claim, author=factories.user(), approver=editor, rating="false")
    changed = Publication.CorrectionType.RATING_CHANGED
    return {
        "correction": correct(assessment, by=editor, correction_type=changed, note=NOTE),
        "retraction": retract(second.claim, note=NOTE, by=editor),
        "redaction": redact(third.claim, fields=["summary"], note=NOTE, by=factories.user("administrator")),
        "merge": Publication.objects.filter(claim=merge(fourth.claim, into=first.claim, by=editor), kind="merge").get(),
    }


def test_everything_that_was_corrected_is_listed_newest_first(
    client: Client, history: dict[str, Publication], django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        results = client.get("/api/v1/corrections/").json()["results"]
    assert [row["kind"] for row in results] == ["redaction", "retraction", "correction"]
    correction = results[-1]
    assert correction["note"] == NOTE
    assert (correction["rating_before"]["slug"], correction["rating_after"]["slug"]) == ("half-true", "false")
    assert (results[1]["rating_before"]["slug"], results[1]["rating_after"]) == ("half-true", None)
    assert client.get(correction["version_url"]).json()["envelope"]["number"] == history["correction"].number


def test_corrections_are_filtered_by_kind_type_and_claim(client: Client, history: dict[str, Publication]) -> None:
    def numbers(query: str) -> list[int]:
        return [row["number"] for row in client.get(f"/api/v1/corrections/?{query}").json()["results"]]

    assert numbers("kind=retraction") == [history["retraction"].number]
    assert numbers("correction_type=rating-changed") == [history["correction"].number]
    assert numbers("correction_type=minor") == []
    assert numbers(f"claim={history['redaction'].slug}") == [history["redaction"].number]
    for query in ("kind=initial", "correction_type=x", "claim=%00"):
        assert client.get(f"/api/v1/corrections/?{query}").status_code == 400


def test_figures_count_what_stands(client: Client, history: dict[str, Publication]) -> None:
    stats = client.get("/api/v1/stats/").json()
    assert stats["publications"] == Publication.objects.count()
    assert stats["claims"] == 2
    assert stats["claims_by_status"] == {"verified": 2}
    assert stats["claims_by_rating"] == {"false": 1, "half-true": 1}
    assert stats["evidence_by_stance"] == {"refutes": 2, "supports": 2}
    assert stats["corrections_by_type"] == {"rating-changed": 1}
    assert (stats["retractions"], stats["merges"], stats["redactions"]) == (1, 1, 1)
    assert sum(stats["claims_by_month"].values()) == 2


def test_figures_follow_a_publication_at_once(client: Client) -> None:
    factories.published()
    assert client.get("/api/v1/stats/").json()["claims"] == 1
    factories.published()
    assert client.get("/api/v1/stats/").json()["claims"] == 2
