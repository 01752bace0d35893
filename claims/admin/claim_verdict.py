"""The verdict in the making on its claim's page, for whoever writes it."""

from typing import Any

from django.db import models
from django.http import HttpRequest

from claims.admin.assessment import refuse_closed
from claims.admin.base import EditorialInline
from claims.admin.forms import RevisionForm
from claims.admin.languages import LongLanguageTextarea
from claims.admin.writing_help import teach
from claims.models import Assessment, Claim

PREFIX = "assessments"


class VerdictForm(RevisionForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        teach(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.changes:
            refuse_closed(self)
        return cleaned


class OwnVerdict(EditorialInline):
    """Only the author's own draft. It is begun by its verb and removed by nobody."""

    model = Assessment
    form = VerdictForm
    template = "admin/claims/claim/verdict.html"
    can_delete = False
    autocomplete_fields = ["rating"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("rating", "confidence"),
                    "summary",
                    "reasoning",
                    "caveats",
                    ("as_of", "review_due", "expires_on"),
                    "seen_revision",
                ]
            },
        )
    ]

    def get_queryset(self, request: Any) -> models.QuerySet[Any]:
        own = super().get_queryset(request).filter(author=request.user).select_related("rating", "claim")
        # A save that comes after the submission is answered by the form, which keeps what was typed.
        states = Assessment.OPEN_STATES if request.method == "POST" else Assessment.EDITABLE_STATES
        return own.filter(state__in=states)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        if db_field.name == "reasoning":
            options["widget"] = LongLanguageTextarea
        return super().formfield_for_dbfield(db_field, request, **options)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def writes_verdict(request: Any, claim: Claim) -> bool:
    """Whether the page has a place for the verdict: the person's own draft, or what they typed into it."""
    if request.method == "POST":
        return f"{PREFIX}-TOTAL_FORMS" in request.POST
    # Asked for the form and for what stands beside it.
    known: dict[int, bool] = request.__dict__.setdefault("verdicts_written", {})
    if claim.pk not in known:
        known[claim.pk] = own_draft(request.user, claim) is not None
    return known[claim.pk]


def own_draft(person: Any, claim: Claim) -> Assessment | None:
    return Assessment.objects.filter(claim=claim, author=person, state__in=Assessment.EDITABLE_STATES).first()
