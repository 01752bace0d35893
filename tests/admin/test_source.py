"""Sources and articles: one spelling of an address, once."""

import pytest

from claims.models import Article, Source
from tests import factories
from tests.admin.desk import Desk, address, form_data, text_of


def new_source(desk: Desk, url: str) -> object:
    values = {
        "url": url,
        "title": "Price report",
        "slug": "price-report",
        "publisher": factories.entity().pk,
        "language": "en",
        "kind": "research",
    }
    return desk.save(desk.open(address(Source, "add")), **values)


def test_the_canonical_address_is_made_from_the_address(alice_desk: Desk) -> None:
    new_source(alice_desk, "https://Stats.Example/report?utm_source=x&b=2&a=1#top")
    assert Source.objects.get().canonical_url == "https://stats.example/report?a=1&b=2"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://stats.example/a", "https://user:secret@stats.example/", "https://", "nonsense"],
)
def test_an_unsafe_address_is_refused_on_its_field(url: str, alice_desk: Desk) -> None:
    answer = new_source(alice_desk, url)
    assert answer.context["adminform"].form.errors["url"]  # type: ignore[attr-defined]
    assert not Source.objects.exists()


def test_a_second_source_with_the_same_address_is_refused_with_a_link_to_the_first(alice_desk: Desk) -> None:
    first = factories.source(url="https://stats.example/report")
    answer = new_source(alice_desk, "https://stats.example/report?utm_source=mail")
    assert address(first, "change", first.pk) in answer.rendered_content  # type: ignore[attr-defined]
    assert Source.objects.count() == 1


def test_the_title_of_the_first_source_is_shown_harmless(alice_desk: Desk) -> None:
    factories.source(url="https://stats.example/report", title="<script>alert(1)</script>")
    answer = new_source(alice_desk, "https://stats.example/report")
    assert "<script>alert" not in answer.rendered_content  # type: ignore[attr-defined]


def test_a_second_source_that_slips_in_meanwhile_is_an_error_of_the_form(
    alice_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.source(url="https://stats.example/report")
    monkeypatch.setattr("claims.admin.addresses.AddressForm._refuse_second_row", lambda _form: None)
    answer = new_source(alice_desk, "https://stats.example/report")
    assert "A source with this address is already here." in text_of(answer)
    assert form_data(answer)["title"] == "Price report"


def test_changing_the_address_changes_the_canonical_one(alice_desk: Desk) -> None:
    source = factories.source()
    alice_desk.save(alice_desk.page(source), url="https://stats.example/moved#part")
    source.refresh_from_db()
    assert source.canonical_url == "https://stats.example/moved"


def test_an_article_may_have_no_address(alice_desk: Desk) -> None:
    article = factories.article()
    alice_desk.save(alice_desk.page(article), url="")
    article.refresh_from_db()
    assert (article.url, article.canonical_url) == (None, None)


def test_two_articles_without_an_address_are_no_duplicates(alice_desk: Desk) -> None:
    for slug in ("first", "second"):
        opened = alice_desk.open(address(Article, "add"))
        alice_desk.save(opened, title=slug, slug=slug, publisher=factories.entity().pk, language="id")
    assert Article.objects.count() == 2


def test_two_entities_with_one_domain_are_an_error_of_the_form(alice_desk: Desk) -> None:
    factories.entity(domain="stats.example")
    second = factories.entity()
    answer = alice_desk.save(alice_desk.page(second), domain="stats.example")
    assert "Another entity already has this domain." in text_of(answer)


def test_a_confidential_source_needs_its_public_reason(alice_desk: Desk) -> None:
    claim = factories.checkable_claim()
    answer = alice_desk.save(alice_desk.page(claim), **{"evidence-0-confidential": "on"})
    assert "Confidential evidence needs a public reason." in text_of(answer)
