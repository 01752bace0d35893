"""Serving on this machine for whoever tries or develops the project: several threads, and the background worker."""

import errno
import signal
import socket
import sys
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import CommandError
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from factcheck.companion import Companion

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
THREADS = 8


def port_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise ArgumentTypeError(f"“{text}” is not a port; expected a number from 1 to 65535")
    return int(text)


def reserve(port: int) -> socket.socket:
    """Take the port before any long work, so that a busy one is told at once and nobody takes it meanwhile."""
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(f"Port {port} on {HOST} is in use. Choose another one, such as PORT=8123.") from None
        raise CommandError(f"Port {port} on {HOST} cannot be used: {error.strerror}.") from None


def stop_in_order() -> None:
    """SIGTERM and a closed terminal end a process at once; this lets it put away its database first."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: sys.exit(128 + received))


def serve(listener: socket.socket) -> None:
    # The children must open their own connections.
    connections.close_all()
    companion = Companion()
    try:
        Application(listener, companion).run()
    finally:
        companion.end()


class LocalArbiter(Arbiter):  # type: ignore[misc]
    def __init__(self, app: "Application") -> None:
        self.companion = app.companion
        super().__init__(app)

    def manage_workers(self) -> None:
        # gunicorn asks for it every second; the background worker is one more to look after.
        super().manage_workers()
        self.companion.ensure_running()

    def handle_hup(self) -> None:
        # gunicorn takes it for “read the settings again”; here it means that the terminal was closed.
        raise StopIteration


class Application(BaseApplication):  # type: ignore[misc]
    def __init__(self, listener: socket.socket, companion: Companion) -> None:
        self.listener = listener
        self.companion = companion
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "bind": f"fd://{self.listener.fileno()}",
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            # However long an address is, it is answered by our own page, which gives back what was typed.
            "limit_request_line": 0,
            "post_fork": lambda _arbiter, _worker: self.companion.let_go(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from factcheck.wsgi import application

        return application

    def run(self) -> None:
        LocalArbiter(self).run()
