import pytest

from claims.models import PublishedClaim
from claims.search import QueryTooLong, first_look, matching
from tests import factories

pytestmark = pytest.mark.django_db


def found(query: str) -> list[str]:
    return [row.slug for row in matching(PublishedClaim.objects.all(), query)]


def publish(english: str, indonesian: str = "", **fields: object) -> str:
    return factories.published(factories.checkable_claim(statement=factories.text(english, indonesian), **fields)).slug


def test_words_are_found_in_other_forms_in_both_languages() -> None:
    slug = publish("Companies are approving models.", "Perusahaan menyetujui model.")
    for query in ("company approves model", "disetujui", "setuju perusahaan"):
        assert found(query) == [slug], query


@pytest.mark.parametrize(
    "query", ["forty models", "40 models", "empat puluh model", "40+ model", '"forty models"', '"40 models"']
)
def test_a_number_is_found_however_it_is_written(query: str) -> None:
    slug = publish("China approved forty models.", "Tiongkok menyetujui empat puluh model.")
    publish("China approved 346 models.", "Tiongkok menyetujui 346 model.")
    [claim] = matching(PublishedClaim.objects.all(), query)
    assert (claim.slug, claim.has_every_word) == (slug, True)


def test_a_number_that_is_not_wanted_is_left_out_however_it_is_written() -> None:
    publish("China approved forty models.", "Tiongkok menyetujui empat puluh model.")
    other = publish("China approved 346 models.", "Tiongkok menyetujui 346 model.")
    # A minus in front of a number is part of it.
    for query in ("models -forty", 'models -"40 models"'):
        assert found(query) == [other]


def test_a_name_with_a_number_and_an_acronym_with_dots_are_found() -> None:
    slug = publish("COVID-19 began in the U.S. market.")
    for query in ("COVID-19", "covid", "US market", "U.S. market"):
        assert found(query) == [slug], query


def test_any_of_the_words_is_enough_also_for_a_number() -> None:
    slug = publish("China approved forty models.", "Tiongkok menyetujui empat puluh model.")
    [claim] = matching(PublishedClaim.objects.all(), "forty bananas on Saturn")
    assert (claim.slug, claim.has_every_word) == (slug, False)


def test_accents_do_not_matter() -> None:
    slug = publish("The café in Curaçao closed.")
    assert found("cafe curacao") == [slug]


def test_of_two_statements_with_the_words_the_shorter_comes_first() -> None:
    long = publish("Rain fell on Jakarta while the market of fish was closed for a long while because of a holiday.")
    short = publish("Rain fell on Jakarta.")
    assert found("rain Jakarta") == [short, long]


def test_names_of_claimants_and_quotes_are_searched() -> None:
    claimant = factories.entity(name=factories.text("Zainuddin Hasibuan"))
    slug = publish("Fish can fly.", claimant=claimant)
    assert found("Zainuddin") == [slug]
    assert found("tiga kali lipat di Jakarta") == [slug]


def test_a_query_is_at_most_300_characters() -> None:
    with pytest.raises(QueryTooLong):
        found("x" * 301)


@pytest.mark.parametrize("query", ["", "   ", "\x00", "!!!", "the of"])
def test_a_query_without_words_fails_nowhere(query: str) -> None:
    publish("Fish can fly.")
    assert isinstance(found(query), list)


def test_a_replaced_statement_is_no_longer_found() -> None:
    claim = factories.checkable_claim(statement=factories.text("Fish can fly."))
    factories.published(claim)
    claim.statement = factories.text("Birds can swim.")
    claim.save()
    factories.published(claim, rating="half-true")
    assert found("birds swim") == [claim.slug]
    assert found("fish") == []


def test_a_leading_minus_excludes_a_word_in_all_its_forms() -> None:
    companies = publish("Companies approve models.", "Perusahaan menyetujui model.")
    others = publish("Models are approved.", "Model disetujui.")
    assert set(found("models")) == {companies, others}
    for query in ("models -companies", "model -company", "zebra models -companies", 'models -"companies approve"'):
        assert found(query) == [others], query


def test_a_minus_before_a_number_excludes_nothing() -> None:
    slug = publish("It was 5 degrees in Jakarta.")
    assert found("Jakarta -5") == [slug]


def test_nothing_is_found_by_what_is_not_wanted_alone() -> None:
    publish("Fish can fly.")
    assert found("-zebra") == []


