"""Many claims, sources or items of evidence from one file, and to one.

A file is read as a stream and brought in inside one transaction: all its rows or none. The dry run is the same
transaction, taken back at the end, so it cannot say anything else than the real one.
"""

from claims.intake.rows.bring import Outcome, bring_rows
from claims.intake.rows.kinds import KINDS
from claims.intake.rows.problems import Problem, UnreadableRows
from claims.intake.rows.write import csv_lines, json_lines

__all__ = ["KINDS", "Outcome", "Problem", "UnreadableRows", "bring_rows", "csv_lines", "json_lines"]
