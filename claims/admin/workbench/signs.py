"""Why a sentence may be worth checking, in words."""

from collections.abc import Iterable

from claims.models import Claim
from claims.search.in_words import sign_in_words
from claims.text.check_worthiness import CheckWorthiness, Sign

# What a sentence with this sign is most often dismissed as; the strongest sign decides.
DISMISSED_AS = {
    "opinion": Claim.DismissalReason.OPINION,
    "prediction": Claim.DismissalReason.PREDICTION,
    "motive": Claim.DismissalReason.MOTIVE,
    "question": Claim.DismissalReason.QUESTION,
    "heading": Claim.DismissalReason.HEADLINE,
    "boilerplate": Claim.DismissalReason.OUT_OF_SCOPE,
}


def in_words(signs: Iterable[Sign]) -> list[tuple[bool, str]]:
    """Each sign, strongest first, and whether it speaks for checking."""
    return [(sign.points > 0, sign_in_words(sign)) for sign in signs]


def likely_dismissal(weighed: CheckWorthiness) -> Claim.DismissalReason:
    return next(
        (DISMISSED_AS[sign.name] for sign in weighed.signs if sign.name in DISMISSED_AS),
        Claim.DismissalReason.GENERAL_STATEMENT,
    )
