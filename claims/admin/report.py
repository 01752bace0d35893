"""What readers reported, with the newsroom's answer."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from claims.models import ReaderReport
from claims.workflow import answer_report


@admin.register(ReaderReport)
class ReaderReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Nobody writes, changes or deletes a report here; only the answer to it is theirs."""

    list_display = ["number", "kind", "claim_slug", "state", "created_at", "answered_at"]
    list_filter = ["state", "kind", "language"]
    search_fields = ["number", "claim_slug", "text"]
    raw_id_fields = ["correction"]
    readonly_fields = ["number", "kind", "claim_slug", "text", "url", "language", "created_at", "answered_at"]
    fields = [*readonly_fields, "state", "answer", "correction"]
    actions = None

    def save_model(self, request: Any, obj: ReaderReport, form: Any, change: bool) -> None:
        answer_report(
            obj,
            state=ReaderReport.State(obj.state),
            answer=obj.answer,
            correction=obj.correction,
            by=request.user,
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
