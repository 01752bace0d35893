"""Finding what is there already, in both languages, before it is checked a second time."""

import pytest

from claims.models import Claim
from claims.workflow import similar_claims
from tests import factories

pytestmark = pytest.mark.django_db


def found(words: str, **options: object) -> list[str]:
    return [each.claim.slug for each in similar_claims(words, **options)]  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _claims(db: None) -> None:
    factories.claim(
        slug="rice",
        statement=factories.text(
            "Rice became three times dearer in Jakarta last year.",
            "Harga beras naik tiga kali lipat di Jakarta tahun lalu.",
        ),
    )
    factories.claim(slug="oil", statement=factories.text("Cooking oil is no longer sold.", "Minyak goreng habis."))
    factories.claim(slug="café", statement=factories.text("Le café est très cher à Médan", "Kopi mahal di Médan"))


@pytest.mark.parametrize(
    "words",
    [
        "Rice became three times dearer",
        "rice three times dearer in Jakarta",
        "RICE BECAME THREE TIMES DEARER IN JAKARTA LAST YEAR",
        "Harga beras naik tiga kali lipat",
        "harga beras di Jakarta naik tiga kali",
    ],
)
def test_a_statement_is_found_in_either_language_and_with_other_words_around_it(words: str) -> None:
    assert found(words) == ["rice"]


def test_letters_beyond_ascii_are_found_as_well() -> None:
    assert found("café très cher à Médan") == ["café"]


def test_the_likest_comes_first() -> None:
    factories.claim(slug="wheat", statement=factories.text("Wheat became three times dearer in Jakarta last year."))
    assert found("Rice became three times dearer in Jakarta last year") == ["rice", "wheat"]


@pytest.mark.parametrize("words", ["", "rice", "zzzz yyyy xxxx wwww", '%_\\"\x00', "'; DROP TABLE claims_claim; --"])
def test_little_and_strange_words_find_nothing(words: str) -> None:
    assert found(words.replace("\x00", "")) == []


def test_a_merged_claim_and_those_left_out_are_not_found() -> None:
    rice = factories.claim(slug="twin", statement=factories.text("Rice became three times dearer in Jakarta."))
    assert set(found("Rice became three times dearer")) == {"rice", "twin"}
    assert found("Rice became three times dearer", without=[rice.pk]) == ["rice"]
    rice.stage, rice.merged_into = "merged", Claim.objects.get(slug="rice")
    rice.save()
    assert found("Rice became three times dearer") == ["rice"]


def test_no_more_come_than_are_wanted() -> None:
    for number in range(10):
        factories.claim(statement=factories.text(f"Rice became three times dearer in city {number}"))
    assert len(found("Rice became three times dearer")) == 6


def test_an_endless_text_is_cut() -> None:
    assert found("Rice became three times dearer in Jakarta last year. " + "x" * 100_000) in ([], ["rice"])
