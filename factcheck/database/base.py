"""Django's PostgreSQL backend, which sees that the server has gone without asking it, and that it has fallen silent.

With ``CONN_HEALTH_CHECKS`` Django sends ``SELECT 1`` before the first query of every request, which takes as long as
the query of a short request. A server that ends closes the connection, and then there is something to be read from
it: the operating system tells that in microseconds. A server that vanished or froze without a word is found out by
:mod:`.silence`, where the settings ask for it.
"""

import select
from typing import Any

from django.db.backends.postgresql import base

from factcheck.database.silence import WatchedConnection, WatchedCursor, server_of


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.settings_dict.get("GIVES_UP_ON_SILENCE"):
            return super().get_new_connection(conn_params)
        # Django names a cursor of its own, which would take the place of the connection's.
        parameters = {**conn_params, "connection_factory": WatchedConnection, "cursor_factory": WatchedCursor}
        return server_of(conn_params).connect(lambda: super(DatabaseWrapper, self).get_new_connection(parameters))

    def is_usable(self) -> bool:
        if self.connection is not None and not self.errors_occurred and self._is_silent():
            return True
        return bool(super().is_usable())

    def _is_silent(self) -> bool:
        """Whether the connection is open and nothing unasked for has come from the other end."""
        if self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)
