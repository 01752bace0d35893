"""Pages about people, topics and the newsroom's own work: all from the record."""

import csv
import io
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from claims.models import Claim
from claims.workflow import publish_unverified
from tests import factories
from tests.versions import corrected, redacted, retracted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Each test has a record of its own that begins at number 1, which is what kept names go by."""
    cache.clear()


@pytest.fixture
def claim() -> Claim:
    claim = factories.checkable_claim(
        claimant=factories.entity(name=factories.text("Dewi Sari")), claimed_on="2025-01-01"
    )
    claim.topics.add(factories.topic(name=factories.text("Food", "Pangan")))
    return factories.published(claim, rating="half-true").claim


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_name_shows_what_was_claimed_and_how_the_verdicts_fell(client: Client, claim: Claim) -> None:
    assert claim.claimant
    page = body(client, f"/en/names/{claim.claimant.slug}/")
    assert "Dewi Sari" in page
    assert f'href="/en/claims/{claim.slug}/"' in page
    assert "Half true" in page
    assert "do not measure anybody" in page


def test_nobody_is_shown_before_a_claim_that_names_them_is_published(client: Client) -> None:
    hidden = factories.checkable_claim(claimant=factories.entity(name=factories.text("Unpublished Person")))
    assert hidden.claimant
    assert client.get(f"/en/names/{hidden.claimant.slug}/").status_code == 404
    assert "Unpublished Person" not in body(client, "/en/names/")


def test_the_publisher_of_an_article_leads_to_its_claims(client: Client, claim: Claim) -> None:
    publisher = claim.appearances.get().snapshot.article.publisher
    assert claim.slug in body(client, f"/en/names/{publisher.slug}/")


def test_a_topic_shows_its_claims(client: Client, claim: Claim) -> None:
    topic = claim.topics.get()
    assert "Pangan" in body(client, "/id/topics/")
    assert claim.slug in body(client, f"/en/topics/{topic.slug}/")
    assert client.get("/en/topics/nowhere/").status_code == 404


def test_the_log_has_every_kind_of_correction_with_the_verdict_before_and_after(client: Client) -> None:
    corrected(before="half-true", after="false")
    retracted()
    redacted("summary")
    page = body(client, "/en/corrections/")
    assert page.count("row-title") == 4
    assert page.index("Half true") < page.index("False")
    assert "By order of a court." in page
    assert "The article was a forgery." in page


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("claims-by-topic", [["Food", "1", "1"]]),
        ("claims-by-claimant", [["organization", "1", "1"]]),
        ("evidence-by-claim", [["2", "1"]]),
        ("time-to-publish", [["within a week", "0"], ["within a month", "0"], ["within a year", "0"], ["later", "1"]]),
        ("publications-by-kind", [["First publication", "1"]]),
    ],
)
@pytest.mark.usefixtures("claim")
def test_each_figure_is_the_same_in_the_table_and_as_csv(client: Client, name: str, rows: list[list[str]]) -> None:
    table = csv.reader(io.StringIO(client.get(f"/en/figures/{name}.csv").content.decode()))
    assert list(table)[1:] == rows
    page = body(client, "/en/figures/")
    figure = page[page.index(f'id="{name}"') :].partition("</section>")[0]
    for label, number, *_ratings in rows:
        assert f"<bdi>{label}</bdi>" in figure
        assert f'class="number">{number}<' in figure


def test_verdicts_are_told_apart_in_the_picture_in_the_table_and_as_csv(client: Client) -> None:
    topic = factories.topic()
    for rating in ("false", "true", "false"):
        claim = factories.checkable_claim()
        claim.topics.add(topic)
        factories.published(claim, rating=rating)
    header, row = csv.reader(io.StringIO(client.get("/en/figures/claims-by-topic.csv").content.decode()))
    assert header[2:] == ["True", "False"]
    assert row[1:] == ["3", "1", "2"]
    page = body(client, "/en/figures/")
    figure = page[page.index('id="claims-by-topic"') :].partition("</section>")[0]
    assert re.findall(r'<rect class="verdict-(\d)" x="([\d.]+)" width="([\d.]+)"', figure) == [
        ("5", "0.00", "33.33"),
        ("1", "33.33", "66.67"),
    ]
    assert "<td>1</td><td>2</td>" in figure


def test_a_spreadsheet_takes_no_label_for_a_formula(client: Client) -> None:
    claim = factories.checkable_claim()
    claim.topics.add(factories.topic(name=factories.text("=1+1")))
    factories.published(claim)
    assert "'=1+1,1" in client.get("/en/figures/claims-by-topic.csv").content.decode()


def test_the_patterns_are_for_those_who_work_on_the_pages(client: Client, settings: Any) -> None:
    assert client.get("/en/patterns/").status_code == 404
    settings.DEBUG = True
    assert client.get("/en/patterns/").status_code == 200


def test_figures_of_an_empty_record_are_no_error(client: Client) -> None:
    assert "Nothing has been published yet." in body(client, "/en/figures/")


def test_the_method_has_versions_and_counts_the_claims_that_name_them(client: Client) -> None:
    publish_unverified(factories.checkable_claim(), by=factories.user("editor"))
    assert "1 published claim names this version" in body(client, "/en/method/1/")
    assert client.get("/en/method/99/").status_code == 404
