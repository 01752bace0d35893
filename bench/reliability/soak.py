"""R10: nine minutes at half of what the site can do, nine reads to a write: nothing grows, nothing becomes slower.

    python bench/reliability/soak.py [--short] [--seconds 540] [--claims 2000] [--control-seconds 60]

Starts PostgreSQL, gunicorn and the worker as docs/deploy.md does. Finds out how many requests a second this machine
answers to clients that wait for each other, goes on with that until the site's caches are full, and then asks at half
that rate, at moments drawn beforehand: an answer that is late counts from when it was due. Reads are pages, searches,
lists and single claims of the API; writes are drafts, comments and now and then a publication, each of which makes
every kept page worthless. Memory is what belongs to the site's processes alone (USS).

The control is the same with a middleware that keeps something of each request for ever: its memory must be seen to
grow.
"""

import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.site import NAME, SECRET, Asker, Site, collect_static_files, migrated_server
from bench.reliability.trial import Report, options_of
from bench.scratch_database import set_up_django

MOST_GROWTH = 0.05
MOST_SLOWER = 1.2
# First and last minute of nine.
PARTS = 9
CLIENTS = 8
SHARE = 0.5
# Some seconds after its start a site on a busy machine has answered nobody yet.
LEAST_A_SECOND = 8.0
# Its caches hold some thousand answers. They are full when so many were asked for, and it has not grown by a hundredth
# from one half minute to the next.
SETTLED_SECONDS, SETTLED_GROWTH = 30.0, 1.01
FILLS_CACHES = 8_000
LONGEST_WARM = 300.0
WRITES = 0.1
PUBLICATIONS = 0.1
SECONDS_BETWEEN_LOOKS = 0.5
WORDS = ("rice", "chips", "China", "OpenAI", "model", "Jakarta", "2024", "harga")


