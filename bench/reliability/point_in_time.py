"""R5: somebody deletes what must not be deleted; the database is brought back to the moment before.

    python bench/reliability/point_in_time.py [--writes 2000] [--short]

Starts a PostgreSQL of its own that archives its log (docs/backups.md), takes a base backup, writes on, notes the time,
deletes with every guard switched off, and writes on. Then it restores the base backup up to that time, as the document
says. All that was acknowledged before must be there, and nothing that came after.

The control restores to the end of the log, as a plain standby or the newest copy would be: the rows must be missing.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.trial import TOPIC, Report
from bench.scratch_database import set_up_django

NAME = "factcheck"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--writes", type=int, default=2_000, help="rows written before the deletion")
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    from bench.servers import PostgresServer

    with tempfile.TemporaryDirectory(prefix="fc-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = PostgresServer(Path(folder) / "primary")
        archive = server.home / "archive"
        archive.mkdir(mode=0o700)
        os.chown(archive, server.account.uid, server.account.gid)
        servers = [server]
        try:
            # The command of docs/backups.md: never over a file that is there.
            keep = (
                f"test ! -f {archive}/%f && cp %p {archive}/.%f && sync {archive}/.%f && mv {archive}/.%f {archive}/%f"
            )
            server.initialise(archive_mode="on", archive_command=keep.replace("'", "''")).start()
            server.ask(f"CREATE DATABASE {NAME} TEMPLATE template0")
            os.environ["DATABASE_URL"] = server.url(NAME)
            return trial(server, archive, 200 if options.short else options.writes, servers)
        finally:
            for each in servers:
                each.stop()


def trial(server: Any, archive: Path, writes: int, servers: list[Any]) -> int:
    report = Report("R5", "point in time: back to just before a bad delete")
    set_up_django()
    from django.core.management import call_command
    from django.db import connection

    from bench.record.generate import load_sample

    call_command("migrate", verbosity=0, interactive=False)
    load_sample()
    base = server.copy_to(server.home.parent / "base", standby=False)
    before = write(server, "before", writes)
    kept = facts(server)
    # What an editor would say: "it was still there at …". Committed before that moment is in, after it is not.
    moment = server.ask("SELECT to_char(clock_timestamp(), 'YYYY-MM-DD HH24:MI:SS.USTZHTZM')")
    time.sleep(0.01)
    delete(server)
    after = write(server, "after", 50)
    lost = facts(server)
    server.ask("SELECT pg_switch_wal()")
    server.wait_until("SELECT last_archived_wal IS NOT NULL AND failed_count = 0 FROM pg_stat_archiver")
    newest = server.ask("SELECT pg_walfile_name(pg_current_wal_lsn() - 1)")
    server.wait_until(f"SELECT last_archived_wal >= '{newest}' FROM pg_stat_archiver")
    connection.close()
    server.stop()
    to_moment, seconds = restored(base, "to-the-moment", archive, servers, recovery_target_time=moment)
    to_end, _ = restored(base, "to-the-end", archive, servers)
    os.environ["DATABASE_URL"] = to_moment.url(NAME)
    connection.settings_dict["HOST"] = str(to_moment.home)
    from claims.record import verify_record

    fault = verify_record().fault
    found, at_end = facts(to_moment), facts(to_end)
    connection.close()
    shows_loss = at_end["publications"] < kept["publications"] and at_end == lost
    report.figures = {
        "rows before the deletion": kept["before"],
        "of them restored": found["before"],
        "publications restored": f"{found['publications']} of {kept['publications']}",
        "rows from after": found["after"],
        "record": "verifies" if fault is None else f"{fault.row}: {fault.reason}",
        "restore seconds": round(seconds, 1),
    }
    report.faults = [
        *([] if found == kept else [f"{found} instead of {kept}"]),
        *([] if fault is None else [f"{fault.row}: {fault.reason}"]),
        *([] if (before, after) == (writes, 50) else [f"{before} and {after} rows were written"]),
    ]
    missing = kept["publications"] - at_end["publications"]
    report.control = {"to the end of the log": f"{missing} publications missing, {at_end['after']} rows from after"}
    report.control_failed = shows_loss
    return report.conclude()


def write(server: Any, word: str, count: int) -> int:
    connection = server.connect(NAME)
    with connection.cursor() as cursor:
        for number in range(count):
            cursor.execute(TOPIC, [f"{word}-{number:06}", '{"en": "Written"}'])
    connection.close()
    return count


def delete(server: Any) -> None:
    """What only somebody with all rights can do: the guards are switched off first."""
    connection = server.connect(NAME)
    connection.autocommit = False
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM claims_publication WHERE number > 3")
        cursor.execute("DELETE FROM claims_topic WHERE slug LIKE 'before-%'")
    connection.commit()
    connection.close()


def facts(server: Any) -> dict[str, int]:
    questions = {
        "publications": "SELECT count(*) FROM claims_publication",
        "before": "SELECT count(*) FROM claims_topic WHERE slug LIKE 'before-%'",
        "after": "SELECT count(*) FROM claims_topic WHERE slug LIKE 'after-%'",
    }
    return {name: int(server.ask(question, NAME)) for name, question in questions.items()}


def restored(base: Any, name: str, archive: Path, servers: list[Any], **target: str) -> tuple[Any, float]:
    """The base backup copied, and rolled forward from the archive."""
    from bench.servers import PostgresServer

    start = time.perf_counter()
    server = PostgresServer(base.home.parent / name)
    servers.append(server)
    subprocess.run(["cp", "-a", str(base.data), str(server.data)], check=True)
    server.set(restore_command=f"cp {archive}/%f %p", archive_mode="off", recovery_target_action="promote", **target)
    signal_file = server.data / "recovery.signal"
    signal_file.touch(mode=0o600)
    os.chown(signal_file, server.account.uid, server.account.gid)
    server.start()
    server.wait_until("SELECT NOT pg_is_in_recovery()")
    return server, time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
