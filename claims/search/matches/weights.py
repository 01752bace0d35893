"""What the features weigh, learned once by ``bench/matching/learn.py`` and kept in weights.json."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claims.search.matches.match import Band

FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Weights:
    """A sum of weighed features orders the candidates; ``slope`` and ``intercept`` make a probability of it.

    ``same_from`` and ``likely_from`` are the least probabilities of the two upper bands.
    """

    features: Mapping[str, float]
    slope: float
    intercept: float
    same_from: float
    likely_from: float

    def total(self, features: Mapping[str, float]) -> float:
        return sum(weight * features[name] for name, weight in self.features.items())

    def probability(self, features: Mapping[str, float]) -> float:
        """That the claim says the same, 0 to 1 (Platt scaling)."""
        exponent = self.slope * self.total(features) + self.intercept
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, exponent))))

    def band(self, probability: float) -> Band:
        if probability >= self.same_from:
            return Band.SAME_CLAIM
        return Band.LIKELY if probability >= self.likely_from else Band.RELATED


@cache
def weights(way: str) -> Weights:
    """Of ``lexical``, ``semantic`` or ``fused``."""
    learned = json.loads(FILE.read_text())["weights"][way]
    return Weights(**learned)
