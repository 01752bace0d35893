"""The short version of each trial in bench/reliability, with its control; `make reliability` runs the long ones."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from bench.reliability import __main__ as table
from tests.databases import ROOT

PROGRAMS = {number: path for number, path in table.find_programs().items() if number in {"R1", "R6", "R7", "R8", "R11"}}


@pytest.mark.parametrize("number", sorted(PROGRAMS))
def test_the_short_trial_passes_and_its_control_fails(
    number: str, migrated_template: str, record_property: Callable[[str, object], None]
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    finished = subprocess.run(  # noqa: S603 — the project's own programs
        [sys.executable, str(PROGRAMS[number]), "--short"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    result = table.last_line(finished.stdout)
    assert result is not None, finished.stdout + finished.stderr
    assert (result["test"], result["passed"], finished.returncode) == (number, True, 0), finished.stdout
    assert result["control"]
    record_property("summary", f"{number} {result['title']}: {'; '.join(table.in_words(result['figures']))}")


def test_a_trial_that_is_not_there_is_missing_and_counts_as_short() -> None:
    result = table.run("R99", None, is_short=True)
    assert not result["passed"]
    assert table.verdict(result) == "missing"


def test_a_program_that_ends_without_its_line_counts_as_short() -> None:
    assert table.last_line("nothing\n") is None
    assert table.last_line('{"test": "R1", "passed": true}\n') == {"test": "R1", "passed": True}
    told = {
        "test": "R1",
        "title": "x",
        "figures": {"lost": 1},
        "control": {},
        "passed": False,
        "faults": ["one is lost"],
    }
    assert "FELL SHORT" in table.table([told])
    assert "**one is lost**" in table.table([told])
