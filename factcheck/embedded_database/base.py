"""The project's PostgreSQL backend, with a server that starts at the first connection and not before.

So importing the settings, type checks and `manage.py help` never start a database.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any

from factcheck.database import base
from factcheck.embedded_database.server import OWNER, PORT, Server
from factcheck.environment import VAR_DIR


@cache
def shared_server() -> Server:
    return Server(Path(os.environ.get("EMBEDDED_POSTGRES_DIR") or VAR_DIR / "postgres"))


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        where = {"host": str(shared_server().socket_dir), "port": PORT, "user": OWNER}
        return {**super().get_connection_params(), **where}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        shared_server().join()
        return super().get_new_connection(conn_params)
