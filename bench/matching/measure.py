"""How well claims are found again: the public data of CheckThat! 2020, task 2, through the product's own function.

    make bench-matching SPLIT=dev
    make bench-matching ARGS="--run OUT.tsv --queries Q.tsv --claims C.tsv"

Loads the claims as published ones into a scratch database (see loading.py), which is kept and used again while the
claims are the same, asks for every query, and prints MAP@1, MAP@5, MRR and recall@20. The data is read from the folder
of CHECKTHAT (--data) and never copied. With --run the ranking is written as score.py of the data set reads it.
"""

import argparse
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.figures import note
from bench.scratch_database import ROOT, scratch_database, set_up_django, use_database

DATABASE = "bench_matching"
MOST = 50
AT_ONCE = 50

Ranking = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True)
class Query:
    key: str
    text: str


def read_queries(path: Path) -> list[Query]:
    from bench.matching.loading import read_table

    return [Query(row[0], row[1]) for row in read_table(path)[1:]]


def read_relevant(path: Path) -> dict[str, set[str]]:
    from bench.matching.loading import read_table

    relevant: dict[str, set[str]] = defaultdict(set)
    for query, _, claim, _ in read_table(path):
        relevant[query].add(claim)
    return relevant


def open_database(claims: Path, name: str = DATABASE) -> None:
    """Use the database of an earlier run when it holds the same claims."""
    from django.core.management import call_command
    from django.db import connection

    from bench.matching import loading

    statements = loading.read_claims(claims)
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        exists = cursor.fetchone() is not None
    if exists:
        use_database(name)
        if loading.is_loaded(statements):
            call_command("migrate", verbosity=0, interactive=False)
            loading.embed_all()
            return
    print(f"Loading {len(statements):,} claims …", file=sys.stderr)
    with scratch_database(name, keep=True):
        loading.load(statements)
        loading.mark_loaded(statements)
    use_database(name)
    loading.embed_all()


def rank(queries: Sequence[Query], way: str) -> Ranking:
    from claims.search import match
    from claims.search.matches import Way

    ranking: Ranking = {}
    for start in range(0, len(queries), AT_ONCE):
        batch = queries[start : start + AT_ONCE]
        for query, matches in zip(
            batch, match([each.text for each in batch], most=MOST, way=Way(way), least=0.0), strict=True
        ):
            ranking[query.key] = [(found.claim, found.score) for found in matches]
    return ranking


def figures(ranking: Ranking, relevant: dict[str, set[str]]) -> dict[str, float]:
    sums: Counter[str] = Counter()
    for query, wanted in relevant.items():
        places = [place for place, (claim, _) in enumerate(ranking.get(query, ()), start=1) if claim in wanted]
        sums["MAP@1"] += average_precision(places, wanted, 1)
        sums["MAP@5"] += average_precision(places, wanted, 5)
        sums["MRR"] += 1 / places[0] if places else 0
        sums["recall@20"] += sum(place <= 20 for place in places) / len(wanted)
    return {name: total / max(1, len(relevant)) for name, total in sums.items()}


def average_precision(places: Iterable[int], wanted: set[str], depth: int) -> float:
    hits = [place for place in places if place <= depth]
    return sum(number / place for number, place in enumerate(hits, start=1)) / min(len(wanted), depth)


def write_run(path: Path, ranking: Ranking) -> None:
    with path.open("w", encoding="utf-8") as file:
        for query, found in ranking.items():
            file.writelines(f"{query}\t{claim}\t{score:.6f}\n" for claim, score in found)


def main() -> None:
    given = arguments()
    set_up_django()
    open_database(given.claims or given.data / "verified_claims.docs.tsv")
    from claims.search import is_semantic

    queries = read_queries(given.queries or given.data / given.split / "tweets.queries.tsv")
    relevant_path = given.qrels or given.data / given.split / "tweet-vclaim-pairs.qrels"
    ways = ["lexical", "semantic", "fused"] if is_semantic() else ["lexical"]
    if given.way:
        ways = [given.way]
    for way in ways:
        started = time.perf_counter()
        ranking = rank(queries, way)
        spent = (time.perf_counter() - started) / max(1, len(queries)) * 1000
        if not given.queries or given.qrels:
            found = figures(ranking, read_relevant(relevant_path))
            shown = "  ".join(f"{name} {value:.4f}" for name, value in found.items())
            for name, value in found.items():
                note(f"{name}, {way}, {len(queries)} queries of {given.split}", value, "share", "higher")
            note(f"a query, {way}, of {given.split}", spent, "ms")
            print(f"{way:<9} {len(queries)} queries  {shown}  {spent:.0f} ms each")
    # The last way is the best that is installed.
    if given.run:
        write_run(given.run, ranking)
        print(f"{given.run}: {len(ranking)} queries, {way}, {spent:.0f} ms each")


def parser_with_data(description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = Path(os.environ.get("CHECKTHAT", ROOT.parent / "shared" / "checkthat2020"))
    parser.add_argument("--data", type=Path, default=data, help="the folder of the data set (CHECKTHAT)")
    return parser


def arguments() -> argparse.Namespace:
    parser = parser_with_data(__doc__)
    parser.add_argument("--split", choices=["train", "dev"], default="dev")
    parser.add_argument("--way", choices=["lexical", "semantic", "fused"], help="only this one, instead of each")
    parser.add_argument("--run", type=Path, help="write the ranking here")
    parser.add_argument("--queries", type=Path, help="ask these instead of a split: id, text")
    parser.add_argument("--claims", type=Path, help="search among these: id, claim, title")
    parser.add_argument("--qrels", type=Path, help="and count against these")
    return parser.parse_args()


if __name__ == "__main__":
    main()
