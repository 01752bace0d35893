"""What all lists share: pages with addresses, and a refusal of parameters that mean nothing."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.search import unknown_parameters
from claims.text.addresses import TRACKING

LONGEST_NAME = 100


class NotUnderstood(Exception):
    """The address asks for something that the list does not know; ``problems`` are for the reader."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


class PastTheEnd(Http404):
    """A page that the list does not have; ``last`` is the address of its last one."""

    def __init__(self, pages: int, last: str) -> None:
        super().__init__(
            ngettext("The list has %(pages)d page.", "The list has %(pages)d pages.", pages) % {"pages": pages}
        )
        self.last = last


def listing(request: HttpRequest, rows: QuerySet[Any], size: int, *, total: int | None = None) -> dict[str, Any]:
    """The page that was asked for, and its neighbours, for the template. Who knows the total saves a query."""
    paginator = Paginator(rows, size)
    if total is not None:
        paginator.count = total
    try:
        page = paginator.page(request.GET.get("page", 1))
    except InvalidPage:
        last = address_with(request.GET, page=paginator.num_pages)
        raise PastTheEnd(paginator.num_pages, request.path + last) from None
    return {
        "page": page,
        "total": paginator.count,
        "previous": address_with(request.GET, page=page.previous_page_number()) if page.has_previous() else "",
        "next": address_with(request.GET, page=page.next_page_number()) if page.has_next() else "",
    }


def address_with(given: QueryDict, **changes: object) -> str:
    """The same list with some parameters changed; None takes one away. Changing a filter starts at page 1."""
    query = given.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return "?" + query.urlencode()


def problems(given: QueryDict, allowed: Sequence[str]) -> list[str]:
    """What in the parameters cannot be answered. What others add to shared links to follow readers does no harm."""
    unknown = [name for name in unknown_parameters(given, allowed) if not TRACKING.match(name)]
    repeated = [name for name in given if name in allowed and len(given.getlist(name)) > 1]
    return [_unknown(name, allowed) for name in unknown] + [_repeated(name) for name in repeated]


def refuse_unknown(given: QueryDict, allowed: Sequence[str]) -> None:
    found = problems(given, allowed)
    if found:
        raise NotUnderstood(found)


def _unknown(name: str, allowed: Sequence[str]) -> str:
    known = ", ".join(allowed)
    return _("Unknown parameter “%(name)s”. Allowed: %(allowed)s.") % {"name": name[:LONGEST_NAME], "allowed": known}


def _repeated(name: str) -> str:
    return _("“%(name)s” is given more than once. Write several values with commas between them.") % {"name": name}
