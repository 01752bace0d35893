"""Cells that a spreadsheet would compute, made harmless with an apostrophe that an import takes off again."""

import re

from claims.record.bulk.spreadsheet import FORMULA_STARTS

STARTS = "".join(re.escape(start) for start in FORMULA_STARTS)
FORMULA = re.compile(rf"'*[{STARTS}]")
HARMLESS = re.compile(rf"'+[{STARTS}]")


def make_harmless(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell


def as_it_was(cell: str) -> str:
    return cell[1:] if HARMLESS.match(cell) else cell
