"""What readers find where a claim was retracted, merged or redacted."""

import re
from typing import Any

import pytest
from django.test import Client

from claims.models import Rating
from claims.record import utc_timestamp
from claims.workflow import approve, ask_panel, cast_vote, merge, publish, submit
from tests import factories
from tests.versions import corrected, merged, redacted, retracted, versions_of

pytestmark = pytest.mark.django_db


def test_a_retracted_claim_is_gone_and_says_when_and_why(client: Client) -> None:
    claim = retracted(corrected())
    answer = client.get(f"/en/claims/{claim.slug}/")
    assert answer.status_code == 410
    page = answer.content.decode()
    assert re.search(r"Retracted on <time", page)
    assert "The article was a forgery." in page
    assert claim.statement.data["en"] in page
    for version in (1, 2, 3):
        assert f'href="/en/claims/{claim.slug}/v/{version}/"' in page
    assert "Artikel itu palsu." in client.get(f"/id/claims/{claim.slug}/").content.decode()


def test_a_retracted_claim_is_still_shown_as_it_stood(client: Client) -> None:
    claim = retracted()
    first, last = versions_of(claim)
    then = client.get(f"/en/claims/{claim.slug}/", {"as_of": utc_timestamp(first.published_at)})
    assert then.status_code == 200
    assert "This claim was retracted on" in then.content.decode()
    now = client.get(f"/en/claims/{claim.slug}/", {"as_of": utc_timestamp(last.published_at)})
    assert re.findall(r'verdict-label">([^<]+)<', now.content.decode())[0] == "Retracted"


def test_a_merged_claim_leads_to_the_other_through_every_merge(client: Client) -> None:
    last, middle = factories.published().claim, factories.published().claim
    first = merged(middle)
    merge(middle, into=last, by=factories.user("editor"))
    for claim in (first, middle):
        answer = client.get(f"/id/claims/{claim.slug}/")
        assert (answer.status_code, answer["Location"]) == (301, f"/id/claims/{last.slug}/")


def test_the_newest_version_of_a_merged_claim_is_found_at_its_own_number(client: Client) -> None:
    claim = merged(factories.published().claim)
    answer = client.get(f"/en/claims/{claim.slug}/v/1/")
    address = f"http://127.0.0.1:8000/en/claims/{claim.slug}/v/2/"
    assert f'<{address}>; rel="latest-version"' in answer["Link"]
    assert f'<{address}#versions>; rel="version-history"' in answer["Link"]


def test_lists_figures_and_articles_leave_out_what_does_not_stand(client: Client) -> None:
    snapshot = factories.snapshot()
    claims = []
    for quote in ("tiga kali lipat", "Pemerintah belum menanggapi", "kemarau panjang"):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot, quote=quote)
        claims.append(factories.published(claim, rating="true").claim)
    standing, gone, moved = claims
    retracted(gone)
    merged(standing, moved)
    article = client.get(f"/en/articles/{snapshot.article.slug}/").content.decode()
    assert gone.slug not in article
    for address in ("claims/", "claims/?q=rice", "claims/?rating=true", f"claims/?article={snapshot.article.slug}", ""):
        page = client.get(f"/en/{address}").content.decode()
        cards = page[: page.index('id="corrections"')] if 'id="corrections"' in page else page
        assert f"/en/claims/{standing.slug}/" in cards, address
        assert f'href="/en/claims/{gone.slug}/"' not in cards, address
        assert f'href="/en/claims/{moved.slug}/"' not in cards, address
    assert "<dd>1</dd>" in client.get("/en/").content.decode()
    ratings = client.get("/en/ratings/").content.decode()
    assert re.search(r'rating=true">1 claim<', ratings)
    source = client.get(f"/en/sources/{standing.evidence.all()[0].source.slug}/")
    assert source.status_code == 200


def test_retracted_claims_are_listed_for_those_who_ask_for_them(client: Client) -> None:
    gone = retracted()
    page = client.get("/en/claims/?status=retracted").content.decode()
    assert f'href="/en/claims/{gone.slug}/"' in page
    moved = merged(factories.published().claim)
    assert f"/en/claims/{moved.slug}/" not in client.get("/en/claims/?status=retracted,verified").content.decode()


def test_the_front_page_tells_of_a_retraction(client: Client) -> None:
    claim = retracted()
    page = client.get("/en/").content.decode()
    told = page[page.index('id="corrections"') :]
    assert "The article was a forgery." in told
    assert f"/en/claims/{claim.slug}/v/2/" in told


def test_a_page_without_its_statement_says_why(client: Client) -> None:
    claim = redacted("statement", "summary", "appearances", "evidence")
    page = client.get(f"/en/claims/{claim.slug}/").content.decode()
    assert "[Statement removed for legal reasons]" in page
    assert "By order of a court." in page
    assert "This claim is known without an article." not in page
    assert "No evidence has been published" not in page


def test_a_tombstone_takes_three_queries(client: Client, django_assert_num_queries: Any) -> None:
    slug = retracted().slug
    with django_assert_num_queries(3):
        client.get(f"/en/claims/{slug}/")


def test_a_panel_shows_its_split_in_words(client: Client) -> None:
    alice, bob = factories.user(), factories.user("editor")
    assessment = ask_panel(factories.draft(author=alice), votes=3, publish_split=True, by=alice)
    assessment = submit(assessment, by=alice)
    for person, rating in (
        (bob, "half-true"),
        (factories.user("editor"), "half-true"),
        (factories.user("editor"), "false"),
    ):
        cast_vote(assessment, rating=Rating.objects.get(slug=rating), rationale="The report says so.", by=person)
    publication = publish(approve(assessment, by=bob), by=bob)
    page = client.get(f"/en/claims/{publication.slug}/").content.decode()
    assert "3 people voted, each without seeing the others:" in page
    assert re.search(r"Half true</bdi>: <b>2</b>", page)
