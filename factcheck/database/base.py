"""Django's PostgreSQL backend, which sees that the server has gone without asking it.

With ``CONN_HEALTH_CHECKS`` Django sends ``SELECT 1`` before the first query of every request, which takes as long as
the query of a short request. A server that ends closes the connection, and then there is something to be read from
it: the operating system tells that in microseconds. A server that vanished without a word is found out by TCP.
"""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
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
