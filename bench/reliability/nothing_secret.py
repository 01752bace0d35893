"""R7: a stranger asks for everything, and drafts, embargoed verdicts and confidential sources are in no answer.

    python bench/reliability/nothing_secret.py [--short] [--claims 120]

Every public address with every parameter is asked for twice: before 8 % of secret rows are added to the drafts, and
after. No answer may hold a marked word, and none may differ by a byte, a header, a count, an ETag or the number of
its queries. An address made of a secret name answers like one made of a name that nobody has.

The control writes one draft into the public tables, past the application and with the database's guards off. The same
crawl must find it.
"""

import gzip
import math
import re
import sys
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.reliability.trial import Report, options_of, trial_database

SECRET_SHARE = 0.08
# What differs from one answer to the next by itself.
OF_THE_MOMENT = re.compile(rb'"request_id":\s*"[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|"padding":\s*"[^"]*"')
HEADERS_OF_THE_MOMENT = {"x-request-id", "date", "expires", "set-cookie", "ratelimit-remaining", "ratelimit-reset"}
LINK = re.compile(r"""(?:href|src|action)="([^"]+)"|"(https?://[^"\\]+)\"""")
NOBODY = "zqnobody1x"


class Answer(NamedTuple):
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: int


def main() -> int:
    options = options_of(__doc__, claims=120).parse_args()
    claims = 10 if options.short else options.claims
    report = Report("R7", "a stranger asks for every public address among 8 % secret rows")
    with trial_database("secrets"):
        from bench.reliability.secret_newsroom import Newsroom

        hidden = max(8, math.ceil(claims * SECRET_SHARE / (1 - SECRET_SHARE)))
        newsroom = Newsroom(claims, hidden)
        newsroom.publish()
        stranger = Stranger(is_thorough=not options.short)
        stranger.look_around(newsroom)
        before = dict(stranger.answers)
        newsroom.hide()
        stranger.ask(before)
        report.faults += [f"{place}: a secret word" for place in stranger.secrets()]
        report.faults += stranger.differences(before)
        probed, told_apart = stranger.probe(newsroom)
        report.faults += told_apart
        report.figures |= {
            "public claims": claims,
            "claims nobody may know": f"{hidden} ({hidden / (claims + hidden):.0%})",
            "secret words": highest_secret(),
            "addresses asked for twice": len(before),
            "addresses with a secret name": probed,
            "bytes looked through": stranger.bytes,
            "secret words told": len(stranger.secrets()),
            "answers that changed": len(stranger.differences(before)),
            "secret names told from unknown ones": len(told_apart),
        }
        leak(newsroom)
        caught = Stranger(is_thorough=False)
        caught.ask(address for address in before if newsroom.public[5].slug in address or "?" not in address)
        report.control |= {
            "secret words told": len(caught.secrets()),
            "answers that changed": len(caught.differences(before)),
        }
        report.control_failed = bool(caught.secrets()) and bool(caught.differences(before))
    return report.conclude()


def highest_secret() -> int:
    from bench.reliability import secret_newsroom

    return next(secret_newsroom.numbers) - 1


