"""Where SQL of our own reads from: the database that the router chooses for the public record at this moment."""

from typing import Any

from django.db import connections, router

from claims.models.publication import Publication


def reading_database() -> str:
    return router.db_for_read(Publication)


def reading_connection() -> Any:
    return connections[reading_database()]
