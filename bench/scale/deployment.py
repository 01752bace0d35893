"""The whole deployment of docs/deploy.md and docs/scale.md on loopback, tried: see deploy/try.sh.

nginx (deploy/nginx/) → gunicorn (deploy/gunicorn.conf.py) → pgbouncer (as deploy/pgbouncer.ini) → primary and standby,
with a worker. Prints what it measures and exits 1 where something falls short. Every process is ended by its number,
however this ends.
"""

import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench import figures
from bench.scratch_database import ROOT

NAME = "factcheck"
PAGE = "/en/claims/over-forty-llms-approved/"
LONGEST_UNTIL_SEEN = 5.0
LEAST_GAIN = 10.0
SECONDS_AFTER_A_KILL = 5.0
WRK_SECONDS = 5


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: sys.exit(128 + received))
    with tempfile.TemporaryDirectory(prefix="fc-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        deployment = Deployment(Path(folder))
        try:
            deployment.start()
            return deployment.trial()
        finally:
            deployment.end()


class Deployment:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.web_port, self.port = free_port(), free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.servers: list[Any] = []
        self.failed: list[str] = []

    # --- Starting and ending

    def start(self) -> None:
        from bench.servers import PostgresServer

        self.primary = PostgresServer(self.folder / "primary")
        self.servers.append(self.primary)
        self.primary.initialise(max_connections="60").start()
        self.primary.ask(f"CREATE DATABASE {NAME} TEMPLATE template0")
        for name, value in (("statement_timeout", "15s"), ("lock_timeout", "5s")):
            self.primary.ask(f"ALTER ROLE factcheck SET {name} = '{value}'")
        self.primary.ask("ALTER ROLE factcheck SET idle_in_transaction_session_timeout = '60s'")
        os.environ.update(self.environment(self.primary.url(NAME)))
        say("migrating and loading the sample")
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        from bench.scratch_database import set_up_django

        set_up_django()
        from bench.record.generate import load_sample

        load_sample()
        self.standby = self.primary.copy_to(self.folder / "standby", standby=True)
        self.servers.append(self.standby)
        self.standby.start()
        self.start_pgbouncer()
        through = {
            "DATABASE_URL": self.pooled(NAME),
            "DATABASE_DIRECT_URL": self.primary.url(NAME),
            "REPLICA_URLS": self.pooled("standby"),
            "PROMETHEUS_MULTIPROC_DIR": str(self.folder / "figures"),
        }
        self.site = {**os.environ, **through}
        python = Path(sys.executable).parent
        self.run("web", str(python / "gunicorn"), "--config", "deploy/gunicorn.conf.py", "factcheck.wsgi")
        self.run("worker", sys.executable, "manage.py", "run_worker")
        self.start_nginx()
        self.wait(
            "the site is ready",
            lambda: self.get("/health/ready/")[0] == 200 and b'"ok"' in self.get("/health/ready/")[1],
        )

    def environment(self, url: str) -> dict[str, str]:
        return {
            "DEBUG": "0",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": f"https://127.0.0.1:{self.port}",
            "DATABASE_URL": url,
            "WEB_BIND": f"127.0.0.1:{self.web_port}",
            "METRICS_TOKEN": secrets.token_urlsafe(40),
            "API_REQUESTS_PER_MINUTE": "10000000",
            "LOG_LEVEL": "WARNING",
            "LINK_CHECKS": "0",
        }

    def manage(self, *words: str) -> None:
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True)

    def start_pgbouncer(self) -> None:
        home = self.folder / "pooler"
        home.mkdir(mode=0o700)
        text = (ROOT / "deploy" / "pgbouncer.ini").read_text()
        changes = {
            r"^factcheck = .*$": f"factcheck = host={self.primary.home} port=5432 dbname={NAME}\n"
            f"standby = host={self.standby.home} port=5432 dbname={NAME}",
            r"^unix_socket_dir = .*$": f"unix_socket_dir = {home}\nunix_socket_mode = 0700\nlogfile = {home}/log",
            # The folder is closed to everyone else.
            r"^auth_type = .*$": "auth_type = trust",
            r"^auth_file = .*$": f"auth_file = {home}/users",
        }
        for pattern, replacement in changes.items():
            text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
            assert count == 1, pattern
        (home / "pgbouncer.ini").write_text(text)
        (home / "users").write_text('"factcheck" ""\n')
        account = self.primary.account
        options: dict[str, Any] = {}
        if account.is_somebody_else:
            for path in (home, *home.iterdir()):
                os.chown(path, account.uid, account.gid)
            options = {"user": account.uid, "group": account.gid, "extra_groups": []}
        self.run(
            "pgbouncer", shutil.which("pgbouncer") or "pgbouncer", "--quiet", str(home / "pgbouncer.ini"), **options
        )

    def pooled(self, database: str) -> str:
        from urllib.parse import quote

        return f"postgres://factcheck@{quote(str(self.folder / 'pooler'), safe='')}:6432/{database}"

    def start_nginx(self) -> None:
        home = self.folder / "nginx"
        home.mkdir()
        own = "user root;" if os.geteuid() == 0 else ""
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "\n".join(f"{kind}_temp_path {home}/{kind};" for kind in kinds)
        (home / "nginx.conf").write_text(
            f"{own} daemon off; pid {home}/pid; error_log {home}/error.log; worker_processes 1;\n"
            f"events {{ worker_connections 512; }}\nhttp {{ {paths}\n"
            f"include {ROOT}/deploy/nginx/factcheck-http.conf;\n"
            f"proxy_cache_path {home}/cache levels=1:2 keys_zone=factcheck:5m max_size=100m use_temp_path=off;\n"
            f"upstream factcheck_web {{ server 127.0.0.1:{self.web_port}; keepalive 32; }}\n"
            f"server {{ listen 127.0.0.1:{self.port}; access_log {home}/access.log factcheck;\n"
            # The certificate is what is missing here; the site is told that it is there.
            f"set $factcheck_scheme https; include {ROOT}/deploy/nginx/factcheck-server.conf; }} }}\n"
        )
        self.run(
            "nginx", shutil.which("nginx") or "nginx", "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")
        )

    def run(self, name: str, *command: str, **options: Any) -> None:
        log = (self.folder / f"{name}.log").open("ab")
        environment = getattr(self, "site", dict(os.environ))
        self.processes[name] = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options
        )

    def end(self) -> None:
        for process in reversed(self.processes.values()):
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for server in reversed(self.servers):
            server.stop()

    # --- Trying

    def trial(self) -> int:
        from django.db import connections

        self.rates()
        self.from_the_standby()
        self.correction()
        self.kill_standby()
        self.kill_web_worker()
        connections.close_all()
        for fault in self.failed:
            print(f"FELL SHORT: {fault}")
        print("all in order" if not self.failed else "SOMETHING FELL SHORT")
        return 1 if self.failed else 0

    def rates(self) -> None:
        uncached = wrk(f"http://127.0.0.1:{self.web_port}{PAGE}", self.port)
        cached = wrk(f"http://127.0.0.1:{self.port}{PAGE}", self.port)
        gain = cached / uncached if uncached else 0.0
        print(f"page, uncached (gunicorn)      {uncached:10,.0f} a second")
        print(f"page, cached (nginx)           {cached:10,.0f} a second, {gain:.0f} times as many")
        figures.note("a page from gunicorn", uncached, "requests/s", "higher")
        figures.note("a page from nginx's cache", cached, "requests/s", "higher")
        self.expect(gain >= LEAST_GAIN, f"the cache gives {gain:.1f} times as many pages")

    def from_the_standby(self) -> None:
        for number in range(10):
            self.get(f"/api/v1/claims/?q=chips+{number}")
        reads = self.figure('factcheck_replica_reads_total{replica="replica_1"}')
        print(f"requests read from the standby {reads:10,.0f}")
        self.expect(reads > 0, "nothing was read from the standby")

    def correction(self) -> None:
        note = f"Corrected {secrets.token_hex(4)}."
        self.get(PAGE)
        correct(note)
        start = time.monotonic()
        while note.encode() not in self.get(PAGE)[1] and time.monotonic() - start < 30:
            time.sleep(0.05)
        seconds = time.monotonic() - start
        print(f"correction seen after          {seconds:10.1f} s through the cache and the standby")
        figures.note("until a correction is seen", seconds, "s")
        self.expect(seconds <= LONGEST_UNTIL_SEEN, f"the correction was seen after {seconds:.1f} s")

    def kill_standby(self) -> None:
        self.standby.kill()
        answered, slowest = self.ask_for_a_while()
        print(f"standby killed                 {answered} requests answered, slowest {slowest:.2f} s")
        figures.note("slowest answer after the standby was killed", slowest, "s")
        self.expect(slowest < 5, f"after the standby was killed one answer took {slowest:.1f} s")

    def kill_web_worker(self) -> None:
        worker = psutil.Process(self.processes["web"].pid).children()[0]
        worker.kill()
        answered, slowest = self.ask_for_a_while()
        print(f"web worker killed              {answered} requests answered, slowest {slowest:.2f} s")
        figures.note("slowest answer after a web worker was killed", slowest, "s")
        alive = self.processes["web"].poll() is None and len(psutil.Process(self.processes["web"].pid).children()) == 2
        self.expect(alive, "no new web worker came")

    def ask_for_a_while(self) -> tuple[int, float]:
        """Pages that no cache has, one after the other."""
        answered, slowest, until = 0, 0.0, time.monotonic() + SECONDS_AFTER_A_KILL
        while time.monotonic() < until:
            start = time.monotonic()
            status, _ = self.get(f"/en/claims/?q={secrets.token_hex(4)}")
            slowest = max(slowest, time.monotonic() - start)
            answered += status == 200
            self.expect(status == 200, f"a request was answered with {status}")
        return answered, slowest

    def figure(self, name: str) -> float:
        headers = {"Authorization": f"Bearer {os.environ['METRICS_TOKEN']}"}
        text = self.get("/health/metrics/", headers)[1].decode()
        return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except OSError:
            return 0, b""
        finally:
            connection.close()

    def expect(self, holds: bool, otherwise: str) -> None:
        if not holds and otherwise not in self.failed:
            self.failed.append(otherwise)

    def wait(self, what: str, holds: Callable[[], bool]) -> None:
        say(f"waiting until {what}")
        deadline = time.monotonic() + 60
        while not holds():
            ended = [name for name, process in self.processes.items() if process.poll() is not None]
            if ended or time.monotonic() > deadline:
                logs = "\n".join(f"{log.name}: {log.read_text()[-1500:]}" for log in self.folder.glob("*.log"))
                raise SystemExit(f"It is not so that {what}; ended: {ended}\n{self.get('/health/ready/')}\n{logs}")
            time.sleep(0.2)


