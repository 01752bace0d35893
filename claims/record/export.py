"""Write the whole record to files that a stranger can check with one script and nothing else."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from claims.models import GENESIS_DIGEST, Publication, RecordText
from claims.record.chain import envelope
from claims.record.localization import utc_timestamp
from claims.record.signing import latest_checkpoint
from claims.record.stored import opened, stored

VERIFIER = Path(__file__).with_name("verify_export.py")
FORMAT = "factcheck-record"
FORMAT_VERSION = 1
TEXTS_AT_ONCE = 20


def export_record(directory: Path, on_progress: Callable[[int], None] = lambda written: None) -> dict[str, Any]:
    """Export to ``directory``, which must not exist or be empty, and return the manifest.

    Everything is of one moment, and memory does not grow with the record. Files are written beside the directory and
    moved there when all are complete. Raises ``FileExistsError`` for a directory with something in it.
    """
    if directory.exists() and any(directory.iterdir()):
        raise FileExistsError(f"{directory} is not empty")
    directory.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{directory.name}.", dir=directory.parent))
    try:
        with _one_moment():
            manifest = _write(unfinished, on_progress)
        unfinished.chmod(0o755)
        unfinished.replace(directory)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def _write(directory: Path, on_progress: Callable[[int], None]) -> dict[str, Any]:
    head = Publication.objects.aggregate(head=Max("number"))["head"] or 0
    digests = {
        "publications.ndjson": _write_lines(directory / "publications.ndjson", _publications(head), on_progress),
        "texts.ndjson": _write_lines(directory / "texts.ndjson", _texts()),
    }
    shutil.copyfile(VERIFIER, directory / VERIFIER.name)
    last = Publication.objects.filter(number=head).only("digest", "published_at").first()
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "origin": settings.SITE_URL,
        "license": settings.LICENSE_URL,
        "exported_at": utc_timestamp(timezone.now()),
        "publications": head,
        "texts": RecordText.objects.count(),
        "head": {"number": head, "digest": last.digest if last else GENESIS_DIGEST},
        "checkpoint": latest_checkpoint(),
        "files": digests,
    }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    (directory / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def _publications(head: int) -> Iterator[dict[str, Any]]:
    for row in stored(1, head):
        content = opened(row)
        yield {
            "envelope": envelope(row),
            "digest": row.digest,
            "leaves": content.leaves,
            "salts": content.salts,
            "document": content.document,
        }


def _texts() -> Iterator[dict[str, str]]:
    for row in RecordText.objects.order_by("sha256").iterator(chunk_size=TEXTS_AT_ONCE):
        yield {"sha256": row.sha256, "text": row.text}


def _write_lines(
    path: Path, lines: Iterator[dict[str, Any]], on_progress: Callable[[int], None] = lambda written: None
) -> str:
    """NDJSON; returns the SHA-256 of the file."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for written, line in enumerate(lines, start=1):
            data = orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
            digest.update(data)
            file.write(data)
            on_progress(written)
    return digest.hexdigest()


@contextmanager
def _one_moment() -> Iterator[None]:
    """All queries see the record as it is now, also while somebody publishes or redacts."""
    if connection.in_atomic_block:  # whoever began the transaction has chosen its moment
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
