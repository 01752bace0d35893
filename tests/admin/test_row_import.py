"""An import in the admin: upload, read what was found, decide."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from claims.models import Claim, RowImport, User
from tests import factories
from tests.admin.desk import Desk, address, said, text_of

UPLOAD = "/admin/claims/rowimport/add/"
GOOD = "slug,statement_en\na,One.\nb,Two.\n"
WRONG = "slug,statement_en\na,One.\nb,\nc,Three.\n"


def upload(desk: Desk, content: str | bytes, name: str = "rice.csv", **typed: Any) -> Any:
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, data, content_type="text/csv")
    return desk.client.post(UPLOAD, {"kind": "claims", "file": file, **typed}, follow=True)


def decide(desk: Desk, **typed: Any) -> Any:
    key = RowImport.objects.get().pk
    return desk.client.post(f"/admin/claims/rowimport/{key}/decide/", typed, follow=True)


def test_a_file_is_checked_and_comes_in_by_a_click(alice_desk: Desk) -> None:
    page = upload(alice_desk, GOOD)
    assert "Checked, waits for your decision" in text_of(page)
    assert 'value="Import 2 rows"' in page.content.decode()
    assert not Claim.objects.exists()
    assert "Imported" in text_of(decide(alice_desk))
    assert Claim.objects.count() == 2


def test_wrong_rows_are_shown_with_line_column_and_reason(alice_desk: Desk) -> None:
    page = upload(alice_desk, WRONG)
    assert "3 statement Needed for a new row." in text_of(page)
    assert "Left out: lines 3." in text_of(page)
    assert said(decide(alice_desk)) == ["Nothing was done: the import is in another state by now."]
    assert not Claim.objects.exists()
    decide(alice_desk, skip="yes")
    assert Claim.objects.count() == 2


def test_the_problems_are_a_file_too(alice_desk: Desk) -> None:
    upload(alice_desk, WRONG)
    answer = alice_desk.open(f"/admin/claims/rowimport/{RowImport.objects.get().pk}/problems.csv")
    assert answer.content.decode() == "line,column,reason\r\n3,statement,Needed for a new row.\r\n"


def test_a_file_that_cannot_be_read_says_why(alice_desk: Desk) -> None:
    assert "Unknown columns: “colour”" in text_of(upload(alice_desk, "slug,colour\na,red\n"))


@pytest.mark.parametrize(("name", "reason"), [("rice.xlsx", "Only files ending in .csv"), ("", "required|No file")])
def test_what_is_no_rows_file_comes_back_with_the_form(alice_desk: Desk, name: str, reason: str) -> None:
    page = upload(alice_desk, GOOD, name or "rice.csv", **({} if name else {"file": ""}))
    assert page.context["form"].errors["file"]
    assert not RowImport.objects.exists()


def test_what_differs_is_shown_before_it_is_changed(alice_desk: Desk) -> None:
    claim = factories.claim(slug="a", statement={"en": "Old."})
    page = upload(alice_desk, GOOD, change_existing="on")
    assert "en: Old. en: One." in text_of(page)
    decide(alice_desk)
    claim.refresh_from_db()
    assert str(claim.statement) == "One."


def test_nobody_decides_about_another_persons_file(alice_desk: Desk, bob_desk: Desk) -> None:
    upload(alice_desk, GOOD)
    assert decide(bob_desk).status_code == 403
    page = bob_desk.open(address(RowImport, "change", RowImport.objects.get().pk))
    assert 'value="Import' not in page.content.decode()


def test_who_may_not_make_claims_does_not_see_the_form(charlie_desk: Desk) -> None:
    assert charlie_desk.open(UPLOAD).status_code == 403


def test_one_that_is_on_its_way_says_how_far_it_is_and_can_be_woken(alice: User, alice_desk: Desk) -> None:
    made = RowImport.objects.create(kind="claims", format="csv", file_name="x.csv", uploaded_by=alice, rows_seen=1234)
    page = alice_desk.open(address(made, "change", made.pk))
    assert "1234 rows so far" in text_of(page).replace(",", "").replace(" ", " ")
    assert "reload.js" in page.content.decode()
    RowImport.objects.update(moved_at=timezone.now() - timedelta(hours=1))
    assert "Start again" in alice_desk.open(address(made, "change", made.pk)).content.decode()
    assert RowImport.objects.get().state == "checking"
    decide(alice_desk, again="yes")
    assert RowImport.objects.get().state in {"checked", "failed"}


def test_one_that_was_not_imported_is_discarded_by_its_owner(alice_desk: Desk, bob_desk: Desk) -> None:
    upload(alice_desk, GOOD)
    made = RowImport.objects.get()
    assert bob_desk.client.post(address(made, "delete", made.pk), {"post": "yes"}).status_code == 403
    alice_desk.client.post(address(made, "delete", made.pk), {"post": "yes"})
    assert not RowImport.objects.exists()
