"""How long each export of many claims takes, and that its memory does not grow with their number.

    python bench/api/export.py [--claims 1000 10000]

Each file is written in a process of its own, so that its peak memory is its own. Uses a scratch database.
"""

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.figures import note
from bench.scratch_database import scratch_database, set_up_django, use_database


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--write", nargs=2, metavar=("DATABASE", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    set_up_django()
    if options.write:
        return write(*options.write)
    print(f"{'file':18}{'claims':>10}{'seconds':>10}{'MiB':>10}{'peak MiB':>10}")
    return max(measure(claims) for claims in options.claims)


def measure(claims: int) -> int:
    from bench.record import generate
    from claims.api.exports import FILES

    # Every version is a claim of its own: an export has one line for each.
    generate.VERSIONS_A_CLAIM = 1
    with scratch_database(f"factcheck_bench_export_{claims}") as database:
        generate.load_sample()
        generate.generate(claims)
        words = [sys.executable, __file__, "--write", database]
        return max(subprocess.run([*words, file], check=False).returncode for file in FILES)


def write(database: str, file: str) -> int:
    from claims.api.exports import AVERITEC_LANGUAGE, FILES
    from claims.models import Publication
    from claims.record.bulk import Standing

    use_database(database)
    number = Publication.objects.count()
    start, size = time.perf_counter(), 0
    for piece in FILES[file][1](Standing(0, number), AVERITEC_LANGUAGE):
        size += len(piece.encode())
    seconds = time.perf_counter() - start
    # Of this program alone: getrusage would also count the parent that it was forked from.
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    note(f"{file}, {number:,} claims", seconds, "s")
    note(f"{file}, {number:,} claims, memory", peak, "MiB")
    print(f"{file:18}{number:10,}{seconds:10.1f}{size / 2**20:10.1f}{peak:10.0f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
