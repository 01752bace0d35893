import re
from datetime import date

import pytest
from django.test import Client

from claims.models import Publication
from claims.templatetags.public import text_fragment
from claims.workflow import attach_repeat, correct, publish_unverified, retract
from tests import factories

pytestmark = pytest.mark.django_db

NOTE = {"en": "We had misread the table.", "id": "Kami salah membaca tabel."}


def corrected() -> Publication:
    first = factories.published(rating="half-true")
    bob = factories.user("editor")
    assessment = factories.approved(first.claim, author=factories.user(), approver=bob, rating="false")
    return correct(assessment, by=bob, correction_type=Publication.CorrectionType.RATING_CHANGED, note=NOTE)


def test_the_verdict_comes_before_the_statement_and_the_reason(client: Client) -> None:
    publication = factories.published(rating="half-true")
    page = client.get(f"/en/claims/{publication.slug}/").content.decode()
    main = page[page.index("<main") :]
    places = [main.index(words) for words in ("Half true", "<h1>", "Prices rose, though less than said.")]
    assert places == sorted(places)


def test_a_claim_is_shown_in_the_readers_language(client: Client) -> None:
    publication = factories.published(rating="half-true")
    page = client.get(f"/id/claims/{publication.slug}/").content.decode()
    assert '<html lang="id"' in page
    assert "Setengah benar" in page
    assert "Prices rose, though less than said. (id)" in page


def test_a_text_in_another_language_says_so(client: Client) -> None:
    publication = factories.published(caveats={"id": "Hanya dalam bahasa Indonesia."})
    page = client.get(f"/en/claims/{publication.slug}/").content.decode()
    assert re.search(r'lang="id"[^>]*>\s*<p>Hanya dalam', page)


def test_the_quote_is_marked_in_its_context(client: Client) -> None:
    publication = factories.published()
    page = client.get(f"/en/claims/{publication.slug}/").content.decode()
    assert f"{factories.QUOTE}</mark> Pemerintah belum menanggapi." in page


def test_a_reader_learns_at_the_top_that_a_claim_was_corrected_and_what_it_said_before(client: Client) -> None:
    page = client.get(f"/en/claims/{corrected().slug}/").content.decode()
    head = page[page.index('<header class="claim-head') :].partition("</header>")[0]
    assert "Corrected on" in head
    assert "Before: Half true" in head
    assert "Corrected on" not in client.get(f"/en/claims/{factories.published().slug}/").content.decode()


def test_places_are_in_time_order_even_if_the_older_one_was_found_later(client: Client) -> None:
    claim = factories.published().claim
    bob = factories.user("editor")
    for year in (2025, 2021, 2023):
        article = factories.article(title=f"Repeated in {year}", published_on=date(year, 1, 1))
        snapshot = factories.snapshot(factories.QUOTE, article=article)
        attach_repeat(claim, snapshot=snapshot, start=0, end=len(factories.QUOTE), by=bob)
    page = client.get(f"/en/claims/{claim.slug}/").content.decode()
    assert re.findall(r"Repeated in (\d+)", page.partition("<main")[2]) == ["2021", "2023", "2025"]


def test_the_original_opens_at_the_quoted_words(client: Client) -> None:
    publication = factories.published()
    page = client.get(f"/en/claims/{publication.slug}/").content.decode()
    assert "#:~:text=Harga%20beras%20naik%20tiga%20kali" in page


@pytest.mark.parametrize(
    ("words", "directive"),
    [
        ("AS-Tiongkok, lima & enam", "AS%2DTiongkok%2C%20lima%20%26%20enam"),
        ("Satu dua.\n\nTiga empat.", "Satu%20dua.,Tiga%20empat."),
        ("x" * 130, f"{'x' * 60},{'x' * 60}"),
        ("awal " * 30 + "tengah" + " akhir" * 30, ",".join([("awal%20" * 12)[:-3], ("%20akhir" * 10)[3:]])),
    ],
)
def test_a_browser_is_told_where_a_quote_begins_and_ends(words: str, directive: str) -> None:
    assert text_fragment("https://news.example/a#b", words) == f"https://news.example/a#:~:text={directive}"


