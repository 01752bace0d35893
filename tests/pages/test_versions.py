"""Old versions, the claim as it stood, what changed between two versions, and citations."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from claims.record import utc_timestamp
from claims.workflow import correct
from tests import factories
from tests.versions import NOTE, corrected, merged, redacted, retracted, versions_of

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


def main_of(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def links(answer: Any) -> dict[str, str]:
    return {relation: address for address, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', answer["Link"])}


def verdicts(page: str) -> list[str]:
    return re.findall(r'verdict-label">([^<]+)<', page)


def test_an_old_version_keeps_its_verdict_and_tells_what_became_of_it(client: Client) -> None:
    slug = corrected(before="half-true", after="false").slug
    page = main_of(client, f"/en/claims/{slug}/v/1/")
    banner, body = page.split('<article class="claim-page">')
    for words in ("It has been replaced.", "Version 2 replaced it on", "Correction:", "We had misread the table."):
        assert words in banner
    assert verdicts(banner) == ["Half true", "False"]
    assert verdicts(body)[0] == "Half true"
    assert f'href="/en/claims/{slug}/"' in banner
    assert f'href="/en/claims/{slug}/diff/?from=1&amp;to=2"' in banner


def test_a_version_whose_verdict_stands_says_so(client: Client) -> None:
    slug = corrected(before="false", after="false").slug
    assert "The verdict has not changed since." in main_of(client, f"/en/claims/{slug}/v/1/")


def test_a_version_leads_machines_to_its_neighbours(client: Client) -> None:
    claim = corrected()
    first, second = versions_of(claim)
    page = f"{SITE}/en/claims/{claim.slug}"
    answer = client.get(f"/en/claims/{claim.slug}/v/1/")
    assert answer["Memento-Datetime"] == http_date(first.published_at.timestamp())
    assert links(answer) == {
        "original": f"{page}/",
        "latest-version": f"{page}/",
        "version-history": f"{page}/#versions",
        "successor-version": f"{page}/v/2/",
    }
    answer = client.get(f"/en/claims/{claim.slug}/v/2/")
    assert answer["Memento-Datetime"] == http_date(second.published_at.timestamp())
    assert links(answer)["predecessor-version"] == f"{page}/v/1/"
    assert "successor-version" not in links(answer)


def test_corrections_stand_on_the_claim_with_both_ratings_and_the_diff(client: Client) -> None:
    slug = corrected(before="half-true", after="false").slug
    page = main_of(client, f"/en/claims/{slug}/")
    part = page[page.index('id="corrections"') :]
    assert verdicts(part) == ["Half true", "False"]
    assert "rating changed" in part
    assert "We had misread the table." in part
    assert f'href="/en/claims/{slug}/diff/?from=1&amp;to=2"' in part


def test_a_claim_is_shown_as_it_stood(client: Client) -> None:
    claim = corrected(before="half-true", after="false")
    first, second = versions_of(claim)
    for publication, verdict in ((first, "Half true"), (second, "False")):
        answer = client.get(f"/en/claims/{claim.slug}/", {"as_of": utc_timestamp(publication.published_at)})
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "This is the record as it stood on" in page
        assert verdicts(page.split('<article class="claim-page">')[1])[0] == verdict
        assert answer["Content-Location"] == f"{SITE}/en/claims/{claim.slug}/v/{publication.version}/"
        assert answer["Memento-Datetime"] == http_date(publication.published_at.timestamp())
        assert links(answer)["original"] == f"{SITE}/en/claims/{claim.slug}/"
        assert f'href="/en/claims/{claim.slug}/">To the current version' in page


def test_before_the_first_publication_there_is_a_404_that_says_when_it_was(client: Client) -> None:
    slug = factories.published().slug
    answer = client.get(f"/en/claims/{slug}/?as_of=2020-01-01")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert re.search(r"first published on \d+ \w+ \d{4}, \d\d:\d\d UTC", page)
    assert f'<a href="/en/claims/{slug}/">To the current version' in page


@pytest.mark.parametrize("given", ["", "yesterday", "2026-02-30", "2999-01-01", "2026-01-01T10:00"])
def test_what_is_no_moment_of_the_past_is_a_400(client: Client, given: str) -> None:
    slug = factories.published().slug
    answer = client.get(f"/en/claims/{slug}/", {"as_of": given})
    assert answer.status_code == 400
    assert "“" in answer.content.decode()


def test_a_claim_that_never_was_has_no_past(client: Client) -> None:
    for address in ("?as_of=2026-01-01", "diff/", "v/1/cite/"):
        assert client.get(f"/en/claims/never-heard-of/{address}").status_code == 404


def test_readers_choose_a_day_in_a_form(client: Client) -> None:
    slug = factories.published().slug
    today = timezone.now().date().isoformat()
    page = client.get(f"/en/claims/{slug}/").content.decode()
    assert re.search(rf'<input id="as-of" type="date" name="as_of" required min="{today}" max="{today}"', page)
    assert client.get(f"/en/claims/{slug}/?as_of={today}").status_code == 200


def test_the_parts_of_that_time_come_from_that_version(client: Client) -> None:
    claim = factories.checkable_claim()
    child = factories.published(factories.checkable_claim(parent=claim)).claim
    moment = utc_timestamp(factories.published(claim).published_at)
    factories.published(factories.checkable_claim(parent=claim, slug="later-part"))
    assert "later-part" in main_of(client, f"/en/claims/{claim.slug}/")
    page = client.get(f"/en/claims/{claim.slug}/", {"as_of": moment}).content.decode()
    assert "later-part" not in page
    assert f"/en/claims/{child.slug}/" in page


def test_a_parameter_that_a_claim_does_not_know_is_refused_but_a_shared_link_works(client: Client) -> None:
    slug = factories.published().slug
    assert client.get(f"/en/claims/{slug}/?version=1").status_code == 400
    assert client.get(f"/en/claims/{slug}/?fbclid=x").status_code == 200


def test_a_diff_shows_words_taken_out_and_added_without_colour(client: Client) -> None:
    summary = {"en": "Prices rose, and more than said.", "id": "Harga naik."}
    slug = corrected(summary=summary).slug
    page = main_of(client, f"/en/claims/{slug}/diff/?from=1&to=2")
    assert '<del><span class="unseen">[taken out: </span>though less<span class="unseen">]</span></del>' in page
    assert '<ins><span class="unseen">[added: </span>and more<span class="unseen">]</span></ins>' in page
    assert verdicts(page)[:2] == ["Half true", "False"]
    assert "We had misread the table." in page


def test_a_diff_names_added_removed_and_changed_evidence(client: Client) -> None:
    claim = factories.published(rating="false").claim
    first, second = claim.evidence.order_by("position")
    first.locator = "page 4"
    first.save()
    second.delete()
    factories.evidence(claim, stance="context", source=factories.source(title="The weather"))
    bob = factories.user("editor")
    assessment = factories.approved(claim, author=factories.user(), approver=bob, rating="false")
    correct(assessment, by=bob, correction_type="minor", note=NOTE)
    page = main_of(client, f"/en/claims/{claim.slug}/diff/")
    for words in ("<ins><bdi", "The weather", "<del><bdi", second.source.title, "Place in the source", "page 4"):
        assert words in page


def test_each_version_but_the_first_leads_to_what_it_changed(client: Client) -> None:
    slug = corrected().slug
    page = main_of(client, f"/en/claims/{slug}/")
    listed = page[page.index('<ol class="versions"') :]
    assert listed.count(f"/en/claims/{slug}/diff/") == 1
    assert f'href="/en/claims/{slug}/diff/?from=1&amp;to=2"' in listed


@pytest.mark.parametrize("query", ["from=2&to=1", "from=1&to=9", "from=x", "to=", "from=1&to=2&to=2", "version=1"])
def test_versions_that_cannot_be_compared_are_a_400(client: Client, query: str) -> None:
    slug = corrected().slug
    assert client.get(f"/en/claims/{slug}/diff/?{query}").status_code == 400


def test_a_redacted_field_of_an_old_version_says_when_and_why(client: Client) -> None:
    claim = redacted("summary", "reasoning", "evidence", "statement", "claimant", "appearances")
    for version in (1, 2):
        page = main_of(client, f"/en/claims/{claim.slug}/v/{version}/")
        assert page.count("Removed for legal reasons on") == 6
        assert "By order of a court." in page
        assert "[Statement removed for legal reasons]" in page
    page = main_of(client, f"/en/claims/{claim.slug}/")
    assert "Removed for legal reasons on" in page
    page = main_of(client, f"/en/claims/{claim.slug}/diff/?from=1&to=2")
    assert page.count("What it said cannot be compared.") == 6


def test_a_citation_has_three_forms_ready_to_copy(client: Client) -> None:
    slug = corrected().slug
    page = main_of(client, f"/id/claims/{slug}/v/1/cite/")
    assert page.count('<pre class="copy"') == 3
    assert f"@misc{{{slug}-v1," in page
    assert f"{SITE}/claims/{slug}/v/1/" in page
    assert "Versi ini sudah diganti." in page
    assert client.get(f"/en/claims/{slug}/v/3/cite/").status_code == 404


def test_hostile_words_stay_words_in_every_view(client: Client) -> None:
    hostile = "<script>alert('x')</script> </pre> \u202e ]]>"
    claim = factories.checkable_claim(statement=factories.text(hostile, hostile))
    slug = corrected(claim, summary=factories.text(hostile, hostile), reasoning=factories.text(hostile, hostile)).slug
    for address in ("diff/", "v/1/cite/", "v/2/cite/", "v/1/"):
        assert "<script>alert" not in client.get(f"/en/claims/{slug}/{address}").content.decode()


@pytest.mark.parametrize(("days", "words"), [(-1, "Expired on"), (0, "Valid until"), (30, "Valid until")])
def test_a_verdict_says_until_when_it_holds(client: Client, days: int, words: str) -> None:
    publication = factories.published(expires_on=timezone.now().date() + timedelta(days=days))
    assert words in main_of(client, f"/en/claims/{publication.slug}/")


def test_versions_ask_the_database_few_times(client: Client, django_assert_num_queries: Any) -> None:
    claim = redacted("summary", owner=corrected())
    asked = {"": 3, "v/1/": 3, "diff/?from=1&to=2": 3, "v/1/cite/": 3, "?as_of=2020-01-01": 2}
    for address, queries in asked.items():
        with django_assert_num_queries(queries):
            client.get(f"/en/claims/{claim.slug}/{address}")


def test_the_versions_of_a_retracted_or_merged_claim_stay_readable_with_a_banner(client: Client) -> None:
    gone, into = retracted(), factories.published().claim
    for claim, words in ((gone, "This claim was retracted on"), (merged(into), "This claim was merged into")):
        for version in (1, 2):
            answer = client.get(f"/en/claims/{claim.slug}/v/{version}/")
            assert answer.status_code == 200
            assert words in answer.content.decode()
