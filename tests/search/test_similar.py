import pytest
from django.db import connection

from claims.models import PublishedStatement, TextWords, telling_words
from claims.record import rebuild
from claims.search import Band, Match, similar, similar_claims
from claims.workflow import retract
from tests import factories

pytestmark = pytest.mark.django_db
STATEMENT = factories.text(
    "Rice became three times dearer in Jakarta last year.", "Beras naik tiga kali lipat di Jakarta."
)


def known(statement: dict[str, str], **fields: object) -> str:
    claim = factories.checkable_claim(statement=statement)
    return factories.published(claim, **fields).slug


def test_a_claim_that_says_nearly_the_same_is_found_with_its_verdict() -> None:
    slug = known(STATEMENT, rating="false")
    known(factories.text("Sugar is white.", "Gula putih."))
    (found,) = similar_claims(factories.text("Rice became three times dearer in Jakarta in 2024.", ""))
    assert (found.slug, found.rating_slug) == (slug, "false")
    assert 0.45 <= found.similarity < 1


def test_the_closest_comes_first_and_no_more_than_asked_for() -> None:
    near = known(factories.text("Rice became three times dearer in Medan last year.", "Beras di Medan."))
    same = known(STATEMENT)
    assert [one.slug for one in similar_claims(STATEMENT)] == [same, near]
    assert [one.slug for one in similar_claims(STATEMENT, most=1)] == [same]


def test_a_claim_is_not_similar_to_itself() -> None:
    slug = known(STATEMENT)
    assert similar_claims(STATEMENT, besides=slug) == []


def test_either_language_is_enough() -> None:
    slug = known(STATEMENT)
    found = similar_claims({"id": "Beras naik tiga kali lipat di Jakarta!", "en": "Something else entirely"})
    assert [one.slug for one in found] == [slug]


def test_what_was_retracted_is_no_ruling() -> None:
    publication = factories.published(factories.checkable_claim(statement=STATEMENT))
    retract(publication.claim, by=factories.user("editor"), note=factories.text("It was wrong."))
    assert similar_claims(STATEMENT) == []


def test_a_rebuild_finds_the_same_claims() -> None:
    slug = known(STATEMENT)
    before = similar_claims(STATEMENT)
    rebuild()
    assert [one.slug for one in before] == [slug]
    assert similar_claims(STATEMENT) == before


def test_drafts_are_not_found() -> None:
    factories.claim(statement=STATEMENT)
    assert similar_claims(STATEMENT) == []


@pytest.mark.parametrize("statement", [{}, {"en": " "}, {"fr": "Le riz"}, {"en": "%_\\' \"" * 200}])
def test_a_statement_without_words_or_with_strange_ones_finds_nothing(statement: dict[str, str]) -> None:
    known(STATEMENT)
    assert similar_claims(statement) == []


def test_the_statements_are_found_by_their_index() -> None:
    known(STATEMENT)
    with connection.cursor() as cursor:
        # With so few rows no index would be worth its while.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    chosen = telling_words("rice dearer", index="publishedstatement_words", vector=TextWords.template)
    rows = PublishedStatement.objects.alias(words=TextWords("text")).filter(words=chosen)
    assert "publishedstatement_words" in rows.order_by().explain()


def test_what_says_the_same_in_other_words_is_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """What matching finds beyond the letters follows; what is only related, or the claim itself, does not."""
    other = known(factories.text("Nobody in the capital pays for grain as before.", "Gandum."), rating="true")
    loosely = known(factories.text("Sugar is white.", "Gula putih."))
    own = known(STATEMENT)
    found = [
        Match(slug, score, band, "en", "statement", ("semantic",))
        for slug, score, band in ((own, 1.0, Band.SAME_CLAIM), (other, 0.8, Band.LIKELY), (loosely, 0.2, Band.RELATED))
    ]
    monkeypatch.setattr(similar, "match", lambda statements, *, most: [found])
    assert [(one.slug, one.similarity) for one in similar_claims(STATEMENT, besides=own)] == [(other, 0.8)]
