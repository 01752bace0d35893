"""Tables that nobody edits by hand."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from claims.admin.base import ROWS_A_PAGE
from claims.admin.editorial_list import EditorialList
from claims.admin.languages import show_all_languages
from claims.admin.localized_search import LocalizedSearch


class ViewOnlyAdmin(LocalizedSearch, admin.ModelAdmin):  # type: ignore[type-arg]
    """Shown to whoever may see the table that it belongs to; never added, changed or deleted here."""

    list_per_page = ROWS_A_PAGE
    list_max_show_all = 200
    actions = None
    # The permission that opens the page, when it is another table's.
    view_permission = ""

    def get_changelist(self, request: HttpRequest, **options: Any) -> Any:
        return EditorialList

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return show_all_languages(self.model, super().get_fieldsets(request, obj))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.view_permission:
            return request.user.has_perm(self.view_permission)
        return super().has_view_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
