"""Pages of a list by number; a number that does not exist is a page not found that says how many there are."""

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _


def page_or_404(rows: QuerySet[Any], request: HttpRequest, *, size: int) -> Page[Any]:
    paginator = Paginator(rows, size)
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404(_("The list has %(pages)d pages.") % {"pages": paginator.num_pages}) from None
