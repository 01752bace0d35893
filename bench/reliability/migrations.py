"""R13: all migrations since the first release on 100,000 claims, while the first release goes on being used.

    python bench/reliability/migrations.py [--short] [--claims 100000]

No version has been published yet, so the first release is the first state in which the site can be used at all: with
the tables, the guards of the record, the roles and the scale (0005). A database in that state gets the rows of a large
newsroom, as far as it has the columns. Then `manage.py migrate` runs with a lock_timeout of two seconds, while somebody
sends what the old code would send: its reads and its writes, with its columns. Beside them somebody looks every few
milliseconds which locks the migration has on tables that were there before. None may keep readers or writers out for
two seconds, and no read or write of the old code may be refused.

The control is a migration that rewrites a table under an ACCESS EXCLUSIVE lock (in the short version: that holds the
lock while it does something else). Its lock must be seen to be too long.
"""

import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.large_database import large_database
from bench.reliability.trial import Report, meanwhile, options_of
from bench.scratch_database import ROOT, set_up_django

FIRST_RELEASE = ("claims", "0005_house_scale")
LONGEST_LOCK = 2.0
LONGEST_IN_SHORT = 60.0
# Refused for having waited, which depends on how busy the machine is.
WAITING = ("lock timeout", "deadlock detected")
MIGRATING = "trial-migrating"
SECONDS_BETWEEN_LOOKS = 0.02
PAUSE = 0.05
KEEPS_READERS_OUT = {"AccessExclusiveLock"}
KEEPS_WRITERS_OUT = {*KEEPS_READERS_OUT, "ExclusiveLock", "ShareRowExclusiveLock", "ShareLock"}


def main() -> int:
    options = options_of(__doc__, claims=100_000).parse_args()
    claims = 1_000 if options.short else options.claims
    report = Report("R13", "migrations since the first release, under the old code")
    set_up_django()
    with large_database(claims) as source, old_database(source) as name:
        report.started = time.monotonic()
        report.figures |= {"claims": claims, "from": ".".join(FIRST_RELEASE)}
        migrate(report, name, is_short=options.short)
        report.faults += [f"{table} was not filled as publishing fills it" for table in differing(source, name)]
        control(report, name, is_short=options.short)
    return report.conclude()


def migrate(report: Report, name: str, *, is_short: bool) -> None:
    plan = planned()
    # The short version runs beside other tests: it judges what is refused and what is filled, and no time.
    longest = LONGEST_IN_SHORT if is_short else LONGEST_LOCK
    locks, old_code = Locks(name, plan), OldCode(plan, waits=LONGEST_IN_SHORT if is_short else 5.0)
    with locks.watched(), old_code.running(locks):
        started = time.monotonic()
        finished = migrate_in_a_process(name, longest)
        seconds = time.monotonic() - started
    readers, writers = locks.longest(KEEPS_READERS_OUT), locks.longest(KEEPS_WRITERS_OUT)
    report.figures |= {
        "migrations": len(plan),
        "migrating seconds": round(seconds, 1),
        "longest lock against readers": str(readers),
        "longest lock against writers": str(writers),
        **old_code.figures(),
    }
    if finished.returncode:
        report.faults.append(f"migrate ended with {finished.returncode}: {finished.stderr[-600:]}")
    too_long = [lock for lock in locks.held(KEEPS_WRITERS_OUT) if lock.seconds > longest]
    report.faults += old_code.faults(but=WAITING if is_short else ()) + [str(lock) for lock in too_long]
    report.details = [str(lock) for lock in locks.held(KEEPS_WRITERS_OUT)[:10]]


def control(report: Report, name: str, *, is_short: bool) -> None:
    # A default that is another for each row cannot be looked up later, so every row is written anew.
    statement = "ALTER TABLE claims_publication ADD COLUMN told_at timestamptz DEFAULT clock_timestamp()"
    if is_short:
        statement = f"LOCK TABLE claims_publication; SELECT pg_sleep({LONGEST_LOCK + 0.3})"
    locks = Locks(name, [])
    with locks.watched(), closing(connect(name, application_name=MIGRATING)) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(statement)
        connection.rollback()
    longest = locks.longest(KEEPS_READERS_OUT)
    report.control = {"a migration that rewrites a table" if not is_short else "a held lock": str(longest)}
    report.control_failed = longest.seconds > LONGEST_LOCK


# --- The old database


