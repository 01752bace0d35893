"""What matches and signs of check-worthiness are called in the reader's language."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from claims.search.matches import Band, Reason, ReasonCode
from claims.text.check_worthiness import Sign

BANDS: dict[Band, Promise] = {
    Band.SAME_CLAIM: pgettext_lazy("match", "says the same"),
    Band.LIKELY: pgettext_lazy("match", "probably says the same"),
    Band.RELATED: pgettext_lazy("match", "is related"),
}
SIGNS: dict[str, Promise] = {
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


def band_in_words(band: Band) -> str:
    return str(BANDS[band])


def sign_in_words(sign: Sign) -> str:
    name = str(SIGNS.get(sign.name, sign.name))
    if not sign.words:
        return name
    return _("%(sign)s: %(words)s") % {"sign": name, "words": ", ".join(sign.words[:WORDS_SHOWN])}


def differences(reasons: Iterable[Reason]) -> list[str]:
    """What speaks against a match, each in a sentence."""
    return [_difference(reason) for reason in reasons if reason.speaks_against]


def _difference(reason: Reason) -> str:
    if reason.code == ReasonCode.NEGATION_DIFFERS:
        return _("One of the two says “not”.")
    asked, claimed = (*reason.values, "", "")[:2]
    if asked and claimed:
        return _("It says %(asked)s, the claim says %(claimed)s.") % {"asked": asked, "claimed": claimed}
    if asked or claimed:
        return _("Only one of the two says %(value)s.") % {"value": asked or claimed}
    return _("The two differ.")
