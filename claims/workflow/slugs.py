"""Names for addresses."""

from django.db.models import Model
from django.utils.text import slugify

from claims.record import localized

LONGEST_SLUG = 100


def free_slug(model: type[Model], text: object, *, fallback: str) -> str:
    """A slug from the text's first language that no row of ``model`` has yet: ``name``, ``name-2``, ``name-3`` …"""
    stem = plain_slug(text) or fallback
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def plain_slug(text: object) -> str:
    """The slug that the text's first language gives, whether it is free or not; empty where no letter is left."""
    filled = localized(text)
    words = filled.get("en") or next(iter(filled.values()), "")
    return slugify(words)[:LONGEST_SLUG].rstrip("-")
