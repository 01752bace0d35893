"""Many publishers at once: nothing may be lost, published twice or out of the chain.

    python bench/reliability/stress_record.py [--publishers 8] [--publications 500] [--seed 1]

Real processes carry random claims through assessment, approval, publication, correction, repeat and retraction in a
scratch database on the server of DATABASE_URL, else the embedded one. Many of them press publish on the same
assessment at the same moment. Exits 1 when anything is lost, double or broken.

``--unprotected`` is the control: the same load on a read-check-save without lock, on tables without their guards. It
must lose something, or this trial proves nothing.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability import holds
from bench.reliability.newsroom import Cast, Ledger, Publisher, make_cast, publish_through_verb
from bench.reliability.unprotected import publish_without_lock, take_guards_away
from bench.scratch_database import scratch_database, set_up_django

# A fork is ready at once; its parent has no connection open while it forks.
processes = multiprocessing.get_context("fork")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--publishers", type=int, default=8)
    parser.add_argument("--publications", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unprotected", action="store_true", help="the control: it must lose something")
    parser.add_argument("--template", default="", help="a migrated database to start from a copy of")
    options = parser.parse_args()
    set_up_django()
    database = scratch_database(f"factcheck_stress_{os.getpid()}", template=options.template)
    with database, tempfile.TemporaryDirectory() as folder:
        if options.unprotected:
            take_guards_away()
        cast = make_cast(claims=max(options.publishers * 2, 8))
        ledger = Ledger(Path(folder) / "acknowledged")
        start = time.perf_counter()
        handled, crashed = run(options, cast, ledger)
        return report(options, ledger, handled, crashed, time.perf_counter() - start)


def run(options: Any, cast: Cast, ledger: Ledger) -> tuple[Counter[str], int]:
    from django.db import connections

    connections.close_all()
    answers = processes.SimpleQueue()
    workers = [
        processes.Process(target=publish_until_enough, args=(number, options, cast, ledger, answers))
        for number in range(options.publishers)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    handled: Counter[str] = Counter()
    while not answers.empty():
        handled += answers.get()
    return handled, sum(worker.exitcode != 0 for worker in workers)


def publish_until_enough(number: int, options: Any, cast: Cast, ledger: Ledger, answers: Any) -> None:
    publish = publish_without_lock if options.unprotected else publish_through_verb
    publisher = Publisher(cast, ledger, options.seed * 1000 + number, publish, every_verb=not options.unprotected)
    publisher.work(lambda: len(ledger.entries()) >= options.publications)
    answers.put(publisher.handled)


def report(options: Any, ledger: Ledger, handled: Counter[str], crashed: int, seconds: float) -> int:
    from claims.models import Publication

    entries = ledger.entries()
    fault = holds.chain_fault()
    found = {"lost": holds.lost(entries), "published twice": holds.published_twice(entries)}
    if not options.unprotected:  # The control keeps no public state that could differ.
        found["half published"] = holds.half() + ([] if holds.rebuilds_the_same() else ["a rebuild differs"])
    verbs = ", ".join(f"{count} {verb}" for verb, count in Counter(entry[0] for entry in entries).most_common())
    conflicts = ", ".join(f"{count} {code}" for code, count in handled.most_common())
    in_record = Publication.objects.count()
    print(f"published           {len(entries)} in {seconds:.1f} s ({verbs}); in the record: {in_record}")
    print(f"conflicts handled   {handled.total()}{f' ({conflicts})' if conflicts else ''}")
    print(f"chain               {fault or 'ok'}")
    for name, faults in found.items():
        print(f"{name:20}{len(faults)}{': ' + '; '.join(faults[:3]) if faults else ''}")
    print(f"publishers crashed  {crashed}")
    in_order = not (fault or crashed or any(found.values()))
    return 0 if in_order and len(entries) == in_record >= options.publications else 1


if __name__ == "__main__":
    sys.exit(main())
