"""R12: every filter in every order with the largest page, at 100,000 claims: no query may take a quarter of a second.

    python bench/reliability/worst_requests.py [--short] [--claims 100000]

Asks the lists of the API and of the pages for each value that a filter can have at its commonest and at its rarest, in
each order, and times every statement that this sends. What took too long is asked again, and its fastest counts, since
the machine may have been busy with something else. Prints the ten slowest statements. The database is made once (some
minutes) and used again; the short version has a thousand claims and asks some requests, drawn by the seed.

The control is the same with PostgreSQL told to use no index: it must take too long. With a thousand claims nothing
does, and the control must read more than twice as many blocks as the same request with indexes.
"""

import json
import random
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.large_database import large_database
from bench.reliability.trial import Report, options_of
from bench.scratch_database import set_up_django

LONGEST_MS = 250.0
STATEMENT_TIMEOUT_MS = 15_000
TIMES_AGAIN = 4
WORST = 10
ASKED_IN_SHORT = 80
LONGEST_SHAPE = 400


@dataclass(frozen=True)
class Statement:
    path: str
    sql: str
    milliseconds: float


def main() -> int:
    options = options_of(__doc__, claims=100_000).parse_args()
    claims = 1_000 if options.short else options.claims
    report = Report("R12", "worst requests: every filter, order and largest page")
    set_up_django()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    with large_database(claims):
        report.started = time.monotonic()
        asked = requests()
        if options.short:
            asked = random.Random(options.seed).sample(asked, ASKED_IN_SHORT)
        _limit_statements()
        trial = Trial()
        trial.ask(asked)
        trial.ask_the_slow_again()
        tell(report, trial, claims)
        control(report, is_short=options.short)
    return report.conclude()


def tell(report: Report, trial: "Trial", claims: int) -> None:
    worst = trial.worst()
    slow = [each for each in worst if each.milliseconds > LONGEST_MS]
    report.figures |= {
        "claims": claims,
        "requests": trial.requests,
        "statements": trial.statements,
        "slowest statement ms": round(worst[0].milliseconds, 1),
        f"over {LONGEST_MS:.0f} ms": len(slow),
        "not answered with 200": len(trial.wrong),
    }
    report.details = [
        f"{each.milliseconds:6.0f} ms  {each.path}\n           {shape(each.sql)}" for each in worst[:WORST]
    ]
    report.faults += trial.wrong + [f"{each.milliseconds:.0f} ms: {each.path}" for each in slow]


def control(report: Report, *, is_short: bool) -> None:
    if is_short:
        control_by_blocks(report)
        return
    paths = [path for path in requests() if "ordering=-published_at" in path and re.search("q=|source=|article=", path)]
    with_indexes, without = Trial(), Trial()
    for _ in range(2):
        with_indexes.ask(paths)
    with no_indexes():
        for _ in range(2):
            without.ask(paths)
    slowest, usual = without.worst()[0].milliseconds, with_indexes.worst()[0].milliseconds
    report.control = {"without indexes, slowest ms": round(slowest, 1), "the same with them": round(usual, 1)}
    report.control_failed = slowest > LONGEST_MS


def control_by_blocks(report: Report) -> None:
    """With a thousand claims nothing is slow, but what is read for it can be counted."""
    from claims.search import PublishedClaimFilter

    claims = PublishedClaimFilter({"source": filter_values()["source"][1]}).qs[:100]
    usual = blocks_read(claims)
    with no_indexes():
        without = blocks_read(claims)
    report.control = {"without indexes, blocks read": without, "the same with them": usual}
    report.control_failed = without > 2 * usual


def blocks_read(rows: Any) -> int:
    (plan,) = json.loads(rows.explain(format="json", analyze=True, buffers=True))
    return int(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])


# --- What is asked


def requests() -> list[str]:
    from claims.api import corrections, entities
    from claims.api.claim_list import ORDERINGS
    from claims.pages.claim_list import SORTS

    values = filter_values()
    asked = [""] + [urlencode({name: value}) for name, found in values.items() for value in found]
    paths: list[str] = []
    for query in asked:
        orders = [*ORDERINGS, *(["relevance"] if query.startswith("q=") else [])]
        paths += [f"/api/v1/claims/?{query}&page_size=100&ordering={order}" for order in orders]
        paths.append(f"/api/v1/claims/?{query}&page_size=100&count=true")
        paths += [f"/en/claims/?{query}&sort={sort}" for sort in SORTS]
    for name, filters in (("entities", entities.FILTERS), ("corrections", corrections.FILTERS)):
        asked = ["", *(urlencode({each: value}) for each, allowed in filters.items() for value in allowed)]
        paths += [f"/api/v1/{name}/?{query}&page_size=100" for query in asked]
    paths += [f"/api/v1/{name}/?page_size=100" for name in ("articles", "sources")]
    paths += [f"/api/v1/{name}/" for name in ("topics", "stats", "record/checkpoints")]
    paths += ["/api/v1/changes/?since=0&page_size=100", "/api/v1/changes/?since=50000&page_size=100&texts=true"]
    paths += [f"/v1alpha1/claims:search?query={value}&pageSize=100" for value in values["q"]]
    return [path.replace("?&", "?") for path in paths]


