import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, PublishedAddress
from claims.record import rebuild
from claims.search.text_matching import UnknownArticle, addresses_in, known_addresses, known_article
from claims.text.addresses import UnsafeAddress
from claims.text.digests import text_digest
from tests import factories
from tests.versions import merged, retracted

pytestmark = pytest.mark.django_db

ARTICLE, MIRROR = "https://news.example/rice?id=1", "https://copy.example/rice"


def claim_in_article() -> str:
    article = factories.article(slug="rice", url=ARTICLE, canonical_url=ARTICLE, mirror_url=MIRROR)
    claim = factories.checkable_claim(appearances=False)
    factories.appearance(claim, factories.snapshot(article=article))
    return factories.published(claim, rating="false").slug


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("Read https://news.example/rice.", ["https://news.example/rice"]),
        ("(https://news.example/rice)", ["https://news.example/rice"]),
        ("https://news.example/rice_(food), and more", ["https://news.example/rice_(food)"]),
        ("“https://news.example/rice”", ["https://news.example/rice"]),
        ("HTTPS://News.Example/rice and https://news.example/rice#top", ["HTTPS://News.Example/rice"]),
        ("https:// http://. https://user:secret@news.example/ ftp://news.example/", []),
        ("news.example/rice", []),
    ],
)
def test_an_address_in_a_text_ends_where_a_reader_would_end_it(text: str, urls: list[str]) -> None:
    found = addresses_in(text)
    assert [one.url for one in found] == urls
    assert [text[one.start : one.end] for one in found] == urls


@pytest.mark.parametrize("url", [ARTICLE, f"{ARTICLE}&utm_source=x#top", "HTTPS://NEWS.example:443/rice?id=1", MIRROR])
def test_the_address_of_an_article_leads_to_the_claims_in_it(url: str) -> None:
    slug = claim_in_article()
    [known] = known_addresses(addresses_in(f"Look: {url}"))
    assert (known.kind, known.slug, known.title, known.claims_total) == ("article", "rice", "Harga beras naik tajam", 1)
    assert [(one.claim.slug, one.stance) for one in known.claims] == [(slug, "")]
    assert known_article(url).text == factories.ARTICLE_TEXT


def test_the_address_of_a_source_leads_to_the_claims_that_it_speaks_about() -> None:
    claim = factories.checkable_claim()
    source = factories.evidence(claim, stance="refutes").source
    slug = factories.published(claim, rating="half-true").slug
    [known] = known_addresses(addresses_in(f"Look: {source.url}"))
    assert (known.kind, known.slug) == ("source", source.slug)
    assert [(one.claim.slug, one.stance) for one in known.claims] == [(slug, "refutes")]
    with pytest.raises(UnknownArticle) as refusal:
        known_article(source.url)
    assert refusal.value.is_source


def test_an_address_that_nobody_knows_is_none() -> None:
    claim_in_article()
    assert known_addresses(addresses_in("https://elsewhere.example/ https://news.example/rice?id=2")) == []
    with pytest.raises(UnknownArticle) as refusal:
        known_article("https://elsewhere.example/")
    assert not refusal.value.is_source
    with pytest.raises(UnsafeAddress):
        known_article("javascript:alert(1)")


def test_a_confidential_source_is_not_found_by_its_address() -> None:
    claim = factories.checkable_claim()
    row = factories.evidence(claim, confidential=True, public_reason=factories.text("Protected."))
    url = row.source.url
    factories.published(claim, rating="half-true")
    assert known_addresses(addresses_in(url)) == []


def test_what_was_retracted_or_merged_is_not_found_by_an_address() -> None:
    slug = claim_in_article()
    assert known_addresses(addresses_in(ARTICLE))
    retracted(Claim.objects.get(slug=slug))
    assert known_addresses(addresses_in(ARTICLE)) == []


def test_the_table_alone_makes_nobody_a_speaker() -> None:
    """Whoever could write SQL could not make readers believe that a claim was made at another address."""
    claim_in_article()
    row = PublishedAddress.objects.filter(named="rice").first()
    assert row is not None
    PublishedAddress.objects.create(
        claim=row.claim, digest=text_digest("https://victim.example/"), kind="article", named="rice"
    )
    assert known_addresses(addresses_in("https://victim.example/")) == []


def test_many_addresses_take_as_many_queries_as_one() -> None:
    urls = []
    for _number in range(4):
        claim = factories.checkable_claim()
        urls.append(factories.evidence(claim, stance="context").source.url)
        factories.published(claim, rating="half-true")
    with CaptureQueriesContext(connection) as of_one:
        assert len(known_addresses(addresses_in(urls[0]))) == 1
    with CaptureQueriesContext(connection) as of_many:
        assert len(known_addresses(addresses_in(" ".join(urls)))) == 4
    assert len(of_many) == len(of_one)


def test_a_rebuild_finds_the_same_addresses() -> None:
    claim_in_article()
    merged(factories.published().claim)
    before = set(PublishedAddress.objects.values_list("claim", "digest", "kind", "named"))
    rebuild()
    assert set(PublishedAddress.objects.values_list("claim", "digest", "kind", "named")) == before
    assert before
