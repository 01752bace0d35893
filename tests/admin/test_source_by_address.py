"""From a pasted address to evidence."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from claims.intake.recheck.archiving import TimeGate
from claims.models import Claim, Entity, Evidence, Source
from tests import factories
from tests.admin.desk import Desk, change_address, form_data, text_of
from tests.website import Website, website

PAGE = b"""<!doctype html><html lang="id-ID"><head><title>Harga beras 2024</title>
<meta property="og:site_name" content="Biro Harga"><meta property="article:published_time" content="2024-12-30">
</head><body><article><h1>Harga beras 2024</h1>
<p>Harga beras naik sepertiga selama setahun, kata biro yang bertanya di dua ratus pasar di seluruh negeri.</p>
<p>Harga itu tidak berubah selama tiga tahun sebelumnya, dan biro menduga harga akan turun setelah panen.</p>
</article></body></html>"""
ADDRESS = "https://www.prices.example/2024?utm_source=mail"


@pytest.fixture
def site(settings: Any) -> Iterator[Website]:
    with website(settings) as running:
        yield running


@pytest.fixture
def claim(db: None) -> Claim:
    return factories.claim()


def address(claim: Claim) -> str:
    return reverse("admin:claims_claim_source", args=[claim.pk])


def looked_up(desk: Desk, claim: Claim, url: str) -> Any:
    return desk.client.post(address(claim), {"url": url})


def filled(**typed: str) -> dict[str, str]:
    return {
        "url": ADDRESS,
        "title": "Rice prices in 2024",
        "publisher_name": "prices.example",
        "language": "en",
        "kind": "government",
        "stance": "refutes",
        "add": "1",
        **typed,
    }


def test_what_the_page_says_is_filled_in(alice_desk: Desk, claim: Claim, site: Website) -> None:
    form = form_data(looked_up(alice_desk, claim, site.has("/beras", PAGE)))
    assert (form["title"], form["language"], form["published_on"]) == ("Harga beras 2024", "id", "2024-12-30")
    assert form["site_name"] == "Biro Harga"
    assert not Source.objects.exists()


def test_a_copy_in_the_archive_that_the_newsroom_chose_is_filled_in(
    alice_desk: Desk, claim: Claim, site: Website, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = site.has("/beras", PAGE)
    copy = site.has("/web/20260102/beras", PAGE, memento_datetime="Fri, 02 Jan 2026 10:00:00 GMT")
    site.redirects(f"/web/{url}", "/web/20260102/beras")
    monkeypatch.setattr(TimeGate, "timegate", site.address("/web/"))
    assert form_data(looked_up(alice_desk, claim, url))["archived_url"] == ""
    settings.ARCHIVER = "claims.intake.recheck.archiving.TimeGate"
    assert form_data(looked_up(alice_desk, claim, url))["archived_url"] == copy
    uncopied = site.has("/gula", PAGE)
    assert form_data(looked_up(alice_desk, claim, uncopied))["archived_url"] == ""


def test_the_address_is_the_one_that_it_leads_to(alice_desk: Desk, claim: Claim, site: Website) -> None:
    target = site.has("/beras", PAGE)
    assert form_data(looked_up(alice_desk, claim, site.redirects("/short", target)))["url"] == target


def test_a_source_behind_a_redirect_is_found(alice_desk: Desk, claim: Claim, site: Website) -> None:
    target = site.has("/beras", PAGE)
    factories.source(url=target, title="Known already")
    assert "Known already" in text_of(looked_up(alice_desk, claim, site.redirects("/short", target)))


@pytest.mark.parametrize("status", [404, 500])
def test_a_page_that_is_gone_can_still_be_filled_in_by_hand(
    status: int, alice_desk: Desk, claim: Claim, site: Website
) -> None:
    answer = looked_up(alice_desk, claim, site.has("/gone", b"Gone", status=status))
    assert f"answers with the error {status}" in text_of(answer)
    assert form_data(answer)["url"].endswith("/gone")


def test_a_private_address_is_not_asked(alice_desk: Desk, claim: Claim) -> None:
    answer = looked_up(alice_desk, claim, "http://169.254.169.254/latest/meta-data/")
    assert answer.status_code == 200
    assert answer.context["facts"].problem
    assert answer.context["facts"].title == ""


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.example/", "https://user:pw@a.example/", "no address"])
def test_what_is_no_web_address_is_refused_and_kept_in_the_field(url: str, alice_desk: Desk, claim: Claim) -> None:
    answer = looked_up(alice_desk, claim, url)
    assert answer.status_code == 400
    assert form_data(answer)["url"] == url


def test_a_new_source_becomes_evidence_with_its_publisher(alice_desk: Desk, claim: Claim) -> None:
    answer = alice_desk.client.post(address(claim), filled(site_name="Bureau of Prices", published_on="2024-12-30"))
    assert answer["Location"] == change_address(claim) + "#evidence-group"
    source = Source.objects.get()
    assert (source.title, source.published_on) == ("Rice prices in 2024", date(2024, 12, 30))
    assert (source.publisher.domain, str(source.publisher)) == ("prices.example", "Bureau of Prices")
    assert source.canonical_url == "https://www.prices.example/2024"
    evidence = Evidence.objects.get(claim=claim)
    assert (evidence.source, evidence.stance, evidence.position) == (source, "refutes", 1)


def test_a_publisher_that_is_here_is_taken(alice_desk: Desk, claim: Claim) -> None:
    known = factories.entity(domain="prices.example")
    alice_desk.client.post(address(claim), filled())
    assert Source.objects.get().publisher == known
    assert Entity.objects.count() == 1


def test_the_same_address_in_another_spelling_is_found_and_used(alice_desk: Desk, claim: Claim) -> None:
    known = factories.source(
        url="https://www.prices.example/2024", canonical_url="https://www.prices.example/2024", title="The table"
    )
    assert "The table" in text_of(looked_up(alice_desk, claim, ADDRESS))
    alice_desk.client.post(address(claim), {"url": ADDRESS, "stance": "context", "add": "1"})
    assert Source.objects.get() == known
    assert Evidence.objects.get(claim=claim).source == known


def test_it_is_said_that_the_claim_uses_the_source_already(alice_desk: Desk, claim: Claim) -> None:
    used = factories.evidence(claim, stance="refutes").source
    assert "this claim uses it: refutes" in text_of(looked_up(alice_desk, claim, used.url))


@pytest.mark.parametrize("field", ["title", "publisher_name", "language", "kind", "stance"])
def test_what_is_missing_is_asked_for_and_nothing_is_half_written(field: str, alice_desk: Desk, claim: Claim) -> None:
    answer = alice_desk.client.post(address(claim), filled(**{field: ""}))
    assert answer.status_code == 400
    assert answer.context["form"].errors[field]
    assert [model.objects.count() for model in (Source, Evidence, Entity)] == [0, 0, 0]


def test_a_publisher_that_nobody_knows_is_refused(alice_desk: Desk, claim: Claim) -> None:
    answer = alice_desk.client.post(address(claim), filled(publisher_name="the ministry"))
    assert "No publisher “the ministry” here." in text_of(answer)


def test_the_script_gets_the_source_and_adds_the_evidence_itself(alice_desk: Desk, claim: Claim) -> None:
    answer = alice_desk.client.post(address(claim), filled(only_source="1"), headers={"Accept": "text/fragment+html"})
    assert answer.json() == {
        "source": {"id": Source.objects.get().pk, "title": "Rice prices in 2024"},
        "stance": "refutes",
    }
    assert not Evidence.objects.exists()


def test_an_outsider_adds_nothing(charlie_desk: Desk, claim: Claim) -> None:
    assert charlie_desk.client.post(address(claim), filled()).status_code == 403
    assert not Source.objects.exists()


def test_a_merged_claim_gets_no_evidence(alice_desk: Desk) -> None:
    merged = factories.claim(stage=Claim.Stage.MERGED, merged_into=factories.claim())
    assert alice_desk.client.post(address(merged), filled()).status_code == 403