def filter_values() -> dict[str, list[Any]]:
    """The commonest and the rarest of each, and several at once where that may be asked."""
    from claims.models import PublishedClaim, Rating
    from claims.search import PublishedClaimFilter

    days = PublishedClaim.objects.order_by("claimed_on").exclude(claimed_on=None).values_list("claimed_on", flat=True)
    moments = PublishedClaim.objects.order_by("published_at").values_list("published_at", flat=True)
    middle, many = moments[len(moments) // 2].isoformat(), len(days)
    late = moments[len(moments) * 99 // 100].isoformat()
    ratings = list(Rating.objects.values_list("slug", flat=True))
    values: dict[str, list[Any]] = {
        "q": ["China", "AI", "Jakarta OpenAI", "cases 4321", "xylophone", "the largest language model in China"],
        "status": ["verified", "unverified", "retracted", "verified,unverified,in_progress,retracted"],
        "rating": [*ratings, ",".join(ratings)],
        "normalized": [*Rating.Normalized.values, ",".join(Rating.Normalized.values)],
        "topic": both_ends("SELECT unnest(topics) FROM claims_publishedclaim"),
        "claimant": both_ends("SELECT claimant FROM claims_publishedclaim WHERE claimant <> ''"),
        "entity": both_ends("SELECT unnest(entities) FROM claims_publishedclaim"),
        "article": both_ends("SELECT article FROM claims_publishedappearance"),
        "publisher": both_ends("SELECT publisher FROM claims_publishedappearance WHERE publisher <> ''"),
        "language": ["id", "en", "fr"],
        "source": both_ends("SELECT source FROM claims_publishedevidence WHERE source <> ''"),
        "source_domain": both_ends("SELECT domain FROM claims_publishedevidence WHERE domain <> ''"),
        "stance": ["supports", "refutes", "context", "supports,refutes,context"],
        "parent": both_ends("SELECT parent FROM claims_publishedclaim WHERE parent <> ''"),
        "has_parent": ["true", "false"],
        "published_after": ["2000-01-01", middle, late],
        "published_before": ["2100-01-01", middle],
        "claimed_after": ["1900-01-01", days[many // 2], days[many * 99 // 100]],
        "claimed_before": ["2100-01-01", days[many // 2]],
        "updated_since": ["2000-01-01", middle, late],
        "due_for_review": ["true", "false"],
    }
    unknown = PublishedClaimFilter.base_filters.keys() ^ values.keys()
    if unknown:
        raise SystemExit(f"Nobody has said what to ask these filters for: {', '.join(sorted(unknown))}")
    return values


def both_ends(rows: str) -> list[str]:
    from django.db import connection

    counted = f"SELECT value FROM ({rows}) found(value) GROUP BY value ORDER BY count(*) {{}}, value LIMIT {{}}"
    with connection.cursor() as cursor:
        cursor.execute(counted.format("DESC", 3))
        common = [row[0] for row in cursor.fetchall()]
        cursor.execute(counted.format("ASC", 1))
        rare = [row[0] for row in cursor.fetchall()]
    return list(dict.fromkeys([*common[:1], *rare, ",".join(common), "there-is-none"]))


# --- Asking


class Trial:
    def __init__(self) -> None:
        from django.test import Client

        self.client = Client(raise_request_exception=False, headers={"x-forwarded-proto": "https", "host": "127.0.0.1"})
        self.fastest: dict[tuple[str, str], float] = {}
        self.requests = self.statements = 0
        self.wrong: list[str] = []

    def ask(self, paths: list[str]) -> None:
        from django.db import connection

        for path in paths:
            with connection.execute_wrapper(self._timing(path)):
                answer = self.client.get(path)
            self.requests += 1
            if answer.status_code != 200:
                self.wrong.append(f"{answer.status_code}: {path}")

    def ask_the_slow_again(self) -> None:
        for _ in range(TIMES_AGAIN):
            slow = {path for (path, _sql), milliseconds in self.fastest.items() if milliseconds > LONGEST_MS}
            self.ask(sorted(slow))

    def worst(self) -> list[Statement]:
        """The slowest first, one of each shape."""
        found: dict[str, Statement] = {}
        for (path, sql), milliseconds in sorted(self.fastest.items(), key=lambda item: -item[1]):
            found.setdefault(shape(sql), Statement(path, sql, milliseconds))
        return list(found.values())

    def _timing(self, path: str) -> Any:
        def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            started = time.perf_counter()
            try:
                return execute(sql, params, many, context)
            finally:
                milliseconds = (time.perf_counter() - started) * 1_000
                self.statements += 1
                known = self.fastest.get((path, sql), milliseconds)
                self.fastest[path, sql] = min(known, milliseconds)

        return timed


def shape(sql: str) -> str:
    """What is asked, without the columns and in one line."""
    line = re.sub(r"\s+", " ", sql.replace('"', "").replace("claims_", "")).strip()
    line = re.sub(r"SELECT (DISTINCT )?(?!count|COUNT)[^()]*? FROM ", r"SELECT \1… FROM ", line)
    return line if len(line) <= LONGEST_SHAPE else f"{line[: LONGEST_SHAPE // 2]} … {line[-LONGEST_SHAPE // 2 :]}"


def _limit_statements() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {STATEMENT_TIMEOUT_MS}")


@contextmanager
def no_indexes() -> Iterator[None]:
    from django.db import connection

    switches = ("indexscan", "indexonlyscan", "bitmapscan")
    with connection.cursor() as cursor:
        for switch in switches:
            cursor.execute(f"SET enable_{switch} = off")
        try:
            yield
        finally:
            for switch in switches:
                cursor.execute(f"RESET enable_{switch}")


if __name__ == "__main__":
    sys.exit(main())
