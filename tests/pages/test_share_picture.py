"""The picture beside a shared claim."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from claims.pages.share_picture import COLOURS, HEIGHT, WIDTH, PictureWords, can_write, draw
from tests import factories
from tests.versions import corrected, corrected_again, retracted

pytestmark = pytest.mark.django_db


def picture(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def band(content: bytes) -> str:
    red, green, blue = picture(content).getpixel((5, 300))  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}"


def test_the_page_names_the_picture_of_its_version_and_the_picture_is_there(client: Client) -> None:
    slug = corrected().slug
    page = client.get(f"/id/claims/{slug}/").content.decode()
    assert f'<meta property="og:image" content="http://127.0.0.1:8000/id/claims/{slug}/v/2/picture.png">' in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    answer = client.get(f"/id/claims/{slug}/v/2/picture.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert picture(answer.content).size == (WIDTH, HEIGHT)


@pytest.mark.parametrize(("rating", "colour"), [("true", COLOURS["5"]), ("false", COLOURS["1"])])
def test_the_verdict_gives_its_colour(client: Client, rating: str, colour: str) -> None:
    slug = factories.published(rating=rating).slug
    assert band(client.get(f"/en/claims/{slug}/v/1/picture.png").content) == colour


def test_a_retracted_claim_has_no_verdict_in_its_picture(client: Client) -> None:
    published = factories.published(rating="false")
    before = client.get(f"/en/claims/{published.slug}/v/1/picture.png").content
    retracted(published.claim)
    after = client.get(f"/en/claims/{published.slug}/v/1/picture.png").content
    assert band(before) == COLOURS["1"]
    assert band(after) not in COLOURS.values()


def test_an_older_version_says_that_it_was_replaced(client: Client) -> None:
    first = factories.published(rating="false")
    before = client.get(f"/en/claims/{first.slug}/v/1/picture.png").content
    corrected_again(first.claim)
    assert client.get(f"/en/claims/{first.slug}/v/1/picture.png").content != before


def test_a_picture_takes_few_queries_and_answers_304(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cache.clear()
    slug = factories.published().slug
    address = f"/en/claims/{slug}/v/1/picture.png"
    with django_assert_num_queries(3):
        first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", ["claims/none/v/1/picture.png", "claims/known/v/9/picture.png"])
def test_what_was_never_published_has_no_picture(client: Client, address: str) -> None:
    factories.published(factories.checkable_claim(slug="known"))
    assert client.get(f"/en/{address}").status_code == 404


@pytest.mark.parametrize(
    "statement",
    ["", "x" * 5_000, "word " * 1_000, "naïve “Ž” 40 %", "\u202ehidden\u200b", "العربية", "中国", "😀 laughs"],
)
def test_any_statement_gives_a_picture(statement: str) -> None:
    assert picture(draw(PictureWords("False", "1", statement, "Factcheck"))).size == (WIDTH, HEIGHT)


def test_a_script_that_the_font_lacks_is_not_drawn_as_empty_boxes(client: Client) -> None:
    assert can_write("Harga beras naik “40 %” — naïve")
    assert not can_write("中国")
    claim = factories.checkable_claim(statement={"en": "中国", "id": "Harga beras naik."})
    mixed = client.get(f"/en/claims/{factories.published(claim).slug}/v/1/picture.png").content
    plain = draw(PictureWords("", "1", "", ""))
    assert len(mixed) > len(plain)


def test_every_other_page_has_the_picture_of_the_site(client: Client) -> None:
    cache.clear()
    page = client.get("/en/ratings/").content.decode()
    assert '<meta property="og:image" content="http://127.0.0.1:8000/en/picture.png">' in page
    assert picture(client.get("/en/picture.png").content).size == (WIDTH, HEIGHT)
