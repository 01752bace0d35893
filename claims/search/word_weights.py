"""What a word weighs, by how rare it is and by where it stands: the constants of all searches, in one place."""

import math

# What matches are found by: statement, summary, quotes from articles, names and topics.
FIELDS = ("statement", "summary", "quote", "entity")
FIELD_WEIGHTS = {"statement": 1.0, "summary": 0.8, "quote": 0.7, "entity": 0.4}
# How soon a word that is said again counts no more, and how much a long text counts against a claim (BM25).
SATURATION = 1.2
LENGTH_SHARE = 0.5

# What the list of claims is searched by: reasoning, quotes, summary and names, statement (the labels D, C, B, A).
LIST_WEIGHTS = [0.05, 0.2, 0.4, 1.0]
# Between claims that fit equally well, readers gain more from the one that editors found worth checking.
WORTH_WEIGHT = 0.1


def rarity(documents: int, of: int) -> float:
    """Of a word that so many of all documents have; never below 0, however frequent it is."""
    return math.log(1 + (of - documents + 0.5) / (documents + 0.5))
