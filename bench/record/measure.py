"""How long verifying and exporting a long record take, and that one changed row in it is named.

    python bench/record/measure.py [--publications 100000]

Prints times and the peak memory of this process. Uses a scratch database on the server of DATABASE_URL, else the
embedded one.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.figures import note
from bench.scratch_database import scratch_database, set_up_django


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--publications", type=int, default=100_000)
    options = parser.parse_args()
    set_up_django()
    with scratch_database("factcheck_bench_record"), tempfile.TemporaryDirectory() as folder:
        return measure(options.publications, Path(folder) / "export")


def measure(publications: int, directory: Path) -> int:
    from bench.record.generate import generate, load_sample
    from claims.record import export_record, verify_record

    timed("load the sample", load_sample)
    timed(f"generate {publications:,} publications", generate, publications)
    results = [timed(f"verify_record, {count} process(es)", verify_record, processes=count) for count in (1, 2)]
    timed("export_record", export_record, directory)
    print(f"{'peak memory of this process':45} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")
    size = sum(path.stat().st_size for path in directory.iterdir()) / 2**20
    print(f"{'size of the export':45} {size:8.0f} MiB")
    verifier = [sys.executable, "-I", "-S", str(directory / "verify_export.py"), str(directory)]
    stranger = timed("verify_export.py", subprocess.run, verifier, capture_output=True, text=True, check=False)
    print(stranger.stdout.strip())
    number = tamper(publications // 2)
    found = timed("verify_record after tampering", verify_record, processes=2)
    print(f"changed one rating in publication {number}; found: {found.fault}")
    named = found.fault is not None and found.fault.row == f"publication {number}"
    in_order = all(result.fault is None for result in results) and stranger.returncode == 0
    print("all in order" if named and in_order else "SOMETHING DOES NOT HOLD")
    return 0 if named and in_order else 1


def timed(what: str, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    start = time.perf_counter()
    result = function(*arguments, **options)
    seconds = time.perf_counter() - start
    print(f"{what:45} {seconds:8.1f} s", flush=True)
    note(what, seconds, "s")
    return result


def tamper(number: int) -> int:
    """What only somebody with all rights on the database can do: the guard is switched off."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        forged = """jsonb_set(document, '{rating,slug}', '"forged"')"""
        cursor.execute(f"UPDATE claims_publication SET document = {forged} WHERE number = %s", [number])
    return number


if __name__ == "__main__":
    sys.exit(main())
