"""Whether this process lives, and whether it can serve: for load balancers, systemd timers and whoever is on call.

`/health/live/` says that the process answers. `/health/ready/` asks the database, within seconds whatever state it is
in. Both answer whoever asks, also by an address and without https, so the web server in front keeps strangers out; they
tell nothing that the public API does not tell. `/health/metrics/` needs the token and is not there without one.
"""

import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare

from factcheck import metrics
from factcheck.asking import NoAnswer, ask_once

Handler = Callable[[HttpRequest], HttpResponseBase]
Check = dict[str, Any]

PREFIX = "/health/"
LONGEST_SECONDS = 3.0
# However often it is asked, the database is asked once a second.
SECONDS_TO_REMEMBER = 1.0
# A worker shows itself every five seconds.
WORKER_SILENT_FOR = 30.0
QUESTIONS = {
    "migrations": "SELECT app, name FROM django_migrations",
    "record": "SELECT number, digest FROM claims_publication ORDER BY number DESC LIMIT 1",
    "worker": "SELECT extract(epoch FROM now() - max(seen_at))::float FROM claims_backgroundworker",
}


class HealthPages:
    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        page = PAGES.get(request.path.removeprefix(PREFIX))
        if page is None:
            return plain("There are live/, ready/ and, with a token, metrics/.", 404)
        if request.method not in ("GET", "HEAD"):
            return plain("Only GET and HEAD.", 405)
        answer = page(request)
        answer["Cache-Control"] = "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


def plain(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:
    """503 when this process cannot serve. A silent worker is told, but takes no reader's page away."""
    checks = remembered.checks()
    serves = all(checks[name]["ok"] for name in ("database", "migrations", "record"))
    status = "failing" if not serves else "ok" if checks["worker"]["ok"] else "degraded"
    answer = JsonResponse({"status": status, "checks": checks}, status=200 if serves else 503)
    if not serves:
        answer["Retry-After"] = "5"
    return answer


def figures(request: HttpRequest) -> HttpResponse:
    if not settings.METRICS_TOKEN:
        return plain("There are no metrics: METRICS_TOKEN is not set.", 404)
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        refused = plain("Send METRICS_TOKEN as a bearer token.", 401)
        refused["WWW-Authenticate"] = "Bearer"
        return refused
    return HttpResponse(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


PAGES: dict[str, Callable[[HttpRequest], HttpResponse]] = {"live/": live, "ready/": ready, "metrics/": figures}


class Remembered:
    """One look at the database for all who ask within a second, so that probing is no way to wear it out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._checks: dict[str, Check] = {}
        self._until = 0.0

    def checks(self) -> dict[str, Check]:
        with self._lock:
            if time.monotonic() >= self._until:
                self._checks = look()
                self._until = time.monotonic() + SECONDS_TO_REMEMBER
            return self._checks

    def forget(self) -> None:
        self._until = 0.0


remembered = Remembered()


def look() -> dict[str, Check]:
    said = ask_once(DEFAULT_DB_ALIAS, {"database": "SELECT 1", **QUESTIONS}, seconds=LONGEST_SECONDS)
    return {
        "database": {"ok": not isinstance(said["database"], NoAnswer)},
        "migrations": migrations(said["migrations"]),
        "record": record(said["record"]),
        "worker": worker(said["worker"]),
    }


def migrations(rows: list[tuple[Any, ...]] | NoAnswer) -> Check:
    if isinstance(rows, NoAnswer):
        return {"ok": False}
    # More than this release knows is well: the next one is being put in place.
    unapplied = known_migrations() - set(rows)
    return {"ok": not unapplied, "unapplied": len(unapplied)}


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def record(rows: list[tuple[Any, ...]] | NoAnswer) -> Check:
    if isinstance(rows, NoAnswer):
        return {"ok": False}
    number, digest = rows[0] if rows else (0, "")
    return {"ok": True, "number": number, "digest": digest}


def worker(rows: list[tuple[Any, ...]] | NoAnswer) -> Check:
    silent = None if isinstance(rows, NoAnswer) else rows[0][0]
    if silent is None:
        return {"ok": False}
    return {"ok": silent < WORKER_SILENT_FOR, "seconds_silent": round(silent, 1)}
