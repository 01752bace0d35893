"""How long the admin's pages take on the server, and with how many queries, in a newsroom of any size.

    python bench/admin/measure.py [--claims 100000] [--rounds 5] [--keep] [--write]

Builds a database (seeded; see bench/large_newsroom.py) and opens every page as an editor through Django's test client:
the whole request with middleware, queries and templates, without the network. Prints the median of the rounds, the
number of queries, and whether the search of claims is served by its indexes; with ``--write`` the table goes to
bench/results/admin.md. The aim of a page is 300 ms, and of a list 12 queries.

Beside the time that passed stands the time that processors worked for it, in Python and in the database (where the
server runs on the same Linux): about what passes on an idle machine, and what changes less on a busy one. How busy it
was is written above the table.

Uses the server of DATABASE_URL, else the embedded one. With ``--keep`` the database stays and is used again.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.figures import note
from bench.scratch_database import ROOT, scratch_database, set_up_django, use_database

RESULTS = ROOT / "bench" / "results" / "admin.md"
LONGEST, MOST_QUERIES = 300, 12
DECIDED_SOON, CANDIDATES = 50, 500
LIST = "/admin/claims/claim/"
# What the workbench shows, and what somebody types there.
WORKBENCH, SENTENCES, IN_WORK = "measured-workbench", 300, 50
TYPED = (
    "China has approved more than forty large language models for public use, among them those of Baidu and ByteDance,"
    " in the year 2024"
)
TYPED_INDONESIAN = "ChatGPT dari OpenAI secara resmi tidak tersedia di Tiongkok"


@dataclass
class Page:
    """``is_list`` pages are held to a number of queries as well."""

    name: str
    path: str
    is_list: bool = True
    milliseconds: float = 0.0
    worked: float = 0.0
    queries: int = 0

    @property
    def verdict(self) -> str:
        slow = self.milliseconds > LONGEST
        many = self.is_list and self.queries > MOST_QUERIES
        return ", ".join(word for word, holds in (("slow", slow), ("many queries", many)) if holds) or "ok"


def pages(claims: int) -> list[Page]:
    """The last page of the list is the furthest that a person can go."""
    from django.db.models import Count

    from claims.models import Article, Assessment, Claim, Topic

    last = _last_page()
    topic = Topic.objects.first()
    claim = Claim.objects.filter(slug__startswith="generated-").order_by("-pk").first()
    worked_on = Claim.objects.exclude(slug__startswith="generated-").alias(items=Count("evidence")).latest("items")
    waiting = Assessment.objects.filter(state="submitted").first()
    article = Article.objects.get(slug=WORKBENCH)
    similar = f"/admin/claims/article/{article.pk}/workbench/similar/?"
    return [
        Page("claims", LIST),
        Page("claims, page 2", f"{LIST}?p=2"),
        Page(f"claims, page {min(100, last)}", f"{LIST}?p={min(100, last)}"),
        Page("claims, last page", f"{LIST}?p={last}"),
        Page("claims, by stage", f"{LIST}?stage__exact=accepted"),
        Page("claims, candidates", f"{LIST}?stage__exact=candidate"),
        Page("claims, by status", f"{LIST}?verification_status__exact=verified"),
        Page("claims, by rating", f"{LIST}?rating=mostly-true"),
        Page("claims, by topic", f"{LIST}?topics__id__exact={topic.pk}"),
        Page("claims, of nobody", f"{LIST}?assigned=nobody"),
        Page("claims, unfinished of mine", f"{LIST}?assigned=me-unfinished"),
        Page("claims, due", f"{LIST}?due=yes"),
        Page("claims, oldest changes first", f"{LIST}?o=7"),
        Page("claims, by claimant", f"{LIST}?o=4"),
        Page("claims, one day", f"{LIST}?created_at__year=2026&created_at__month=11"),
        Page("search: a rare word", f"{LIST}?q=generated-{claims - 7}"),
        Page("search: a common word", f"{LIST}?q=OpenAI"),
        Page("search: two words", f"{LIST}?q=ChatGPT+China"),
        Page("search: two letters", f"{LIST}?q=AI"),
        Page("search: nothing found", f"{LIST}?q=xylophone"),
        Page("search: a quote", f"{LIST}?q=secara+resmi+tidak+tersedia"),
        Page(
            "choosing a source",
            "/admin/autocomplete/?term=OpenAI&app_label=claims&model_name=evidence&field_name=source",
        ),
        Page("choosing a claim", "/admin/autocomplete/?term=China&app_label=claims&model_name=claim&field_name=parent"),
        Page("sources", "/admin/claims/source/"),
        Page("articles", "/admin/claims/article/"),
        Page("assessments", "/admin/claims/assessment/"),
        Page("evidence", "/admin/claims/evidence/"),
        Page("places", "/admin/claims/appearance/"),
        Page("publications", "/admin/claims/publication/"),
        Page("a claim’s page", f"{LIST}{claim.pk}/change/", is_list=False),
        Page("a claim’s page, much evidence", f"{LIST}{worked_on.pk}/change/", is_list=False),
        Page("preview of a claim", f"{LIST}{claim.pk}/preview/", is_list=False),
        Page("the desk", "/admin/", is_list=False),
        Page("review queue", "/admin/review/"),
        Page("a review", f"/admin/review/{waiting.pk}/", is_list=False),
        Page(
            f"workbench, {SENTENCES} sentences, {IN_WORK} claims",
            f"/admin/claims/article/{article.pk}/workbench/",
            is_list=False,
        ),
        *(
            Page(f"alike while typing: {length} letters", similar + urlencode({"q": TYPED[:length]}), is_list=False)
            for length in (20, 60, len(TYPED))
        ),
        Page("alike while typing: Indonesian", similar + urlencode({"q": TYPED_INDONESIAN}), is_list=False),
    ]


def _last_page() -> int:
    from claims.admin.base import ROWS_A_PAGE
    from claims.models import Claim

    return -(-Claim.objects.count() // ROWS_A_PAGE)


def prepare() -> Any:
    """An editor, and work in every state: a newsroom does not consist of published claims alone."""
    from django.contrib.auth.models import Group
    from django.db import connection

    from claims.models import Assessment, Claim, User

    editor, is_new = User.objects.get_or_create(username="measured", defaults={"is_staff": True})
    if not is_new:
        return editor
    editor.groups.add(Group.objects.get(name="editor"))
    author = User.objects.filter(assessments__isnull=False).first()
    newest = list(Claim.objects.filter(first_published_at__isnull=False).order_by("-pk")[: DECIDED_SOON + CANDIDATES])
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for claim in newest[:DECIDED_SOON]:
            Assessment.objects.create(
                claim=claim, author=author, state="submitted", submitted_at=datetime.now(UTC), submission=1
            )
        keys = [claim.pk for claim in newest[DECIDED_SOON:]]
        Claim.objects.filter(pk__in=keys).update(
            stage="candidate", verification_status="unverified", first_published_at=None
        )
        cursor.execute("SET session_replication_role = origin")
        _bring_in_an_article(author)
        cursor.execute("VACUUM ANALYZE")
    return editor


def _bring_in_an_article(by: Any) -> None:
    """As an editor would: every sentence is proposed, some are taken up."""
    from claims.intake.article import ArticleFacts, import_article
    from claims.models import Article, Entity, PublishedStatement
    from claims.workflow import accept

    said = PublishedStatement.objects.filter(language="en", claim__slug__startswith="generated-").order_by("pk")
    text = "\n".join(f"{row.text.rstrip('.')}." for row in said[:SENTENCES])
    publisher = Entity.objects.exclude(domain=None).first()
    facts = ArticleFacts(title=WORKBENCH, publisher=publisher.slug, language="en")
    report = import_article(text, facts, by=by)
    for claim in report.candidates[:IN_WORK]:
        accept(claim, by=by)
    Article.objects.filter(pk=report.article.pk).update(slug=WORKBENCH)


def measure(listed: list[Page], editor: Any, rounds: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME="127.0.0.1", headers={"x-forwarded-proto": "https"})
    client.force_login(editor)
    for page in listed:
        _open(client, page)  # Once without counting: templates are compiled and plans are warm.
        with CaptureQueriesContext(connection) as asked:
            _open(client, page)
        page.queries = len(asked)
        times = [_open(client, page) for _round in range(rounds)]
        page.milliseconds = statistics.median(passed for passed, _worked in times)
        page.worked = statistics.median(worked for _passed, worked in times)
        note(page.name, page.milliseconds, "ms")
        print(
            f"{page.name:36} {page.milliseconds:8.1f} ms {page.worked:8.1f} worked {page.queries:4d} queries "
            f" {page.verdict}",
            flush=True,
        )


def _open(client: Any, page: Page) -> tuple[float, float]:
    """The milliseconds that passed, and those that were worked."""
    start, worked = time.perf_counter(), _worked()
    answer = client.get(page.path)
    spent, worked = time.perf_counter() - start, _worked() - worked
    if answer.status_code != 200:
        raise SystemExit(f"{page.path} answers with {answer.status_code}.")
    return spent * 1000, worked * 1000


def _worked() -> float:
    """Seconds of processor time of this process and of the one behind its database connection."""
    from django.db import connection

    connection.ensure_connection()
    behind = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    try:
        return time.process_time() + int(behind.read_text().split()[0]) / 1e9
    except OSError:
        return time.process_time()


def plan_of_search(word: str) -> str:
    """EXPLAIN of what the list of claims asks for a word."""
    from django.contrib import admin
    from django.test import RequestFactory

    from claims.models import Claim

    desk: Any = admin.site._registry[Claim]
    return str(desk.found_by(RequestFactory().get("/"), [word]).explain())


def report(listed: list[Page], claims: int, plan: str, loads: tuple[float, float]) -> str:
    indexes = [name for name in ("claim_statement_words", "claim_slug_words", "appearance_exact_words") if name in plan]
    rows = [
        f"| {page.name} | {page.milliseconds:.0f} | {page.worked:.0f} | {page.queries} | {page.verdict} |"
        for page in listed
    ]
    return "\n".join(
        [
            "# The admin, measured",
            "",
            f"{claims:,} claims; Python {platform.python_version()}, {os.cpu_count()} cores.",
            "Median milliseconds of a whole request on the server (`make bench-admin`), and beside it those that the",
            f"processors worked for it. Load average of the machine meanwhile: {loads[0]:.1f} to {loads[1]:.1f}.",
            "",
            "| page | ms | worked | queries | |",
            "|---|---:|---:|---:|---|",
            *rows,
            "",
            f"The search of claims uses the indexes {', '.join(indexes) or '– none –'}.",
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="keep the database and use it again")
    parser.add_argument("--write", action="store_true", help="write bench/results/admin.md")
    options = parser.parse_args()
    set_up_django()
    name = f"bench_admin_{options.claims}"
    if options.keep and _exists(name):
        use_database(name)
        _measure(options)
        return
    from bench.large_newsroom import fill

    with scratch_database(name, keep=options.keep):
        start = time.perf_counter()
        fill(options.claims)
        print(f"{options.claims:,} claims in {time.perf_counter() - start:.0f} s", flush=True)
        _measure(options)


def _measure(options: argparse.Namespace) -> None:
    editor = prepare()
    listed = pages(options.claims)
    before = os.getloadavg()[0]
    measure(listed, editor, options.rounds)
    loads = (before, os.getloadavg()[0])
    plan = plan_of_search(f"generated-{options.claims - 7}")
    text = report(listed, options.claims, plan, loads)
    print(plan if "words" not in plan else text.splitlines()[-1])
    if options.write:
        RESULTS.write_text(text)


def _exists(name: str) -> bool:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


if __name__ == "__main__":
    main()
