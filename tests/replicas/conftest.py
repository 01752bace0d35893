"""A “standby” that is a second, read-only connection to the tests' own database; bench/scale/ uses a real one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from factcheck.replicas.watching import Standby, Watch, watch

ALIAS = "replica_1"


@pytest.fixture
def replica(settings: Any, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Iterator[str]:
    """It is usable, as far as the watch knows, until somebody distrusts it."""
    settings.REPLICAS = [ALIAS]
    settings.DATABASE_ROUTERS = ["factcheck.replicas.routing.ReplicaRouter"]
    where = connection.get_connection_params()
    connections.settings[ALIAS] = {
        **connection.settings_dict,
        "ENGINE": "factcheck.replicas.database",
        "HOST": where.get("host", ""),
        "PORT": where.get("port", ""),
        "USER": where.get("user", ""),
        "OPTIONS": {**connection.settings_dict["OPTIONS"], "options": "-c default_transaction_read_only=on"},
    }
    # Django lets a test open only the databases that were in the settings when it began.
    wrapper = connections[ALIAS]
    monkeypatch.setattr(wrapper, "ensure_connection", lambda: wrapper.connection is None and _connect(wrapper))
    monkeypatch.setattr(Watch, "is_usable", lambda self, alias: self.standbys[alias].distrusted_until == 0.0)
    watch.standbys = {ALIAS: Standby(position=100)}
    yield ALIAS
    connections[ALIAS].close()
    del connections[ALIAS]
    del connections.settings[ALIAS]
    watch.standbys = {}


def _connect(wrapper: Any) -> None:
    with wrapper.wrap_database_errors:
        wrapper.connect()
