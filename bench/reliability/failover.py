"""R3: the primary dies under load and the standby takes over: nothing that was acknowledged is lost.

    python bench/reliability/failover.py [--seconds 20] [--publishers 8] [--short]

Starts a primary and a synchronous standby of its own. Publishers carry claims through the real verbs over an address
that names both servers (`target_session_attrs=read-write`), as docs/scale.md says. Then the line between the servers
stalls for a moment, as lines do before a machine is gone, and the primary with all its processes is killed. This trial
does what whoever is on call, or a failover manager, does: it promotes the standby as soon as the primary does not
answer. The publishers find it by themselves.

The control is the same with an asynchronous standby: what was acknowledged while the line stalled must be lost.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.trial import Report

processes = multiprocessing.get_context("fork")
NAME = "factcheck"
STALLED_SECONDS = 1.0
LONGEST_UNTIL_WRITING = 5.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=20, help="under load, before and after")
    parser.add_argument("--publishers", type=int, default=8)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    if options.short:
        options.seconds, options.publishers = 3, 3
    report = Report("R3", "failover to the standby under write load, synchronous")
    protected = report.figures = trial(options, synchronous=True)
    control = trial(options, synchronous=False)
    report.faults = [
        *([f"{protected['lost']} acknowledged publications lost"] if protected["lost"] else []),
        *([f"the chain: {protected['chain']}"] if protected["chain"] != "ok" else []),
        *([] if protected["acknowledged"] else ["nothing was acknowledged"]),
        *(["the first write came too late"] if protected["first write seconds"] > LONGEST_UNTIL_WRITING else []),
    ]
    report.control = {"asynchronous": f"{control['lost']} of {control['acknowledged']} lost"}
    report.control_failed = control["lost"] > 0
    return report.conclude()


def trial(options: Any, *, synchronous: bool) -> dict[str, Any]:
    """In a process of its own: Django is set up once for one pair of servers."""
    answers = processes.SimpleQueue()
    child = processes.Process(target=run, args=(options, synchronous, answers))
    child.start()
    child.join()
    if child.exitcode != 0:
        raise SystemExit(f"The trial ended with {child.exitcode}.")
    found: dict[str, Any] = answers.get()
    return found


def run(options: Any, synchronous: bool, answers: Any) -> None:
    from bench.servers import PORT, PostgresServer

    with tempfile.TemporaryDirectory(prefix="fc-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        primary = PostgresServer(Path(folder) / "primary").initialise()
        standby = None
        try:
            primary.start().ask(f"CREATE DATABASE {NAME} TEMPLATE template0")
            both = quote(f"{primary.home},{Path(folder) / 'standby'}", safe="")
            os.environ["DATABASE_URL"] = (
                f"postgres://factcheck@/{NAME}?host={both}&port={PORT},{PORT}&target_session_attrs=read-write"
            )
            os.environ["LOG_LEVEL"] = "CRITICAL"
            from bench.reliability.newsroom import Ledger, make_cast
            from bench.scratch_database import set_up_django

            set_up_django()
            from django.core.management import call_command
            from django.db import connection

            call_command("migrate", verbosity=0, interactive=False)
            cast, ledger = make_cast(claims=options.publishers * 2), Ledger(Path(folder) / "acknowledged")
            connection.close()
            standby = primary.copy_to(Path(folder) / "standby", standby=True)
            standby.start()
            if synchronous:
                primary.set(synchronous_standby_names="*")
                primary.reload()
            expected = "sync" if synchronous else "async"
            primary.wait_until(f"SELECT bool_or(sync_state = '{expected}') FROM pg_stat_replication")
            answers.put(measure(options, primary, standby, cast, ledger))
        finally:
            primary.stop()
            if standby is not None:
                standby.stop()


def measure(options: Any, primary: Any, standby: Any, cast: Any, ledger: Any) -> dict[str, Any]:
    from django.db import connection

    from bench.reliability import holds
    from claims.models import Publication

    stopped = processes.Event()
    publishers = [
        processes.Process(target=publish, args=(number, cast, ledger, stopped), daemon=True)
        for number in range(options.publishers)
    ]
    for publisher in publishers:
        publisher.start()
    time.sleep(options.seconds)
    sender = primary.ask("SELECT pid FROM pg_stat_replication")
    psutil.Process(sender).suspend()
    time.sleep(STALLED_SECONDS)
    killed = time.monotonic()
    primary.kill()
    before = len(ledger.entries())
    while True:
        with suppress(Exception):
            primary.ask("SELECT 1")
            time.sleep(0.02)
            continue
        break
    standby.promote()
    promoted = time.monotonic() - killed
    while len(ledger.entries()) == before and time.monotonic() - killed < 60:
        time.sleep(0.01)
    first = time.monotonic() - killed
    time.sleep(options.seconds)
    stopped.set()
    for publisher in publishers:
        publisher.join(30)
    entries = ledger.entries()
    lost = holds.lost(entries)
    fault = holds.chain_fault()
    found = {
        "acknowledged": len(entries),
        "of them before the kill": before,
        "lost": len(lost),
        "promoted seconds": round(promoted, 2),
        "first write seconds": round(first, 2),
        "in the record": Publication.objects.count(),
        "chain": fault or "ok",
        "half published": len(holds.half()),
    }
    connection.close()
    return found


def publish(number: int, cast: Any, ledger: Any, stopped: Any) -> None:
    from django.db import DatabaseError, InterfaceError, connection

    from bench.reliability.newsroom import Publisher, publish_through_verb

    publisher = Publisher(cast, ledger, 3_000 + number, publish_through_verb)
    while not stopped.is_set():
        try:
            publisher.work(stopped.is_set)
        except (DatabaseError, InterfaceError):
            # As a person would: the page said that it did not work, so they open it again.
            with suppress(Exception):
                connection.close()
            time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
