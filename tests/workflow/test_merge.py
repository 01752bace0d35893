import pytest

from claims.models import Appearance, Claim, Publication, PublishedAppearance, PublishedClaim
from claims.record import rebuild, verify_record
from claims.workflow import VerbRefused, attach_repeat, merge, publish, retract
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_draft_is_merged_and_its_places_become_repeats() -> None:
    alice = factories.user()
    claim, into = factories.checkable_claim(), factories.checkable_claim()
    merged = merge(claim, into=into, by=alice)
    assert (merged.stage, merged.merged_into) == (Claim.Stage.MERGED, into)
    assert [row.occurrence for row in into.appearances.order_by("pk")].count(Appearance.Occurrence.REPEAT) == 1
    assert not Publication.objects.exists()


def test_a_published_claim_leaves_a_publication_that_names_the_target() -> None:
    bob = factories.user("editor")
    claim, into = factories.published().claim, factories.published().claim
    merge(claim, into=into, by=bob, note=factories.text("The same claim in other words."))
    last = Publication.objects.filter(claim=claim).last()
    assert (last.kind, last.version) == ("merge", 2)
    assert last.document["merged_into"]["slug"] == into.slug
    assert PublishedClaim.objects.get(slug=claim.slug).merged_into == into.slug
    assert [row.slug for row in PublishedClaim.objects.listed()] == [into.slug]
    assert verify_record().fault is None


def test_the_target_shows_the_places_of_the_merged_claim() -> None:
    bob = factories.user("editor")
    claim, into = factories.published().claim, factories.published().claim
    article = claim.appearances.get().snapshot.article.slug
    merge(claim, into=into, by=bob)
    assert list(PublishedAppearance.objects.filter(article=article).values_list("claim", flat=True)) == [into.slug]
    rows = list(PublishedAppearance.objects.values_list("claim", "position", "article"))
    rebuild()
    assert list(PublishedAppearance.objects.values_list("claim", "position", "article")) == rows


def test_parts_follow_to_the_target() -> None:
    claim, into = factories.claim(), factories.claim()
    part = factories.claim(parent=claim)
    merge(claim, into=into, by=factories.user())
    part.refresh_from_db()
    assert part.parent == into


def test_a_claim_is_not_merged_into_its_own_part() -> None:
    claim = factories.claim()
    part = factories.claim(parent=factories.claim(parent=claim))
    with pytest.raises(VerbRefused, match="part of this one"):
        merge(claim, into=part, by=factories.user())


def test_readers_are_never_led_to_a_draft() -> None:
    claim, draft = factories.published().claim, factories.claim()
    with pytest.raises(VerbRefused, match="published as well"):
        merge(claim, into=draft, by=factories.user("editor"))
    claim.refresh_from_db()
    assert claim.stage == Claim.Stage.ACCEPTED


def test_an_open_assessment_is_finished_first() -> None:
    alice = factories.user()
    assessment = factories.draft(author=alice)
    with pytest.raises(VerbRefused, match="open assessment"):
        merge(assessment.claim, into=factories.claim(), by=alice)


def test_a_claim_is_not_merged_into_itself_or_into_a_closed_one() -> None:
    alice, claim = factories.user(), factories.claim()
    with pytest.raises(VerbRefused, match="itself"):
        merge(claim, into=claim, by=alice)
    gone = merge(factories.claim(), into=factories.claim(), by=alice)
    with pytest.raises(VerbRefused, match="open claim"):
        merge(claim, into=gone, by=alice)


def test_a_researcher_adds_no_places_to_a_published_claim_by_merging() -> None:
    claim, into = factories.checkable_claim(), factories.published().claim
    with pytest.raises(VerbRefused) as refusal:
        merge(claim, into=into, by=factories.user())
    assert refusal.value.is_permission
    assert merge(claim, into=into, by=factories.user("editor")).merged_into == into
    assert Publication.objects.filter(claim=into).count() == 2


def test_a_retraction_is_not_merged_away() -> None:
    bob = factories.user("editor")
    claim, into = factories.published().claim, factories.published().claim
    retract(claim, note=factories.text("Wrong."), by=bob)
    with pytest.raises(VerbRefused, match="retraction stands"):
        merge(claim, into=into, by=bob)


def test_a_merged_claim_can_be_merged_on() -> None:
    bob = factories.user("editor")
    first, second, third = (factories.published().claim for _number in range(3))
    merge(first, into=second, by=bob)
    merge(second, into=third, by=bob)
    targets = dict(PublishedClaim.objects.values_list("slug", "merged_into"))
    assert targets == {first.slug: second.slug, second.slug: third.slug, third.slug: ""}


def test_nothing_is_done_to_a_merged_claim_any_more() -> None:
    bob = factories.user("editor")
    claim = merge(factories.published().claim, into=factories.published().claim, by=bob)
    where = factories.snapshot()
    with pytest.raises(VerbRefused):
        attach_repeat(claim, snapshot=where, start=0, end=5, by=bob)
    with pytest.raises(VerbRefused):
        publish(claim.assessments.get(), by=bob)