@contextmanager
def old_database(source: str) -> Iterator[str]:
    """In the state of the first release, with the rows of ``source``."""
    from django.core.management import call_command
    from django.db import connection

    name = f"factcheck_migrating_{os.getpid()}"
    before = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", *FIRST_RELEASE, verbosity=0, interactive=False)
        copy_rows(source, name)
        connection.close()
        yield name
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def copy_rows(source: str, target: str) -> None:
    with closing(connect(source)) as one, closing(connect(target)) as other:
        had, has = columns(one), columns(other)
        tables = [table for table in has if table in had and table != "django_migrations"]
        with other.cursor() as writing:
            writing.execute("SET session_replication_role = replica; SET statement_timeout = 0")
            writing.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
            for table in tables:
                names = ", ".join(f'"{column}"' for column in has[table] if column in had[table])
                copy_table(one, writing, table, names)
            set_sequences(writing)
        other.commit()
        other.autocommit = True
        with other.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def set_sequences(cursor: Any) -> None:
    cursor.execute(
        "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)"
        " FROM information_schema.columns WHERE table_schema = 'public' AND is_identity = 'YES'"
    )
    for table, column, sequence in cursor.fetchall():
        cursor.execute(f'SELECT setval(%s, greatest(max("{column}"), 1)) FROM "{table}"', [sequence])


def copy_table(source: Any, writing: Any, table: str, names: str) -> None:
    reading, end = os.pipe()

    def read() -> None:
        with os.fdopen(end, "wb") as file, source.cursor() as cursor, suppress(BrokenPipeError):
            cursor.execute("SET statement_timeout = 0")
            cursor.copy_expert(f"COPY (SELECT {names} FROM {table}) TO STDOUT", file)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        with os.fdopen(reading, "rb") as file:
            writing.copy_expert(f"COPY {table} ({names}) FROM STDIN", file)
    finally:
        reader.join()


def columns(connection: Any) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"
        )
        for table, column in cursor.fetchall():
            found[table].append(column)
    return found


def connect(name: str, **more: Any) -> Any:
    from django.db import connection

    connection.ensure_connection()
    parameters = {**connection.connection.info.dsn_parameters, "dbname": name, **more}
    kept = {
        each: parameters[each] for each in ("host", "port", "user", "dbname", "application_name") if each in parameters
    }
    return psycopg2.connect(**kept)


# What migrations fill from what was published before, and publishing itself fills today. Not words: a large newsroom is
# made without them.
FILLED = {
    "claims_publishedclaim": "slug, array(SELECT unnest(lookup_prefixes) ORDER BY 1), articles, publishers, languages,"
    " stances, source_publishers",
    "claims_publishedstatement": "claim_id, language, text",
    "claims_publishedaddress": "claim_id, digest, kind, named",
}


def differing(source: str, target: str) -> list[str]:
    """Tables whose rows in the migrated database are not those of the one that was filled as it is."""

    def digests(name: str) -> dict[str, str]:
        found = {}
        with closing(connect(name)) as connection, connection.cursor() as cursor:
            for table, values in FILLED.items():
                cursor.execute(
                    f"SELECT count(*) || md5(string_agg(line, ' ' ORDER BY line))"
                    f" FROM (SELECT md5(ROW({values})::text) AS line FROM {table}) lines"
                )
                found[table] = cursor.fetchone()[0]
        return found

    before, after = digests(source), digests(target)
    return [table for table in FILLED if before[table] != after[table]]


# --- Migrating


