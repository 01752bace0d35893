"""The page of figures says what was measured, what was before, and what was not measured."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bench.__main__ import MEASUREMENTS, Measurement, ask
from bench.figures import VARIABLE, note
from bench.performance import HISTORY, PAGE, ROOT, Run, add, page, read

MACHINE = {"cores": "2", "processor": "Z80", "memory": "4 GB", "system": "Debian", "load": "0.10"}
FIRST = Run(
    date="2026-01-01 00:00 UTC",
    form="full",
    commit="abc1234",
    machine=MACHINE,
    versions={"Python": "3.13"},
    figures={
        "API": [{"name": "one claim", "value": 1000.0, "unit": "requests/s", "better": "higher"}],
        "record": [{"name": "verify", "value": 2.0, "unit": "s", "better": "lower"}],
    },
)


def with_figures(run: Run, **values: float) -> Run:
    figures = {
        group: [{**figure, "value": values.get(group, figure["value"])} for figure in listed]
        for group, listed in run.figures.items()
    }
    return replace(run, figures=figures)


def lines_of(history: list[Run]) -> list[str]:
    return [line for line in page(history).splitlines() if line.startswith(("| API", "| record"))]


def test_a_first_run_has_nothing_before_it() -> None:
    assert lines_of([FIRST]) == [
        "| API: one claim | requests/s | 1,000 | – |  |  | 2026-01-01 |",
        "| record: verify | s | 2 | – |  |  | 2026-01-01 |",
    ]


def test_a_loss_shows_whichever_way_is_better() -> None:
    worse = with_figures(FIRST, API=500.0, record=4.0)
    assert lines_of([FIRST, worse]) == [
        "| API: one claim | requests/s | 500 | 1,000 | 0.50 | **worse** | 2026-01-01 |",
        "| record: verify | s | 4 | 2 | 2.00 | **worse** | 2026-01-01 |",
    ]
    assert [line.split("|")[-3].strip() for line in lines_of([worse, FIRST])] == ["better", "better"]


def test_what_a_machine_does_by_itself_is_no_loss() -> None:
    assert [line.split("|")[-3].strip() for line in lines_of([FIRST, with_figures(FIRST, API=950.0, record=2.2)])] == [
        "",
        "",
    ]


def test_another_machine_or_form_is_not_compared_with() -> None:
    elsewhere = replace(FIRST, machine={**MACHINE, "processor": "6502"})
    short = replace(FIRST, form="short")
    assert [line.split("|")[4].strip() for line in lines_of([elsewhere, FIRST])] == ["–", "–"]
    assert "–" in lines_of([FIRST, short])[0]


def test_a_run_that_measured_a_part_is_compared_with_the_last_that_had_it() -> None:
    part = replace(FIRST, figures={"API": FIRST.figures["API"]})
    assert "| 2 | 2 | 1.00 |" in lines_of([FIRST, part, FIRST])[1]
    # And it does not take the rest off the page.
    later = replace(part, date="2026-02-02 00:00 UTC")
    assert [line.split("|")[-2].strip() for line in lines_of([FIRST, later])] == ["2026-02-02", "2026-01-01"]


def test_an_idle_machine_is_not_compared_with_a_busy_one() -> None:
    busy = replace(FIRST, machine={**MACHINE, "load": "1.90"})
    assert [line.split("|")[4].strip() for line in lines_of([busy, FIRST])] == ["–", "–"]
    assert "busy" in lines_of([busy])[0]
    assert "1.00" in lines_of([FIRST, busy, busy])[0]


def test_what_was_not_measured_says_why_and_a_busy_machine_is_told() -> None:
    run = replace(FIRST, missing={"deployment": "nginx is not on this machine."}, machine={**MACHINE, "load": "1.90"})
    text = page([run])
    assert "- deployment: not measured the last time, because nginx is not on this machine." in text
    assert "It was busy with other work" in text
    assert "It was busy" not in page([FIRST])


def test_the_record_comes_back_as_it_was_added(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    assert read(path) == []
    add(FIRST, path)
    add(with_figures(FIRST, API=1.0), path)
    assert read(path) == [FIRST, with_figures(FIRST, API=1.0)]


def test_the_committed_page_is_the_one_of_the_committed_record() -> None:
    assert PAGE.read_text() == page(read(HISTORY))


def test_every_program_that_is_run_is_there() -> None:
    assert [each.program for each in MEASUREMENTS.values() if not (ROOT / each.program).is_file()] == []


def test_a_figure_is_noted_only_where_somebody_asks_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "figures.jsonl"
    monkeypatch.delenv(VARIABLE, raising=False)
    note("a page", 12.34567, "ms")
    monkeypatch.setenv(VARIABLE, str(path))
    note("a page", 12.34567, "ms")
    assert [json.loads(line) for line in path.read_text().splitlines()] == [
        {"name": "a page", "value": 12.3457, "unit": "ms", "better": "lower"}
    ]


@pytest.mark.parametrize(
    ("program", "figures", "reason"),
    [
        ("from bench.figures import note; note('x', 1, 's')", 1, ""),
        ("pass", 0, "it noted no figure."),
        ("from bench.figures import note; note('x', 1, 's'); raise SystemExit(3)", 0, "it ended with code 3."),
    ],
)
def test_a_measurement_that_fails_leaves_no_figure(tmp_path: Path, program: str, figures: int, reason: str) -> None:
    path = tmp_path / "program.py"
    path.write_text(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{program}\n")
    found, said = ask(Measurement(str(path)), is_short=True)
    assert (len(found), said) == (figures, reason)


def test_the_command_knows_its_words() -> None:
    command = [sys.executable, "-m", "bench", "--only", "nothing"]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert finished.returncode == 2
    assert "invalid choice" in finished.stderr
