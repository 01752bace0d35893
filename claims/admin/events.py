"""What the database remembers of each table. People read it on the row's own page; here is all of it."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.admin.verb_words import verb_in_words
from claims.admin.view_only import ViewOnlyAdmin


class EventAdmin(ViewOnlyAdmin):
    list_display = ["pgh_id", "pgh_created_at", "pgh_label", "row", "who", "verb", "reason"]
    list_select_related = ["pgh_context"]
    list_filter = ["pgh_label"]
    search_fields = ["=id"]
    date_hierarchy = "pgh_created_at"
    ordering = ["-pgh_id"]
    show_full_result_count = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see the rows may see what became of them."""
        tracked = self.model.pgh_tracked_model
        # The tags of a claim are part of the claim.
        name = "claim" if tracked._meta.proxy else tracked._meta.model_name
        return request.user.has_perm(f"claims.view_{name}")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field.name for field in self.opts.concrete_fields]

    @admin.display(description=_("row"))
    def row(self, event: Any) -> str:
        return f"{event.pgh_tracked_model.__name__} {event.id}"

    @admin.display(description=_("who"))
    def who(self, event: Any) -> str:
        return str(_metadata(event).get("user_name", ""))

    @admin.display(description=_("verb"))
    def verb(self, event: Any) -> str:
        return verb_in_words(_metadata(event).get("verb", ""))

    @admin.display(description=_("reason"))
    def reason(self, event: Any) -> str:
        return str(_metadata(event).get("reason", ""))


def _metadata(event: Any) -> dict[str, Any]:
    return (event.pgh_context.metadata or {}) if event.pgh_context else {}


EVENT_MODELS = [model for model in apps.get_app_config("claims").get_models() if hasattr(model, "pgh_tracked_model")]
admin.site.register(EVENT_MODELS, EventAdmin)
