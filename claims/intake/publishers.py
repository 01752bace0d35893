"""Find the publisher that a command names."""

import re

from django.db.models import Q

from claims.models import Entity, User
from claims.workflow import free_slug, recorded

HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


class UnknownPublisher(ValueError):
    """No entity has this slug, domain or name, and it is no host from which one could be made."""


def find_or_add_publisher(name: str, *, by: User, title: str = "") -> Entity:
    """The entity with this slug or domain. An unknown host becomes a new organization; an unknown word is refused.

    A host names exactly one publisher, so adding it cannot make a duplicate; a word could be a slip of the pen. A new
    one is called ``title``, or by its host until somebody gives it a name.
    """
    found = find_publisher(name)
    if found is not None:
        return found
    wanted = _spelling(name)
    with recorded("create", by=by, reason="Publisher of an imported document"):
        return Entity.objects.create(
            slug=free_slug(Entity, wanted.replace(".", "-"), fallback="publisher"),
            kind=Entity.Kind.ORGANIZATION,
            name=title or wanted,
            domain=wanted,
        )


def find_publisher(name: str) -> Entity | None:
    """The entity with this slug or domain; ``None`` for a host from which one could be made, else refused."""
    wanted = _spelling(name)
    found = Entity.objects.filter(Q(slug=wanted) | (Q(domain=wanted) & ~Q(domain=""))).first()
    if found is None and not HOST.fullmatch(wanted):
        raise UnknownPublisher(
            f"No publisher “{name}” here. Give its slug, or its host such as tribunnews.com to add it."
        )
    return found


def _spelling(name: str) -> str:
    return name.strip().lower().removeprefix("www.")
