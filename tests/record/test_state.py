"""A process knows the state of the record without asking, and never believes an old one for long."""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.record import record_state
from claims.record import state as record_state_module
from claims.record.state import Watch
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watch(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    settings.RECORD_IS_WATCHED = True
    # Whatever is seen within it was heard, not asked for.
    monkeypatch.setattr(record_state_module, "SECONDS_TO_BELIEVE", 3_600.0)
    watch = record_state_module.watch
    yield watch
    watch.stop()
    watch.silent_until = 0.0


def test_the_state_is_known_without_a_query(watch: Watch) -> None:
    first = record_state()
    with CaptureQueriesContext(connection) as captured:
        assert record_state() == first
    assert len(captured) == 0


def test_what_this_process_publishes_it_knows_at_once(watch: Watch) -> None:
    before = record_state()
    claim = factories.published().claim
    assert record_state() != before
    assert claim.publications.get().digest in record_state()


def test_what_another_process_changes_is_heard_when_it_is_committed(watch: Watch) -> None:
    before = record_state()
    with _another_connection() as other, other.cursor() as cursor:
        cursor.execute("UPDATE claims_rating SET position = 99 WHERE slug = 'half-true'")
        assert record_state() == before
        other.commit()
    assert _hears_something(watch)
    assert record_state() != before


def test_who_has_not_heard_anything_asks_after_a_while(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    before = record_state()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_rating DISABLE TRIGGER claims_tell")
        cursor.execute("UPDATE claims_rating SET position = 99 WHERE slug = 'half-true'")
    assert record_state() == before
    watch.believed_until = 0.0
    assert record_state() != before


def test_a_connection_that_was_ended_is_made_again(watch: Watch) -> None:
    record_state()
    _end(watch)
    factories.published()
    assert watch.state() is None
    assert record_state() == _asked()
    watch.silent_until = 0.0
    assert watch.state() == _asked()


def test_where_nobody_can_listen_each_time_is_asked(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_parameters: Any) -> Any:
        raise connection.Database.OperationalError("cannot execute LISTEN during recovery")

    connection.ensure_connection()
    monkeypatch.setattr(connection, "get_new_connection", refuse)
    with CaptureQueriesContext(connection) as captured:
        assert record_state() == record_state()
    assert len(captured) == 2


@contextmanager
def _another_connection() -> Iterator[Any]:
    other = connection.get_new_connection(connection.get_connection_params())
    yield other
    other.close()


def _hears_something(watch: Watch) -> bool:
    return bool(select.select([watch.listening], [], [], 30)[0])


def _end(watch: Watch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [watch.listening.info.backend_pid])


def _asked() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_record_state()")
        state: str = cursor.fetchone()[0]
    return state
