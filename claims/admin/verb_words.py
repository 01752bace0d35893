"""Verbs as the history tells them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "accept": gettext_lazy("accepted"),
    "approve": gettext_lazy("approved"),
    "correct": gettext_lazy("published as a correction"),
    "create": gettext_lazy("created"),
    "delete": gettext_lazy("deleted"),
    "dismiss": gettext_lazy("dismissed"),
    "edit": gettext_lazy("edited"),
    "propose": gettext_lazy("proposed"),
    "publish": gettext_lazy("published"),
    "publish_unverified": gettext_lazy("published as unverified"),
    "return": gettext_lazy("returned"),
    "start_assessment": gettext_lazy("started an assessment"),
    "store_snapshot": gettext_lazy("stored the text"),
    "submit": gettext_lazy("submitted for approval"),
}


def verb_in_words(verb: str) -> str:
    """A verb without a word of its own is shown as it is; a change without a verb came past the application."""
    return str(WORDS.get(verb) or verb.replace("_", " ")) if verb else _("changed")
