"""Kill publishers, and PostgreSQL itself, at random points under load: what was acknowledged stays, nothing is half.

    python bench/reliability/kill_publishing.py [--kills 50] [--publishers 3] [--seed 1]

Starts a PostgreSQL of its own in a temporary folder (with fsync, as it is by default). Every other round ends all
publishing processes with SIGKILL, the rounds between end the whole server with SIGKILL, which then recovers from its
log. After each round every publication that somebody was told of must be there, and document, public rows, assessment
and claim must agree; the chain is verified and the public state compared with a rebuild. Exits 1 otherwise.

``--unprotected`` is the control: publishing in three transactions instead of one. It must leave half publications.
"""

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability import holds
from bench.reliability.newsroom import Cast, Ledger, Publisher, make_cast, publish_through_verb
from bench.reliability.unprotected import publish_in_steps
from bench.scratch_database import scratch_database, set_up_django

processes = multiprocessing.get_context("fork")
# A round is killed after so many publications and, beyond that, at any moment within so many seconds.
MOST_PUBLICATIONS = 40
LONGEST_DELAY = 0.4
ROUND_SECONDS = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--publishers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unprotected", action="store_true", help="the control: it must leave half publications")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # A server that is this script's own: nobody else's data are near when it is killed.
        os.environ.pop("DATABASE_URL", None)
        os.environ["EMBEDDED_POSTGRES_DIR"] = str(Path(folder) / "postgres")
        set_up_django()
        with scratch_database("factcheck_kills"):
            trial = Trial(options, make_cast(claims=6), Ledger(Path(folder) / "acknowledged"))
            trial.run()
            return trial.report()


class Trial:
    def __init__(self, options: Any, cast: Cast, ledger: Ledger) -> None:
        self.options, self.cast, self.ledger = options, cast, ledger
        self.random = random.Random(options.seed)
        self.killed: Counter[str] = Counter()
        self.faults: list[str] = []
        self.unacknowledged = 0

    def run(self) -> None:
        for number in range(self.options.kills):
            workers = self._start_publishers(number)
            self._wait_for_a_random_point(workers)
            victim = "PostgreSQL" if number % 2 else "publishers"
            if victim == "PostgreSQL":
                kill_server()
            for worker in workers:
                worker.kill()
            for worker in workers:
                worker.join()
            self.killed[victim] += 1
            found = self._check()
            self.faults += [f"round {number + 1} ({victim}): {fault}" for fault in found]
            said = f"{victim} killed, {len(self.ledger.entries())} acknowledged {found[:1] or ''}"
            print(f"round {number + 1} of {self.options.kills}: {said}", file=sys.stderr, flush=True)
            if found:
                return  # What is half now would be found again in every later round.

    def _start_publishers(self, number: int) -> list[Any]:
        from django.db import connections

        connections.close_all()
        workers = [
            processes.Process(target=publish_until_killed, args=(self, number * 100 + place), daemon=True)
            for place in range(self.options.publishers)
        ]
        for worker in workers:
            worker.start()
        return workers

    def _wait_for_a_random_point(self, workers: list[Any]) -> None:
        enough = len(self.ledger.entries()) + self.random.randint(1, MOST_PUBLICATIONS)
        deadline = time.monotonic() + ROUND_SECONDS
        while len(self.ledger.entries()) < enough and time.monotonic() < deadline:
            if not any(worker.is_alive() for worker in workers):
                self.faults.append("all publishers ended by themselves")
                return
            time.sleep(0.005)
        time.sleep(self.random.uniform(0, LONGEST_DELAY))

    def _check(self) -> list[str]:
        wait_for_rollbacks()
        entries = self.ledger.entries()
        found = [f"{name} is lost" for name in holds.lost(entries)]
        found += [f"{name} was published twice" for name in holds.published_twice(entries)]
        found += [f"half published: {name}" for name in holds.half()]
        if fault := holds.chain_fault():
            found.append(fault)
        if not found and not holds.rebuilds_the_same():
            found.append("the public state differs from a rebuild")
        return found

    def report(self) -> int:
        from claims.models import Publication

        entries = self.ledger.entries()
        in_record = Publication.objects.count()
        kills = ", ".join(f"{count} × {victim}" for victim, count in self.killed.items())
        print(f"killed              {self.killed.total()} ({kills})")
        print(f"acknowledged        {len(entries)}")
        print(f"in the record       {in_record} ({in_record - len(entries)} committed just before the news of it died)")
        print(f"lost                {len(holds.lost(entries))}")
        print(f"half published      {len(holds.half())}")
        print(f"chain               {holds.chain_fault() or 'ok'}")
        for fault in self.faults[:5]:
            print(f"FAULT               {fault}")
        return 1 if self.faults or not entries else 0


def publish_until_killed(trial: Trial, number: int) -> None:
    # Ends without a word when the server goes: its traceback would say nothing that was not intended.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 — until the process ends
    unprotected = trial.options.unprotected
    publish = publish_in_steps if unprotected else publish_through_verb
    seed = trial.options.seed * 100_000 + number
    Publisher(trial.cast, trial.ledger, seed, publish, every_verb=not unprotected).work(lambda: False)


def kill_server() -> None:
    """End the private server and everything it started at once, as if the power had gone (for the processes)."""
    from factcheck.embedded_database.base import shared_server

    postmaster = shared_server().postmaster
    if postmaster is None:
        raise RuntimeError("The private server does not run.")
    family = [*postmaster.children(recursive=True), postmaster]
    postmaster.suspend()  # so that it starts nothing new meanwhile
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=10)


def wait_for_rollbacks() -> None:
    """A killed client's last statement may still run; what it leads to is decided before anything is counted."""
    from django.db import connection

    deadline = time.monotonic() + ROUND_SECONDS
    connection.close()  # the server may be another one by now; the next query starts it
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.02)
    raise RuntimeError("Connections of killed publishers are still open.")


if __name__ == "__main__":
    sys.exit(main())
