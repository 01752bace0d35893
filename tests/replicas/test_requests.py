"""Which requests read from a standby server, and what becomes of one that fails there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, OperationalError, connection, connections, router
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from claims.models import Publication, PublishedClaim, reading_connection
from claims.record import record_state
from factcheck.replicas.database.base import cut
from factcheck.replicas.middleware import COOKIE, ReadFromReplicas, choose, position_written, signer
from factcheck.replicas.routing import reading_from
from factcheck.replicas.watching import watch
from tests import factories


def read_from(request: HttpRequest) -> str:
    """The database that a view reads from when this request comes."""
    found: list[str] = []

    def view(_request: HttpRequest) -> HttpResponse:
        found.append(router.db_for_read(Publication))
        return HttpResponse()

    ReadFromReplicas(view)(request)
    return found[-1]


def asked(path: str = "/en/", method: str = "GET", cookies: dict[str, str] | None = None, **meta: str) -> HttpRequest:
    request = RequestFactory().generic(method, path, **meta)
    request.COOKIES.update(cookies or {})
    return request


def test_without_standby_servers_nothing_is_in_the_way_of_a_request() -> None:
    with pytest.raises(MiddlewareNotUsed):
        ReadFromReplicas(lambda _request: HttpResponse())


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_stranger_reads_from_the_standby(replica: str, method: str) -> None:
    assert read_from(asked(method=method)) == replica


@pytest.mark.parametrize(
    "request_of_somebody",
    [
        lambda: asked(method="POST"),
        lambda: asked("/admin/"),
        lambda: asked("/api/v1/editorial/claims/"),
        lambda: asked("/api/v1/export/claims.ndjson"),
        lambda: asked(cookies={"sessionid": "a-colleague"}),
        lambda: asked("/api/v1/claims/", HTTP_AUTHORIZATION="Bearer fc_somebody"),
    ],
    ids=["writes", "admin", "working API", "export", "session", "token"],
)
def test_whoever_works_here_reads_what_was_written_last(
    replica: str, request_of_somebody: Callable[[], HttpRequest]
) -> None:
    assert read_from(request_of_somebody()) == "default"


def test_what_is_written_goes_to_the_primary_also_while_a_standby_is_read(replica: str) -> None:
    with reading_from(replica):
        assert router.db_for_read(Publication) == replica
        assert router.db_for_write(Publication) == "default"
    assert router.db_for_read(Publication) == "default"


def test_nothing_is_migrated_on_a_standby(replica: str) -> None:
    assert not router.allow_migrate(replica, "claims")
    assert router.allow_migrate("default", "claims")


# --- Who wrote without an account


def cookie(position: int) -> dict[str, str]:
    return {COOKIE: signer.sign(str(position))}


def test_who_wrote_reads_from_a_standby_that_has_come_as_far(replica: str) -> None:
    assert read_from(asked(cookies=cookie(watch.standbys[replica].position))) == replica


def test_who_wrote_reads_from_the_primary_until_then(replica: str) -> None:
    assert read_from(asked(cookies=cookie(watch.standbys[replica].position + 1))) == "default"


# Named, since it holds the second of its signing, and two workers must see the same tests.
ANOTHER_END = pytest.param(signer.sign("1")[:-2] + "xx", id="signed, with another end")


@pytest.mark.parametrize("said", ["999", "999:1uXXXX:forged", "\x00", ANOTHER_END])
def test_nobody_keeps_to_the_primary_by_a_cookie_that_they_made(replica: str, said: str) -> None:
    assert position_written(asked(cookies={COOKIE: said})) == 0


def test_a_report_leaves_how_far_the_primary_had_come(replica: str) -> None:
    answer = ReadFromReplicas(lambda _request: HttpResponse())(asked(method="POST"))
    left = answer.cookies[COOKIE]
    assert position_written(asked(cookies={COOKIE: left.value})) > 0
    assert (left["httponly"], left["samesite"], left["max-age"]) == (True, "Lax", 60)


# --- What fails there


def failing_on(alias: str, error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(_request: HttpRequest) -> HttpResponse:
        with reading_connection().cursor() as cursor:
            try:
                if reading_connection().alias == alias:
                    cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                cursor.execute("SELECT 1")
            except DatabaseError:
                return HttpResponse(status=500)
        return HttpResponse("answered by the primary")

    return view


def test_what_fails_on_a_standby_is_answered_by_the_primary_and_the_standby_left_alone(replica: str) -> None:
    answer: Any = ReadFromReplicas(failing_on(replica, OperationalError()))(asked())
    assert answer.content == b"answered by the primary"
    assert watch.standbys[replica].distrusted_until > 0
    assert choose(0) == ""


def test_a_fault_of_ours_is_no_reason_to_ask_again(replica: str) -> None:
    times = []

    def view(_request: HttpRequest) -> HttpResponse:
        times.append(1)
        return HttpResponse(status=500)

    assert ReadFromReplicas(view)(asked()).status_code == 500
    assert len(times) == 1
    assert choose(0) == replica


def test_a_request_that_hangs_on_a_standby_ends_when_the_line_is_cut(replica: str) -> None:
    from threading import Timer

    connections[replica].ensure_connection()
    timer = Timer(0.2, cut, [replica])
    timer.start()
    with pytest.raises(OperationalError), connections[replica].cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")
    timer.join()


# --- Through the whole site


def test_pages_and_answers_come_from_the_standby_alone(replica: str, client: Client) -> None:
    slug = factories.published().claim.slug
    connection.ensure_connection()
    with CaptureQueriesContext(connection) as primary, CaptureQueriesContext(connections[replica]) as standby:
        for path in (
            f"/en/claims/{slug}/",
            "/en/claims/?q=rice",
            "/en/",
            "/en/figures/",
            f"/api/v1/claims/{slug}/",
            "/api/v1/claims/?q=rice",
            "/api/v1/entities/",
            "/feeds/latest.atom",
            "/sitemap.xml",
        ):
            answer = client.get(path)
            assert answer.status_code in (200, 302, 404), path
    assert [each["sql"] for each in primary.captured_queries] == []
    assert len(standby) > 10


def test_a_colleagues_page_comes_from_the_primary_alone(replica: str, client: Client) -> None:
    client.force_login(factories.user(role="editor"))
    with CaptureQueriesContext(connections[replica]) as standby:
        assert client.get("/en/").status_code == 200
    assert len(standby) == 0


def test_the_state_of_the_record_is_that_of_the_server_that_is_read(replica: str, settings: Any) -> None:
    settings.RECORD_IS_WATCHED = True
    factories.published()
    with reading_from(replica), CaptureQueriesContext(connections[replica]) as asked_there:
        first = record_state()
        assert record_state() == first
    assert len(asked_there) == 1  # believed for a second
    assert PublishedClaim.objects.db == "default"
