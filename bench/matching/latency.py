"""How long one sentence takes to be matched among any number of claims, and what that needs.

    make bench-matching-latency ARGUMENTS="--claims 100000"

Reads statements, titles and their vectors from the database of measure.py (made when it is missing; the data is read
from the folder of CHECKTHAT), makes a scratch database of recombined claims in two languages (many_claims.py), and asks
for one sentence after the other through the product's own function: claims said again with words missing, and the posts
of dev. Prints median and p95 by words, by meaning and by both, the embedding alone and everything but the embedding,
the time to build and the sizes. With ``--keep`` the database stays and is used again. Beside other work, ``--rounds 5``
asks each five times and takes the quickest.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.matching.measure import open_database, parser_with_data, read_queries
from bench.scratch_database import scratch_database, set_up_django, use_database

WARMING = 30


def main() -> None:
    given = arguments()
    set_up_django()
    name = f"bench_latency_{given.claims}"
    if given.keep and exists(name):
        use_database(name)
        measure(given)
        return
    parts = read_parts(given)
    from bench.matching.many_claims import fill
    from claims.record.vectors import installed_engine, name_of

    engine = installed_engine()
    with scratch_database(name, keep=given.keep):
        is_semantic = engine is not None and not given.lexical
        built = fill(given.claims, parts, name_of(engine) if engine else "", with_vectors=is_semantic)
        for step, seconds in built.seconds.items():
            print(f"built  {step:<32} {seconds:9.1f} s")
        for relation, size in built.sizes.items():
            print(f"size   {relation:<32} {size / 1e6:9.1f} MB")
        measure(given)


def exists(name: str) -> bool:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def read_parts(given: Any) -> list[Any]:
    open_database(given.data / "verified_claims.docs.tsv")
    from django.db import connection

    from bench.matching.many_claims import Part

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT document #>> '{statement,en}', coalesce(document #>> '{summary,en}', ''), vector.nearby::real[]"
            " FROM claims_publishedclaim JOIN claims_publishedvector vector ON claim_id = slug"
            " WHERE document #>> '{statement,en}' <> '' ORDER BY slug"
        )
        return [Part(*row) for row in cursor.fetchall()]


def measure(given: Any) -> None:
    from bench.matching.many_claims import sentences
    from claims.record.vectors import installed_engine
    from claims.search.matches import Way

    asked = {"sentences": sentences(given.sentences)}
    posts = given.data / "dev" / "tweets.queries.tsv"
    if posts.exists():
        asked["posts"] = [query.text for query in read_queries(posts)[: given.sentences]]
    engine = installed_engine()
    ways = [Way.LEXICAL, Way.SEMANTIC, Way.FUSED] if engine and not given.lexical else [Way.LEXICAL]
    print(f"{given.claims:,} claims in two languages, one sentence at a time, one process")
    for kind, texts in asked.items():
        if engine and not given.lexical:
            tell(kind, "embedding alone", texts, partial(embed, engine), given.rounds)
        for way in ways:
            tell(kind, way, texts, partial(match_one, way), given.rounds)
        if engine and not given.lexical:
            with embedded_before(engine, texts):
                tell(kind, "fused, no embedding", texts, partial(match_one, Way.FUSED), given.rounds)


@contextmanager
def embedded_before(engine: Any, texts: Sequence[str]) -> Iterator[None]:
    """What the database and Python take: no vector is computed while it is measured."""
    from claims.search.matches import semantic
    from claims.search.matches.asked import Asked

    read = [Asked.about(text).text for text in texts]
    known = dict(zip(read, engine.embed(read, asked=True), strict=True))

    class Known:
        name, version = engine.name, engine.version

        def embed(self, texts: Sequence[str], *, asked: bool) -> list[list[float]]:
            return [known[text] for text in texts]

    installed, semantic.installed_engine = semantic.installed_engine, Known
    yield
    semantic.installed_engine = installed


def embed(engine: Any, text: str) -> None:
    engine.embed([text], asked=True)


def match_one(way: Any, text: str) -> None:
    from claims.search import match

    match([text], way=way)


def seconds(ask: Callable[[str], Any], text: str) -> float:
    started = time.perf_counter()
    ask(text)
    return time.perf_counter() - started


def tell(kind: str, what: str, texts: Sequence[str], ask: Callable[[str], Any], rounds: int) -> None:
    for text in texts[:WARMING]:
        ask(text)
    took = [min(seconds(ask, text) for _round in range(rounds)) * 1000 for text in texts]
    p95 = statistics.quantiles(took, n=20)[-1]
    print(
        f"{kind:<10} {what:<20} median {statistics.median(took):6.1f} ms  p95 {p95:6.1f} ms  of {len(took)}", flush=True
    )


def arguments() -> Any:
    parser = parser_with_data(__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--sentences", type=int, default=200, help="of each kind")
    parser.add_argument(
        "--lexical", action="store_true", help="by words only: without vectors, which take long to index"
    )
    parser.add_argument("--rounds", type=int, default=1, help="ask each so often, and take the quickest")
    parser.add_argument("--keep", action="store_true", help="keep the database, or use the one that was kept")
    return parser.parse_args()


if __name__ == "__main__":
    main()
