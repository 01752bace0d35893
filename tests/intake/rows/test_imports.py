"""From an uploaded file to rows: checked, decided, imported once, whatever happens to the worker in between."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from claims.intake.rows import imports
from claims.intake.rows.imports import (
    begin_again,
    begin_check,
    begin_writing,
    check,
    forget_old_imports,
    may_skip_wrong,
    write,
    wrong_lines,
)
from claims.intake.rows.store import PIECE, TooLarge, store_rows, stored_file
from claims.models import Claim, RowImport, RowImportPiece, User
from claims.workflow import VerbRefused
from tests import factories

GOOD = "slug,statement_en\na,One.\nb,Two.\n"
WRONG = "slug,statement_en\na,One.\nb,\nc,Three.\n"
State = RowImport.State


def stored(content: str | bytes, by: User, **fields: object) -> RowImport:
    data = content.encode() if isinstance(content, str) else content
    with transaction.atomic():
        return store_rows([data], by=by, **{"kind": "claims", "format": "csv", "file_name": "rice.csv", **fields})  # type: ignore[arg-type]


def checked(content: str, by: User) -> RowImport:
    made = stored(content, by)
    begin_check(made)
    made.refresh_from_db()
    return made


def test_a_check_says_what_would_happen_and_an_import_does_exactly_that(alice: User) -> None:
    made = checked(GOOD, alice)
    assert (made.state, made.checked["created"], Claim.objects.count()) == (State.CHECKED, 2, 0)
    assert begin_writing(made)
    made.refresh_from_db()
    assert (made.state, made.written) == (State.DONE, made.checked)
    assert made.finished_at
    assert Claim.objects.count() == 2


def test_a_wrong_row_stands_in_the_way_until_it_is_left_out_by_name(alice: User) -> None:
    made = checked(WRONG, alice)
    assert [(row.line, row.field) for row in made.problems.all()] == [(3, "statement")]
    assert not begin_writing(made)
    assert may_skip_wrong(made)
    assert wrong_lines(made) == [3]
    assert begin_writing(made, skip_wrong=True)
    made.refresh_from_db()
    assert (made.state, made.skipped_lines) == (State.DONE, [3])
    assert set(Claim.objects.values_list("slug", flat=True)) == {"a", "c"}


def test_what_became_wrong_since_the_check_keeps_everything_out(alice: User) -> None:
    made = checked("slug,statement_en,topics\na,One.,food\n", alice)
    assert made.checked["wrong"] == 1
    factories.topic(slug="food")
    made = checked("slug,statement_en,topics\na,One.,food\nb,Two.,food\n", alice)
    factories.claim(slug="b", stage="merged", merged_into=factories.claim())
    assert begin_writing(made)
    made.refresh_from_db()
    assert (made.state, made.checked["wrong"]) == (State.CHECKED, 1)
    assert not Claim.objects.filter(slug="a").exists()


def test_an_import_that_a_second_worker_takes_over_is_done_once(alice: User) -> None:
    made = checked(GOOD, alice)
    begin_writing(made)
    write.call(made.pk)
    check.call(made.pk)
    made.refresh_from_db()
    assert (made.state, Claim.objects.count()) == (State.DONE, 2)


def test_two_clicks_start_it_once(alice: User) -> None:
    made = checked(GOOD, alice)
    same = RowImport.objects.get(pk=made.pk)
    assert begin_writing(made)
    assert not begin_writing(same)


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_one_does_all(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(_rows: int) -> None:
        raise Killed

    made = checked(GOOD, alice)
    monkeypatch.setattr(imports, "_signs_of_progress", lambda _import: die)
    with pytest.raises(Killed), transaction.atomic():
        begin_writing(made)
    # What began it was committed before, in the request of the person who clicked.
    RowImport.objects.filter(pk=made.pk).update(state=State.WRITING)
    assert not Claim.objects.exists()
    monkeypatch.undo()
    write.call(made.pk)
    made.refresh_from_db()
    assert (made.state, Claim.objects.count()) == (State.DONE, 2)


def test_one_that_has_not_moved_for_long_can_be_started_again(alice: User) -> None:
    made = stored(GOOD, alice)
    assert not begin_again(made)
    RowImport.objects.filter(pk=made.pk).update(moved_at=timezone.now() - timedelta(hours=1))
    assert begin_again(made)
    made.refresh_from_db()
    assert made.state == State.CHECKED


def test_a_file_that_is_not_readable_says_why(alice: User) -> None:
    made = checked("slug,colour\na,red\n", alice)
    assert made.state == State.FAILED
    assert "“colour”" in made.message


def test_a_large_file_goes_to_the_queue_for_long_work(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(imports, "SMALL", 10)
    monkeypatch.setattr(type(check), "enqueue", lambda job, key: asked.append((job.name, job.queue_name, key)))
    made = stored(GOOD, alice)
    begin_check(made)
    assert asked == [("check", "long", made.pk)]


def test_a_file_is_kept_in_pieces_and_read_back_as_it_was(alice: User) -> None:
    data = bytes(range(256)) * 9_000
    made = stored(data, alice)
    assert RowImportPiece.objects.filter(row_import=made).count() == -(-len(data) // PIECE)
    assert stored_file(made).read() == data


def test_a_file_that_is_too_large_is_refused_and_not_kept(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claims.intake.rows.store.LARGEST_UPLOAD", 10)
    with pytest.raises(TooLarge):
        stored(GOOD, alice)
    assert not RowImport.objects.exists()


def test_who_may_not_write_evidence_brings_none(alice: User) -> None:
    with pytest.raises(VerbRefused):
        stored(GOOD, factories.user(""))


def test_files_are_forgotten_after_a_month_and_what_they_brought_is_not(alice: User) -> None:
    made = checked(GOOD, alice)
    begin_writing(made)
    forget_old_imports.call()
    assert RowImport.objects.exists()
    RowImport.objects.update(created_at=timezone.now() - timedelta(days=31))
    forget_old_imports.call()
    assert not RowImport.objects.exists()
    assert Claim.objects.count() == 2
