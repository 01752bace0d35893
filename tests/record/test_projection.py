import pytest
from django.db.models import Model

from claims.models import PublishedAddress, PublishedAppearance, PublishedClaim, PublishedEvidence
from claims.record import rebuild
from claims.workflow import retract
from tests import factories

pytestmark = pytest.mark.django_db


def rows(model: type[Model]) -> list[tuple[object, ...]]:
    """Every row by its meaning; the surrogate keys of the helper tables are no part of it."""
    fields = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
    return sorted(model.objects.values_list(*fields), key=str)


def public_state() -> list[list[tuple[object, ...]]]:
    return [rows(model) for model in (PublishedClaim, PublishedAppearance, PublishedEvidence, PublishedAddress)]


def test_a_rebuild_gets_the_same_rows() -> None:
    parent = factories.published().claim
    child = factories.checkable_claim(parent=parent)
    child.topics.add(factories.topic())
    factories.published(child, rating="false")
    factories.published(child, rating="false", summary=factories.text("Said more plainly."))
    before = public_state()
    assert rebuild() == 2
    assert public_state() == before


def test_a_rebuild_brings_back_what_was_lost() -> None:
    factories.published(rating="half-true")
    before = public_state()
    PublishedEvidence.objects.all().delete()
    PublishedClaim.objects.update(children=[{"slug": "invented"}], search=None)
    rebuild()
    assert public_state() == before


def test_an_empty_record_rebuilds_to_nothing() -> None:
    assert rebuild() == 0


def test_evidence_that_was_taken_out_leaves_the_public_state() -> None:
    first = factories.published()
    factories.evidence(first.claim, stance="context")
    factories.published(first.claim, rating="half-true")
    assert PublishedEvidence.objects.count() == 3
    first.claim.evidence.last().delete()
    factories.published(first.claim, rating="half-true")
    assert PublishedEvidence.objects.count() == 2


def test_a_statement_longer_than_a_search_vector_is_published_all_the_same() -> None:
    claim = factories.checkable_claim(statement=factories.text("word " * 60_000))
    factories.published(claim)
    assert len(PublishedClaim.objects.get().document["statement"]["en"]) == 300_000


def test_a_claim_tells_where_it_appears_and_what_it_rests_on_as_long_as_it_stands() -> None:
    claim = factories.checkable_claim()
    english = factories.article(language="en")
    factories.appearance(claim, factories.snapshot(article=english))
    publication = factories.published(claim)
    [row] = PublishedClaim.objects.all()
    articles = [one["article"] for one in publication.document["appearances"]]
    assert row.articles == sorted(one["slug"] for one in articles)
    assert row.publishers == sorted(one["publisher"]["slug"] for one in articles)
    assert row.languages == ["en", "id"]
    assert row.stances == ["refutes", "supports"]
    sources = [one["source"] for one in publication.document["evidence"]]
    assert row.source_publishers == sorted(one["publisher"]["slug"] for one in sources)
    retract(claim, by=factories.user("editor"), note=factories.text("It rested on a forged letter."))
    [row] = PublishedClaim.objects.all()
    assert (row.articles, row.publishers, row.languages, row.stances, row.source_publishers) == ([], [], [], [], [])


def test_where_a_claim_appears_is_taken_from_its_document_whatever_is_written() -> None:
    factories.published()
    PublishedClaim.objects.update(languages=["xx"])
    assert PublishedClaim.objects.get().languages == ["id"]


def test_a_confidential_source_has_no_publisher_beside_the_claim() -> None:
    claim = factories.checkable_claim()
    claim.evidence.update(confidential=True, public_reason=factories.text("The source is at risk."))
    factories.published(claim)
    row = PublishedClaim.objects.get()
    assert (row.stances, row.source_publishers) == (["refutes", "supports"], [])
