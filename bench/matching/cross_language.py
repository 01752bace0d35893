"""The claims of the sample, asked in each language, against what claims say in the same and in the other one.

    python bench/matching/cross_language.py

Loads the sample dossier into a scratch database and asks for every statement; prints how often its own claim is first.
Fails when that is less than 95 %, where claims are looked at in every language as readers do.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.figures import note
from bench.scratch_database import scratch_database, set_up_django

LANGUAGES = ("id", "en")


def main() -> int:
    set_up_django()
    from bench.record.generate import load_sample
    from claims.models import PublishedClaim
    from claims.record.vectors import embed_missing

    with scratch_database("bench_cross_language"):
        load_sample()
        embed_missing()
        statements = dict(PublishedClaim.objects.listed().values_list("slug", "document__statement"))
        worst = 1.0
        for asked in LANGUAGES:
            for within in (None, *LANGUAGES):
                share = first_share(statements, asked, within)
                worst = min(worst, share) if within is None else worst
                by = within or "every language"
                note(f"asked in {asked}, found by {by}, of {len(statements)}", share, "share first", "higher")
                print(f"asked in {asked}, found by {by:<14} {share:7.1%} of {len(statements)} first")
    return 0 if worst >= 0.95 else 1


def first_share(statements: dict[str, dict[str, str]], asked: str, within: str | None) -> float:
    from claims.search import match

    slugs = list(statements)
    words = [statements[slug][asked] for slug in slugs]
    found = match(words, languages=[within] if within else None, most=1, least=0.0)
    return sum(bool(each) and each[0].claim == slug for slug, each in zip(slugs, found, strict=True)) / len(slugs)


if __name__ == "__main__":
    sys.exit(main())
