"""A question to a PostgreSQL server that never takes longer than it may, whatever state the server is in.

A server that hangs answers nobody, and neither its own limits nor TCP's end the wait: it is alive as far as the network
can tell. So these connections are asynchronous and somebody looks at the clock.
"""

import os
import select
import time
from typing import Any

import psycopg2
from django.db import connections
from psycopg2.extensions import POLL_OK, POLL_WRITE


class NoAnswer(Exception):
    """The server refused, ended the connection, or said nothing for as long as one may wait."""


class Line:
    """A connection to the database of an alias, kept between questions. For one thread at a time."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self._connection: Any = None
        self._process = 0

    def ask(self, question: str, *, until: float) -> list[tuple[Any, ...]]:
        """The rows, before the monotonic clock says ``until``."""
        try:
            if self._connection is None or self._connection.closed or self._process != os.getpid():
                self._open(until)
            with self._connection.cursor() as cursor:
                cursor.execute(question)
                wait_for(self._connection, until)
                rows: list[tuple[Any, ...]] = cursor.fetchall()
        except psycopg2.Error as error:
            self.close()
            raise NoAnswer(type(error).__name__) from error
        except NoAnswer:
            self.close()
            raise
        return rows

    def close(self) -> None:
        if self._connection is not None and self._process == os.getpid():
            self._connection.close()
        self._connection = None

    def _open(self, until: float) -> None:
        parameters = connections[self.alias].get_connection_params()
        plain = {name: value for name, value in parameters.items() if name != "cursor_factory"}
        self._process = os.getpid()
        self._connection = psycopg2.connect(**plain, async_=True)
        wait_for(self._connection, until)


def wait_for(connection: Any, until: float) -> None:
    """Let an asynchronous connection end what it is doing, before the monotonic clock says ``until``."""
    while (state := connection.poll()) != POLL_OK:
        left = until - time.monotonic()
        waiting = select.poll()
        waiting.register(connection.fileno(), select.POLLOUT if state == POLL_WRITE else select.POLLIN)
        if left <= 0 or not waiting.poll(left * 1_000):
            raise NoAnswer("silent")


def ask_once(alias: str, questions: dict[str, str], *, seconds: float) -> dict[str, list[tuple[Any, ...]] | NoAnswer]:
    """Several questions over one new connection, all within the time; each has its rows or the reason why not."""
    until = time.monotonic() + seconds
    line = Line(alias)
    answers: dict[str, list[tuple[Any, ...]] | NoAnswer] = {}
    try:
        for name, question in questions.items():
            try:
                answers[name] = line.ask(question, until=until)
            except NoAnswer as reason:
                answers[name] = reason
    finally:
        line.close()
    return answers
