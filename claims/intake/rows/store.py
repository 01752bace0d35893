"""An uploaded file in the database, in pieces, so that a worker on another machine reads it without holding it."""

import io
from collections.abc import Iterable
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from claims.intake.rows.kinds import KINDS
from claims.models import RowImport, RowImportPiece, User
from claims.workflow.objections import Objection, refuse_if

PIECE = 1_000_000
LARGEST_UPLOAD = 100_000_000


class TooLarge(ValueError):
    """The file is larger than a browser should send; the command takes larger ones."""


def may_import(by: User, kind: str) -> bool:
    return by.is_active and by.has_perms(KINDS[kind].permissions)


def store_rows(
    chunks: Iterable[bytes],
    *,
    by: User,
    kind: str,
    format: str,  # noqa: A002 — the word for it
    file_name: str,
    change_existing: bool = False,
) -> RowImport:
    """Keep the file; call it in a transaction, so that half a file is never kept."""
    refuse_if(
        "import", [] if may_import(by, kind) else [Objection("not_permitted", _("Your role does not allow this."))]
    )
    made = RowImport.objects.create(
        kind=kind, format=format, file_name=file_name[:200], uploaded_by=by, change_existing=change_existing
    )
    for number, piece in enumerate(_pieces(chunks)):
        made.size += len(piece)
        if made.size > LARGEST_UPLOAD:
            most = f"{LARGEST_UPLOAD // 1_000_000} MB"
            raise TooLarge(_("The file is larger than %s. Use the command import_rows for it.") % most)
        RowImportPiece.objects.create(row_import=made, number=number, content=piece)
    made.save(update_fields=["size"])
    return made


def _pieces(chunks: Iterable[bytes]) -> Iterable[bytes]:
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        while len(kept) >= PIECE:
            yield bytes(kept[:PIECE])
            del kept[:PIECE]
    if kept:
        yield bytes(kept)


def stored_file(row_import: RowImport) -> BinaryIO:
    return io.BufferedReader(_Pieces(row_import))


class _Pieces(io.RawIOBase):
    def __init__(self, row_import: RowImport) -> None:
        self._rows = RowImportPiece.objects.filter(row_import=row_import)
        self._next = 0
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._piece:
            row = self._rows.filter(number=self._next).values_list("content", flat=True).first()
            if row is None:
                return 0
            self._piece = memoryview(bytes(row))
            self._next += 1
        count = min(len(buffer), len(self._piece))
        buffer[:count] = self._piece[:count]
        self._piece = self._piece[count:]
        return count
