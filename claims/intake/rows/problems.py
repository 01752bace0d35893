"""What can be wrong with a file of rows: with a cell, with a row, or with the file as a whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with the row that begins at ``line``; ``field`` is the column, if it is about one."""

    line: int
    field: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}{f', {self.field}' if self.field else ''}: {self.reason}"


class UnreadableRows(ValueError):
    """The file cannot be read any further, so nothing can be said about the rows behind it."""


class BadCell(ValueError):
    """The cell cannot be taken as it stands; the message says why."""
