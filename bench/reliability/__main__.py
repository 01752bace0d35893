"""Run every reliability trial there is, in order, and print one table: `make reliability`.

    python -m bench.reliability [--short] [--only R1,R7] [--write]

Each trial is a program beside this file that ends with one line of JSON; its number stands in its source. A number
without a program is said to be missing. Exits 1 when one falls short or is missing. With ``--write`` the table also
goes to bench/results/reliability.md; docs/reliability.md says what each trial shows and what it cannot.
"""

import argparse
import json
import os
import platform
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RESULTS = ROOT / "bench" / "results" / "reliability.md"
NUMBERS = [f"R{number}" for number in range(1, 14)]
# Far more than any of them takes; they are there so that the table is always printed in the end.
LONGEST_SECONDS = 60 * 60
LONGEST_OF_ALL = 4 * 60 * 60
SECONDS_TO_TIDY_UP = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="the versions that make test runs")
    parser.add_argument("--only", nargs="+", default=NUMBERS, metavar="R", help="such as R1,R7")
    parser.add_argument("--write", action="store_true", help=f"also into {RESULTS.relative_to(ROOT)}")
    options = parser.parse_args()
    chosen = chosen_numbers(options.only)
    if unknown := set(chosen) - set(NUMBERS):
        parser.error(f"There is no {', '.join(sorted(unknown))}. There are R1 to R13.")
    programs = find_programs()
    results: list[dict[str, Any]] = []
    until = time.monotonic() + LONGEST_OF_ALL
    for number in chosen:
        result = run(number, programs.get(number), options.short, min(LONGEST_SECONDS, until - time.monotonic()))
        took = f", {result['figures'].get('seconds', 0):,.0f} s"
        print(f"{number}: {verdict(result)}{took}", file=sys.stderr, flush=True)
        results.append(result)
    print(table(results))
    if options.write:
        write(results, is_short=options.short)
    return 0 if all(result["passed"] for result in results) else 1


def chosen_numbers(given: list[str]) -> list[str]:
    """In the order of the table, whatever they were separated with."""
    words = {word.upper() for each in given for word in each.replace(",", " ").split()}
    return sorted(words, key=lambda word: (len(word), word))


def find_programs() -> dict[str, Path]:
    found = {}
    for path in sorted(HERE.glob("*.py")):
        if path == Path(__file__).resolve():
            continue
        for number in set(re.findall(r"""["'](R\d{1,2})["']""", path.read_text())):
            found.setdefault(number, path)
    return found


def run(number: str, program: Path | None, is_short: bool, most_seconds: float = LONGEST_SECONDS) -> dict[str, Any]:
    if program is None:
        return {"test": number, "title": "missing: no program", "figures": {}, "control": {}, "passed": False}
    if most_seconds <= 0:
        return _without_answer(number, program, "was not run: the time for all was over")
    command = [sys.executable, str(program), *(["--short"] if is_short else [])]
    started = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=_hear_interrupts)  # noqa: PLW1509 - no threads
    try:
        said, _nothing = process.communicate(timeout=most_seconds)
    except subprocess.TimeoutExpired:
        end(process)
        return _without_answer(number, program, f"did not end within {most_seconds:,.0f} s")
    result = last_line(said)
    if result is None or result.get("test") != number:
        sys.stdout.write(said)
        return _without_answer(number, program, f"ended with code {process.returncode} and without its line of JSON")
    result["passed"] = bool(result.get("passed")) and process.returncode == 0
    result.setdefault("figures", {}).setdefault("seconds", round(time.monotonic() - started, 1))
    return result


def _hear_interrupts() -> None:
    """What a shell starts in the background has it that Ctrl-C is not heard, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def end(process: "subprocess.Popen[str]") -> None:
    """As Ctrl-C would, so that it ends the servers that it has started."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=SECONDS_TO_TIDY_UP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def last_line(output: str) -> dict[str, Any] | None:
    lines = output.strip().splitlines()
    try:
        found = json.loads(lines[-1]) if lines else None
    except json.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _without_answer(number: str, program: Path, reason: str) -> dict[str, Any]:
    title = f"{program.name} {reason}"
    return {"test": number, "title": title, "figures": {}, "control": {}, "passed": False}


def verdict(result: dict[str, Any]) -> str:
    if result["title"].startswith("missing"):
        return "missing"
    return "passed" if result["passed"] else "FELL SHORT"


def table(results: list[dict[str, Any]]) -> str:
    lines = ["", "| # | trial | | figures | control, which must fail |", "|---|---|---|---|---|"]
    for result in results:
        faults = [f"**{fault}**" for fault in result.get("faults", [])[:3]]
        cells = [result["test"], result["title"], verdict(result), "; ".join([*in_words(result["figures"]), *faults])]
        lines.append(f"| {' | '.join(_cell(each) for each in [*cells, '; '.join(in_words(result['control']))])} |")
    passed = sum(result["passed"] for result in results)
    total = sum(result["figures"].get("seconds", 0) for result in results)
    return "\n".join([*lines, "", f"{passed} of {len(results)} passed, in {total:,.0f} s.", *_details(results)])


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def _details(results: list[dict[str, Any]]) -> Iterable[str]:
    for result in results:
        if result.get("details"):
            yield from ("", f"## {result['test']}: {result['title']}", "", *_lines(result["details"]))


def _lines(details: list[str]) -> Iterable[str]:
    yield from (f"    {line}" for each in details for line in each.splitlines())


def write(results: list[dict[str, Any]], *, is_short: bool) -> None:
    """Rows of trials that were not run now stay as they are, with the day on which they were."""
    before = RESULTS.read_text() if RESULTS.exists() else ""
    rows = _earlier_rows(before)
    sections = {part.partition(":")[0]: part.strip() for part in before.split("\n## ")[1:]}
    version = "short" if is_short else "long"
    when = f"{datetime.now(UTC).date()}, {version}, load {os.getloadavg()[1]:.1f}"
    for result in results:
        number = result["test"]
        row = next(line for line in table([result]).splitlines() if line.startswith(f"| {number} |"))
        rows[number] = f"{row} {when} |"
        sections.pop(number, None)
        if result.get("details"):
            lines = "\n".join(_lines(result["details"]))
            sections[number] = f"{number}: {result['title']}\n\n{lines}"
    machine = f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"
    text = [
        f"# The reliability trials\n\nOn {machine}. The load is that of the last five minutes when a row was written:",
        "above the number of cores the machine had other work too, and seconds say little. Written by",
        '`make reliability ARGUMENTS="--write"`; docs/reliability.md says what each trial shows.\n',
        "| # | trial | | figures | control, which must fail | measured |\n|---|---|---|---|---|---|",
        *(rows[number] for number in NUMBERS if number in rows),
        *(f"\n## {sections[number]}" for number in NUMBERS if number in sections),
    ]
    RESULTS.write_text("\n".join(text) + "\n")
    print(f"Written to {RESULTS.relative_to(ROOT)}.", file=sys.stderr)


def _earlier_rows(text: str) -> dict[str, str]:
    found = re.findall(r"^(\| (R\d+) \|.*)$", text, flags=re.MULTILINE)
    return {number: row for row, number in found}


def in_words(figures: dict[str, Any]) -> list[str]:
    return [f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}" for name, value in figures.items()]


if __name__ == "__main__":
    sys.exit(main())
