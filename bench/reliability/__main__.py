"""Run every reliability trial there is, in order, and print one table: `make reliability`.

    python -m bench.reliability [--short] [--only R1 R7]

Each trial is a program beside this file that ends with one line of JSON; its number stands in its source. A number
without a program is said to be missing. Exits 1 when one falls short or is missing.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NUMBERS = [f"R{number}" for number in range(1, 14)]
# Far more than any of them takes; it is there so that the table is always printed in the end.
LONGEST_SECONDS = 3 * 60 * 60


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="the versions that make test runs")
    parser.add_argument("--only", nargs="+", default=NUMBERS, choices=NUMBERS, metavar="R", help="such as R1 R7")
    options = parser.parse_args()
    programs = find_programs()
    results = []
    for number in options.only:
        result = run(number, programs.get(number), options.short)
        print(f"{number}: {verdict(result)}", file=sys.stderr, flush=True)
        results.append(result)
    print(table(results))
    return 0 if all(result["passed"] for result in results) else 1


def find_programs() -> dict[str, Path]:
    found = {}
    for path in sorted(HERE.glob("*.py")):
        if path == Path(__file__).resolve():
            continue
        for number in set(re.findall(r"""["'](R\d{1,2})["']""", path.read_text())):
            found.setdefault(number, path)
    return found


def run(number: str, program: Path | None, is_short: bool) -> dict[str, Any]:
    if program is None:
        return {"test": number, "title": "missing: no program", "figures": {}, "control": {}, "passed": False}
    command = [sys.executable, str(program), *(["--short"] if is_short else [])]
    started = time.monotonic()
    try:
        finished = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return _without_answer(number, program, f"did not end within {LONGEST_SECONDS} s")
    result = last_line(finished.stdout)
    if result is None or result.get("test") != number:
        sys.stdout.write(finished.stdout)
        return _without_answer(number, program, f"ended with code {finished.returncode} and without its line of JSON")
    result["passed"] = bool(result.get("passed")) and finished.returncode == 0
    result.setdefault("figures", {}).setdefault("seconds", round(time.monotonic() - started, 1))
    return result


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
        lines.append(f"| {' | '.join([*cells, '; '.join(in_words(result['control']))])} |")
    passed = sum(result["passed"] for result in results)
    return "\n".join([*lines, "", f"{passed} of {len(results)} passed."])


def in_words(figures: dict[str, Any]) -> list[str]:
    return [f"{name} {value:,}" if isinstance(value, int) else f"{name} {value}" for name, value in figures.items()]


if __name__ == "__main__":
    sys.exit(main())
