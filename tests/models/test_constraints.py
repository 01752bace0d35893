"""Every rule of the tables is a named constraint: it holds for QuerySet.update() and raw SQL as well."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from claims.models import (
    Article,
    Assessment,
    Claim,
    ClaimRelation,
    Entity,
    Evidence,
    Rating,
    RatingScale,
    Review,
    Snapshot,
    Source,
)
from tests import factories

pytestmark = pytest.mark.django_db


def refusal(change: Callable[[], Any]) -> str:
    with pytest.raises((IntegrityError, InternalError)) as refused, transaction.atomic():
        change()
    return str(refused.value)


def test_one_entity_a_domain() -> None:
    factories.entity(domain="news.example")
    assert "entity_one_a_domain" in refusal(lambda: factories.entity(domain="news.example"))


def test_two_entities_may_have_no_domain() -> None:
    factories.entity(domain="")
    factories.entity(domain="")
    assert Entity.objects.filter(domain="").count() == 2


def test_an_article_has_one_canonical_url() -> None:
    first = factories.article()
    assert "article_one_a_canonical_url" in refusal(lambda: factories.article(canonical_url=first.canonical_url))


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://host/x", "//host/x"])
def test_only_http_addresses_are_stored(address: str) -> None:
    source, article = factories.source(), factories.article()
    assert "source_url_is_http" in refusal(lambda: Source.objects.filter(pk=source.pk).update(url=address))
    assert "article_url_is_http" in refusal(lambda: Article.objects.filter(pk=article.pk).update(url=address))


def test_a_source_has_one_canonical_url() -> None:
    first = factories.source()
    assert "source_one_a_canonical_url" in refusal(lambda: factories.source(canonical_url=first.canonical_url))


def test_a_snapshot_keeps_the_digest_of_its_text() -> None:
    assert "snapshot_sha256_is_of_text" in refusal(lambda: factories.snapshot(sha256="0" * 64))


def test_the_database_digests_text_as_python_does() -> None:
    assert factories.snapshot("Naïve 🙂 ağ\n").pk is not None


def test_a_snapshot_is_never_changed_or_deleted() -> None:
    snapshot = factories.snapshot()
    assert "Cannot update" in refusal(lambda: Snapshot.objects.filter(pk=snapshot.pk).update(number=9))
    assert "Cannot update or delete" in refusal(lambda: Snapshot.objects.filter(pk=snapshot.pk)._raw_delete("default"))


def test_the_same_text_is_stored_once_an_article() -> None:
    first = factories.snapshot()
    assert "snapshot_text_once_an_article" in refusal(lambda: factories.snapshot(article=first.article))


def test_a_quote_is_what_the_snapshot_says_at_that_place() -> None:
    appearance = factories.appearance(factories.claim())
    rows = type(appearance).objects.filter(pk=appearance.pk)
    assert "not what the snapshot says" in refusal(lambda: rows.update(start=appearance.start + 1))
    assert "not what the snapshot says" in refusal(lambda: rows.update(exact="something else"))
    assert "not what the snapshot says" in refusal(lambda: rows.update(start=appearance.end, end=appearance.start))


def test_offsets_count_code_points_in_the_database_too() -> None:
    snapshot = factories.snapshot("🙂🙂 Ünïcode → harga naik.")
    appearance = factories.appearance(factories.claim(), snapshot, quote="harga naik")
    assert (appearance.start, appearance.end) == (13, 23)


def test_a_merged_claim_has_a_target_and_only_then() -> None:
    claim, other = factories.claim(), factories.claim()
    rows = Claim.objects.filter(pk=claim.pk)
    assert "claim_merged_has_target" in refusal(lambda: rows.update(stage="merged"))
    assert "claim_merged_has_target" in refusal(lambda: rows.update(merged_into=other))
    assert rows.update(stage="merged", merged_into=other) == 1


def test_a_dismissed_claim_has_a_reason() -> None:
    claim = factories.claim()
    assert "claim_dismissed_has_reason" in refusal(lambda: Claim.objects.filter(pk=claim.pk).update(stage="dismissed"))


def test_parents_form_no_circle() -> None:
    first = factories.claim()
    second = factories.claim(parent=first)
    third = factories.claim(parent=second)
    assert "its own ancestor" in refusal(lambda: Claim.objects.filter(pk=first.pk).update(parent=third))
    assert "claim_not_its_own_parent" in refusal(
        lambda: Claim.objects.filter(pk=first.pk).update(parent=first)
    ) or "its own ancestor" in refusal(lambda: Claim.objects.filter(pk=first.pk).update(parent=first))


def test_check_worthiness_lies_between_0_and_1() -> None:
    assert "claim_checkworthiness_0_to_1" in refusal(lambda: factories.claim(checkworthiness="1.01"))


def test_a_claim_does_not_relate_to_itself() -> None:
    claim = factories.claim()
    assert "claimrelation_not_with_itself" in refusal(
        lambda: ClaimRelation.objects.create(from_claim=claim, to_claim=claim, kind="contradicts")
    )


def test_stance_is_one_of_three() -> None:
    assert "evidence_stance_is_known" in refusal(lambda: factories.evidence(factories.claim(), stance="maybe"))


def test_a_quote_has_a_language() -> None:
    claim = factories.claim()
    assert "evidence_quote_has_language" in refusal(lambda: factories.evidence(claim, quote="words"))
    assert "evidence_quote_has_language" in refusal(lambda: factories.evidence(claim, quote_language="en"))


def test_confidential_evidence_has_a_public_reason() -> None:
    claim = factories.claim()
    assert "evidence_confidential_has_reason" in refusal(lambda: factories.evidence(claim, confidential=True))
    factories.evidence(claim, confidential=True, public_reason=factories.text("The person asked for it."))
    assert Evidence.objects.filter(claim=claim).count() == 1


def test_a_rating_lies_within_its_scale() -> None:
    rating = Rating.objects.filter(slug="true")
    assert "lies outside its scale" in refusal(lambda: rating.update(value=6))
    assert "rating_unproven_has_no_value" in refusal(lambda: Rating.objects.filter(slug="unproven").update(value=2))


def test_a_scale_has_its_worst_below_its_best() -> None:
    assert "ratingscale_worst_below_best" in refusal(lambda: RatingScale.objects.update(worst=5, best=5))


def test_nobody_approves_their_own_assessment_even_in_sql() -> None:
    assessment = factories.submitted(author=factories.user("editor"))

    def approve_in_sql() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE claims_assessment SET state = 'approved', approver_id = author_id, approved_at = now(),"
                " approved_digest = 'x' WHERE id = %s",
                [assessment.pk],
            )

    assert "assessment_approver_is_not_author" in refusal(approve_in_sql)


def test_the_author_of_an_assessment_cannot_be_changed_to_get_round_that() -> None:
    assessment = factories.submitted(author=factories.user("editor"))
    rows = Assessment.objects.filter(pk=assessment.pk)
    assert "Cannot update" in refusal(lambda: rows.update(author=factories.user("editor")))


def test_an_assessment_is_not_published_without_approval() -> None:
    assessment = factories.submitted(author=factories.user())
    rows = Assessment.objects.filter(pk=assessment.pk)
    assert "assessment_published_is_approved" in refusal(lambda: rows.update(state="approved"))
    assert "Invalid transition" in refusal(lambda: rows.update(state="published"))


def test_a_published_assessment_is_fixed() -> None:
    factories.published()
    assert "Cannot update" in refusal(lambda: Assessment.objects.update(confidence="high"))


def test_a_claim_has_one_open_assessment() -> None:
    author = factories.user()
    claim = factories.draft(author=author).claim
    assert "assessment_one_open_a_claim" in refusal(lambda: Assessment.objects.create(claim=claim, author=author))


def test_a_reviewer_is_not_the_author() -> None:
    author = factories.user("editor")
    assessment = factories.submitted(author=author)
    assert "reviews what they wrote" in refusal(
        lambda: Review.objects.create(assessment=assessment, reviewer=author, decision="approved")
    )


def test_returning_needs_a_comment() -> None:
    assessment = factories.submitted(author=factories.user())
    assert "review_returned_has_comment" in refusal(
        lambda: Review.objects.create(assessment=assessment, reviewer=factories.user("editor"), decision="returned")
    )


def test_the_slug_of_a_published_claim_is_fixed() -> None:
    publication = factories.published()
    rows = Claim.objects.filter(pk=publication.claim_id)
    assert "Cannot update" in refusal(lambda: rows.update(slug="another"))


@pytest.mark.parametrize("language", ["", "Indonesian", "ID", "id_ID", "<b>"])
def test_language_codes_are_bcp_47(language: str) -> None:
    article = factories.article()
    assert "article_language_is_bcp47" in refusal(
        lambda: Article.objects.filter(pk=article.pk).update(language=language)
    )
