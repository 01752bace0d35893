import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.search import match
from claims.search.text_matching import (
    LONGEST_TEXT_BYTES,
    MOST_MATCHED,
    MOST_SENTENCES,
    TextTooLong,
    TooManySentences,
    check_statements,
    check_text,
    checking,
)
from claims.search.text_matching.checking import words_of
from tests import factories
from tests.versions import retracted

pytestmark = pytest.mark.django_db

FISH = "Fish can fly over the whole ocean."
RAIN = "Rain fell on Jakarta for forty days."


def published(statement: str) -> str:
    claim = factories.checkable_claim(statement=factories.text(statement), appearances=False)
    return factories.published(claim, rating="false").slug


def test_each_sentence_has_its_place_its_score_and_its_own_matches() -> None:
    fish, rain = published(FISH), published(RAIN)
    text = f"Good morning!\n{FISH} And it is said that {RAIN.lower()}"
    greeting, first, second = check_text(text).sentences()
    assert [text[one.sentence.start : one.sentence.end] for one in (greeting, first)] == ["Good morning!", FISH]
    assert greeting.check_worthiness.score == 0
    assert (first.matches[0].claim.slug, first.matches[0].match.band) == (fish, "same_claim")
    assert first.matches[0].claim.statement["en"] == FISH
    assert first.matches[0].claim.rating is not None
    assert second.matches[0].claim.slug == rain


def test_a_retracted_claim_is_no_match() -> None:
    claim = factories.checkable_claim(statement=factories.text(FISH))
    factories.published(claim)
    retracted(claim)
    [only] = check_text(FISH).sentences()
    assert only.matches == ()


def test_a_claim_that_is_retracted_between_finding_and_naming_it_is_no_match(monkeypatch: pytest.MonkeyPatch) -> None:
    published(FISH)
    monkeypatch.setattr(checking, "claims_in_brief", lambda slugs: {})
    [only] = check_text(FISH).sentences()
    assert only.matches == ()


def test_of_too_many_sentences_those_most_worth_checking_are_matched() -> None:
    dull = ["It is so in this case."] * MOST_MATCHED
    checked = check_text("\n".join([*dull, "The ministry approved 46 models in 2024."]), language="en")
    sentences = list(checked.sentences())
    assert (len(sentences), checked.matched_total) == (MOST_MATCHED + 1, MOST_MATCHED)
    assert sentences[-1].is_matched
    assert [one.is_matched for one in sentences].count(False) == 1
    assert not sentences[-2].is_matched


def test_what_a_text_says_twice_is_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def remember(statements: list[str], *, most: int) -> object:
        asked.extend(statements)
        return match(statements, most=most)

    monkeypatch.setattr(checking, "match", remember)
    sentences = list(check_text(f"{FISH}\n{RAIN}\n" * 20).sentences())
    assert len(sentences) == 40
    assert sorted(asked) == [FISH, RAIN]


def test_naming_the_claims_of_a_longer_text_takes_no_more_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        published(f"{FISH[:-1]} number {number}.")
    known = {sentence: match([sentence])[0] for sentence in [f"{FISH[:-1]} number {number}." for number in range(12)]}
    monkeypatch.setattr(checking, "match", lambda statements, *, most: [known[one] for one in statements])
    with CaptureQueriesContext(connection) as of_one:
        list(check_text(next(iter(known))).sentences())
    with CaptureQueriesContext(connection) as of_many:
        assert len(list(check_text("\n".join(known)).sentences())) == 12
    assert len(of_many) == len(of_one)


def test_a_text_is_refused_by_its_bytes_and_by_its_sentences() -> None:
    assert list(check_text("é" * (LONGEST_TEXT_BYTES // 2)).sentences())
    with pytest.raises(TextTooLong) as too_long:
        check_text("é" * (LONGEST_TEXT_BYTES // 2) + "a")
    assert too_long.value.size == LONGEST_TEXT_BYTES + 1
    with pytest.raises(TooManySentences) as too_many:
        check_text("a\n" * (MOST_SENTENCES + 1))
    assert too_many.value.sentences == MOST_SENTENCES + 1


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "---|\n![]() |", "?!", "😀😀", "\u202e"])
def test_a_text_without_words_is_no_error(text: str) -> None:
    published(FISH)
    assert [one.matches for one in check_text(text).sentences() if one.matches] == []


def test_statements_stand_each_for_itself() -> None:
    fish, rain = published(FISH), published(RAIN)
    first, second, nothing = check_statements([f"  {FISH} {RAIN}", RAIN.rstrip("."), ""]).sentences()
    assert (first.sentence.start, first.sentence.text) == (2, f"{FISH} {RAIN}")
    assert {found.claim.slug for found in first.matches} == {fish, rain}
    assert second.matches[0].claim.slug == rain
    assert "heading" not in {sign.name for sign in second.check_worthiness.signs}
    assert nothing.matches == ()


def test_what_is_asked_about_has_no_addresses_and_nothing_unseen() -> None:
    assert words_of("See https://news.example/fish-can-fly : fish\x00can\tfly") == "See : fish can fly"
    assert words_of("https://news.example/fish") == ""
