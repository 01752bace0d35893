"""Is every claim of the sample found from five paraphrases in each language? The paraphrases are in paraphrases.json.

    python bench/matching/paraphrases.py [--missed]

Loads the sample dossier into a scratch database and asks for all 450 in each way. Prints how many have their claim
first and among the first five, of how many claims that holds for all five paraphrases of a language, and in which band
the claim stands. Nothing was learned from these paraphrases.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.scratch_database import scratch_database, set_up_django

FILE = Path(__file__).with_name("paraphrases.json")
DEPTH = 5


@dataclass(frozen=True)
class Asked:
    """``place`` is where the right claim was found, or 0; ``first`` is the claim that was found first."""

    claim: str
    language: str
    text: str
    place: int
    first: str
    band: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--missed", action="store_true", help="name each that did not find its claim first")
    given = parser.parse_args()
    set_up_django()
    from bench.record.generate import load_sample
    from claims.record.vectors import embed_missing
    from claims.search import is_semantic

    with scratch_database("bench_paraphrases"):
        load_sample()
        embed_missing()
        ways = ["lexical", "semantic", "fused"] if is_semantic() else ["lexical"]
        for way in ways:
            found = ask(way)
            for language in sorted({one.language for one in found}):
                tell(way, language, [one for one in found if one.language == language])
            if given.missed and way == ways[-1]:
                tell_missed(found)


def ask(way: str) -> list[Asked]:
    from claims.search import match
    from claims.search.matches import Way

    paraphrases: dict[str, dict[str, list[str]]] = json.loads(FILE.read_text())
    asked = [
        (claim, language, text)
        for claim, languages in paraphrases.items()
        for language, texts in languages.items()
        for text in texts
    ]
    answers = match([text for _, _, text in asked], most=DEPTH, way=Way(way), least=0.0)
    found = []
    for (claim, language, text), matches in zip(asked, answers, strict=True):
        place = next((place for place, one in enumerate(matches, start=1) if one.claim == claim), 0)
        band = matches[place - 1].band.value if place else "none"
        found.append(Asked(claim, language, text, place, matches[0].claim if matches else "", band))
    return found


def tell(way: str, language: str, found: list[Asked]) -> None:
    claims = {one.claim for one in found}
    first = sum(one.place == 1 for one in found)
    in_five = sum(one.place > 0 for one in found)
    always_first = len(claims - {one.claim for one in found if one.place != 1})
    always = len(claims - {one.claim for one in found if not one.place})
    bands = Counter(one.band for one in found)
    print(
        f"{way:<9} asked in {language}: first {first}/{len(found)} ({first / len(found):.1%}),"
        f" in five {in_five}/{len(found)} ({in_five / len(found):.1%});"
        f" claims always first {always_first}/{len(claims)}, always in five {always}/{len(claims)}; "
        + ", ".join(f"{band} {bands[band]}" for band in ("same_claim", "likely", "related", "none"))
    )


def tell_missed(found: list[Asked]) -> None:
    for one in found:
        if one.place != 1:
            print(f"  {one.place or '-'}  {one.claim} ({one.language}), first: {one.first}: {one.text}")


if __name__ == "__main__":
    main()
