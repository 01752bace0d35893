"""From bytes to rows of text cells, one row at a time, without ever holding the file.

The line of a row is the one on which it begins, as an editor of text files counts.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import orjson
from django.utils.translation import gettext as _

from claims.intake.rows.formulas import as_it_was
from claims.intake.rows.problems import Problem, UnreadableRows

LONGEST_LINE = 2_000_000
DELIMITERS = ",;\t"
ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# How Excel says in a first line of its own which delimiter follows.
DELIMITER_LINE = "sep="
NAMED_AT_MOST = 10


@dataclass(frozen=True)
class Row:
    line: int
    cells: dict[str, str]


def read_csv(file: BinaryIO, columns: frozenset[str]) -> Iterator[Row | Problem]:
    """Raises :class:`UnreadableRows` for what is not CSV in UTF-8 or UTF-16, and for columns that are not known."""
    lines = Lines(file)
    first = lines.next_filled()
    delimiter = _delimiter(first, columns)
    if first.lower().startswith(DELIMITER_LINE):
        first = lines.next_filled()
    rows = csv.reader(lines.after(first), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower() for name in next(rows)]
        _check_header(header, columns)
        begins = lines.number + 1
        for cells in rows:
            if any(cells):
                yield _csv_row(begins, header, cells)
            begins = lines.number + 1
    except csv.Error as error:
        reason = _("A quotation mark may be missing or superfluous (%(error)s).") % {"error": error}
        raise UnreadableRows(_("Line %(line)d: %(reason)s") % {"line": lines.number, "reason": reason}) from None


def read_jsonl(file: BinaryIO, columns: frozenset[str]) -> Iterator[Row | Problem]:
    """One object a line. Texts in several languages may be objects, lists may be arrays."""
    lines = Lines(file)
    for text in lines:
        if not text.strip():
            continue
        try:
            given = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            yield Problem(lines.number, "", _("This is not JSON: %s") % error)
            continue
        yield _json_row(lines.number, given, columns)


class Lines:
    """The lines of a file as text, counted; none is read that is longer than anybody would write by hand."""

    def __init__(self, file: BinaryIO) -> None:
        start = file.read(4)
        mark = next((mark for mark in ENCODINGS if start.startswith(mark)), b"")
        if b"\x00" in start and not mark:
            raise UnreadableRows(
                _("The file is not text. If it is UTF-16, save it with a byte order mark, or as UTF-8.")
            )
        joined = io.BufferedReader(_Joined(start, file))
        self._text = io.TextIOWrapper(joined, encoding=ENCODINGS.get(mark, "utf-8"), newline="")
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.number += 1
        try:
            line = self._text.readline(LONGEST_LINE)
        except UnicodeError as error:
            raise UnreadableRows(
                _("Line %d: this is not UTF-8. Save the file as “CSV UTF-8” and try again.") % self._wrong_line(error)
            ) from None
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE:
            raise UnreadableRows(
                _("Line %(line)d is longer than %(most)s characters.")
                % {"line": self.number, "most": f"{LONGEST_LINE:,}"}
            )
        return line

    def _wrong_line(self, error: UnicodeError) -> int:
        # The text is decoded some kilobytes ahead of the line that is asked for.
        ahead = error.object[: error.start].count(b"\n") if isinstance(error, UnicodeDecodeError) else 0
        return self.number + ahead

    def next_filled(self) -> str:
        for line in self:
            if line.strip():
                return line
        raise UnreadableRows(_("The file is empty."))

    def after(self, first: str) -> Iterator[str]:
        yield first
        yield from self


class _Joined(io.RawIOBase):
    """The bytes that were looked at, and then the rest."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = start
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._start:
            piece, self._start = self._start[: len(buffer)], self._start[len(buffer) :]
        else:
            piece = self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def _delimiter(header: str, columns: frozenset[str]) -> str:
    """The one that makes the most known names out of the first line."""
    if header.lower().startswith(DELIMITER_LINE):
        said = header[len(DELIMITER_LINE) :].strip("\r\n")
        if said not in DELIMITERS or len(said) != 1:
            raise UnreadableRows(_("The cells are separated by something else than a comma, a semicolon or a tab."))
        return said

    def known(delimiter: str) -> int:
        return len(columns & {name.strip().strip('"').lower() for name in header.strip().split(delimiter)})

    return max(DELIMITERS, key=known)


def _check_header(header: list[str], columns: frozenset[str]) -> None:
    unknown = [name for name in header if name not in columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    if unknown:
        raise UnreadableRows(_unknown(unknown, columns))
    if twice:
        raise UnreadableRows(_("A column is there twice: %s.") % ", ".join(twice))


def _unknown(names: Iterable[str], columns: frozenset[str]) -> str:
    shown = ", ".join(f"“{name[:40]}”" for name in list(names)[:NAMED_AT_MOST])
    return _("Unknown columns: %(unknown)s. Known here: %(known)s.") % {
        "unknown": shown,
        "known": ", ".join(sorted(columns)),
    }


def _csv_row(line: int, header: list[str], cells: list[str]) -> Row | Problem:
    if len(cells) != len(header):
        reason = _("The row has %(cells)d cells and the first line %(columns)d.")
        return Problem(line, "", reason % {"cells": len(cells), "columns": len(header)})
    return Row(line, {name: as_it_was(cell).strip() for name, cell in zip(header, cells, strict=True)})


def _json_row(line: int, given: Any, columns: frozenset[str]) -> Row | Problem:
    if not isinstance(given, Mapping):
        return Problem(line, "", _('A line is one object, such as {"slug": "…"}.'))
    cells: dict[str, str] = {}
    for name, value in given.items():
        if isinstance(value, Mapping):
            cells |= {f"{name}_{language}": _plain(text) for language, text in value.items()}
        else:
            cells[name] = _plain(value)
    unknown = [name for name in cells if name not in columns]
    if unknown:
        return Problem(line, unknown[0][:100], _unknown(unknown, columns))
    return Row(line, {name: cell.strip() for name, cell in cells.items()})


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(_plain(part) for part in value)
    return value if isinstance(value, str) else orjson.dumps(value).decode()
