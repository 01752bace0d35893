"""Figures for Prometheus: what this site answers, how fast, and whether what it stands on is well.

Only counted where METRICS_TOKEN is set. Several processes write to one folder (PROMETHEUS_MULTIPROC_DIR, which
deploy/gunicorn.conf.py looks after), and whichever is asked adds up what all of them counted.
"""

import os
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST
# A few kinds and not addresses: whoever tries a million addresses must not make a million series.
SURFACES = {
    "/admin/": "admin",
    "/api/v1/editorial/": "editorial",
    "/api/": "api",
    "/v1alpha1/": "api",
    "/feeds/": "feeds",
    "/embed/": "embed",
    "/static/": "static",
    "/health/": "health",
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

answers = Counter("factcheck_answers", "Answers by surface, method and status.", ["surface", "method", "status"])
seconds_to_answer = Histogram("factcheck_answer_seconds", "Time until the answer.", ["surface"], buckets=BUCKETS)
replica_reads = Counter("factcheck_replica_reads", "Requests that read from a standby server.", ["replica"])
replica_failures = Counter(
    "factcheck_replica_failures", "Requests that failed there and were answered by the primary.", ["replica"]
)


def count_request(request: HttpRequest, status: int, seconds: float) -> None:
    surface = surface_of(request.path)
    method = request.method if request.method in METHODS else "other"
    answers.labels(surface, method, str(status)).inc()
    seconds_to_answer.labels(surface).observe(seconds)


def surface_of(path: str) -> str:
    return next((name for beginning, name in SURFACES.items() if path.startswith(beginning)), "pages")


QUESTIONS = {
    "record": "SELECT coalesce(max(number), 0) FROM claims_publication",
    "worker": "SELECT extract(epoch FROM now() - max(seen_at))::float FROM claims_backgroundworker",
    "tasks": "SELECT queue_name, status, count(*) FROM django_tasks_db_dbtaskresult"
    " WHERE status IN ('READY', 'RUNNING', 'FAILED') GROUP BY 1, 2",
    "connections": "SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity",
}


class State:
    """What the database says at the moment somebody asks."""

    SECONDS = 3.0

    def collect(self) -> Iterator[Metric]:
        from factcheck.asking import NoAnswer, ask_once

        said = ask_once("default", QUESTIONS, seconds=self.SECONDS)
        rows = {name: answer for name, answer in said.items() if not isinstance(answer, NoAnswer)}
        yield gauge("factcheck_database_up", "1 when the database answers.", float("record" in rows))
        if "record" in rows:
            yield gauge("factcheck_record_number", "Number of the newest publication.", rows["record"][0][0])
        if "worker" in rows and rows["worker"][0][0] is not None:
            yield gauge("factcheck_worker_silent_seconds", "Since a worker last showed itself.", rows["worker"][0][0])
        if "tasks" in rows:
            tasks = GaugeMetricFamily("factcheck_tasks", "Tasks by queue and state.", labels=["queue", "state"])
            for queue, state, count in rows["tasks"]:
                tasks.add_metric([queue, state.lower()], count)
            yield tasks
        if "connections" in rows:
            used, most = rows["connections"][0]
            yield gauge("factcheck_database_connections", "Connections that the database server has.", used)
            yield gauge("factcheck_database_connections_most", "Connections that it may have.", most)
        if settings.REPLICAS:
            yield from replicas()


def gauge(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, value=value)


def replicas() -> Iterator[Metric]:
    from factcheck.replicas.watching import watch

    usable = GaugeMetricFamily("factcheck_replica_usable", "1 when this process reads from it.", labels=["replica"])
    behind = GaugeMetricFamily("factcheck_replica_seconds_behind", "How far it is behind.", labels=["replica"])
    for alias in settings.REPLICAS:
        usable.add_metric([alias], float(watch.is_usable(alias)))
        if (seconds := watch.seconds_behind(alias)) is not None:
            behind.add_metric([alias], seconds)
    yield usable
    yield behind


def exposition() -> bytes:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    else:
        counted = REGISTRY
    now = CollectorRegistry()
    now.register(State())
    return bytes(generate_latest(counted) + generate_latest(now))
