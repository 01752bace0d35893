"""R9: PostgreSQL goes away, freezes, has no connection left, has no room left. Readers get a page or are told when to
come back, within five seconds; and when it is over, all is as before without anybody's hand.

    python bench/reliability/database_away.py [--short] [--seconds 30]

Starts PostgreSQL on a small tmpfs (as root; otherwise in a folder, and the full disk is left out and said to be), and
gunicorn on it with deploy/gunicorn.conf.py. Through each outage four programs ask: for pages and API answers that were
asked for before, for searches that nobody has asked, and to write. Every answer must be what was wanted, or 503 with
`Retry-After`, within five seconds. Afterwards the record must verify, every acknowledged write be there once, and
pg_amcheck and pg_checksums find nothing.

The control is a second gunicorn on the same server, through the same outages, without what protects readers: it must
answer with 500 or let them wait.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.site import NAME, SECRET, Answer, Asker, Site, collect_static_files, migrated_server
from bench.reliability.trial import Report, meanwhile, options_of
from bench.scratch_database import set_up_django

LONGEST_SECONDS = 5.0
# Longer than a freeze of the short version, and long enough to say that nobody would have waited on.
NOBODY_WAITS_SECONDS = 15.0
SECONDS_UNTIL_RECOVERED = 30.0
CONNECTIONS = 40
ROOM_MB = 320
CLAIMS = 5
# However often it is asked, both web workers have made a page by then.
TIMES_TO_WARM = 12
PAUSE = 0.1


def main() -> int:
    options = options_of(__doc__, seconds=30.0).parse_args()
    lengths = dict.fromkeys(("away", "frozen", "slots exhausted", "disk full"), options.seconds)
    if options.short:
        lengths = {"away": 2.0, "frozen": LONGEST_SECONDS + 1, "slots exhausted": 2.0, "disk full": 2.0}
    report = Report("R9", "PostgreSQL away, frozen, without connections, without room")
    with tempfile.TemporaryDirectory(prefix="fc-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        os.environ["SECRET_KEY"] = SECRET
        with room(Path(folder) / "room") as (home, is_small):
            server = migrated_server(home / "a", max_connections=str(CONNECTIONS), max_wal_size="64MB")
            try:
                os.environ["DATABASE_URL"] = server.url(NAME)
                set_up_django()
                collect_static_files()
                if not is_small:
                    del lengths["disk full"]
                    report.figures["disk full"] = "not tried: mounting a small tmpfs needs root"
                trial(report, Path(folder), server, lengths)
            finally:
                server.stop()
    return report.conclude()


@contextmanager
def room(folder: Path) -> Iterator[tuple[Path, bool]]:
    """A folder with little room, where that can be made."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MB}m,mode=755", "tmpfs", str(folder)]
    is_small = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield folder, is_small
    finally:
        if is_small:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)


def trial(report: Report, folder: Path, server: Any, lengths: dict[str, float]) -> None:
    slugs, token = newsroom()
    site = Site(folder / "site", server)
    bare = Site(folder / "bare", server, settings="bench.reliability.unprotected_settings")
    readers = Readers(site.port, slugs, token)
    control = Readers(bare.port, slugs, "")
    try:
        site.start(worker=False)
        bare.start(worker=False)
        with site.looked_after():
            readers.warm()
            control.warm()
            for name, seconds in lengths.items():
                with readers.asking(name), control.asking(name):
                    OUTAGES[name](site, seconds)
                    readers.recovered[name] = readers.until_all_is_as_before()
                said = readers.figures(name)
                print(f"{name}: {said}", file=sys.stderr, flush=True)
                report.figures[f"{name} {seconds:.0f} s"] = said
                report.control[name] = control.figures(name)
        report.faults += readers.faults()
        if readers.faults():
            site.tell_log()
        report.faults += look(report, readers, server)
    finally:
        site.end()
        bare.end()
    report.control_failed = bool(control.faults())


