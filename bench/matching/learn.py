"""Learn what the features of a match weigh, from the posts of the training split alone, and write weights.json.

    python bench/matching/learn.py [--data FOLDER]

For every post the product gathers its candidates; a conditional logistic regression (McFadden 1974: of the candidates
of one post, the right one is chosen) learns the weights, with the strength of its ridge chosen by cross-validation over
posts. Platt scaling then makes a probability of the sum, from sums of posts that were not learned from, and with half
of the posts robbed of their right claim: what people ask has often never been checked. Dev is not looked at.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

import numpy as np

from bench.matching.measure import (
    AT_ONCE,
    Query,
    average_precision,
    open_database,
    parser_with_data,
    read_queries,
    read_relevant,
)
from bench.scratch_database import set_up_django

COMMAND = "python bench/matching/learn.py"
RIDGES = (0.1, 0.3, 1.0, 3.0, 10.0)
FOLDS = 10
STEPS = 60
# Bands are promises about probabilities, not something to learn.
SAME_FROM, LIKELY_FROM = 0.8, 0.4


@dataclass
class Example:
    """The candidates of one post: a row of features each, and which of them are right."""

    query: str
    claims: list[str]
    features: Any
    is_right: Any
    wanted: set[str]


def examples(queries: list[Query], relevant: dict[str, set[str]], way: Any, names: tuple[str, ...]) -> list[Example]:
    from claims.search.matches.find import gather

    found: list[Example] = []
    for start in range(0, len(queries), AT_ONCE):
        batch = queries[start : start + AT_ONCE]
        for query, gathered in zip(batch, gather([one.text for one in batch], languages=None, way=way), strict=True):
            rows = gathered.candidates
            wanted = relevant.get(query.key, set())
            features = np.array([[row.features[name] for name in names] for row in rows]).reshape(len(rows), len(names))
            claims = [row.claim for row in rows]
            found.append(Example(query.key, claims, features, np.array([one in wanted for one in claims]), wanted))
    return found


def fitted(learned: list[Example], ridge: float, width: int) -> Any:
    """Newton's method on the conditional log-likelihood less the ridge, which is concave; bad steps are halved."""
    usable = [each for each in learned if each.is_right.any()]
    weights = np.zeros(width)
    value = likelihood(usable, weights, ridge)
    for _step in range(STEPS):
        gradient, curvature = -ridge * weights, ridge * np.eye(width)
        for each in usable:
            chances = softmax(each.features @ weights)
            mean = chances @ each.features
            gradient += each.features[each.is_right].mean(axis=0) - mean
            centred = each.features - mean
            curvature += (centred * chances[:, None]).T @ centred
        change = np.linalg.solve(curvature, gradient)
        while likelihood(usable, weights + change, ridge) < value and np.abs(change).max() > 1e-6:
            change = change / 2
        weights = weights + change
        value = likelihood(usable, weights, ridge)
        if np.abs(change).max() < 1e-5:
            break
    return weights


def likelihood(usable: list[Example], weights: Any, ridge: float) -> float:
    total = -ridge / 2 * float(weights @ weights)
    for each in usable:
        total += float(np.log(np.maximum(softmax(each.features @ weights), 1e-300))[each.is_right].mean())
    return total


def softmax(exponents: Any) -> Any:
    chances = np.exp(exponents - exponents.max())
    return chances / chances.sum()


def folds(all_examples: list[Example]) -> Iterator[tuple[list[Example], list[Example]]]:
    for fold in range(FOLDS):
        kept = [each for place, each in enumerate(all_examples) if place % FOLDS != fold]
        yield kept, all_examples[fold::FOLDS]


def mean_average_precision(asked: list[Example], weights: Any) -> float:
    total = 0.0
    for each in asked:
        order = np.argsort(-(each.features @ weights), kind="stable") if len(each.claims) else []
        places = [place for place, index in enumerate(order, start=1) if each.is_right[index]]
        total += average_precision(places, each.wanted, 5)
    return total / max(1, len(asked))


def scaled_by_platt(all_examples: list[Example], ridge: float, width: int) -> tuple[float, float]:
    """Slope and intercept, by Newton's method, from sums of posts that the weights have not seen."""
    sums, labels = [], []
    for kept, asked in folds(all_examples):
        weights = fitted(kept, ridge, width)
        for place, each in enumerate(asked):
            is_robbed = place % 2 == 1
            usable = ~each.is_right if is_robbed else np.ones(len(each.claims), dtype=bool)
            order = np.argsort(-(each.features[usable] @ weights), kind="stable")[:20]
            sums += list((each.features[usable] @ weights)[order])
            labels += list(each.is_right[usable][order])
    columns = np.stack([np.array(sums), np.ones(len(sums))], axis=1)
    wanted, solution = np.array(labels, dtype=float), np.zeros(2)
    for _step in range(STEPS):
        chances = 1 / (1 + np.exp(-np.clip(columns @ solution, -30, 30)))
        curvature = (columns * (chances * (1 - chances))[:, None]).T @ columns + 1e-6 * np.eye(2)
        solution += np.linalg.solve(curvature, columns.T @ (wanted - chances))
    return float(solution[0]), float(solution[1])


def learn(way: str, names: tuple[str, ...], queries: list[Query], relevant: dict[str, set[str]]) -> dict[str, Any]:
    from claims.search.matches.find import Way

    known = examples(queries, relevant, Way(way), names)
    # A ridge treats all weights alike, so the features are brought to one scale and back.
    spread = np.concatenate([each.features for each in known if len(each.claims)]).std(axis=0)
    spread[spread == 0] = 1.0
    for each in known:
        each.features = each.features / spread
    scores = {}
    for ridge in RIDGES:
        found = [mean_average_precision(asked, fitted(kept, ridge, len(names))) for kept, asked in folds(known)]
        scores[ridge] = sum(found) / len(found)
        print(f"{way:<9} ridge {ridge:<5} MAP@5 of posts not learned from {scores[ridge]:.4f}", flush=True)
    ridge = max(RIDGES, key=lambda each: scores[each])
    slope, intercept = scaled_by_platt(known, ridge, len(names))
    weights = fitted(known, ridge, len(names)) / spread
    return {
        "features": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        "slope": round(slope, 4),
        "intercept": round(intercept, 4),
        "same_from": SAME_FROM,
        "likely_from": LIKELY_FROM,
    }


def main() -> None:
    given = parser_with_data(__doc__).parse_args()
    set_up_django()
    open_database(given.data / "verified_claims.docs.tsv")
    from claims.search.matches import features
    from claims.search.matches.weights import FILE

    queries = read_queries(given.data / "train" / "tweets.queries.tsv")
    relevant = read_relevant(given.data / "train" / "tweet-vclaim-pairs.qrels")
    ways = {"lexical": features.LEXICAL, "semantic": features.SEMANTIC, "fused": features.NAMES}
    learned = {way: learn(way, names, queries, relevant) for way, names in ways.items()}
    told = {
        "command": COMMAND,
        "learned_from": f"CheckThat! 2020, task 2, train: {len(queries)} posts; ridge by {FOLDS}-fold cross-validation",
        "weights": learned,
    }
    FILE.write_text(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    main()
