"""The short version of each trial in bench/reliability, with its control; `make reliability` runs the long ones."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.reliability import __main__ as table
from tests.databases import ROOT

# R3, R4 and R5 are in test_servers.py.
HERE = {"R1", "R2", "R6", "R7", "R8", "R9", "R10", "R11", "R12", "R13"}
WITH_SERVERS = {"R2", "R9", "R10"}
PROGRAMS = {number: path for number, path in table.find_programs().items() if number in HERE}


def test_every_trial_has_a_program() -> None:
    assert sorted(table.find_programs()) == sorted(table.NUMBERS)


@pytest.mark.parametrize("number", sorted(PROGRAMS))
def test_the_short_trial_passes_and_its_control_fails(
    number: str, migrated_template: str, record_property: Callable[[str, object], None]
) -> None:
    if number in WITH_SERVERS and sys.platform != "linux":
        pytest.skip("servers are killed and frozen by their processes on Linux")
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    finished = subprocess.run(  # noqa: S603 — the project's own programs
        [sys.executable, str(PROGRAMS[number]), "--short"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
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


def test_trials_are_named_in_any_order_with_commas_or_spaces() -> None:
    assert table.chosen_numbers(["r10,R2", "R9"]) == ["R2", "R9", "R10"]


def test_a_trial_that_does_not_end_is_ended_and_counts_as_short(tmp_path: Path) -> None:
    program = tmp_path / "endless.py"
    program.write_text("import time\ntime.sleep(60)\n")
    result = table.run("R1", program, is_short=True, most_seconds=0.2)
    assert not result["passed"]
    assert "did not end" in result["title"]


def test_rows_of_trials_that_were_not_run_stay_in_the_written_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "RESULTS", tmp_path / "reliability.md")
    monkeypatch.setattr(table, "ROOT", tmp_path)
    told = {"title": "x", "figures": {}, "control": {}, "passed": True}
    table.write([{**told, "test": "R2"}, {**told, "test": "R12", "details": ["SELECT 1"]}], is_short=False)
    table.write([{**told, "test": "R2", "passed": False}, {**told, "test": "R9"}], is_short=True)
    lines = (tmp_path / "reliability.md").read_text().splitlines()
    rows = [line for line in lines if line.startswith("| R")]
    assert [row.split("|")[1].strip() for row in rows] == ["R2", "R9", "R12"]
    assert "FELL SHORT" in rows[0]
    assert "long" in rows[2]
    assert "    SELECT 1" in lines


def test_what_is_too_long_for_a_cell_stands_below_the_table() -> None:
    told = {"test": "R12", "title": "x", "figures": {"a|b": 1}, "control": {}, "passed": True, "details": ["SELECT 1"]}
    lines = table.table([told]).splitlines()
    assert lines[-1] == "    SELECT 1"
    assert "a\\|b" in lines[3]
