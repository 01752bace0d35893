import pytest

from claims.models import Publication
from claims.workflow import VerbRefused, relate
from tests import factories

pytestmark = pytest.mark.django_db


def test_drafts_are_related_without_a_version() -> None:
    one, other = factories.claim(), factories.claim()
    relation = relate(one, kind="contradicts", to=other, by=factories.user())
    assert (relation.from_claim, relation.kind, relation.to_claim) == (one, "contradicts", other)
    assert not Publication.objects.exists()


def test_readers_of_two_published_claims_see_the_relation_at_once() -> None:
    one, other = factories.published().claim, factories.published().claim
    relate(one, kind="updates", to=other, by=factories.user("editor"))
    last = Publication.objects.get(claim=one, version=2)
    assert [(row["slug"], row["kind"]) for row in last.document["related"]] == [(other.slug, "updates")]


def test_a_draft_is_not_named_by_a_published_claim() -> None:
    one, draft = factories.published().claim, factories.claim()
    relate(one, kind="variant_of", to=draft, by=factories.user("editor"))
    assert Publication.objects.filter(claim=one).count() == 1


def test_a_claim_does_not_relate_to_itself_or_twice() -> None:
    one, other, alice = factories.claim(), factories.claim(), factories.user()
    with pytest.raises(VerbRefused, match="itself"):
        relate(one, kind="updates", to=one, by=alice)
    relate(one, kind="updates", to=other, by=alice)
    with pytest.raises(VerbRefused, match="already here"):
        relate(one, kind="updates", to=other, by=alice)


def test_a_researcher_relates_no_published_claim() -> None:
    one, other = factories.published().claim, factories.claim()
    with pytest.raises(VerbRefused) as refusal:
        relate(one, kind="updates", to=other, by=factories.user())
    assert refusal.value.is_permission
