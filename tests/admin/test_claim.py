"""A claim's page and the list of claims."""

import re

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.models import Appearance, Claim, User
from tests import factories
from tests.admin.desk import Desk, form_data, text_of

LIST = reverse("admin:claims_claim_changelist")
ADD = reverse("admin:claims_claim_add")


def test_the_page_shows_the_quote_marked_in_the_text_around_it(alice_desk: Desk) -> None:
    claim = factories.checkable_claim()
    page = alice_desk.page(claim).rendered_content
    passage = re.search(r'<blockquote class="passage".*?</blockquote>', page, re.DOTALL)
    assert passage is not None
    assert f"Harga beras naik tajam\n<mark>{factories.QUOTE}</mark> Pemerintah belum menanggapi." in passage[0]


def test_what_is_only_shown_has_every_language(bob_desk: Desk, alice: User) -> None:
    text = text_of(bob_desk.page(factories.submitted(author=alice, summary=factories.text("Less.", "Kurang."))))
    assert "Less." in text
    assert "Kurang." in text


def test_a_passage_is_shown_harmless(alice_desk: Desk) -> None:
    claim = factories.claim()
    factories.appearance(claim, factories.snapshot("Before <script>alert(1)</script> after"), quote="<script>alert(1)")
    page = alice_desk.page(claim).rendered_content
    assert "<script>alert" not in page
    assert "<mark>&lt;script&gt;alert(1)</mark>" in page


def test_the_page_shows_the_verdict_and_links_to_it(alice: User, alice_desk: Desk) -> None:
    assessment = factories.draft(author=alice)
    page = alice_desk.page(assessment.claim)
    assert f"/admin/claims/assessment/{assessment.pk}/change/" in page.rendered_content
    assert "Half true" in text_of(page)


def test_texts_have_one_labelled_input_a_language(alice_desk: Desk) -> None:
    page = alice_desk.open(ADD).rendered_content
    assert re.search(r'<label for="id_statement_0" lang="id"><abbr>id</abbr> Bahasa Indonesia</label>', page)
    assert re.search(r'<label for="id_statement_1" lang="en"><abbr>en</abbr> English</label>', page)


def test_a_new_claim_gets_a_slug_from_its_statement(alice_desk: Desk) -> None:
    opened = alice_desk.open(ADD)
    alice_desk.save(opened, statement_0="Beras naik.", statement_1="Rice became dearer.", reason="Heard on the radio")
    claim = Claim.objects.get()
    assert claim.slug == "rice-became-dearer"
    assert claim.stage == Claim.Stage.CANDIDATE


def test_a_claim_without_a_statement_is_refused_on_its_field(alice_desk: Desk) -> None:
    answer = alice_desk.save(alice_desk.open(ADD), slug="no-statement")
    assert answer.context["adminform"].form.errors["statement"]
    assert not Claim.objects.exists()


def test_a_slug_that_is_taken_is_an_error_of_the_form(alice_desk: Desk) -> None:
    taken = factories.claim()
    answer = alice_desk.save(alice_desk.open(ADD), slug=taken.slug, statement_1="Another")
    assert answer.context["adminform"].form.errors["slug"]


def test_the_slug_of_a_published_claim_is_fixed(alice_desk: Desk) -> None:
    claim = factories.published().claim
    assert "slug" not in form_data(alice_desk.page(claim))


def test_a_merged_claim_is_only_shown(alice_desk: Desk) -> None:
    target = factories.claim()
    merged = factories.claim(stage=Claim.Stage.MERGED, merged_into=target)
    page = alice_desk.page(merged)
    assert page.status_code == 200
    assert "statement_0" not in form_data(page)


def add_appearance(desk: Desk, claim: Claim, **typed: object) -> object:
    rows = {f"appearances-0-{name}": value for name, value in {"occurrence": "first", "start": "", **typed}.items()}
    return desk.save(desk.page(claim), **{"appearances-TOTAL_FORMS": 1, **rows})


def test_an_appearance_is_found_from_snapshot_and_quote_alone(alice_desk: Desk) -> None:
    claim, snapshot = factories.claim(), factories.snapshot()
    add_appearance(alice_desk, claim, snapshot=snapshot.pk, exact=factories.QUOTE)
    place = Appearance.objects.get(claim=claim)
    assert (place.start, place.end) == (23, 23 + len(factories.QUOTE))
    assert place.prefix == "Harga beras naik tajam\n"
    assert place.suffix.startswith(" Pemerintah belum")


