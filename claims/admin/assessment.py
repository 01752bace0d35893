"""A proposed verdict, and what a second person said about it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.admin.base import EditorialAdmin
from claims.admin.forms import EditorialForm
from claims.admin.history import changes_of
from claims.admin.languages import LongLanguageTextarea
from claims.admin.readiness import steps
from claims.admin.verb_pages import VerbPages
from claims.admin.view_only import ViewOnlyAdmin
from claims.admin.votes import panel_of
from claims.admin.writing_help import teach
from claims.models import Assessment, Review

CHANGES_SHOWN = 15


class AssessmentForm(EditorialForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        teach(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_closed(self)
        return cleaned


def refuse_closed(form: Any) -> None:
    """Text that comes after the submission is not lost: the form shows it again and says why it was not saved."""
    if form.instance.pk and form.instance.state not in Assessment.EDITABLE_STATES:
        message = _("It is %(state)s by now and cannot be edited. Nothing was saved; copy what you need from here.")
        form.add_error(None, message % {"state": form.instance.get_state_display()})


@admin.register(Assessment)
class AssessmentAdmin(VerbPages, EditorialAdmin):
    form = AssessmentForm
    list_display = ["claim", "rating", "state", "author", "approver", "as_of", "updated_at"]
    list_select_related = ["claim", "rating", "author", "approver"]
    list_filter = ["state", "rating", "confidence"]
    search_fields = ["claim__statement", "claim__slug", "summary", "author__username", "author__public_name"]
    date_hierarchy = "created_at"
    autocomplete_fields = ["rating"]
    readonly_fields = ["claim", "author", "state", "submitted_at", "approver", "approved_at"]
    fieldsets = [
        (None, {"fields": ["claim", ("state", "author", "approver")]}),
        (_("Verdict"), {"fields": ["rating", "confidence", "summary", ("as_of", "review_due", "expires_on")]}),
        (_("Reasoning"), {"fields": ["reasoning", "caveats"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("claim", "rating", "author", "approver")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name == "reasoning":
            options["widget"] = LongLanguageTextarea
        return super().formfield_for_dbfield(db_field, request, **options)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Started from the claim's page, where the verb says who may and when."""
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        # A save that comes after the submission is answered by the form, which keeps what was typed.
        is_open = obj.state in Assessment.EDITABLE_STATES or request.method == "POST"
        return bool(is_open and obj.author_id == request.user.pk)

    def render_change_form(
        self,
        request: Any,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if obj is not None:
            context["verb_buttons"] = self.buttons(request, obj)
            context["panel"] = panel_of(obj, request.user)
            context["steps"] = (
                steps(obj, by=request.user, site=self.admin_site.name) if obj.state in Assessment.OPEN_STATES else []
            )
            context["reviews"] = obj.reviews.select_related("reviewer")
            context["changes"] = changes_of(obj, newest=CHANGES_SHOWN)
        return super().render_change_form(request, context, add, change, form_url, obj)


@admin.register(Review)
class ReviewAdmin(ViewOnlyAdmin):
    list_display = ["assessment", "decision", "reviewer", "comment", "decided_at"]
    list_select_related = ["assessment__claim", "assessment__rating", "reviewer"]
    list_filter = ["decision"]
    search_fields = ["assessment__claim__slug", "assessment__claim__statement", "reviewer__username", "comment"]
    date_hierarchy = "decided_at"
    fields = ["assessment", "decision", "reviewer", "comment", "decided_at"]