def main() -> int:
    options = options_of(__doc__, seconds=540.0, claims=2_000, control_seconds=60.0).parse_args()
    warm, warm_control, leaked = (60.0, LONGEST_WARM), (20.0, 20.0), 100_000
    if options.short:
        options.seconds, options.claims, options.control_seconds = 4.5, 20, 4.5
        warm, warm_control, leaked = (3.0, 3.0), (3.0, 3.0), 4_000_000
    report = Report("R10", "soak at half load, 90 % reads and 10 % writes")
    with tempfile.TemporaryDirectory(prefix="fc-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        os.environ["SECRET_KEY"] = SECRET
        server = migrated_server(Path(folder) / "a", shared_buffers="128MB")
        try:
            os.environ["DATABASE_URL"] = server.url(NAME)
            set_up_django()
            collect_static_files()
            slugs, token = newsroom(options.claims, is_small=options.short)
            os.environ["TRIAL_LEAKED_BYTES"] = str(leaked)
            site = Site(Path(folder) / "site", server)
            found = soak(site, Soak(site, slugs, token, random.Random(options.seed), options.seconds), warm)
            leaking = Site(Path(folder) / "leaking", server, settings="bench.reliability.leaking_settings")
            chance = random.Random(options.seed)
            control = soak(leaking, Soak(leaking, slugs, token, chance, options.control_seconds), warm_control)
        finally:
            server.stop()
    tell(report, found, control, is_short=options.short)
    return report.conclude()


def tell(report: Report, found: "Soak", control: "Soak", *, is_short: bool) -> None:
    report.figures |= found.figures()
    report.control = {
        "memory": f"{control.growth():+.1%} in {control.seconds:.0f} s",
        "errors": sum(control.wrong.values()),
    }
    report.faults += [f"{count} × {words}" for words, count in found.wrong.items()]
    # Some seconds beside other tests say nothing of growth or of one answer in a hundred.
    if is_short:
        report.figures["judged"] = "errors and the control; growth and p99 need nine minutes alone"
    elif found.growth() >= MOST_GROWTH:
        report.faults.append(f"memory grew by {found.growth():.1%}")
    if not is_short and found.slower() > MOST_SLOWER:
        report.faults.append(f"p99 of the last part is {found.slower():.2f} times that of the first")
    if not found.asked:
        report.faults.append("nothing was asked")
    report.control_failed = control.growth() >= MOST_GROWTH


def newsroom(claims: int, *, is_small: bool) -> tuple[list[str], str]:
    from django.db import connection

    from bench.large_newsroom import fill
    from claims.models import ApiToken
    from tests import factories

    if is_small:
        slugs = [factories.published().slug for _ in range(claims)]
    else:
        fill(claims)
        slugs = [f"generated-{number}" for number in range(claims)]
    token = ApiToken.issue(user=factories.user("editor"), name="Trial", scopes=ApiToken.Scope.values)[1]
    connection.close()
    return slugs, token


def soak(site: Site, soaked: "Soak", warm: tuple[float, float]) -> "Soak":
    try:
        site.start()
        most = soaked.most_a_second(*warm)
        soaked.ask_at(most * SHARE)
    finally:
        site.end()
    return soaked


@dataclass
class Soak:
    site: Site
    slugs: list[str]
    token: str
    chance: random.Random
    seconds: float
    rate: float = 0.0
    warmed: float = 0.0
    written: int = 0
    # When it was due, seconds after the start, and how long after that the answer was there.
    asked: list[tuple[float, float]] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    # --- Asking

    def most_a_second(self, least: float, most: float) -> float:
        """As many as come back when each client asks again at once, until what may be kept in memory is kept."""
        answered: list[float] = []
        started, is_over = time.monotonic(), threading.Event()
        watcher = threading.Thread(target=self._watch_memory, args=(started, is_over), daemon=True)

        def ask_on(_number: int) -> None:
            client = Client(self, random.Random(self.chance.random()))
            while not is_over.is_set():
                client.ask()
                answered.append(time.monotonic() - started)
            client.close()

        def end() -> None:
            while (now := time.monotonic() - started) < most and (
                now < least or len(answered) < FILLS_CACHES or not self._has_settled(now)
            ):
                time.sleep(SECONDS_BETWEEN_LOOKS)
            is_over.set()

        watcher.start()
        in_parallel([*((ask_on, number) for number in range(CLIENTS)), (lambda _number: end(), 0)])
        watcher.join()
        self.warmed = time.monotonic() - started
        self.memory.clear()
        counted = min(SETTLED_SECONDS, self.warmed / 2)
        rate = sum(moment > self.warmed - counted for moment in answered) / counted
        return max(rate, LEAST_A_SECOND / SHARE)

    def _has_settled(self, now: float) -> bool:
        earlier = [value for moment, value in self.memory if now - 2 * SETTLED_SECONDS < moment < now - SETTLED_SECONDS]
        latest = [value for moment, value in self.memory if moment >= now - SETTLED_SECONDS]
        return bool(earlier and latest) and statistics.median(latest) < statistics.median(earlier) * SETTLED_GROWTH

    def ask_at(self, rate: float) -> None:
        self.rate = rate
        started, is_over = time.monotonic(), threading.Event()
        watcher = threading.Thread(target=self._watch_memory, args=(started, is_over), daemon=True)
        watcher.start()

        def ask_on(_number: int) -> None:
            client, chance = Client(self, random.Random(self.chance.random())), random.Random(self.chance.random())
            due = 0.0
            while (due := due + chance.expovariate(rate / CLIENTS)) < self.seconds:
                time.sleep(max(0.0, started + due - time.monotonic()))
                client.ask()
                self.asked.append((due, time.monotonic() - started - due))
            client.close()

        in_parallel([(ask_on, number) for number in range(CLIENTS)])
        is_over.set()
        watcher.join()

    def _watch_memory(self, started: float, is_over: threading.Event) -> None:
        while not is_over.wait(SECONDS_BETWEEN_LOOKS):
            total = 0
            for process in self.site.all_processes():
                with suppress(psutil.NoSuchProcess):
                    total += process.memory_full_info().uss
            self.memory.append((time.monotonic() - started, total / 2**20))

    def next_number(self) -> int:
        with self.lock:
            self.written += 1
            return self.written

    # --- Looking

    def growth(self) -> float:
        first, last = self._parts(self.memory)
        return statistics.median(last) / statistics.median(first) - 1

    def slower(self) -> float:
        first, last = (percentile(part, 99) for part in self._parts(self.asked))
        return last / first

    def _parts(self, measured: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
        length = self.seconds / PARTS
        first = [value for moment, value in measured if moment < length]
        last = [value for moment, value in measured if moment >= self.seconds - length]
        return first or [measured[0][1]], last or [measured[-1][1]]

    def figures(self) -> dict[str, Any]:
        first, last = (percentile(part, 99) * 1_000 for part in self._parts(self.asked))
        before, after = (statistics.median(part) for part in self._parts(self.memory))
        return {
            "warmed seconds": round(self.warmed),
            "soaked seconds": round(self.seconds),
            "requests": len(self.asked),
            "a second": round(self.rate, 1),
            "errors": sum(self.wrong.values()),
            "memory MiB, first and last part": f"{before:.0f}, {after:.0f} ({self.growth():+.1%})",
            "p50 ms": round(statistics.median(each for _due, each in self.asked) * 1_000, 1),
            "p99 ms, first and last part": f"{first:.0f}, {last:.0f} (× {self.slower():.2f})",
        }


class Client:
    def __init__(self, soak: Soak, chance: random.Random) -> None:
        self.soak, self.chance = soak, chance
        self.reader = Asker(soak.site.port)
        self.writer = Asker(soak.site.port, token=soak.token)

    def ask(self) -> None:
        is_write = self.chance.random() < WRITES
        if not is_write:
            path = self._read()
            answer = self.reader.get(path)
            self._judge(path, answer, 200)
            return
        number = self.soak.next_number()
        words = f"soak-{self.soak.site.folder.name}-{number}"
        statement = {"en": f"Statement {words}.", "id": f"Pernyataan {words}."}
        body = {"slug": words, "statement": statement, "without_appearance": True}
        claim = self._write("/claims/", body, 201)
        if claim is not None and self.chance.random() < PUBLICATIONS:
            address = f"/claims/{claim['id']}"
            self._write(f"{address}/accept/", {}, 200)
            self._write(f"{address}/publish_unverified/", {}, 200)
        elif claim is not None:
            self._write("/comments/", {"claim": claim["id"], "text": words}, 201)

    def _write(self, path: str, body: Any, expected: int) -> Any:
        answer = self.writer.post(f"/api/v1/editorial{path}", body)
        self._judge(path, answer, expected)
        return answer.json() if answer.status == expected else None

    def _read(self) -> str:
        # Some claims are read far more often than others.
        slug = self.soak.slugs[int(len(self.soak.slugs) * self.chance.random() ** 3)]
        word = self.chance.choice(WORDS)
        paths = (
            f"/en/claims/{slug}/",
            f"/id/claims/{slug}/",
            f"/api/v1/claims/{slug}/",
            f"/en/claims/?q={word}",
            f"/api/v1/claims/?q={word}&page_size=10",
            "/en/claims/",
            "/api/v1/claims/?page_size=20",
            "/en/",
            "/api/v1/changes/?since=1&page_size=5",
        )
        return self.chance.choice(paths)

    def _judge(self, path: str, answer: Any, expected: int) -> None:
        if answer.status != expected:
            self.soak.wrong[f"{path.partition('?')[0]} was answered {answer.status or 'not at all'}"] += 1

    def close(self) -> None:
        self.reader.close()
        self.writer.close()


def in_parallel(calls: list[tuple[Any, int]]) -> None:
    threads = [threading.Thread(target=call, args=(number,), daemon=True) for call, number in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def percentile(values: list[float], which: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * which // 100)]


if __name__ == "__main__":
    sys.exit(main())