def correct(note: str) -> None:
    """A correction through the verbs, by two people."""
    from django.contrib.auth.models import Group

    from claims.models import Claim, User
    from claims.workflow import approve, correct, start_assessment, submit

    author, approver = (User.objects.create_user(f"trial-{name}-{secrets.token_hex(3)}") for name in ("a", "b"))
    for person in (author, approver):
        person.public_name = person.username
        person.save(update_fields=["public_name"])
        person.groups.add(Group.objects.get(name="editor"))
    claim = Claim.objects.get(slug=PAGE.split("/")[3])
    last = claim.assessments.filter(state="published").latest("pk")
    words = {"en": note, "id": note}
    verdict = {"rating": last.rating, "confidence": last.confidence, "as_of": date(2025, 12, 1)}
    assessment = start_assessment(claim, by=author, summary=last.summary, reasoning=last.reasoning, **verdict)
    submit(assessment, by=author)
    approve(assessment, by=approver)
    correct(assessment, by=approver, correction_type="minor", note=words)


def wrk(address: str, port: int) -> float:
    command = ["wrk", "-t", "1", "-c", "16", "-d", f"{WRK_SECONDS}s", "-H", f"Host: 127.0.0.1:{port}"]
    said = subprocess.run(
        [*command, "-H", "X-Forwarded-Proto: https", address], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"{address} was not answered with 200:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def say(words: str) -> None:
    print(f"{words} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
