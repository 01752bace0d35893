"""Why a sentence may be worth checking, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Claim
from claims.text.check_worthiness import CheckWorthiness, Sign

WORDS: dict[str, Promise] = {
    "number": gettext_lazy("a number"),
    "comparison": gettext_lazy("a comparison"),
    "named-entity": gettext_lazy("a name"),
    "past-event": gettext_lazy("something that happened"),
    "reported-speech": gettext_lazy("somebody’s words"),
    "causal": gettext_lazy("a cause"),
    "regulation": gettext_lazy("a law or a rule"),
    "strong-word": gettext_lazy("a strong word without a measure"),
    "opinion": gettext_lazy("an opinion"),
    "prediction": gettext_lazy("a prediction"),
    "motive": gettext_lazy("a motive"),
    "question": gettext_lazy("a question"),
    "greeting": gettext_lazy("a greeting"),
    "heading": gettext_lazy("no full sentence"),
    "first-person": gettext_lazy("the first person"),
    "too-short": gettext_lazy("very short"),
    "boilerplate": gettext_lazy("not the story"),
}
WORDS_SHOWN = 3
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
    return [(sign.points > 0, _sign(sign)) for sign in signs]


def likely_dismissal(weighed: CheckWorthiness) -> Claim.DismissalReason:
    return next(
        (DISMISSED_AS[sign.name] for sign in weighed.signs if sign.name in DISMISSED_AS),
        Claim.DismissalReason.GENERAL_STATEMENT,
    )


def _sign(sign: Sign) -> str:
    name = str(WORDS.get(sign.name, sign.name))
    if not sign.words:
        return name
    return _("%(sign)s: %(words)s") % {"sign": name, "words": ", ".join(sign.words[:WORDS_SHOWN])}
