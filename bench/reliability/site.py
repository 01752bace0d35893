"""The site of docs/deploy.md on a PostgreSQL of its own, for trials that end parts of it: gunicorn with
deploy/gunicorn.conf.py, the worker, and somebody who starts again what has ended, as systemd does with our units.
"""

import fcntl
import http.client
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bench.scratch_database import ROOT
from bench.servers import PostgresServer

NAME = "factcheck"
UNITS = {
    "web": "systemd/factcheck-web.service",
    "worker": "systemd/factcheck-worker.service",
    "postgresql": "systemd/postgresql@.service.d/restart.conf",
}
LONGEST_START = 90.0
SECRET = "known-to-every-process-of-one-trial-" + "x" * 30


def migrated_server(home: Path, **settings: str) -> PostgresServer:
    """A server, started, with a migrated database: a copy of one that is made once for these migrations."""
    made = _prepared()
    server = PostgresServer(home)
    subprocess.run(["cp", "-a", str(made / "data"), str(server.data)], check=True)
    server.set(**settings)
    return server.start()


def _prepared() -> Path:
    from tests.databases import template_name

    shelf = ROOT / "var" / "trials"
    shelf.mkdir(parents=True, exist_ok=True)
    with (shelf / "lock").open("w") as lock:
        # Trials that run at the same time wait here until the first has made it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = shelf / template_name().rpartition("_")[2]
        if not (made / "whole").exists():
            for outdated in shelf.glob("*/"):
                shutil.rmtree(outdated)
            _prepare(made)
            (made / "whole").touch()
    return made


def _prepare(made: Path) -> None:
    # The path of a socket must be short, and a checkout may lie deep.
    with tempfile.TemporaryDirectory(prefix="fc-") as folder:
        Path(folder).chmod(0o755)
        server = PostgresServer(Path(folder) / "made").initialise(min_wal_size="32MB")
        _migrate(server.start())
        made.mkdir()
        subprocess.run(["cp", "-a", str(server.data), str(made / "data")], check=True)


