import pytest
from django.contrib.auth.models import Permission

from claims.models import Claim, User
from claims.workflow import VerbRefused, propose
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_candidate_is_marked_in_the_text() -> None:
    snapshot = factories.snapshot()
    claim = factories.candidate(by=factories.user(), where=snapshot)
    place = claim.appearances.get()
    assert claim.stage == Claim.Stage.CANDIDATE
    assert place.exact == factories.QUOTE
    assert snapshot.text[place.start - len(place.prefix) : place.start] == place.prefix


def test_the_slug_is_made_from_the_statement_and_is_free() -> None:
    alice = factories.user()
    slugs = [propose(by=alice, statement={"en": "Rice is dear!", "id": "Beras mahal!"}).slug for _ in range(3)]
    assert slugs == ["rice-is-dear", "rice-is-dear-2", "rice-is-dear-3"]


@pytest.mark.parametrize("statement", [{"id": "北京 米"}, {"id": "…"}, {}])
def test_a_statement_without_latin_letters_still_gets_a_slug(statement: dict[str, str]) -> None:
    assert propose(by=factories.user(), statement=statement).slug == "claim"


def test_a_span_outside_the_text_proposes_nothing() -> None:
    snapshot = factories.snapshot()
    with pytest.raises(ValueError, match="not a place"):
        propose(by=factories.user(), statement={}, snapshot=snapshot, start=5, end=10_000)
    assert not Claim.objects.exists()


def test_an_outsider_proposes_nothing() -> None:
    with pytest.raises(VerbRefused):
        propose(by=factories.user(""), statement={"en": "x"})
    assert not Claim.objects.exists()


def test_whoever_may_do_both_proposes_and_accepts_in_one_act() -> None:
    alice = factories.user("researcher")
    claim = propose(by=alice, statement=factories.text("Rice is dearer."), accepted=True)
    assert claim.stage == "accepted"
    alice.groups.clear()
    alice.user_permissions.add(Permission.objects.get(codename="add_claim"))
    alice = User.objects.get(pk=alice.pk)
    assert propose(by=alice, statement=factories.text("Oil is dearer.")).stage == "candidate"
    with pytest.raises(VerbRefused):
        propose(by=alice, statement=factories.text("Oil is dearer."), accepted=True)
