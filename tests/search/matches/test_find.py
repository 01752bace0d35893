import pytest

from claims.search import Band, Reason, ReasonCode, match
from claims.workflow import retract
from tests import factories

pytestmark = pytest.mark.django_db


def test_each_statement_has_its_own_matches_the_likeliest_first() -> None:
    fish = factories.published(factories.checkable_claim(statement=factories.text("Fish can fly."))).slug
    rain = factories.published(factories.checkable_claim(statement=factories.text("Rain fell on Jakarta."))).slug
    of_fish, of_rain, of_nothing = match(["Fish can fly.", "Rain fell on Jakarta", ""])
    assert (of_fish[0].claim, of_fish[0].band) == (fish, Band.SAME_CLAIM)
    assert of_rain[0].claim == rain
    assert of_nothing == []


def test_a_retracted_or_merged_claim_never_matches() -> None:
    publication = factories.published(factories.checkable_claim(statement=factories.text("Fish can fly.")))
    assert match(["Fish can fly."])[0]
    retract(publication.claim, by=factories.user("editor"), note=factories.text("Wrong."))
    assert match(["Fish can fly."], least=0.0) == [[]]


def test_another_number_or_a_not_lowers_the_band() -> None:
    statement = factories.text("China approved over forty large language models for the public.")
    slug = factories.published(factories.checkable_claim(statement=statement)).slug
    same, other, negated = (
        found[0]
        for found in match(
            [
                "China approved over 40 large language models for the public.",
                "China approved over 346 large language models for the public.",
                "China has not approved over forty large language models for the public.",
            ]
        )
    )
    assert {same.claim, other.claim, negated.claim} == {slug}
    assert same.band == Band.SAME_CLAIM
    assert (other.band, other.reasons[-1]) == (Band.LIKELY, Reason(ReasonCode.NUMBER_DIFFERS, ("346", "40")))
    assert (negated.band, negated.reasons[-1].code) == (Band.LIKELY, ReasonCode.NEGATION_DIFFERS)
    assert same.score > other.score


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "x",
        "the of and",
        "yang di dan",
        "the of and yang di",
        "\x00\x00",
        "🙂" * 500,
        "'; DROP TABLE claims_claim; --",
        "a & b | !c <-> (d:*",
        "\\ ' \" \\' :A",
        "אבג دهو ไทย 漢字 кириллица",
        "\u202eesrever\u202c",
        "\ud800",
        "word " * 20_000,
        "x" * 100_000,
        "1" * 100_000,
        "(" * 100_000,
    ],
)
def test_hostile_statements_are_answered(statement: str) -> None:
    factories.published(factories.checkable_claim(statement=factories.text("Fish can fly.")))
    (found,) = match([statement])
    assert all(0 <= each.score <= 1 for each in found)


def test_nothing_asked_is_nothing_found() -> None:
    assert match([]) == []


@pytest.mark.parametrize("statement", ["", "  ", "the of and yang di", "yang di dan", "?!", "🙂", "\x00"])
def test_a_text_without_words_finds_nothing(statement: str) -> None:
    text = factories.text("The fish of the sea and the birds can fly.", "Ikan yang di laut dan burung bisa terbang.")
    factories.published(factories.checkable_claim(statement=text))
    assert match([statement], least=0.0) == [[]]


def test_shared_words_are_told_as_somebody_wrote_them() -> None:
    factories.published(
        factories.checkable_claim(statement=factories.text("Companies smuggled chips, the WHO says.", "Cip."))
    )
    [found] = match(["The company is smuggling its chips, said WHO!"])
    [shared] = [reason for reason in found[0].reasons if reason.code == ReasonCode.SHARED_WORDS]
    assert set(shared.values) == {"company", "smuggling", "chips", "WHO"}


def test_another_name_in_the_same_sentence_lowers_the_band() -> None:
    statement = factories.text("Restricted Nvidia chips reached China by way of Malaysia.")
    factories.published(factories.checkable_claim(statement=statement))
    [same], [other] = match(
        [
            "Restricted Nvidia chips reached China through Malaysia.",
            "Restricted Nvidia chips reached China through Taiwan.",
        ]
    )
    assert same.band == Band.SAME_CLAIM
    assert other.reasons[-1] == Reason(ReasonCode.NAME_DIFFERS, ("Taiwan", "Malaysia"))
    assert other.score < same.score
    assert other.band != Band.SAME_CLAIM
