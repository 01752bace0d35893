"""Whether a text that changed still says what claims quote of it."""

from claims.models import Appearance, Evidence, Link
from claims.text.anchors import AnchorState, Selector, find_anchor

# A source that so many claims quote is rare; each quote is sought in the whole text.
MOST_QUOTES = 200


def quotes_gone(link: Link, text: str) -> list[str]:
    """The quotes that are not in ``text`` any more, not even in similar words; in the order in which they were made.

    ``text`` has one blank between words, as :func:`~claims.intake.recheck.finding.readable` gives it. A quote from
    confidential evidence is left out: more people see links than may see it.
    """
    return [quote for quote in _quotes(link) if _is_gone(quote, text)]


def _quotes(link: Link) -> list[str]:
    evidence = Evidence.objects.filter(source=link.source_id, confidential=False).exclude(quote="")
    places = Appearance.objects.filter(snapshot__article=link.article_id)
    found: list[str] = (
        list(evidence.order_by("pk").values_list("quote", flat=True)[:MOST_QUOTES])
        if link.source_id
        else list(places.order_by("pk").values_list("exact", flat=True)[:MOST_QUOTES])
    )
    return list(dict.fromkeys(" ".join(quote.split()) for quote in found))


def _is_gone(quote: str, text: str) -> bool:
    alone = Selector(start=0, end=len(quote), exact=quote, prefix="", suffix="")
    return find_anchor(alone, text).state == AnchorState.GONE