def test_a_quote_over_two_lines_is_found_although_browsers_send_other_line_ends(alice_desk: Desk) -> None:
    claim, snapshot = factories.claim(), factories.snapshot()
    add_appearance(alice_desk, claim, snapshot=snapshot.pk, exact="naik tajam\r\nHarga beras")
    assert Appearance.objects.get(claim=claim).exact == "naik tajam\nHarga beras"


def test_a_quote_that_does_not_occur_is_refused_on_its_field(alice_desk: Desk) -> None:
    claim, snapshot = factories.claim(), factories.snapshot()
    answer = add_appearance(alice_desk, claim, snapshot=snapshot.pk, exact="Harga gula")
    assert "do not occur" in text_of(answer)
    assert not Appearance.objects.exists()


def test_a_quote_that_occurs_twice_needs_its_place(alice_desk: Desk) -> None:
    claim, snapshot = factories.claim(), factories.snapshot()
    answer = add_appearance(alice_desk, claim, snapshot=snapshot.pk, exact="Harga beras")
    assert "occur 2 times, after 0, 23 characters" in text_of(answer)
    add_appearance(alice_desk, claim, snapshot=snapshot.pk, exact="Harga beras", start=23)
    assert Appearance.objects.get(claim=claim).start == 23


def test_the_same_place_twice_is_an_error_of_the_form(alice_desk: Desk) -> None:
    claim = factories.claim()
    place = factories.appearance(claim)
    row = {"snapshot": place.snapshot_id, "exact": place.exact, "start": "", "occurrence": "repeat"}
    rows = {f"appearances-1-{name}": value for name, value in row.items()}
    answer = alice_desk.save(alice_desk.page(claim), **{"appearances-TOTAL_FORMS": 2, **rows})
    assert "already marked at exactly this place" in text_of(answer)
    assert Appearance.objects.count() == 1


def test_a_circle_of_parents_is_an_error_of_the_form(alice_desk: Desk) -> None:
    parent = factories.claim()
    child = factories.claim(parent=parent)
    answer = alice_desk.save(alice_desk.page(parent), parent=child.pk, statement_1="Typed before")
    assert "A claim cannot be a part of its own parts." in text_of(answer)
    assert form_data(answer)["statement_1"] == "Typed before"
    parent.refresh_from_db()
    assert parent.parent is None


def test_the_list_shows_published_and_proposed_ratings(alice: User, alice_desk: Desk) -> None:
    factories.published(rating="false")
    factories.draft(author=alice, rating="true")
    text = text_of(alice_desk.open(LIST))
    assert "False" in text
    assert "True (proposed)" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "three times"}, 2),
        ({"q": "Jakarta tahun lalu"}, 1),
        ({"q": "claim-about-sugar"}, 1),
        ({"q": "Gula “putih”"}, 1),
        ({"stage": "accepted"}, 3),
        ({"stage": "dismissed"}, 0),
        ({"verification_status": "verified"}, 1),
        ({"rating": "half-true"}, 1),
        ({"rating": "false"}, 0),
    ],
)
def test_the_list_is_searched_and_filtered(query: dict[str, str], found: int, alice_desk: Desk) -> None:
    factories.published()
    factories.claim(slug="claim-about-sugar", statement=factories.text("Sugar is white.", "Gula “putih”"))
    factories.claim()
    assert alice_desk.open(LIST, **query).context["cl"].result_count == found


def test_the_list_needs_few_queries_however_many_rows(
    alice_desk: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    alice_desk.open(LIST)
    for _number in range(12):
        factories.evidence(factories.claim(claimant=factories.entity()))
    factories.published()
    with django_assert_max_num_queries(12) as few:
        alice_desk.open(LIST)
    count = len(few)
    for _number in range(12):
        factories.evidence(factories.claim(claimant=factories.entity()))
    with django_assert_max_num_queries(count):
        alice_desk.open(LIST)


def test_an_outsider_sees_no_claims(charlie_desk: Desk) -> None:
    claim = factories.claim()
    assert charlie_desk.open(LIST).status_code == 403
    assert charlie_desk.page(claim).status_code == 403
