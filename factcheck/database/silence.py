"""A server that has stopped answering: frozen, cut off, or on a machine that sleeps.

It closes nothing and says nothing, its statement timeout runs on its own clock, and TCP sees the other machine
acknowledge. So a statement would be waited for without end, and every thread of the site with it. Here one thread a
process looks at what is being waited for. What takes long is no fault; so it asks the server something over a
connection of its own, and only when that is not answered either, the waiting ends: their sockets are shut, which is the
same to them as a server that went. Until the server answers again nobody waits for it: every query fails at once.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2 import extensions

from factcheck.asking import NoAnswer, wait_for

logger = logging.getLogger(__name__)

# Every query of a reader's page is done long before.
SECONDS_BEFORE_ASKING = 1.0
SECONDS_TO_ANSWER = 2.0
# What goes on for minutes, such as a backup, is asked for less and less often.
LONGEST_SECONDS_BETWEEN = 15.0
SECONDS_BETWEEN_LOOKS = 0.2
SILENT = "The database server has stopped answering."


@dataclass
class Wait:
    connection: Any
    began: float
    ask_at: float


@dataclass
class Server:
    """One server as this process knows it. ``parameters`` are those of psycopg2.connect."""

    parameters: dict[str, Any]
    is_silent: bool = False
    waiting: dict[int, Wait] = field(default_factory=dict)
    process: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def connect(self, connect: Callable[[], Any]) -> Any:
        """A connection that is looked at while it waits."""
        self.refuse_if_silent()
        began = time.monotonic()
        try:
            connection = connect()
        except psycopg2.OperationalError:
            # Whatever refuses does so at once.
            if time.monotonic() - began >= SECONDS_TO_ANSWER - SECONDS_BETWEEN_LOOKS:
                self.fall_silent()
            raise
        connection.server = self
        return connection

    def refuse_if_silent(self) -> None:
        if self.process != os.getpid():
            self._start_looking()
        if self.is_silent:
            raise psycopg2.OperationalError(SILENT)

    def wait(self, connection: Any, call: Callable[..., Any], *arguments: Any) -> Any:
        self.refuse_if_silent()
        now = time.monotonic()
        self.waiting[id(connection)] = Wait(connection, now, now + SECONDS_BEFORE_ASKING)
        try:
            return call(*arguments)
        finally:
            self.waiting.pop(id(connection), None)

    def fall_silent(self) -> None:
        if not self.is_silent:
            logger.error("The database server does not answer. Nobody waits for it until it does.")
        self.is_silent = True
        for wait in list(self.waiting.values()):
            shut(wait.connection)

    def _start_looking(self) -> None:
        """Once a process: a fork leaves the thread behind, and what its parent waits for is the parent's."""
        with self.lock:
            if self.process == os.getpid():
                return
            self.process, self.is_silent, self.waiting = os.getpid(), False, {}
        threading.Thread(target=self._look, name="database-silence", daemon=True).start()

    def _look(self) -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_LOOKS)
            now = time.monotonic()
            due = [wait for wait in list(self.waiting.values()) if now >= wait.ask_at]
            if self.is_silent or due:
                self._ask(due)

    def _ask(self, due: list[Wait]) -> None:
        if not answers(self.parameters):
            self.fall_silent()
            return
        if self.is_silent:
            self.is_silent = False
            logger.warning("The database server answers again.")
        now = time.monotonic()
        for wait in due:
            wait.ask_at = now + min(now - wait.began, LONGEST_SECONDS_BETWEEN)


class WatchedConnection(extensions.connection):
    server: Server | None = None

    def commit(self) -> None:
        watched(self, super().commit)

    def rollback(self) -> None:
        watched(self, super().rollback)


class WatchedCursor(extensions.cursor):
    def execute(self, *arguments: Any) -> Any:
        return watched(self.connection, super().execute, *arguments)

    def executemany(self, *arguments: Any) -> Any:
        return watched(self.connection, super().executemany, *arguments)

    def fetchmany(self, *arguments: Any) -> Any:
        # Only a cursor on the server waits when it fetches.
        if self.name is None:
            return super().fetchmany(*arguments)
        return watched(self.connection, super().fetchmany, *arguments)


def watched(connection: Any, call: Callable[..., Any], *arguments: Any) -> Any:
    server = connection.server
    return call(*arguments) if server is None else server.wait(connection, call, *arguments)


def shut(connection: Any) -> None:
    """Let the thread that waits on this connection find that the other end has gone.

    The socket only, in a copy of its descriptor: the connection belongs to the thread that uses it.
    """
    with suppress(OSError, psycopg2.Error), socket.socket(fileno=os.dup(connection.fileno())) as copy:
        copy.shutdown(socket.SHUT_RDWR)


def answers(parameters: dict[str, Any], seconds: float = SECONDS_TO_ANSWER) -> bool:
    """Whether the server says anything within the time, be it that it refuses."""
    deadline = time.monotonic() + seconds
    connection = None
    try:
        connection = psycopg2.connect(**{**parameters, "async_": True})
        wait_for(connection, deadline)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            wait_for(connection, deadline)
    except NoAnswer:
        return False
    except psycopg2.Error:
        return True
    finally:
        if connection is not None:
            connection.close()
    return True


servers: dict[str, Server] = {}


def server_of(parameters: dict[str, Any]) -> Server:
    """One for all threads of a process. The key holds a password, so it is never shown."""
    return servers.setdefault(repr(sorted(parameters.items(), key=lambda item: item[0])), Server(parameters))
