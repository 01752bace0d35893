"""A backup is whole or not there, and a restore brings back exactly what was there or says that it did not."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from claims.models import Claim, Publication
from factcheck.backups import programs, restoring
from tests import factories
from tests.databases import connected_to

pytestmark = pytest.mark.django_db(transaction=True)
EMPTY = "test_restored"


@pytest.fixture
def empty_database() -> Iterator[str]:
    connection.ensure_connection()
    name = f"{EMPTY}_{connection.settings_dict['NAME']}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    yield name
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    factories.published()
    factories.published()
    directory = tmp_path / "backup"
    call_command("backup", directory, stdout=StringIO())
    return directory


def restore(directory: Path) -> str:
    said = StringIO()
    call_command("restore", directory, stdout=said, stderr=StringIO())
    return said.getvalue()


def test_what_was_backed_up_is_restored_row_for_row_and_the_record_verifies(backup: Path, empty_database: str) -> None:
    digests = list(Publication.objects.values_list("number", "digest"))
    claims = list(Claim.objects.order_by("pk").values())
    with connected_to(empty_database):
        assert "the record verifies up to publication 2" in restore(backup)
        assert list(Publication.objects.values_list("number", "digest")) == digests
        assert list(Claim.objects.order_by("pk").values()) == claims
        # The guards came along: nobody deletes from the record there either.
        with pytest.raises(Exception, match="publication"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM claims_publication")


def test_a_backup_is_for_the_eyes_of_its_account_only(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten(backup: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in backup.rglob("*")}
    with pytest.raises(CommandError, match="is not empty"):
        call_command("backup", backup)
    assert {path: path.stat().st_mtime_ns for path in backup.rglob("*")} == before


def test_a_backup_that_fails_leaves_nothing_that_looks_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "candidates", lambda _major: [])
    with pytest.raises(CommandError, match=r"Nothing was written: pg_dump of PostgreSQL \d+ was not found"):
        call_command("backup", tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


def test_a_database_with_something_in_it_is_not_touched(backup: Path) -> None:
    with pytest.raises(CommandError, match="The database is not empty"):
        restore(backup)
    assert Publication.objects.count() == 2


def test_one_changed_byte_is_found_before_anything_is_restored(backup: Path, empty_database: str) -> None:
    largest = max((backup / "dump").iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 1
    largest.write_bytes(content)
    with connected_to(empty_database), pytest.raises(CommandError, match=f"{largest.name} is not as it was written"):
        restore(backup)


@pytest.mark.parametrize("words", ["{", "[]", '{"format": 1}', '{"format": 9, "files": {}}'])
def test_a_manifest_that_is_none_is_refused_in_one_sentence(backup: Path, words: str) -> None:
    (backup / "manifest.json").write_text(words)
    with pytest.raises(CommandError, match=r"not a whole backup|has format 9"):
        restore(backup)


def test_a_row_that_is_not_what_it_was_is_found(backup: Path, empty_database: str) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["tables"]["claims_topic"]["rows"] += 1
    (backup / "manifest.json").write_text(json.dumps(manifest))
    with connected_to(empty_database), pytest.raises(CommandError, match=r"claims_topic: .* expected, .* found"):
        restore(backup)


def test_a_record_that_was_changed_before_the_backup_is_found(tmp_path: Path, empty_database: str) -> None:
    factories.published()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("""UPDATE claims_publication SET document = jsonb_set(document, '{slug}', '"forged"')""")
        cursor.execute("RESET session_replication_role")
    call_command("backup", tmp_path / "backup", stdout=StringIO())
    with connected_to(empty_database), pytest.raises(CommandError, match="does not hold at publication 1"):
        restore(tmp_path / "backup")


def test_a_backup_of_a_newer_server_is_refused(
    backup: Path, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "server_version", lambda: 150_001)
    with connected_to(empty_database), pytest.raises(CommandError, match="this server is older: 15"):
        restore(backup)


def test_a_dry_run_says_whether_it_would_work_and_does_nothing(backup: Path, tmp_path: Path) -> None:
    call_command("backup", tmp_path / "other", "--dry-run", stdout=StringIO())
    assert not (tmp_path / "other").exists()
    said = StringIO()
    call_command("restore", backup, "--dry-run", stdout=said)
    assert "is whole" in said.getvalue()