def newsroom() -> tuple[list[str], str]:
    from django.db import connection

    from claims.models import ApiToken
    from tests import factories

    slugs = [factories.published().slug for _ in range(CLAIMS)]
    token = ApiToken.issue(user=factories.user("editor"), name="Trial", scopes=ApiToken.Scope.values)[1]
    connection.close()
    return slugs, token


# --- Outages


def away(site: Site, seconds: float) -> None:
    site.is_watched.clear()
    site.server.kill()
    time.sleep(seconds)
    site.is_watched.set()


def frozen(site: Site, seconds: float) -> None:
    site.server.freeze()
    time.sleep(seconds)
    site.server.thaw()


def slots_exhausted(site: Site, seconds: float) -> None:
    """Somebody takes every connection there is, also those that others had."""
    held: list[Any] = []
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            with suppress(psycopg2.Error):
                while len(held) < CONNECTIONS:
                    held.append(site.server.connect())
            own = [each.info.backend_pid for each in held]
            with held[0].cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE backend_type = 'client backend' AND NOT pid = ANY(%s)",
                    [own],
                )
            time.sleep(0.05)
    finally:
        for each in held:
            each.close()


def disk_full(site: Site, seconds: float) -> None:
    """No room for rows, and none for the log either: PostgreSQL stops itself, and cannot start."""
    filler = site.server.home.parent / "filler"
    deadline = time.monotonic() + seconds
    try:
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 2**20)
        with suppress(psycopg2.Error):
            for _ in range(ROOM_MB):
                site.server.ask("SELECT pg_logical_emit_message(true, 'trial', repeat('x', 1000000))")
        time.sleep(max(0.0, deadline - time.monotonic()))
    finally:
        filler.unlink()


OUTAGES: dict[str, Callable[[Site, float], None]] = {
    "away": away,
    "frozen": frozen,
    "slots exhausted": slots_exhausted,
    "disk full": disk_full,
}


# --- Asking


@dataclass
class Asked:
    outage: str
    kind: str
    answer: Answer

    @property
    def fault(self) -> str:
        """What a reader would not want; empty when there is nothing."""
        status, seconds = self.answer.status, self.answer.seconds
        if seconds > LONGEST_SECONDS:
            return f"{self.kind}: waited {seconds:.1f} s"
        if status in (200, 201) or (status == 503 and "retry-after" in self.answer.headers):
            return ""
        return f"{self.kind}: answered {status}" if status else f"{self.kind}: no answer"


