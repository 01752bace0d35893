"""A reader pastes a text and sees which of its sentences were checked."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client

from claims.accounts.request_counts import counts
from claims.models import ReaderReport
from claims.search import Reason, ReasonCode
from claims.search.in_words import differences
from claims.search.text_matching import LONGEST_TEXT_BYTES, MOST_SENTENCES
from tests import factories
from tests.slow_database import too_slow_to_read

pytestmark = pytest.mark.django_db

CHECK = "/en/check/"
FISH = "Fish can fly over the whole ocean."


@pytest.fixture(autouse=True)
def _nobody_has_asked() -> None:
    counts.forget()


def published(statement: str = FISH) -> str:
    claim = factories.checkable_claim(statement=factories.text(statement), appearances=False)
    return factories.published(claim, rating="false").slug


def pasted(client: Client, text: str, status: int = 200) -> str:
    answer = client.post(CHECK, {"text": text})
    assert answer.status_code == status
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    parser = html5lib.HTMLParser()
    parser.parse(page)
    assert parser.errors == []
    return page


def test_a_text_that_takes_too_long_comes_back_with_the_reason(client: Client) -> None:
    with too_slow_to_read("claims_publishedlanguage"):
        page = pasted(client, FISH, status=400)
    assert "The text is too heavy" in page
    assert FISH in page


def test_a_sentence_that_was_checked_is_marked_with_its_verdict_beside_it(client: Client) -> None:
    slug = published()
    page = pasted(client, f"Good morning!\r\n\r\n{FISH} And <b>that</b> is it.")
    [(css, words)] = re.findall(r'<mark class="([^"]*)" data-number="1">([^<]*)</mark>', page)
    assert words == FISH
    assert "verdict-1" in css or "verdict-false" in css
    assert "band-same-claim" in css
    assert f"/en/claims/{slug}/" in page
    assert "says the same" in page
    assert "&lt;b&gt;that&lt;/b&gt;" in page


def test_the_text_is_shown_whole_and_in_its_order(client: Client) -> None:
    published()
    text = f"First line\n\n{FISH}  Second here. Third (maybe)?\nLast line & end"
    body = pasted(client, text).partition('<div class="reading')[2].partition('<p class="fine">')[0]
    lines = [
        unescape(re.sub("<[^>]*>", "", line)) for line in re.findall(r'class="paragraph-text"[^>]*>(.*?)</p>', body)
    ]
    assert lines == [line.rstrip() for line in text.split("\n") if line.strip()]


def test_what_is_worth_checking_and_unchecked_can_be_suggested_without_a_trace_in_an_address(client: Client) -> None:
    sentence = "The ministry approved 46 new bridges in 2024."
    page = pasted(client, f"{sentence} What a lovely day!")
    assert f'<span class="unchecked" data-number="1">{sentence}</span>' in page
    assert "Not checked yet." in page
    assert "a number: 46" in page
    assert page.count('name="text" value=') == 1
    begun = client.post("/en/suggest/", {"begin": "1", "text": sentence})
    assert begun.status_code == 200
    assert f">\n{sentence}</textarea>" in begun.content.decode()
    assert not ReaderReport.objects.exists()


def test_the_address_of_a_known_article_is_as_good_as_its_text(client: Client) -> None:
    claim = factories.checkable_claim(statement=factories.text(factories.QUOTE, factories.QUOTE))
    factories.published(claim, rating="false")
    article = claim.appearances.get().snapshot.article
    page = pasted(client, f" {article.url}#top ")
    assert factories.QUOTE in re.findall(r"<mark[^>]*>([^<]*)</mark>", page)
    assert f"/en/articles/{article.slug}/" in page


def test_the_address_of_a_source_leads_to_its_claims(client: Client) -> None:
    claim = factories.checkable_claim()
    source = factories.evidence(claim, stance="refutes").source
    slug = factories.published(claim, rating="half-true").slug
    page = pasted(client, source.url)
    assert f"/en/sources/{source.slug}/" in page
    assert f"/en/claims/{slug}/" in page


def test_an_address_that_nobody_knows_is_not_fetched_and_says_what_to_do(client: Client) -> None:
    page = pasted(client, "https://elsewhere.example/", status=400)
    assert "Paste its text instead" in page
    assert "https://elsewhere.example/</textarea>" in page


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 400),
        (" \n ", 400),
        ("a", 200),
        ("the of and yang di", 200),
        ("😀" * 500, 200),
        ("a\x00b", 200),
        ("'; DROP TABLE claims_claim; -- \" %s & | ! <-> :*", 200),
        ("<script>alert(1)</script>", 200),
        ("\u202eسمكة تطير فوق المحيط. рыба 魚", 200),
        ("a" * LONGEST_TEXT_BYTES, 200),
        ("a" * (LONGEST_TEXT_BYTES + 1_000), 400),
        ("It is so.\n" * (MOST_SENTENCES + 1), 400),
        ("http://", 400),
        ("https://user:secret@news.example/", 400),
    ],
)
def test_whatever_is_pasted_there_is_a_page(client: Client, text: str, status: int) -> None:
    published()
    page = pasted(client, text, status)
    assert "<script>alert" not in page
    if status == 400:
        assert 'role="alert"' in page


def test_a_form_without_a_text_or_with_a_parameter_is_refused(client: Client) -> None:
    assert client.post(CHECK, {}).status_code == 400
    assert client.get(f"{CHECK}?text=a").status_code == 400
    assert client.put(CHECK).status_code == 405


def test_another_site_cannot_send_the_form(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(CHECK, {"text": FISH}).status_code == 403


def test_pages_and_api_share_one_limit(client: Client, settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 8
    assert client.post(CHECK, {"text": f"{FISH}\n" * 7}).status_code == 200
    assert client.get("/api/v1/")["RateLimit-Remaining"] == "0"
    page = pasted(client, FISH, status=429)
    assert FISH in page


def test_it_is_found_from_the_front_page_the_menu_and_an_empty_search(client: Client) -> None:
    for address in ("/en/", "/en/claims/?q=nonsense", "/en/ratings/"):
        assert f'href="{CHECK}"' in client.get(address).content.decode()
    assert 'href="/id/check/"' in client.get("/id/").content.decode()


def test_what_differs_is_said_in_a_sentence() -> None:
    assert differences(
        [
            Reason(ReasonCode.SHARED_WORDS, ("rice",)),
            Reason(ReasonCode.NUMBER_DIFFERS, ("40", "346")),
            Reason(ReasonCode.NEGATION_DIFFERS),
            Reason(ReasonCode.NAME_DIFFERS, ("Jakarta", "")),
        ]
    ) == ["It says 40, the claim says 346.", "One of the two says “not”.", "Only one of the two says Jakarta."]


def test_the_sample_article_finds_its_own_claims(client: Client) -> None:
    factories.user("researcher", username="researcher")
    factories.user("editor", username="editor")
    sample = Path(django_settings.BASE_DIR) / "examples" / "us-china-ai"
    call_command("load_dossier", str(sample), verbosity=0)
    page = pasted(client, (sample / "article.txt").read_text())
    marked = re.findall(r"<mark[^>]*data-number[^>]*>([^<]*)</mark>", page)
    assert len(marked) >= 8
    for slug in ("over-forty-llms-approved", "china-approved-40-llms-in-two-years"):
        assert f"/en/claims/{slug}/" in page
    assert not [words for words in marked if words.startswith(("Baca juga", "Isi komentar"))]
