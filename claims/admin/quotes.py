"""Find an editor's quote in a text, and say in words why it was not found."""

import re

from django.utils.translation import gettext as _

from claims.text.anchors import Selector, make_selector

PLACES_NAMED = 8


class QuoteNotFound(Exception):
    """The message is for the editor; ``field`` says which of ``exact`` and ``start`` it is about."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


def find_quote(text: str, exact: str, start: int | None) -> Selector:
    """The only place of these words, or the one after ``start`` characters. Raises :class:`QuoteNotFound`."""
    if start is not None:
        if text.startswith(exact, start):
            return make_selector(text, start, start + len(exact))
        raise QuoteNotFound("start", _("The text says something else at this place."))
    places = [found.start() for found in re.finditer(f"(?={re.escape(exact)})", text)]
    if not places:
        raise QuoteNotFound("exact", _("These words do not occur in the snapshot. Copy them exactly."))
    if len(places) > 1:
        named = ", ".join(str(place) for place in places[:PLACES_NAMED])
        message = _("These words occur %(count)d times, after %(places)s characters. Say which one you mean.")
        raise QuoteNotFound("start", message % {"count": len(places), "places": named})
    return make_selector(text, places[0], places[0] + len(exact))