class Queries:
    """Counts them, without those that count requests, which come in groups."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += "claims_request_count" not in sql
        return execute(sql, params, many, context)


class Stranger:
    """Without an account, a cookie or a token."""

    def __init__(self, *, is_thorough: bool) -> None:
        from django.test import Client

        self.client = Client(raise_request_exception=False)
        self.is_thorough = is_thorough
        self.languages = ("en", "id") if is_thorough else ("en",)
        self.answers: dict[str, Answer] = {}
        self.found: set[str] = set()
        self.bytes = 0

    def look_around(self, newsroom: Any) -> None:
        """Everything that can be asked for, then whatever is linked from there."""
        from bench.reliability.addresses import paths, questions

        names = public_names(newsroom)
        self.ask(paths(names if self.is_thorough else names.first(3), self.languages))
        self.ask(questions(names.first(3 if self.is_thorough else 1), self.languages))
        self.ask(self._linked())

    def ask(self, addresses: Iterable[str]) -> None:
        from django.core.cache import cache

        cache.clear()
        for address in addresses:
            self.answers[address] = self._one(address)

    def _one(self, address: str) -> Answer:
        from django.db import connection

        asked = Queries()
        with connection.execute_wrapper(asked):
            answer = self.client.get(address, headers={"host": "127.0.0.1:8000"})
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.client.cookies.clear()
        headers = tuple(
            sorted((name, value) for name, value in answer.items() if name.lower() not in HEADERS_OF_THE_MOMENT)
        )
        self.bytes += len(body)
        self._look_for_secrets(address, headers, body)
        return Answer(answer.status_code, headers, OF_THE_MOMENT.sub(b"", body), asked.count)

    def _look_for_secrets(self, address: str, headers: tuple[tuple[str, str], ...], body: bytes) -> None:
        from bench.reliability.secret_newsroom import MARK

        asked = set(re.findall(rf"{MARK}\d+x", address))
        told = set(re.findall(rf"{MARK}\d+x", f"{headers} {body.decode(errors='replace')}"))
        # Who asks with a word is given the word back; that tells nothing.
        self.found |= {f"{address} tells {word}" for word in told - asked}

    def _linked(self) -> list[str]:
        known = set(self.answers)
        for answer in list(self.answers.values()):
            for groups in LINK.findall(answer.body.decode(errors="replace")):
                target = urlsplit(unescape("".join(groups)))
                is_ours = target.netloc in ("", "127.0.0.1:8000") and target.path.startswith("/")
                if (
                    is_ours
                    and not target.path.startswith(("/static/", "/api/v1/docs/"))
                    and target.scheme in ("", "http")
                ):
                    known.add(target.path + (f"?{target.query}" if target.query else ""))
        new = sorted(known - set(self.answers))
        return new if self.is_thorough else []

    def secrets(self) -> list[str]:
        return sorted(self.found)

    def differences(self, before: dict[str, Answer]) -> list[str]:
        found = []
        for address, answer in self.answers.items():
            if address in before:
                parts = [name for name in Answer._fields[:3] if getattr(answer, name) != getattr(before[address], name)]
                # Fewer are asked once something is kept; more would be looking at what was added.
                parts += ["queries"] if answer.queries > before[address].queries else []
                found += [f"{address}: other {', '.join(parts)} than before"] if parts else []
        return found

    def probe(self, newsroom: Any) -> tuple[int, list[str]]:
        """Ask with secret names; the answer must be the one to a name that nobody has, with that name in it."""
        from bench.reliability.addresses import Names, paths

        asked, found = 0, []
        rows = newsroom.secret_claims if self.is_thorough else newsroom.secret_claims[:1]
        for claim in rows:
            names = names_of(claim)
            aliases = Names.alike(NOBODY)
            secret = [*paths(names, self.languages), *self._questions(names), *closed_addresses(claim.pk)]
            unknown = [*paths(aliases, self.languages), *self._questions(aliases), *closed_addresses(10**9)]
            for address, other in zip(secret, unknown, strict=True):
                asked += 1
                if address == other:
                    continue
                first, second = self._without(address, names, claim), self._without(other, aliases, claim)
                if first != second:  # What either was the first to ask for is kept now.
                    first, second = self._without(address, names, claim), self._without(other, aliases, claim)
                if first != second:
                    parts = [name for name, one, two in zip(Answer._fields, first, second, strict=True) if one != two]
                    found.append(f"{address} is answered unlike {other}: {', '.join(parts)}")
        return asked, found

    def _questions(self, names: Any) -> list[str]:
        from bench.reliability.addresses import questions

        return list(questions(names, self.languages)) if self.is_thorough else []

    def _without(self, address: str, names: Any, claim: Any) -> tuple[Any, ...]:
        """The answer without the name that was asked with, which is given back."""
        answer = self._one(address)
        words = {word for name in names.__dataclass_fields__ for word in getattr(names, name)}
        words |= {str(claim.pk), str(10**9)} if "/admin/" in address or "editorial" in address else set()
        headers = str([pair for pair in answer.headers if pair[0] not in ("ETag", "Content-Length")])
        body = answer.body.decode(errors="replace")
        for word in sorted(words, key=len, reverse=True):
            headers, body = headers.replace(word, "…"), body.replace(word, "…")
        return answer.status, headers, body, answer.queries


def public_names(newsroom: Any) -> Any:
    from bench.reliability.addresses import Names
    from claims.models import PublishedAppearance, PublishedClaim
    from claims.record.lookup import lookup_prefixes

    claims = PublishedClaim.objects.order_by("publication_id")
    articles = set(PublishedAppearance.objects.values_list("article", flat=True))
    prefixes = {prefix for claim in claims for prefix in lookup_prefixes(claim.document)}
    return Names(
        claim=[claim.slug for claim in newsroom.public],
        article=sorted(articles),
        source=sorted(source.slug for source in newsroom.sources),
        entity=sorted({snapshot.article.publisher.slug for snapshot in newsroom.snapshots}),
        topic=[topic.slug for topic in newsroom.topics],
        words=["rice", "dearer", "true"],
        prefixes=sorted(prefixes)[:20],
    )


def names_of(claim: Any) -> Any:
    from bench.reliability.addresses import Names
    from claims.record.lookup import PREFIX_DIGITS
    from claims.text.digests import text_digest
    from claims.text.normalisation import fold

    claim.refresh_from_db()
    statement = claim.statement.data["en"]
    appearance = claim.appearances.select_related("snapshot__article").order_by("pk")[0]
    topic = next(topic for topic in claim.topics.all() if topic.slug.startswith("zq"))
    return Names(
        claim=[claim.slug],
        article=[appearance.snapshot.article.slug],
        source=[claim.evidence.order_by("pk")[0].source.slug],
        entity=[claim.claimant.slug],
        topic=[topic.slug],
        words=[statement.split()[-1]],
        prefixes=[text_digest(fold(statement))[:PREFIX_DIGITS]],
    )


def closed_addresses(key: int) -> list[str]:
    """Of those who work here: a stranger does not even learn which rows there are."""
    tables = ("claims", "assessments", "evidence", "sources", "articles", "snapshots", "entities", "topics", "webhooks")
    editorial = [f"/api/v1/editorial/{table}/{key}/" for table in tables]
    return [*editorial, f"/admin/claims/claim/{key}/change/", f"/admin/claims/assessment/{key}/history/"]


def leak(newsroom: Any) -> None:
    """The control: what would be public if the application wrote drafts into the public tables."""
    from django.db import connection, transaction

    from bench.reliability.secret_newsroom import secret

    slug, word = newsroom.public[5].slug, secret()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE claims_publishedclaim SET document = jsonb_set(document, '{summary,en}', to_jsonb(%s::text))"
            " WHERE slug = %s",
            [word, slug],
        )
        cursor.execute(
            "UPDATE claims_publishedanswer SET whole = replace(whole, '\"statement\"', %s) WHERE claim_id = %s",
            [f'"{word}": 1, "statement"', slug],
        )


if __name__ == "__main__":
    sys.exit(main())
