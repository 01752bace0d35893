"""Find the publisher that a command names."""

import re

from django.db.models import Q

from claims.models import Entity, User
from claims.workflow import free_slug, recorded

HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


class UnknownPublisher(ValueError):
    """No entity has this slug, domain or name, and it is no host from which one could be made."""


def find_or_add_publisher(wanted: str, *, by: User, name: str = "") -> Entity:
    """The entity with this slug or domain. An unknown host becomes a new organization; an unknown word is refused.

    A host names exactly one publisher, so adding it cannot make a duplicate; a word could be a slip of the pen.
    ``name`` is what readers will know the new one as.
    """
    given, wanted = wanted, wanted.strip().lower().removeprefix("www.")
    found = Entity.objects.filter(Q(slug=wanted) | (Q(domain=wanted) & ~Q(domain=""))).first()
    if found is not None:
        return found
    if not HOST.fullmatch(wanted):
        raise UnknownPublisher(
            f"No publisher “{given}” here. Give its slug, or its host such as tribunnews.com to add it."
        )
    with recorded("create", by=by, reason="Publisher of an imported article"):
        return Entity.objects.create(
            slug=free_slug(Entity, wanted.replace(".", "-"), fallback="publisher"),
            kind=Entity.Kind.ORGANIZATION,
            name=name or wanted,
            domain=wanted,
        )