def _migrate(server: PostgresServer) -> None:
    try:
        server.ask(f"CREATE DATABASE {NAME} TEMPLATE template0")
        environment = {**os.environ, "DATABASE_URL": server.url(NAME), "DEBUG": "1", "LOG_LEVEL": "ERROR"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    finally:
        server.run("pg_ctl", "stop", "-D", server.data, "-m", "fast", "-w", "-t", 60)


@dataclass
class Answer:
    """``status`` is 0 where no answer came."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0

    def json(self) -> Any:
        return json.loads(self.body)


class Asker:
    """Asks over one connection for as long as it lasts. One a thread."""

    def __init__(self, port: int, *, token: str = "", timeout: float = 20.0) -> None:
        self.port, self.timeout = port, timeout
        self.headers = {"X-Forwarded-Proto": "https", "Host": "127.0.0.1"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        self.connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        return self.ask("POST", path, body, **headers)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        started = time.monotonic()
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        content = None
        if body is not None:
            content, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        try:
            if self.connection is not None and self._was_ended():
                self.close()
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
            self.connection.request(method, path, body=content, headers=sent)
            answer = self.connection.getresponse()
            found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
            if found.headers.get("connection", "").lower() == "close":
                self.close()
        except (OSError, http.client.HTTPException):
            self.close()
            found = Answer(0)
        found.seconds = time.monotonic() - started
        return found

    def _was_ended(self) -> bool:
        """gunicorn ends a connection that nobody has used for a while, and says so by closing it."""
        waiting = select.poll()
        waiting.register(self.connection.sock, select.POLLIN)
        return bool(waiting.poll(0))

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Site:
    """``settings`` is a variant of the product's own, for controls; ``watched`` starts again what has ended."""

    def __init__(self, folder: Path, server: PostgresServer, *, settings: str = "factcheck.settings") -> None:
        self.folder, self.server, self.settings = folder, server, settings
        folder.mkdir(exist_ok=True)
        self.port = free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.ended_at: dict[str, float] = {}
        self.pauses = {name: seconds_until_started_again(ROOT / "deploy" / unit) for name, unit in UNITS.items()}
        self.is_watched = threading.Event()
        self.is_over = threading.Event()

    # --- Starting and ending

    def start(self, *, worker: bool = True) -> "Site":
        self._run("web")
        if worker:
            self._run("worker")
        asker = Asker(self.port, timeout=5)
        deadline = time.monotonic() + LONGEST_START
        while asker.get("/health/ready/").status != 200:
            if time.monotonic() > deadline:
                raise SystemExit(f"The site is not ready within {LONGEST_START} s:\n{self.log()}")
            time.sleep(0.1)
        asker.close()
        return self

    @contextmanager
    def looked_after(self) -> Iterator[None]:
        """Within it, what ends is started again, and nobody does it by hand."""
        self.is_watched.set()
        watcher = threading.Thread(target=self._look_after, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self.is_over.set()
            watcher.join(LONGEST_START)

    def end(self) -> None:
        self.is_over.set()
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                for child in psutil.Process(process.pid).children(recursive=True):
                    with suppress(psutil.NoSuchProcess):
                        child.kill()
                process.kill()
                process.wait()

    def log(self, characters: int = 1_500) -> str:
        return "\n".join(f"{log.name}: {log.read_text()[-characters:]}" for log in self.folder.glob("*.log"))

    def tell_log(self) -> None:
        """On stderr, for whoever has to find out why a trial found something."""
        print(self.log(20_000), file=sys.stderr, flush=True)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "PROMETHEUS_MULTIPROC_DIR"}
        return {
            **kept,
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": self.settings,
            "SECRET_KEY": SECRET,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": "https://127.0.0.1",
            "DATABASE_URL": self.server.url(NAME),
            "STATEMENT_TIMEOUT": "15000",
            "SECOND_FACTOR_REQUIRED": "0",
            "WEB_BIND": f"127.0.0.1:{self.port}",
            "API_REQUESTS_PER_MINUTE": "100000000",
            "API_REQUESTS_PER_MINUTE_WITH_TOKEN": "100000000",
            "LOG_LEVEL": "ERROR",
            "LINK_CHECKS": "0",
            "PYTHONPATH": str(ROOT),
        }

    def _run(self, name: str) -> None:
        commands = {
            "web": [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "factcheck.wsgi"],
            "worker": [sys.executable, "manage.py", "run_worker"],
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                commands[name], cwd=ROOT, env=self.environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def _look_after(self) -> None:
        while not self.is_over.wait(0.05):
            ended = [name for name, process in self.processes.items() if process.poll() is not None]
            if self.is_watched.is_set() and self.server.postmaster() is None:
                ended.append("postgresql")
            for name in ended:
                since = self.ended_at.setdefault(name, time.monotonic())
                if time.monotonic() - since >= self.pauses[name]:
                    del self.ended_at[name]
                    self._start_again(name)

    def _start_again(self, name: str) -> None:
        if name != "postgresql":
            self._run(name)
            return
        # What the old server started may still hold its memory; then it is tried again.
        with suppress(subprocess.CalledProcessError):
            self.server.start()

    # --- Its processes

    def web_workers(self) -> list[psutil.Process]:
        return psutil.Process(self.processes["web"].pid).children()

    def all_processes(self) -> list[psutil.Process]:
        return [
            each
            for process in self.processes.values()
            for each in (psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True))
        ]


def seconds_until_started_again(unit: Path) -> float:
    """What systemd would wait; raises StopIteration where it would not start it again at all."""
    lines = unit.read_text().splitlines()
    next(line for line in lines if line == "Restart=always")
    pause = next(line for line in lines if line.startswith("RestartSec=")).partition("=")[2]
    return float(pause.removesuffix("ms")) / 1_000 if pause.endswith("ms") else float(pause)


def collect_static_files() -> None:
    environment = {**os.environ, "DEBUG": "0", "SECRET_KEY": SECRET, "ALLOWED_HOSTS": "127.0.0.1"}
    environment |= {"DJANGO_SETTINGS_MODULE": "factcheck.settings", "SITE_URL": "https://127.0.0.1"}
    environment.setdefault("DATABASE_URL", "postgres://nobody@localhost/nothing")
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
