"""Connections to a standby server that another thread can end.

A server that hangs keeps whoever asked it waiting for ever. The thread that watches the standby servers notices, and
cuts the connections: every waiting request then gets an error at once, and is answered by the primary.
"""

from collections import defaultdict
from typing import Any
from weakref import WeakSet

from factcheck.database import base
from factcheck.database.silence import shut

_open: defaultdict[str, WeakSet[Any]] = defaultdict(WeakSet)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        _open[self.alias].add(connection)
        return connection


def cut(alias: str) -> None:
    """End all connections of this process to the standby server. Whoever waits on one is told."""
    for connection in list(_open[alias]):
        if not connection.closed:
            shut(connection)
        _open[alias].discard(connection)
