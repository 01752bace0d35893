"""`manage.py import_rows`: the same import from a file on the server."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Claim
from tests import factories

pytestmark = pytest.mark.django_db
CONTENT = "slug,statement_en\na,One.\nb,\nc,Three.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    factories.user("researcher", username="alice")
    path = tmp_path / "claims.csv"
    path.write_text(CONTENT)
    return path


def run(*words: object) -> str:
    output = StringIO()
    try:
        call_command("import_rows", *map(str, words), by="alice", stdout=output, stderr=StringIO())
    finally:
        run.said = output.getvalue()  # type: ignore[attr-defined]
    return output.getvalue()


def test_a_wrong_row_is_named_and_nothing_is_written(file: Path) -> None:
    with pytest.raises(CommandError, match="Nothing was written"):
        run("claims", file)
    assert "line 3, statement: Needed for a new row." in run.said  # type: ignore[attr-defined]
    assert not Claim.objects.exists()


def test_the_wrong_line_is_left_out_by_its_number(file: Path) -> None:
    assert "2 created" in run("claims", file, "--skip-lines=3")
    assert set(Claim.objects.values_list("slug", flat=True)) == {"a", "c"}
    assert "2 unchanged" in run("claims", file, "--skip-lines=3")


def test_a_dry_run_keeps_nothing(file: Path) -> None:
    assert "Dry run: nothing was kept." in run("claims", file, "--skip-lines=3", "--dry-run")
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("claims", "no-such-file.csv"), "No such file"),
        (("people", "x.csv"), "invalid choice: 'people'"),
        (("claims", "x.csv", "--skip-lines=three"), "invalid line_numbers value"),
    ],
)
def test_bad_words_get_one_clear_line(file: Path, words: tuple[str, ...], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        run(*words)


def test_an_unknown_column_is_named(file: Path) -> None:
    file.write_text("slug,colour\na,red\n")
    with pytest.raises(CommandError, match=r"“colour”.*Nothing was written"):
        run("claims", file)


def test_lines_of_json_are_known_by_the_ending(file: Path) -> None:
    other = file.with_suffix(".jsonl")
    other.write_text('{"slug": "a", "statement": {"en": "One.", "id": "Satu."}}\n')
    assert "1 created" in run("claims", other)
