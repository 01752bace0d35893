import pytest
from django.db import InternalError, transaction

from claims.models import Claim, Comment, Notification, Review
from claims.workflow import VerbRefused, approve, comment
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_comment_is_kept_with_whom_it_names() -> None:
    alice, bob = factories.user(username="alice"), factories.user("editor", username="bob")
    written = comment(factories.claim(), text="  @bob, is this\r\nenough?  ", by=alice)
    assert (written.text, written.author) == ("@bob, is this\nenough?", alice)
    assert list(written.mentioned.all()) == [bob]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@bob", True),
        ("Ask @bob.", True),
        ("(@bob)", True),
        ("mail bob@bob.example", False),
        ("https://social.example/@bob", False),
        ("@bobby", False),
        ("@BOB", False),
    ],
)
def test_only_a_login_name_after_an_at_names_somebody(text: str, named: bool) -> None:
    factories.user("editor", username="bob")
    written = comment(factories.claim(), text=text, by=factories.user())
    assert written.mentioned.exists() == named


def test_who_left_the_newsroom_is_not_named() -> None:
    factories.user("editor", username="bob", is_active=False)
    assert not comment(factories.claim(), text="@bob", by=factories.user()).mentioned.exists()


def test_whoever_is_named_is_told_where() -> None:
    bob = factories.user("editor", username="bob")
    claim = factories.claim()
    written = comment(claim, text="@bob and @bob again", by=factories.user())
    told = Notification.objects.get(recipient=bob)
    assert (told.kind, told.about, told.occasion) == (Notification.Kind.MENTIONED, claim, f"comment-{written.pk}")


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5_001])
def test_an_empty_or_endless_comment_is_refused(text: str) -> None:
    with pytest.raises(VerbRefused) as refused:
        comment(factories.claim(), text=text, by=factories.user())
    assert [objection.field for objection in refused.value.objections] == ["text"]
    assert not Comment.objects.exists()


def test_an_outsider_does_not_comment() -> None:
    with pytest.raises(VerbRefused) as refused:
        comment(factories.claim(), text="Hello", by=factories.user(""))
    assert refused.value.is_permission


def test_a_comment_is_never_edited() -> None:
    written = comment(factories.claim(), text="First words", by=factories.user())
    with pytest.raises(InternalError), transaction.atomic():
        Comment.objects.filter(pk=written.pk).update(text="Other words")


def test_a_comment_takes_no_approval_away_and_makes_nobody_a_contributor() -> None:
    alice, bob = factories.user(), factories.user("editor")
    submitted = factories.submitted(author=alice)
    comment(submitted.claim, text="I wonder.", by=bob)
    approved = approve(submitted, by=bob)
    comment(submitted.claim, text="Thank you.", by=alice)
    approved.refresh_from_db()
    assert approved.state == "approved"
    assert Review.objects.count() == 1


def test_comments_stay_in_the_history_of_the_database() -> None:
    claim: Claim = factories.claim()
    comment(claim, text="Remember this", by=factories.user(public_name="Alice"))
    (event,) = Comment.objects.get().events.all()  # type: ignore[attr-defined]
    assert event.text == "Remember this"
    assert event.pgh_context.metadata["verb"] == "comment"
