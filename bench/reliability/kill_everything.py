"""R2: kill -9 of whatever there is, under eight writers: what was acknowledged stays, once, and nothing is half.

    python bench/reliability/kill_everything.py [--short] [--kills 50] [--writers 8] [--writes 1000]

Starts PostgreSQL, gunicorn and the worker as docs/deploy.md does, with somebody who starts again what ended, as systemd
does. Writers use the working API as programs of a newsroom do: each POST has an Idempotency-Key and is sent again until
it is acknowledged. In turn a web worker, the background worker, a backend of PostgreSQL and its postmaster are killed
at a random moment. Afterwards every acknowledged write must be there once and whole, and after every kill
somebody's next write must have been acknowledged within five seconds, without anybody's hand.

The control is the same without keys, on a server that acknowledges before its log is on the disk
(``synchronous_commit = off``): it must lose writes and do others twice.
"""

import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import psycopg2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.site import NAME, SECRET, Asker, Site, migrated_server
from bench.reliability.trial import Report, options_of
from bench.scratch_database import set_up_django

VICTIMS = ("web worker", "worker", "backend", "postmaster")
LONGEST_UNTIL_BACK = 5.0
# A kill comes after so many more acknowledged writes and, beyond that, at any moment within so many seconds.
WRITES_BETWEEN = 20
LONGEST_DELAY = 0.4
# What was on its way at the moment of the kill may still be acknowledged.
SECONDS_UNTIL_FELT = 0.5
LONGEST_WAIT_FOR_THE_WORST = 2.0
ROUND_SECONDS = 60.0
LONGEST_OF_ONE_WRITE = 60.0
MOST_KILLS_OF_THE_CONTROL = 40
COLLECTION = "/api/v1/editorial"
WITHOUT_PROTECTION = {"synchronous_commit": "off", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"}


def main() -> int:
    options = options_of(__doc__, kills=50, writers=8, writes=1_000).parse_args()
    if options.short:
        options.kills, options.writers, options.writes = 4, 4, 0
    report = Report("R2", "kill -9 of web worker, worker, backend and postmaster under writers")
    with tempfile.TemporaryDirectory(prefix="fc-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        os.environ["SECRET_KEY"] = SECRET
        server = migrated_server(Path(folder) / "a")
        weak = migrated_server(Path(folder) / "b", **WITHOUT_PROTECTION)
        try:
            os.environ["DATABASE_URL"] = server.url(NAME)
            set_up_django()
            trial(report, Site(Path(folder) / "site", server), options)
            control(report, Site(Path(folder) / "weak", weak), options)
        finally:
            server.stop()
            weak.stop()
    return report.conclude()


def trial(report: Report, site: Site, options: Any) -> None:
    desk = Desk(site, options, with_keys=True)
    rounds = []
    try:
        site.start()
        with site.looked_after(), desk.at_work():
            for number in range(options.kills):
                rounds.append(kill(desk, VICTIMS[number % len(VICTIMS)]))
                said = f"{rounds[-1][0]} killed, back after {rounds[-1][1]:.1f} s, {desk.acknowledged()} acknowledged"
                print(f"{number + 1} of {options.kills}: {said}", file=sys.stderr, flush=True)
            desk.wait_for(options.writes)
        found = Found(desk)
        found.look()
        if desk.wrong:
            site.tell_log()
    finally:
        site.end()
    killed = Counter(victim for victim, _seconds in rounds)
    report.figures |= {
        "kills": ", ".join(f"{count} × {victim}" for victim, count in killed.items()),
        "writers": options.writers,
        "acknowledged writes": desk.acknowledged(),
        "sent again": desk.told["again"],
        "of them done before": desk.told["replayed"],
        "lost": len(found.lost),
        "half-written": len(found.half),
        "doubled": len(found.doubled),
        "record": found.chain or "verifies",
    }
    for victim in killed:
        times = [seconds for each, seconds in rounds if each == victim]
        report.figures[f"back after {victim}, slowest seconds"] = round(max(times), 1)
    # The short version runs beside other tests: how long anything takes there says nothing.
    limit = ROUND_SECONDS if options.short else LONGEST_UNTIL_BACK
    late = [f"after {victim}: back after {seconds:.1f} s" for victim, seconds in rounds if seconds > limit]
    report.faults += found.lost + found.half + found.doubled + desk.wrong + late
    report.faults += [f"the record: {found.chain}"] if found.chain else []
    if desk.acknowledged() < options.writes or not desk.acknowledged():
        report.faults.append(f"only {desk.acknowledged()} writes were acknowledged")


def control(report: Report, site: Site, options: Any) -> None:
    """Until it has done a write twice and, after that, lost one; or long enough."""
    point_to(site)
    desk = Desk(site, options, with_keys=False)
    doubled: list[str] = []
    lost: list[str] = []
    kills: Counter[str] = Counter()
    try:
        site.start(worker=False)
        with site.looked_after():
            while not doubled and kills["web worker"] < MOST_KILLS_OF_THE_CONTROL:
                with desk.at_work():
                    kills[kill(desk, "web worker")[0]] += 1
                doubled = Found(desk).look_for_losses().doubled
            while not lost and kills["backend"] < MOST_KILLS_OF_THE_CONTROL:
                with desk.at_work():
                    kills[kill(desk, "backend")[0]] += 1
                lost = Found(desk).look_for_losses().lost
    finally:
        site.end()
    report.control |= {
        "kills": ", ".join(f"{count} × {victim}" for victim, count in kills.items()),
        "acknowledged": desk.acknowledged(),
        "doubled": len(doubled),
        "lost": len(lost),
    }
    report.control_failed = bool(lost) and bool(doubled)


# --- Writing


@dataclass(frozen=True)
class Write:
    """``words`` are of this write alone."""

    kind: str
    words: str
    key: str
    sent: float
    writer: int


class Desk:
    """Writers, each a program of a newsroom with a token of its own."""

    def __init__(self, site: Site, options: Any, *, with_keys: bool) -> None:
        self.site, self.with_keys = site, with_keys
        self.random = random.Random(options.seed)
        self.tokens = tokens(options.writers)
        # Whatever the server's settings are, the accounts stand.
        site.server.ask("CHECKPOINT")
        self.writes: list[Write] = []
        self.told: Counter[str] = Counter()
        self.comments_acknowledged = 0
        self.wrong: list[str] = []
        self.items = Counter[int]()

    def acknowledged(self) -> int:
        return len(self.writes)

    def at_work(self) -> "Shift":
        return Shift(self)

    def wait_for(self, count: int, seconds: float = ROUND_SECONDS) -> None:
        deadline = time.monotonic() + seconds
        while self.acknowledged() < count and time.monotonic() < deadline:
            time.sleep(0.01)

    def work(self, number: int, is_over: threading.Event) -> None:
        asker = Asker(self.site.port, token=self.tokens[number])
        try:
            while not is_over.is_set():
                self._one_claim(asker, number)
        finally:
            asker.close()

    def _one_claim(self, asker: Asker, number: int) -> None:
        self.items[number] += 1
        words = f"{'kept' if self.with_keys else 'weak'}-{number}-{self.items[number]}"
        statement = {"en": f"Statement {words}.", "id": f"Pernyataan {words}."}
        claim = self._write(
            asker, number, "claim", words, "/claims/", slug=words, statement=statement, without_appearance=True
        )
        if claim is None:
            return
        address = f"/claims/{claim['id']}"
        self._write(asker, number, "comment", f"c-{words}", "/comments/", claim=claim["id"], text=f"c-{words}")
        if self._write(asker, number, "accept", f"a-{words}", f"{address}/accept/") is not None:
            self._write(asker, number, "publication", words, f"{address}/publish_unverified/")

    def _write(self, asker: Asker, number: int, kind: str, words: str, path: str, **body: Any) -> Any:
        """Sent until it is acknowledged; None where the answer makes no sense."""
        key = f"{kind}-{words}"
        headers = {"Idempotency_Key": key} if self.with_keys else {}
        began = time.monotonic()
        while time.monotonic() - began < LONGEST_OF_ONE_WRITE:
            sent = time.monotonic()
            answer = asker.post(f"{COLLECTION}{path}", body, **headers)
            if answer.status in (200, 201):
                self.comments_acknowledged += kind == "comment"
                self.writes.append(Write(kind, words, key, sent, number))
                self.told["replayed"] += "idempotency-replayed" in answer.headers
                return answer.json()
            if not should_be_sent_again(answer):
                if self.with_keys:
                    self.wrong.append(f"{kind} {words} was answered {answer.status}: {answer.body[:200]!r}")
                return None
            self.told["again"] += 1
            time.sleep(0.05)
        if self.with_keys:
            self.wrong.append(f"{kind} {words} was not acknowledged within {LONGEST_OF_ONE_WRITE} s")
        return None


def should_be_sent_again(answer: Any) -> bool:
    if answer.status in (0, 502, 503, 504):
        return True
    if answer.status != 409:
        return False
    codes = {error["code"] for error in answer.json().get("errors", [])}
    # The first request is still at work, or others held the row for longer than anybody waits.
    return bool(codes & {"idempotency_key_in_use", "refused_by_database"})


@dataclass
class Shift:
    """Within it the writers write; at its end each finishes what it has begun."""

    desk: Desk
    is_over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> None:
        self.threads = [
            threading.Thread(target=self.desk.work, args=(number, self.is_over), daemon=True)
            for number in range(len(self.desk.tokens))
        ]
        for thread in self.threads:
            thread.start()

    def __exit__(self, *_error: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(LONGEST_OF_ONE_WRITE * 2)


def tokens(count: int) -> list[str]:
    from django.contrib.auth.models import Group
    from django.db import connection

    from claims.models import ApiToken, User

    secrets = []
    for number in range(count):
        person = User.objects.create_user(f"writer-{number}", is_staff=True)
        person.groups.add(Group.objects.get(name="editor"))
        secrets.append(ApiToken.issue(user=person, name="Trial", scopes=ApiToken.Scope.values)[1])
    connection.close()
    return secrets


def point_to(site: Site) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["HOST"] = str(site.server.home)


# --- Killing


def kill(desk: Desk, victim: str) -> tuple[str, float]:
    """End it at a random moment; returns how long it took until everything was as before."""
    desk.wait_for(desk.acknowledged() + desk.random.randint(1, WRITES_BETWEEN))
    time.sleep(desk.random.uniform(0, LONGEST_DELAY))
    worker = desk.site.processes.get("worker")
    before = Before(len(desk.site.web_workers()), worker.pid if worker else 0)
    killed = time.monotonic()
    {"web worker": kill_web_worker, "worker": kill_worker, "backend": kill_backend, "postmaster": kill_postmaster}[
        victim
    ](desk)
    deadline = killed + ROUND_SECONDS
    while time.monotonic() < deadline:
        if _is_back(desk, victim, killed, before):
            return victim, time.monotonic() - killed
        time.sleep(0.02)
    desk.wrong.append(f"{victim}: not back within {ROUND_SECONDS} s")
    return victim, ROUND_SECONDS


def kill_web_worker(desk: Desk) -> None:
    """At the worst moment, if it comes: a write is committed, and who asked for it has not heard of it yet."""
    workers = desk.site.web_workers()
    with suppress(psycopg2.Error), closing(desk.site.server.connect(NAME)) as connection, connection.cursor() as cursor:
        deadline = time.monotonic() + LONGEST_WAIT_FOR_THE_WORST
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM claims_comment")
            if cursor.fetchone()[0] > desk.comments_acknowledged:
                break
    desk.random.choice(workers).kill()


def kill_worker(desk: Desk) -> None:
    desk.site.processes["worker"].kill()


def kill_backend(desk: Desk) -> None:
    """One that a request is using, if there is one."""
    postmaster = desk.site.server.postmaster()
    named = [(each, " ".join(each.cmdline())) for each in (postmaster.children() if postmaster else [])]
    backends = [(each, title) for each, title in named if f"factcheck {NAME}" in title]
    busy = [each for each, title in backends if not title.rstrip().endswith("idle")]
    with suppress(psutil.NoSuchProcess):
        desk.random.choice(busy or [each for each, _title in backends]).kill()


def kill_postmaster(desk: Desk) -> None:
    postmaster = desk.site.server.postmaster()
    if postmaster is not None:
        postmaster.kill()


@dataclass(frozen=True)
class Before:
    web_workers: int
    worker: int


def _is_back(desk: Desk, victim: str, killed: float, before: Before) -> bool:
    with suppress(psutil.NoSuchProcess):
        since = killed + SECONDS_UNTIL_FELT
        served = {write.writer for write in desk.writes[-100:] if write.sent > since}
        if len(served) < len(desk.tokens):
            return False
        if victim == "web worker":
            return len(desk.site.web_workers()) == before.web_workers
        if victim == "worker":
            return desk.site.processes["worker"].pid != before.worker and _shows_itself(desk.site)
        return True
    return False


def _shows_itself(site: Site) -> bool:
    """Whether the worker that runs now has told that it is there."""
    pid = site.processes["worker"].pid
    with suppress(Exception):
        return bool(site.server.ask(f"SELECT 1 FROM claims_backgroundworker WHERE id LIKE '%-{pid}-%'", NAME))
    return False


# --- Looking


class Found:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lost: list[str] = []
        self.doubled: list[str] = []
        self.half: list[str] = []
        self.chain = ""

    def look(self) -> None:
        from bench.reliability import holds
        from claims.models import KeptAnswer

        self.look_for_losses()
        kept = set(KeptAnswer.objects.values_list("key", flat=True))
        self.half += [f"{write.key}: no answer is kept" for write in self.desk.writes if write.key not in kept]
        self.half += self._without_history() + holds.half()
        self.chain = holds.chain_fault()
        if not self.chain and not holds.rebuilds_the_same():
            self.half.append("the public state differs from a rebuild")

    def look_for_losses(self) -> "Found":
        from django.db import connection

        from claims.models import Claim, Comment, Publication

        # The server is another one since it was last asked.
        connection.close()
        claims = Counter(Claim.objects.values_list("slug", flat=True))
        accepted = {f"a-{slug}": 1 for slug in Claim.objects.filter(stage="accepted").values_list("slug", flat=True)}
        comments = Counter(Comment.objects.values_list("text", flat=True))
        publications = Counter(Publication.objects.values_list("slug", flat=True))
        there: dict[str, Any] = {
            "claim": claims, "accept": accepted, "comment": comments, "publication": publications
        }  # fmt: skip
        acknowledged = {(write.kind, write.words) for write in self.desk.writes}
        self.lost = [f"lost: {kind} {words}" for kind, words in sorted(acknowledged) if not there[kind].get(words)]
        self.doubled = [
            f"{times} times: {kind} {words}"
            for kind, rows in there.items()
            for words, times in rows.items()
            if times > 1
        ]
        return self

    def _without_history(self) -> list[str]:
        """Rows whose making, and verbs whose event, the database does not remember exactly once."""
        from django.apps import apps

        found = []
        for model in ("Claim", "Comment"):
            events = apps.get_model("claims", f"{model}Event").objects.filter(pgh_label="insert")
            made = Counter(events.values_list("pgh_obj_id", flat=True))
            rows = apps.get_model("claims", model).objects.values_list("pk", flat=True)
            found += [f"{model} {key}: {made[key]} events of its making" for key in rows if made[key] != 1]
            found += [f"{model} {key}: an event without the row" for key in made.keys() - set(rows)]
        return found


if __name__ == "__main__":
    sys.exit(main())
