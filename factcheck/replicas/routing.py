"""Where the queries of this request go. Writing always goes to the primary."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

_replica: ContextVar[str] = ContextVar("replica", default="")


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    token = _replica.set(alias)
    try:
        yield
    finally:
        _replica.reset(token)


class ReplicaRouter:
    def db_for_read(self, model: Any, **hints: Any) -> str:
        # Never where a row came from: an answer that is written while it is sent outlives its request's choice.
        return _replica.get() or DEFAULT_DB_ALIAS

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True  # all of them are the same database

    def allow_migrate(self, database: str, app_label: str, **hints: Any) -> bool:
        return database not in settings.REPLICAS
