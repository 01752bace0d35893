"""A connection that is used again: no question whether it still works, and no error when it does not."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def checked_connection() -> Iterator[None]:
    """As at the start of a request: Django asks once whether the connection still works."""
    connection.ensure_connection()
    before = connection.health_check_enabled, connection.health_check_done
    connection.health_check_enabled, connection.health_check_done = True, False
    yield
    connection.health_check_enabled, connection.health_check_done = before


def test_a_connection_that_works_is_not_asked(checked_connection: None) -> None:
    with CaptureQueriesContext(connection) as captured, connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
    assert len(captured) == 1
    assert connection.is_usable()


def test_the_next_request_after_the_server_ended_a_connection_gets_a_new_one(
    client: Client, checked_connection: None
) -> None:
    claim = factories.published().claim
    _end_own_connection()
    assert not connection.is_usable()
    assert client.get(f"/api/v1/claims/{claim.slug}/").status_code == 200


def test_after_an_error_the_server_itself_is_asked(checked_connection: None) -> None:
    connection.errors_occurred = True
    _end_own_connection()
    assert not connection.is_usable()
    connection.close()


def _end_own_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    with connection._nodb_cursor() as other:
        # Waits until it has ended, so that the end has reached this side.
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    connection.health_check_done = False