@dataclass
class Readers:
    port: int
    slugs: list[str]
    token: str
    asked: list[Asked] = field(default_factory=list)
    recovered: dict[str, float] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    written: int = 0

    def known(self) -> list[str]:
        pages = [f"/{language}/claims/{slug}/" for slug in self.slugs for language in ("en", "id")]
        return [*pages, "/en/", "/api/v1/claims/?page_size=5"]

    def warm(self) -> None:
        for path in self.known():
            for _ in range(TIMES_TO_WARM):
                # Over a connection of its own each, so that both web workers are asked.
                asker = Asker(self.port)
                asker.get(path)
                asker.close()

    def asking(self, outage: str) -> AbstractContextManager[None]:
        works = [partial(self._ask_on, outage, kind) for kind in self._kinds()]
        return meanwhile(works, NOBODY_WAITS_SECONDS + 5)

    def _kinds(self) -> list[str]:
        return ["known page", "new search", "new API search", *(["write"] if self.token else [])]

    def _ask_on(self, outage: str, kind: str, is_over: threading.Event) -> None:
        asker = Asker(self.port, token=self.token if kind == "write" else "", timeout=NOBODY_WAITS_SECONDS)
        number = 0
        while not is_over.wait(PAUSE):
            number += 1
            self.asked.append(Asked(outage, kind, self._one(asker, kind, f"{outage[:2]}{number}")))
        asker.close()

    def _one(self, asker: Asker, kind: str, word: str) -> Answer:
        if kind == "write":
            return self._write(asker)
        known = self.known()
        paths = {
            "known page": known[sum(map(ord, word)) % len(known)],
            "new search": f"/en/claims/?q={word}",
            "new API search": f"/api/v1/claims/?q={word}",
        }
        return asker.get(paths[kind])

    def _write(self, asker: Asker) -> Answer:
        """The same one with the same key until it is acknowledged."""
        slug = f"written-{self.written}"
        body = {"slug": slug, "name": {"en": slug, "id": slug}, "kind": "organization"}
        answer = asker.post("/api/v1/editorial/entities/", body, Idempotency_Key=slug)
        if answer.status == 201:
            self.acknowledged.append(slug)
            self.written += 1
        return answer

    def until_all_is_as_before(self) -> float:
        """Seconds until searches that nobody asked are answered, and somebody has written."""
        started, before = time.monotonic(), len(self.acknowledged)
        asker = Asker(self.port, timeout=NOBODY_WAITS_SECONDS)
        is_read = False
        while time.monotonic() - started < SECONDS_UNTIL_RECOVERED:
            is_read = is_read or asker.get(f"/en/claims/?q=after{time.monotonic()}").status == 200
            if is_read and len(self.acknowledged) > before:
                break
            time.sleep(0.05)
        asker.close()
        return time.monotonic() - started

    def figures(self, outage: str) -> str:
        here = [each for each in self.asked if each.outage == outage]
        told = Counter(each.answer.status for each in here)
        pages = [each.answer.status for each in here if each.kind == "known page"]
        slowest = max(each.answer.seconds for each in here)
        statuses = ", ".join(f"{count} × {status or 'no answer'}" for status, count in sorted(told.items()))
        shown = f"{pages.count(200)} of {len(pages)} known pages shown"
        back = f", as before after {self.recovered[outage]:.1f} s" if outage in self.recovered else ""
        return f"{statuses}; {shown}; slowest {slowest:.1f} s{back}"

    def faults(self) -> list[str]:
        found = [f"{each.outage}, {each.fault}" for each in self.asked if each.fault]
        late = [name for name, seconds in self.recovered.items() if seconds >= SECONDS_UNTIL_RECOVERED]
        return found + [f"{name}: not as before within {SECONDS_UNTIL_RECOVERED:.0f} s" for name in late]


# --- Looking


def look(report: Report, readers: Readers, server: Any) -> list[str]:
    from django.db import connection

    from bench.reliability import holds
    from claims.models import Entity

    connection.close()
    there = Counter(Entity.objects.filter(slug__startswith="written-").values_list("slug", flat=True))
    faults = [f"{slug} is lost" for slug in readers.acknowledged if slug not in there]
    fault = holds.chain_fault()
    faults += [f"the record: {fault}"] if fault else []
    faults += holds.half() + ([] if holds.rebuilds_the_same() else ["the public state differs from a rebuild"])
    connection.close()
    broken = [words for program, words in corruption(server) if program]
    report.figures |= {
        "acknowledged writes": len(readers.acknowledged),
        "lost": sum("is lost" in each for each in faults),
        "record": fault or "verifies",
        "pg_amcheck, pg_checksums": "; ".join(broken) or "nothing found",
    }
    return faults + broken


def corruption(server: Any) -> Iterator[tuple[bool, str]]:
    where = ("-h", server.home, "-U", "factcheck", "--install-missing", "--heapallindexed", NAME)
    yield fails(server, "pg_amcheck", *where), "pg_amcheck found something"
    server.run("pg_ctl", "stop", "-D", server.data, "-m", "fast", "-w", "-t", 60)
    yield fails(server, "pg_checksums", "--check", "-D", server.data), "pg_checksums found something"


def fails(server: Any, program: str, *arguments: object) -> bool:
    try:
        server.run(program, *arguments)
    except subprocess.CalledProcessError:
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
