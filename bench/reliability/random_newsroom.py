"""R6: random newsrooms do random things; after every step the promises of the record hold.

    python bench/reliability/random_newsroom.py [--short] [--runs 1000] [--steps 50] [--processes 2]

Runs tests/workflow/test_random_newsroom.py with as many walks and steps as are asked for, each process with a seed of
its own. The control takes the trigger away that remembers changes of claims; the walk must find it.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.trial import Report, options_of

ROOT = Path(__file__).resolve().parent.parent.parent
WALK = "tests/workflow/test_random_newsroom.py"
FIGURES = re.compile(
    r"Random newsroom: ([\d,]+) changes .* and ([\d,]+) refusals in (\d+) examples, ([\d,]+) publications"
)


def main() -> int:
    options = options_of(__doc__, runs=1_000, steps=50, processes=2).parse_args()
    if options.short:
        options.runs, options.steps, options.processes = 2, 20, 1
    report = Report("R6", "random newsrooms at random work")
    each = -(-options.runs // options.processes)
    walks = [start(options.seed + number, each, options.steps) for number in range(options.processes)]
    totals = [0, 0, 0, 0]
    for number, walk in enumerate(walks):
        said = walk.communicate()[0]
        found = FIGURES.search(said)
        if walk.returncode or not found:
            report.faults.append(f"seed {options.seed + number}: {said[-600:]}")
        else:
            totals = [
                sum(pair) for pair in zip(totals, (int(one.replace(",", "")) for one in found.groups()), strict=True)
            ]
    names = ("changes", "refusals", "runs", "publications")
    report.figures |= dict(zip(names, totals, strict=True)) | {"steps a run": options.steps}
    report.figures["broken promises"] = len(report.faults)
    broken = start(options.seed, 4, 30, NEWSROOM_FORGETS_EDITS="1")
    said = broken.communicate()[0]
    report.control["found that changes were not remembered"] = "AssertionError" in said
    report.control_failed = broken.returncode != 0 and "AssertionError" in said
    return report.conclude()


def start(seed: int, runs: int, steps: int, **more: str) -> Any:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {"NEWSROOM_SEED": str(seed), "NEWSROOM_EXAMPLES": str(runs), "NEWSROOM_STEPS": str(steps), **more}
    # Each makes a database of its own, so that they do not meet.
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", WALK]
    environment["NEWSROOM_DATABASE"] = f"test_newsroom_{os.getpid()}_{seed}"
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


if __name__ == "__main__":
    sys.exit(main())