def test_evidence_is_grouped_by_stance_and_numbered_in_its_own_order(client: Client) -> None:
    claim = factories.checkable_claim()
    factories.evidence(claim, stance="context")
    slug = factories.published(claim).slug
    page = client.get(f"/en/claims/{slug}/").content.decode()
    groups = ["Supports the claim", "Speaks against the claim", "Gives context"]
    assert [page.index(group) for group in groups] == sorted(page.index(group) for group in groups)
    assert re.findall(r'id="evidence-(\d)"', page) == ["1", "2", "3"]


def test_confidential_evidence_shows_its_reason_and_no_source(client: Client) -> None:
    claim = factories.checkable_claim()
    factories.evidence(
        claim,
        source=factories.source(title="Hidden memo"),
        confidential=True,
        public_reason=factories.text("The person is at risk."),
    )
    slug = factories.published(claim).slug
    page = client.get(f"/en/claims/{slug}/").content.decode()
    assert "The person is at risk." in page
    assert "Hidden memo" not in page


def test_a_claim_without_a_verdict_says_that_it_is_being_checked(client: Client) -> None:
    claim = factories.checkable_claim(verification_status="in_progress")
    slug = publish_unverified(claim, by=factories.user("editor")).slug
    page = client.get(f"/en/claims/{slug}/").content.decode()
    assert "Being checked" in page
    assert "have not reached a verdict yet" in page
    assert "Written by" not in page


def test_the_people_and_the_place_in_the_record_are_named(client: Client) -> None:
    publication = factories.published()
    page = client.get(f"/en/claims/{publication.slug}/").content.decode()
    assert "Written by <b>Alice</b>, approved by <b>Bob</b>." in page
    assert publication.digest in page


def test_parts_show_their_verdicts_and_lead_back(client: Client) -> None:
    parent = factories.published().claim
    child = factories.checkable_claim(parent=parent)
    factories.published(child, rating="false")
    page = client.get(f"/en/claims/{parent.slug}/").content.decode()
    assert f'href="/en/claims/{child.slug}/"' in page[page.index("Its parts") :]
    page = client.get(f"/en/claims/{child.slug}/").content.decode()
    assert f'href="/en/claims/{parent.slug}/"' in page[page.index("Part of the claim") :]


def test_a_version_names_the_parts_of_its_time_without_todays_verdicts(client: Client) -> None:
    claim = factories.checkable_claim()
    child = factories.published(factories.checkable_claim(parent=claim), rating="false")
    factories.published(claim, rating="half-true")
    page = client.get(f"/en/claims/{claim.slug}/v/1/").content.decode()
    parts = page[page.index("Its parts") : page.index("Who says it")]
    assert f'href="/en/claims/{child.slug}/"' in parts
    assert "verdict-label" not in parts


def test_caveats_are_shown_without_a_reasoning_too(client: Client) -> None:
    publication = factories.published(reasoning={}, caveats={"en": "The table is missing."})
    assert "The table is missing." in client.get(f"/en/claims/{publication.slug}/").content.decode()


def test_a_retracted_claim_shows_its_old_verdicts_only_as_those_of_its_versions(client: Client) -> None:
    publication = factories.published(rating="true")
    retract(publication.claim, note=NOTE, by=factories.user("editor"))
    page = client.get(f"/en/claims/{publication.slug}/").content.decode()
    head = page[page.index("<main") : page.index("What stays readable")]
    assert re.findall(r'verdict-label">([^<]+)<', head) == ["Retracted"]


