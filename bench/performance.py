"""The record of runs (bench/results/history.jsonl) and the page that is made of it (docs/performance.md).

A figure is compared with the one before on the same machine, in the same form. Nothing is on the page that is not in
the record.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HISTORY = ROOT / "bench" / "results" / "history.jsonl"
PAGE = ROOT / "docs" / "performance.md"
# Two runs on one machine differ by so much without a reason; on a busy one by far more.
NOISE = 1.15


@dataclass
class Run:
    """``figures`` are by measurement; one that gave none has the reason in ``missing``."""

    date: str
    form: str
    commit: str
    machine: dict[str, str]
    versions: dict[str, str]
    figures: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)

    def is_like(self, other: "Run") -> bool:
        return (self.form, self.machine["cores"], self.machine["processor"]) == (
            other.form,
            other.machine["cores"],
            other.machine["processor"],
        )


def read(path: Path = HISTORY) -> list[Run]:
    return [Run(**json.loads(line)) for line in path.read_text().splitlines()] if path.exists() else []


def add(run: Run, path: Path = HISTORY) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(run), ensure_ascii=False) + "\n")


HEAD = """# Performance, measured

Written by `make bench` (`make bench-short` for small sizes); the record of all runs is
`bench/results/history.jsonl`. Each figure stands beside the one before it on the same machine in the same form;
× is the new one divided by the old. What holds when things break is measured by `make reliability`; what
carries how many readers is in [scale](scale.md), how well claims are found in [search](search.md).
"""


def page(history: list[Run]) -> str:
    parts = [HEAD]
    for form, title in (("full", "Full size"), ("short", "Short form")):
        runs = [run for run in history if run.form == form]
        parts.append(section(title, runs) if runs else f"## {title}\n\nNot measured yet.\n")
    return "\n".join(parts)


def section(title: str, runs: list[Run]) -> str:
    """Of each measurement the newest figures: a run of a part does not take the others off the page."""
    last = runs[-1]
    rows = [row for name in measured(runs) for row in rows_of(name, runs)]
    missing = [f"- {name}: not measured the last time, because {reason}" for name, reason in last.missing.items()]
    table = ["| figure | unit | last | before | × | | measured |", "|---|---|---:|---:|---:|---|---|", *rows, ""]
    return "\n".join([f"## {title}", "", *circumstances(last), "", *table, *missing, *([""] if missing else [])])


def measured(runs: list[Run]) -> list[str]:
    return list(dict.fromkeys(name for run in runs for name in run.figures))


def rows_of(measurement: str, runs: list[Run]) -> list[str]:
    newest = max(number for number, run in enumerate(runs) if measurement in run.figures)
    return [row(measurement, figure, runs[: newest + 1]) for figure in runs[newest].figures[measurement]]


def circumstances(run: Run) -> list[str]:
    machine = run.machine
    versions = ", ".join(f"{name} {version}" for name, version in run.versions.items())
    where = f"{machine['cores']} cores ({machine['processor']}), {machine['memory']}, {machine['system']}"
    busy = " **It was busy with other work, so these figures are too bad.**" if is_busy(run) else ""
    return [
        f"{run.date}, commit {run.commit}: {where}; {versions}.",
        f"Load of each core when it began: {machine['load']}.{busy}",
    ]


def is_busy(run: Run) -> bool:
    return float(run.machine["load"]) > 0.5


def row(measurement: str, figure: dict[str, Any], runs: list[Run]) -> str:
    before = earlier(measurement, figure["name"], runs)
    ratio = figure["value"] / before if before else None
    compared = [f"{ratio:.2f}", judgement(ratio, figure["better"])] if ratio is not None else ["", ""]
    when = f"{runs[-1].date[:10]}{', busy' if is_busy(runs[-1]) else ''}"
    cells = [f"{measurement}: {figure['name']}", figure["unit"], number(figure["value"])]
    return f"| {' | '.join([*cells, '–' if before is None else number(before), *compared, when])} |"


def earlier(measurement: str, name: str, runs: list[Run]) -> float | None:
    """On the same machine, and never on a busy one for a run on an idle one: that would always be better."""
    last = runs[-1]
    for run in reversed(runs[:-1]):
        if run.is_like(last) and (is_busy(last) or not is_busy(run)):
            for figure in run.figures.get(measurement, []):
                if figure["name"] == name:
                    return float(figure["value"])
    return None


def judgement(ratio: float, better: str) -> str:
    worse = ratio if better == "lower" else 1 / ratio if ratio else float("inf")
    return "**worse**" if worse > NOISE else "better" if worse < 1 / NOISE else ""


def number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}" if abs(value) >= 10 else f"{value:.3g}"
