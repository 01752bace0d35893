"""Lists at the desk: every page in the one order, whichever end it is read from, and the dates to choose from."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, Source, Topic
from tests import factories
from tests.admin.desk import Desk

pytestmark = pytest.mark.django_db
LIST = reverse("admin:claims_claim_changelist")


def claims(count: int) -> None:
    Claim.objects.bulk_create(
        Claim(slug=f"claim-{number}", statement=factories.text(f"Statement {number}"), without_appearance=True)
        for number in range(count)
    )


def shown(desk: Desk, page: int, **query: Any) -> list[str]:
    return [row.slug for row in desk.open(LIST, p=page, **query).context["cl"].result_list]


@pytest.mark.parametrize("order", ["", "1", "-1", "7", "-7.1", "4"])
def test_the_pages_laid_end_to_end_are_the_list(order: str, alice_desk: Desk) -> None:
    claims(230)
    query = {"o": order} if order else {}
    listed = alice_desk.open(LIST, **query).context["cl"].queryset
    pages = [slug for page in range(1, 6) for slug in shown(alice_desk, page, **query)]
    assert pages == [row.slug for row in listed]
    assert len(pages) == 230


def test_the_last_page_needs_no_more_queries_than_the_first(
    alice_desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    claims(230)
    alice_desk.open(LIST)
    with django_assert_max_num_queries(12) as first:
        alice_desk.open(LIST)
    with django_assert_max_num_queries(len(first)):
        alice_desk.open(LIST, p=5)
    with django_assert_max_num_queries(12):
        alice_desk.open(LIST, p=5, q="Statement")


def test_a_claim_of_two_chosen_topics_is_listed_once(alice_desk: Desk) -> None:
    topics = [Topic.objects.create(slug=slug, name=factories.text(slug)) for slug in ("food", "prices", "sport")]
    claim = factories.claim()
    claim.topics.add(*topics[:2])
    factories.claim().topics.add(topics[2])
    keys = ",".join(str(topic.pk) for topic in topics[:2])
    assert shown(alice_desk, 1, topics__id__in=keys) == [claim.slug]


@pytest.mark.parametrize(
    ("first", "last", "choices"),
    [
        ("2022-05-01", "2024-02-03", ["2022", "2023", "2024"]),
        ("2024-02-28", "2024-04-01", ["February 2024", "March 2024", "April 2024"]),
        ("2024-02-28", "2024-03-01", ["February 2024", "March 2024"]),
        ("2024-02-27", "2024-02-28", ["February 27", "February 28"]),
    ],
)
def test_the_dates_to_choose_from(first: str, last: str, choices: list[str], alice_desk: Desk) -> None:
    for day in (first, last):
        moment = datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
        Claim.objects.filter(pk=factories.claim().pk).update(created_at=moment)
    answer = alice_desk.open(LIST, stage__exact="accepted")
    dates = next(context for context in answer.context if "choices" in context and "back" in context)["choices"]
    assert [choice["title"] for choice in dates] == choices
    narrowed = alice_desk.client.get(LIST + dates[-1]["link"])
    assert narrowed.context["cl"].result_count == 1
    assert "stage__exact=accepted" in dates[-1]["link"]


def test_a_list_without_rows_or_dates_is_shown(alice_desk: Desk) -> None:
    for address in (LIST, reverse("admin:claims_source_changelist")):
        assert alice_desk.open(address).status_code == 200
    Source.objects.filter(pk=factories.source().pk).update(published_on=None)
    assert alice_desk.open(reverse("admin:claims_source_changelist")).status_code == 200
