"""A list at the desk that costs the same on its last page as on its first, and with any filter."""

from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest


class EditorialList(ChangeList):
    """The order is a total one, for Django adds the key where it must: so it can be read from either end."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        """A filter over several links finds a row more than once: asked by their keys, rows need not be compared."""
        found: QuerySet[Any] = super().get_queryset(request, exclude_parameters)
        if not found.query.distinct:
            return found
        keys = found.order_by().values("pk")
        keys.query.distinct = False
        whole: QuerySet[Any] = self._whole(found).filter(pk__in=keys)
        return whole

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.multi_page and not (self.show_all and self.can_show_all):
            self.result_list = self._whole(self.queryset).filter(pk__in=self._keys_of_page())

    def _keys_of_page(self) -> Any:
        """Found before any row is read whole, and from the nearer end: the rows before them would be joined in vain."""
        start = (self.page_num - 1) * self.list_per_page
        end = min(start + self.list_per_page, self.result_count)
        if start <= self.result_count - end:
            return self.queryset.values("pk")[start:end]
        return self.queryset.reverse().values("pk")[self.result_count - end : self.result_count - start]

    def _whole(self, listed: QuerySet[Any]) -> Any:
        """All rows, as the list shows them and in its order, without its filters."""
        return self.apply_select_related(self.root_queryset).order_by(*listed.query.order_by)