def planned() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate_in_a_process(name: str, longest_wait: float) -> subprocess.CompletedProcess[str]:
    from bench.api.measure import address_of_database

    limits = f"options=-c%20lock_timeout%3D{longest_wait * 1_000:.0f}"
    environment = {
        **os.environ,
        "DATABASE_URL": f"{address_of_database(name)}?{limits}",
        "PGAPPNAME": MIGRATING,
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--no-input"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@dataclass(frozen=True)
class Lock:
    migration: str
    table: str
    mode: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s: {self.mode} on {self.table} in {self.migration}"


class Locks:
    """Which locks the migration has on tables that were there before, and for how long."""

    def __init__(self, name: str, plan: list[str]) -> None:
        self.name, self.plan = name, plan
        self.found: list[Lock] = []
        self.under_way = ""
        self.old_tables: list[int] = []

    @contextmanager
    def watched(self) -> Iterator[None]:
        is_over, is_looking = threading.Event(), threading.Event()
        watcher = threading.Thread(target=self._watch, args=(is_over, is_looking), daemon=True)
        watcher.start()
        is_looking.wait(60)
        try:
            yield
        finally:
            is_over.set()
            watcher.join()

    def _watch(self, is_over: threading.Event, is_looking: threading.Event) -> None:
        began: dict[tuple[str, str], tuple[float, str]] = {}
        with closing(connect(self.name)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
            self.old_tables = [row[0] for row in cursor.fetchall()]
            cursor.execute("SELECT count(*) FROM django_migrations")
            (applied_before,) = cursor.fetchone()
            is_looking.set()
            while not is_over.wait(SECONDS_BETWEEN_LOOKS):
                now = time.monotonic()
                held = self._held(cursor)
                cursor.execute("SELECT count(*) FROM django_migrations")
                place = cursor.fetchone()[0] - applied_before
                self.under_way = self.plan[place] if place < len(self.plan) else "the end"
                for each in held - began.keys():
                    began[each] = now, self.under_way
                for each in began.keys() - held:
                    self._note(each, *began.pop(each), now)
            for each, (since, migration) in began.items():
                self._note(each, since, migration, time.monotonic())

    def _held(self, cursor: Any) -> set[tuple[str, str]]:
        cursor.execute(
            "SELECT class.relname, mode FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " JOIN pg_class class ON class.oid = relation"
            " WHERE application_name = %s AND granted AND relation = ANY(%s) AND mode = ANY(%s)",
            [MIGRATING, self.old_tables, sorted(KEEPS_WRITERS_OUT)],
        )
        return set(cursor.fetchall())

    def _note(self, lock: tuple[str, str], since: float, migration: str, now: float) -> None:
        self.found.append(Lock(migration, lock[0], lock[1], now - since))

    def held(self, modes: set[str]) -> list[Lock]:
        return sorted((lock for lock in self.found if lock.mode in modes), key=lambda lock: -lock.seconds)

    def longest(self, modes: set[str]) -> Lock:
        return next(iter(self.held(modes)), Lock("any migration", "any table", "none seen", 0.0))


# --- The old code


@dataclass
class Sent:
    migration: str
    what: str
    seconds: float
    error: str


@dataclass
class OldCode:
    """Sends what the models of the first release send; each thread has a connection of its own."""

    plan: list[str]
    waits: float
    sent: list[Sent] = field(default_factory=list)

    @contextmanager
    def running(self, locks: Locks) -> Iterator[None]:
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        models = MigrationExecutor(connection).loader.project_state([FIRST_RELEASE]).apps
        works = [partial(self._go_on, what, models, locks) for what in (reads(models), writes(models))]
        with meanwhile(works, 60):
            yield

    def _go_on(
        self, statements: dict[str, Callable[[int], Any]], _models: Any, locks: Locks, is_over: threading.Event
    ) -> None:
        from django.db import Error, connection

        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{self.waits:.0f}s'; SET statement_timeout = '{3 * self.waits:.0f}s'")
        number = 0
        while not is_over.wait(PAUSE):
            for what, send in statements.items():
                number += 1
                started, error, migration = time.monotonic(), "", locks.under_way
                try:
                    send(number)
                except Error as fault:
                    error = " ".join(str(fault).split())[:160]
                self.sent.append(Sent(migration, what, time.monotonic() - started, error))
        connection.close()

    def figures(self) -> dict[str, Any]:
        found = {}
        for kind in ("read", "write"):
            here = [each for each in self.sent if each.what.startswith(kind)]
            refused = sum(bool(each.error) for each in here)
            slowest = max((each.seconds for each in here), default=0.0)
            found[f"old code, {kind}s"] = f"{len(here)}, {refused} refused, slowest {slowest:.2f} s"
        return found

    def faults(self, *, but: tuple[str, ...] = ()) -> list[str]:
        """What was refused, each once; ``but`` are words of refusals that do not count."""
        if not self.sent:
            return ["the old code sent nothing"]
        refused: dict[str, Sent] = {}
        for each in self.sent:
            if each.error and not any(words in each.error for words in but):
                refused.setdefault(each.what, each)
        return [f"old code, {what}, from {each.migration} on: {each.error}" for what, each in refused.items()]


def reads(models: Any) -> dict[str, Callable[[int], Any]]:
    claims = models.get_model("claims", "PublishedClaim").objects
    slugs = list(claims.order_by("slug").values_list("slug", flat=True)[:100])
    evidence = models.get_model("claims", "PublishedEvidence").objects
    publications = models.get_model("claims", "Publication").objects
    drafts = models.get_model("claims", "Claim").objects
    return {
        "read a claim": lambda number: claims.get(slug=slugs[number % len(slugs)]),
        "read the newest": lambda _number: list(claims.order_by("-publication_id")[:20]),
        "read evidence": lambda number: list(evidence.filter(claim_id=slugs[number % len(slugs)])),
        "read the record": lambda _number: publications.order_by("-number").first(),
        "read drafts": lambda _number: list(drafts.order_by("-pk")[:20]),
    }


def writes(models: Any) -> dict[str, Callable[[int], Any]]:
    claims = models.get_model("claims", "Claim").objects
    topics = models.get_model("claims", "Topic").objects
    entities = models.get_model("claims", "Entity").objects
    keys = list(claims.order_by("pk").values_list("pk", flat=True)[:50])
    words = {"en": "Written by the old code.", "id": "Ditulis oleh kode lama."}
    return {
        "write a claim": lambda number: claims.create(slug=f"old-{number}", statement=words, without_appearance=True),
        "write a topic": lambda number: topics.create(slug=f"old-{number}", name=words),
        "write an entity": lambda number: entities.create(slug=f"old-{number}", name=words, kind="organization"),
        "write to a claim": lambda number: claims.filter(pk=keys[number % len(keys)]).update(timeframe=words),
    }


if __name__ == "__main__":
    sys.exit(main())