def test_what_is_shared_carries_the_verdict_the_statement_and_the_reason(client: Client) -> None:
    publication = factories.published(factories.checkable_claim(statement=factories.text("Fish fly.")), rating="false")
    page = client.get(f"/en/claims/{publication.slug}/").content.decode()
    assert '<meta property="og:title" content="False: Fish fly.">' in page
    assert '<meta property="og:description" content="Prices rose, though less than said.">' in page


def test_a_correction_stands_on_the_claim_and_the_old_version_at_its_address(client: Client) -> None:
    publication = corrected()
    page = client.get(f"/en/claims/{publication.slug}/").content.decode()
    assert "We had misread the table." in page
    answer = client.get(f"/en/claims/{publication.slug}/v/1/")
    old = answer.content.decode()
    assert "It has been replaced." in old
    assert "Half true" in old
    assert 'name="robots" content="noindex"' in old
    assert f'<http://127.0.0.1:8000/en/claims/{publication.slug}/>; rel="latest-version"' in answer["Link"]
    assert f'rel="canonical" href="http://127.0.0.1:8000/en/claims/{publication.slug}/"' in old


def test_the_newest_version_says_that_it_is_current(client: Client) -> None:
    publication = corrected()
    page = client.get(f"/id/claims/{publication.slug}/v/2/").content.decode()
    assert "Ini versi yang berlaku." in page
    assert "Kami salah membaca tabel." in page


@pytest.mark.parametrize("address", ["v/0/", "v/2/", "v/99999999999999999999/"])
def test_a_version_that_never_was_is_a_404(client: Client, address: str) -> None:
    slug = factories.published().slug
    assert client.get(f"/en/claims/{slug}/{address}").status_code == 404


def test_a_draft_has_no_page(client: Client) -> None:
    draft = factories.approved(author=factories.user(), approver=factories.user("editor"))
    answer = client.get(f"/en/claims/{draft.claim.slug}/")
    assert answer.status_code == 404
    assert "There is no published claim at this address." in answer.content.decode()


def test_the_address_without_a_language_leads_to_the_readers(client: Client) -> None:
    slug = factories.published().slug
    answer = client.get(f"/claims/{slug}/", headers={"accept-language": "id"})
    assert (answer.status_code, answer["Location"]) == (302, f"/id/claims/{slug}/")


def test_search_engines_are_told_of_both_languages(client: Client) -> None:
    slug = factories.published().slug
    page = client.get(f"/id/claims/{slug}/").content.decode()
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/id/claims/{slug}/">' in page
    for language, path in (("id", "id"), ("en", "en"), ("x-default", "en")):
        assert f'hreflang="{language}" href="http://127.0.0.1:8000/{path}/claims/{slug}/"' in page


def test_a_claim_shows_whether_it_is_due_for_another_look(client: Client) -> None:
    due = factories.published(review_due="2020-01-01").slug
    later = factories.published(review_due="2999-01-01").slug
    assert "Due for another look since" in client.get(f"/en/claims/{due}/").content.decode()
    assert "Not due for another look before" in client.get(f"/en/claims/{later}/").content.decode()


def test_neighbours_are_shown_with_the_verdicts_they_have_now(client: Client) -> None:
    parent = factories.published(rating="mostly-false").claim
    other = factories.published(rating="unproven").claim
    claim = factories.checkable_claim(parent=parent)
    claim.relations.create(kind="contradicts", to_claim=other)
    page = client.get(f"/en/claims/{factories.published(claim, rating='true').slug}/").content.decode()
    assert re.search(r'class="parent">.*?Mostly false.*?</p>', page, re.DOTALL)
    assert re.search(r"Contradicts:.*?Unproven.*?</li>", page, re.DOTALL)


def test_a_reader_can_hand_the_verdict_on_and_look_for_copies(client: Client) -> None:
    slug = factories.published(rating="half-true").slug
    page = client.get(f"/en/claims/{slug}/").content.decode()
    assert 'href="https://wa.me/?text=Half%20true%3A%20' in page
    assert "https://web.archive.org/web/*/https://" in page
