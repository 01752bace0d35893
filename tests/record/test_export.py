"""An export, and the script with which a stranger checks it."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Checkpoint, SigningKey
from claims.record import checkpoint_document, export_record
from claims.workflow import redact
from tests import factories

pytestmark = pytest.mark.django_db


def check(directory: Path, *options: str) -> tuple[int, str]:
    """What the copied script says, in a process of its own, without anything of ours on its path."""
    script = directory / "verify_export.py"
    finished = subprocess.run(  # noqa: S603 — our own script
        [sys.executable, "-I", "-S", str(script), str(directory), *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=directory,
    )
    assert finished.stderr == ""
    return finished.returncode, finished.stdout


@pytest.fixture
def export(tmp_path: Path) -> Path:
    for number in range(4):
        factories.published(summary=factories.text(f"Summary {number} with “quotes”, é, 🙂 and 0.1"))
    export_record(tmp_path / "export")
    return tmp_path / "export"


def rewrite(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))


def test_a_stranger_can_check_an_export(export: Path) -> None:
    code, said = check(export)
    assert said.startswith("4 publications and 1 texts checked, all in order. Head: ")
    assert code == 0


def test_the_manifest_says_what_it_is(export: Path) -> None:
    manifest = json.loads((export / "manifest.json").read_text())
    assert manifest["publications"] == manifest["head"]["number"] == 4
    assert manifest["license"].startswith("https://")
    assert manifest["checkpoint"]["number"] == 4
    assert set(manifest["files"]) == {"publications.ndjson", "texts.ndjson"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda rows: [rows[0], rows[1].replace("Summary 1", "Summary 7"), *rows[2:]],
            "publication 2: the field “summary”",
        ),
        (lambda rows: [rows[0], *rows[2:]], "publication 2: number 2 is missing"),
        (lambda rows: [rows[0], rows[2], rows[1], rows[3]], "publication 2: number 2 is missing"),
        (lambda rows: [*rows, rows[3]], "publication 5"),
        (lambda rows: rows[:3], "its head is 4, the record ends with 3"),
        (
            lambda rows: [rows[0].replace('"kind":"initial"', '"kind":"update"'), *rows[1:]],
            "publication 1: its envelope",
        ),
        (lambda rows: [*rows[:3], "no JSON\n"], "publications.ndjson line 4: it is not JSON"),
        (
            lambda rows: [*rows[:3], rows[3].replace('"as_of":"', '"as_of":  "')],
            "publications.ndjson: its bytes are not",
        ),
    ],
    ids=["byte", "removed", "swapped", "repeated", "cut", "envelope", "garbage", "white space"],
)
def test_a_changed_export_is_rejected_and_the_row_named(
    export: Path, change: Callable[[list[str]], list[str]], expected: str
) -> None:
    rewrite(export / "publications.ndjson", change)
    code, said = check(export)
    assert expected in said
    assert code == 1


def test_any_changed_byte_is_noticed(export: Path) -> None:
    path = export / "publications.ndjson"
    whole = path.read_bytes()
    for position in range(0, len(whole), len(whole) // 12):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        assert check(export)[0] == 1, position


def test_a_changed_or_missing_text_is_named(export: Path) -> None:
    text = json.loads((export / "texts.ndjson").read_text())
    (export / "texts.ndjson").write_text(json.dumps({**text, "text": text["text"] + "!"}) + "\n")
    assert check(export) == (1, f"This record does not hold. text {text['sha256']}: the text was changed.\n")
    (export / "texts.ndjson").write_text("")
    assert "quotes it and it is missing" in check(export)[1]


def cut_consistently(export: Path, rows: int) -> None:
    """What somebody would do who wants the last publications forgotten: cut the file and mend the manifest."""
    path = export / "publications.ndjson"
    rewrite(path, lambda lines: lines[:rows])
    last = json.loads(path.read_text().splitlines()[-1])
    manifest = json.loads((export / "manifest.json").read_text())
    manifest["head"] = {"number": rows, "digest": last["digest"]}
    manifest["checkpoint"] = None
    manifest["files"]["publications.ndjson"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (export / "manifest.json").write_text(json.dumps(manifest))


def test_a_cut_tail_is_rejected_when_a_checkpoint_was_kept(export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint.json"
    kept.write_text(json.dumps(checkpoint_document(Checkpoint.objects.get(publication=4))))
    assert check(export, "--checkpoint", str(kept))[0] == 0
    cut_consistently(export, 3)
    assert check(export)[0] == 0, "by itself a shorter record is a record"
    code, said = check(export, "--checkpoint", str(kept))
    assert "the record had 4 publications; this one ends with 3" in said
    assert code == 1


def test_a_rewritten_history_is_rejected_by_an_older_checkpoint(export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint.json"
    document = checkpoint_document(Checkpoint.objects.get(publication=2))
    kept.write_text(json.dumps({**document, "digest": "f" * 64}))
    assert "this is not the record it was" in check(export, "--checkpoint", str(kept))[1]


def test_without_the_library_it_says_that_signatures_were_not_checked(export: Path, tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint.json"
    kept.write_text(json.dumps(checkpoint_document(Checkpoint.objects.get(publication=4))))
    public = SigningKey.objects.get().public_key
    assert "that needs the Python package" in check(export, "--checkpoint", str(kept), "--public-key", public)[1]


def test_signatures_are_checked_where_the_library_is_there(export: Path, tmp_path: Path) -> None:
    from claims.record.verify_export import Broken, signatures_of

    document = checkpoint_document(Checkpoint.objects.get(publication=4))
    key = SigningKey.objects.get()
    assert signatures_of(document, [key.public_key]) == f"signed by key {key.key_id}"
    with pytest.raises(Broken, match="not valid"):
        signatures_of({**document, "number": 3}, [key.public_key])
    with pytest.raises(Broken, match="any of the keys"):
        signatures_of({**document, "signatures": []}, [key.public_key])


def test_a_redacted_record_is_accepted_and_the_redaction_named(tmp_path: Path) -> None:
    claim = factories.published().claim
    redact(claim, fields=["summary"], note=factories.text("By order of a court."), by=factories.user("administrator"))
    export_record(tmp_path / "export")
    code, said = check(tmp_path / "export")
    assert f"redacted: summary of {claim.slug} version 1 (said in publication 2)" in said
    assert code == 0


def test_a_field_removed_without_a_redaction_is_rejected(export: Path) -> None:
    def without_summary(rows: list[str]) -> list[str]:
        row = json.loads(rows[0])
        del row["document"]["summary"], row["salts"]["summary"]
        return [json.dumps(row) + "\n", *rows[1:]]

    rewrite(export / "publications.ndjson", without_summary)
    assert "publication 1: the field “summary” was removed without a redaction" in check(export)[1]


def test_what_is_no_export_is_said_to_be_none(tmp_path: Path) -> None:
    from claims.record.verify_export import main

    assert main([str(tmp_path / "nothing")]) == 2


def test_a_directory_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    with pytest.raises(CommandError, match=r"Nothing was written: .* is not empty"):
        call_command("export_record", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    factories.published()
    call_command("export_record", str(tmp_path / "export"), dry_run=True)
    assert capsys.readouterr().out.startswith("Dry run: 1 publications")
    assert not (tmp_path / "export").exists()


def test_an_empty_record_is_exported_and_verified(tmp_path: Path) -> None:
    export_record(tmp_path / "export")
    assert check(tmp_path / "export")[0] == 0
