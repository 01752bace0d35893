"""Import many claims, sources or items of evidence: time and memory of the dry run, the real one and a second one.

make bench-import ARGUMENTS="--rows 50000"
"""

import argparse
import csv
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.figures import note
from bench.scratch_database import scratch_database, set_up_django

WRONG_LINES = (17, 20_000, 49_999)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=50_000)
    options = parser.parse_args()
    set_up_django()
    with scratch_database("bench_import"), tempfile.TemporaryDirectory() as folder:
        measure(options.rows, Path(folder))


def measure(rows: int, folder: Path) -> None:
    from claims.models import Claim, Evidence, Source, Topic
    from tests import factories

    Topic.objects.create(slug="food", name={"en": "Food", "id": "Pangan"})
    person = factories.user("researcher", username="importer")
    load = f"load average of the machine {os.getloadavg()[0]:.1f}"
    print(f"{rows:,} rows a file; memory is the highest of the process so far; {load}")
    for kind, model, write in (
        ("claims", Claim, write_claims),
        ("sources", Source, write_sources),
        ("evidence", Evidence, write_evidence),
    ):
        right, wrong = folder / f"{kind}.csv", folder / f"{kind}-wrong.csv"
        write(right, rows, ())
        write(wrong, rows, WRONG_LINES)
        print(f"\n{kind}: {right.stat().st_size / 1e6:.1f} MB")
        refused = timed("with 3 wrong rows", wrong, kind, person)
        assert (refused.wrong, model.objects.count()) == (sum(line <= rows for line in WRONG_LINES), 0), (
            refused.counts()
        )
        print("   ", *(str(problem) for problem in refused.problems), sep="\n    ")
        dry = timed("dry run", right, kind, person, dry_run=True)
        assert model.objects.count() == 0
        real = timed("import", right, kind, person)
        assert dry == real, (dry.counts(), real.counts())
        print(f"  the dry run said what the import did, row for row: {short(dry.counts())}")
        assert model.objects.count() == rows
        again = timed("the same again", right, kind, person, change_existing=True)
        assert again.unchanged == rows
    note(f"highest memory, {rows:,} rows", memory(), "MB")
    print(f"\nhighest memory {memory():,.0f} MB")


def timed(what: str, path: Path, kind: str, person: Any, **options: Any) -> Any:
    from claims.intake.rows import KINDS, bring_rows

    started = time.monotonic()
    with path.open("rb") as file:
        outcome = bring_rows(file, kind=KINDS[kind], format="csv", by=person, **options)
    took = time.monotonic() - started
    rate = outcome.rows / took
    note(f"{kind}, {what}, {outcome.rows:,} rows", took, "s")
    print(f"  {what:<20}{took:6.1f} s{rate:9,.0f} rows/s{memory():8,.0f} MB   {short(outcome.counts())}")
    return outcome


def short(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


def write_claims(path: Path, rows: int, wrong: tuple[int, ...]) -> None:
    header = ["slug", "statement_en", "statement_id", "topics", "claimed_on", "timeframe_en", "checkworthiness"]
    write(
        path,
        header,
        rows,
        wrong,
        lambda number: [
            f"import-{number}",
            f"Rice became {number % 90} per cent dearer in district {number} in 2025.",
            f"Harga beras naik {number % 90} persen di kecamatan {number} pada 2025.",
            "food",
            f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "the year 2025",
            f"{number % 100 / 100:.2f}",
        ],
        4,
    )


def write_sources(path: Path, rows: int, wrong: tuple[int, ...]) -> None:
    header = ["url", "title", "publisher", "language", "kind", "published_on", "is_primary", "note_en"]
    write(
        path,
        header,
        rows,
        wrong,
        lambda number: [
            f"https://statistics-{number % 200}.example/rice/{number}",
            f"Rice prices in district {number}",
            "",
            "en",
            "government",
            f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
            "yes",
            "Prices by month.",
        ],
        5,
    )


def write_evidence(path: Path, rows: int, wrong: tuple[int, ...]) -> None:
    header = ["claim", "source", "stance", "quote", "quote_language", "locator", "note_en", "note_id"]
    write(
        path,
        header,
        rows,
        wrong,
        lambda number: [
            f"import-{number}",
            f"https://statistics-{number % 200}.example/rice/{number}",
            ("supports", "refutes", "context")[number % 3],
            f"rose by {number % 90} per cent",
            "en",
            "page 3",
            "The office says so.",
            "Kantor statistik mengatakannya.",
        ],
        2,
    )


def write(path: Path, header: list[str], rows: int, wrong: tuple[int, ...], row: Any, spoiled: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number in range(rows):
            cells = row(number)
            if number + 2 in wrong:
                cells[spoiled] = "??"
            writer.writerow(cells)


if __name__ == "__main__":
    main()