def test_without_a_claim_that_has_every_word_those_with_some_are_found_and_say_so() -> None:
    slug = publish("Fish can fly.")
    [whole] = matching(PublishedClaim.objects.all(), "fish fly")
    [part] = matching(PublishedClaim.objects.all(), "fish zebra")
    assert (whole.slug, whole.has_every_word) == (slug, True)
    assert (part.slug, part.has_every_word) == (slug, False)


@pytest.mark.parametrize(
    "query",
    [
        "&|!()<->:*",
        "a & | b",
        "((((",
        '"',
        '-"',
        "🐟 🐟",
        "\\",
        "fish:*",
        "%_",
        "' OR 1=1 --",
        "-" * 300,
        "))-- " * 60,
        "fish -a-" + ")-" * 100,
    ],
)
def test_operators_and_signs_are_never_an_error(query: str) -> None:
    publish("Fish can fly.")
    assert isinstance(found(query), list)


def test_the_best_alone_are_those_that_come_first_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_look, "MOST_WEIGHED", 3)
    for number in range(5):
        publish(f"Rain fell on Jakarta{' and on many other cities' * (number % 3)}, day {number}.")
    every = found("rain Jakarta")
    assert len(every) == 5
    best = [row.slug for row in matching(PublishedClaim.objects.all(), "rain Jakarta", best=2)]
    assert best == every[:3]
    assert [row.slug for row in matching(PublishedClaim.objects.all(), "rain Jakarta", best=4)] == every


@pytest.mark.parametrize("query", ["rain Jakarta", "rane Jakarta", "rain xylophone", "Jakarta", "Jakar"])
def test_more_claims_than_are_weighed_are_found_all_the_same(monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    every = {publish(f"Heavy rains fell on Jakarta, day {number}.") for number in range(4)}
    for most in (3, 4, 5):
        monkeypatch.setattr(first_look, "MOST_WEIGHED", most)
        assert set(found(query)) == every, most


def test_a_rare_word_counts_more_than_a_frequent_one() -> None:
    for number in range(6):
        publish(f"Rain fell on Jakarta, day {number}.")
    frequent = publish("Rain rain rain, and rain again on a day of rain.")
    rare = publish("A comet passed on a day without much rain, as many people saw with their own eyes.")
    assert found("rain comet or eclipse")[:1] != [frequent]
    order = found("comet rain eclipse")
    assert order[0] == rare


@pytest.mark.parametrize("query", ["smuggl", "chips smu", "advanced chips smugg", "CHIPS SMUGG"])
def test_the_last_word_may_be_unfinished(query: str) -> None:
    slug = publish("Advanced chips were smuggled through Malaysia.")
    publish("Fish can fly.")
    [claim] = matching(PublishedClaim.objects.all(), query)
    assert (claim.slug, claim.has_every_word, claim.also_searched) == (slug, True, [])


def test_only_the_last_word_may_be_unfinished_and_not_within_a_quotation() -> None:
    publish("Advanced chips were smuggled through Malaysia.")
    assert [row.has_every_word for row in matching(PublishedClaim.objects.all(), "smu chips")] == [False]
    [row] = matching(PublishedClaim.objects.all(), '"chips were smug"')
    assert not row.has_every_word


@pytest.mark.parametrize(
    ("query", "also"),
    [("chips malaysai", "malaysia"), ("smugled chips", "smuggled"), ("selundupan malaysa", "malaysia")],
)
def test_a_mistyped_word_finds_what_was_meant_and_says_so(query: str, also: str) -> None:
    slug = publish("Advanced chips were smuggled through Malaysia.", "Selundupan cip melalui Malaysia.")
    publish("Fish can fly.", "Ikan bisa terbang.")
    [claim] = matching(PublishedClaim.objects.all(), query)
    assert (claim.slug, claim.has_every_word) == (slug, True)
    assert also in claim.also_searched


@pytest.mark.parametrize("query", ["xylophone malaysai", "malaysai xylophone", "xylophone malay"])
def test_what_was_meant_by_one_word_is_found_beside_a_word_that_nobody_has(query: str) -> None:
    slug = publish("Advanced chips were smuggled through Malaysia.")
    publish("Fish can fly.")
    [claim] = matching(PublishedClaim.objects.all(), query)
    assert (claim.slug, claim.has_every_word) == (slug, False)


def test_a_word_that_claims_have_is_not_taken_for_a_mistyped_one() -> None:
    meant = publish("The house was sold.")
    publish("The horse was sold.")
    [claim] = matching(PublishedClaim.objects.all(), "house")
    assert (claim.slug, claim.also_searched) == (meant, [])
