"""Verbs as the history tells them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "accept": gettext_lazy("accepted"),
    "approve": gettext_lazy("approved"),
    "archive": gettext_lazy("found an archived copy"),
    "ask_panel": gettext_lazy("asked for a panel"),
    "assign": gettext_lazy("assigned"),
    "attach_repeat": gettext_lazy("attached a repeat"),
    "cast_vote": gettext_lazy("voted"),
    "comment": gettext_lazy("commented"),
    "correct": gettext_lazy("published as a correction"),
    "create": gettext_lazy("created"),
    "delete": gettext_lazy("deleted"),
    "dismiss": gettext_lazy("dismissed"),
    "edit": gettext_lazy("edited"),
    "import": gettext_lazy("imported"),
    "merge": gettext_lazy("merged"),
    "propose": gettext_lazy("proposed"),
    "publish": gettext_lazy("published"),
    "publish_unverified": gettext_lazy("published as unverified"),
    "redact": gettext_lazy("redacted"),
    "relate": gettext_lazy("related"),
    "restore": gettext_lazy("restored an earlier state"),
    "retract": gettext_lazy("retracted"),
    "return": gettext_lazy("returned"),
    "schedule_review": gettext_lazy("set the review dates"),
    "start_assessment": gettext_lazy("started an assessment"),
    "store_snapshot": gettext_lazy("stored the text"),
    "submit": gettext_lazy("submitted for approval"),
}


def verb_in_words(verb: str) -> str:
    """A verb without a word of its own is shown as it is; a change without a verb came past the application."""
    return str(WORDS.get(verb) or verb.replace("_", " ")) if verb else _("changed")
