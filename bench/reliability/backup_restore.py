"""R4: back up under load, restore into an empty server, and find everything again.

    python bench/reliability/backup_restore.py [--claims 100000] [--addresses 1000] [--short]

Starts two PostgreSQL servers of its own. Fills the first with a newsroom, backs it up while somebody goes on writing,
restores into the second, empty one, and compares: every table row for row (the manifest's digests, and here again from
the two servers, read from the moment of the backup), the record by verification, and so many public addresses byte by
byte.

The control is a backup as it is often made, table by table: between two tables somebody writes, and the copy is of no
moment that ever was. It must be found to differ.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.trial import TOPIC, Report
from bench.scratch_database import set_up_django

NAME = "factcheck"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--addresses", type=int, default=1_000)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    claims, addresses = (300, 60) if options.short else (options.claims, options.addresses)
    os.environ.setdefault("SECRET_KEY", "the-same-for-both-" + "x" * 40)
    from bench.servers import PostgresServer

    with tempfile.TemporaryDirectory(prefix="fc-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        source, target = (PostgresServer(Path(folder) / name) for name in ("a", "b"))
        try:
            for server in (source, target):
                server.initialise(shared_buffers="256MB", max_wal_size="4GB").start()
                server.ask(f"CREATE DATABASE {NAME} TEMPLATE template0")
            os.environ["DATABASE_URL"] = source.url(NAME)
            return trial(source, target, Path(folder) / "backup", claims, addresses)
        finally:
            source.stop()
            target.stop()


def trial(source: Any, target: Any, directory: Path, claims: int, count: int) -> int:
    report = Report("R4", "backup → restore into an empty server")
    set_up_django()
    from django.core.management import call_command

    from bench.large_newsroom import fill
    from factcheck.backups.making import make_backup
    from factcheck.backups.restoring import NotRestored, restore_backup

    call_command("migrate", verbosity=0, interactive=False)
    timed(f"a newsroom of {claims:,} claims", fill, claims)
    paths = addresses(claims, count)
    before, _ = timed(f"{count:,} addresses read before", read, paths)
    writer = Writer(source)
    writer.start()
    manifest, seconds_backup = timed("backup, while somebody writes", make_backup, directory)
    written = writer.finish()
    point_to(target.url(NAME))
    fault = ""
    try:
        _, seconds_restore = timed("restore and verification", restore_backup, directory, tell=lambda _words: None)
    except NotRestored as reason:
        fault, seconds_restore = str(reason), 0.0
    after, _ = timed(f"{count:,} addresses read after", read, paths)
    differing = [path for path in paths if before[path] != after.get(path)]
    torn = control(source, target)
    rows = sum(table["rows"] for table in manifest["tables"].values())
    report.figures = {
        "claims": claims,
        "tables": len(manifest["tables"]),
        "rows": rows,
        "rows that differ": fault or 0,
        "record": f"verifies up to {manifest['record']['number']}" if not fault else "not verified",
        "addresses": f"{count - len(differing)} of {count} equal",
        "written meanwhile": written,
        "backup seconds": round(seconds_backup, 1),
        "restore seconds": round(seconds_restore, 1),
        "megabytes": round(sum(path.stat().st_size for path in directory.rglob("*")) / 2**20),
    }
    report.faults = [
        *([fault] if fault else []),
        *(f"{path} is not as before" for path in differing),
        *([] if written else ["nobody wrote during the backup"]),
    ]
    report.control, report.control_failed = {"table by table": torn or "not found"}, bool(torn)
    return report.conclude()


def timed(what: str, function: Any, *arguments: Any, **named: Any) -> tuple[Any, float]:
    start = time.perf_counter()
    result = function(*arguments, **named)
    seconds = time.perf_counter() - start
    print(f"{what}: {seconds:.1f} s", file=sys.stderr, flush=True)
    return result, seconds


class Writer(threading.Thread):
    """Somebody who goes on working: pairs of rows in two tables, which belong together."""

    def __init__(self, server: Any) -> None:
        super().__init__(daemon=True)
        self.server, self.stopped, self.written = server, threading.Event(), 0

    def run(self) -> None:
        connection = self.server.connect(NAME)
        connection.autocommit = False
        with connection.cursor() as cursor:
            while not self.stopped.wait(0.01):
                name = f"meanwhile-{os.urandom(6).hex()}"
                cursor.execute(TOPIC, [name, '{"en": "Meanwhile"}'])
                cursor.execute("INSERT INTO claims_periodictask (name, started_at) VALUES (%s, now())", [name])
                connection.commit()
                self.written += 1
        connection.close()

    def finish(self) -> int:
        self.stopped.set()
        self.join()
        return self.written


def control(source: Any, target: Any) -> str:
    """Two tables copied one after the other, with a writer between: rows that belong together do not come together."""
    for table in ("claims_topic", "claims_periodictask"):
        target.ask(f"CREATE TABLE torn_{table} (name text)", NAME)
    writer = Writer(source)
    writer.start()
    for table, column in (("claims_topic", "slug"), ("claims_periodictask", "name")):
        names = source.ask(f"SELECT string_agg({column}, ' ') FROM {table} WHERE {column} LIKE 'meanwhile-%'", NAME)
        target.ask(f"INSERT INTO torn_{table} SELECT unnest(string_to_array('{names}', ' '))", NAME)
        before = writer.written
        deadline = time.monotonic() + 10
        while writer.written < before + 5 and time.monotonic() < deadline:
            time.sleep(0.01)
    writer.finish()
    missing = target.ask(
        "SELECT count(*) FROM torn_claims_periodictask LEFT JOIN torn_claims_topic USING (name)"
        " WHERE torn_claims_topic.name IS NULL",
        NAME,
    )
    return f"{missing} rows without the row they belong to" if missing else ""


def point_to(url: str) -> None:
    import dj_database_url
    from django.db import connection

    connection.close()
    connection.settings_dict.update(
        {name: dj_database_url.parse(url)[name] for name in ("HOST", "PORT", "NAME", "USER")}
    )


def addresses(claims: int, count: int) -> list[str]:
    from bench.large_newsroom import slug_of

    chance = random.Random(4)
    fixed = ["/api/v1/record/head/", "/api/v1/claims/", "/en/", "/id/claims/", "/api/v1/corrections/", "/api/v1/stats/"]
    shapes = (
        "/en/claims/{}/",
        "/id/claims/{}/",
        "/api/v1/claims/{}/",
        "/en/claims/{}/v/1/",
        "/api/v1/claims/{}/evidence/",
    )
    several = (shapes[number % len(shapes)].format(slug_of(chance.randrange(claims))) for number in range(count * 2))
    return [*fixed, *dict.fromkeys(several)][:count]


def read(paths: list[str]) -> dict[str, bytes]:
    from django.test import Client, override_settings

    warnings.filterwarnings("ignore", message="No directory at")
    client = Client(headers={"accept": "*/*"})
    found = {}
    with override_settings(RESPONSES_ARE_KEPT=False, RECORD_IS_WATCHED=False, ALLOWED_HOSTS=["*"]):
        for path in paths:
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")
            found[path] = b"".join(answer) if answer.streaming else answer.content
    return found


if __name__ == "__main__":
    sys.exit(main())
