"""A claim's page: statement, places, evidence, verdict, verbs and history on one screen."""

from typing import Any

from django.contrib import admin
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.admin.appearance import AppearanceInline
from claims.admin.base import EditorialAdmin
from claims.admin.bulk_verbs import CLAIM_ACTIONS, bulk_actions
from claims.admin.claim_list import AssignedFilter, ClaimList, LookFilter, RatingFilter
from claims.admin.deletion import delete_selected
from claims.admin.evidence import EvidenceInline
from claims.admin.forms import EditorialForm
from claims.admin.history import changes_of
from claims.admin.languages import in_all_languages
from claims.admin.readiness import steps
from claims.admin.verb_pages import VerbPages
from claims.admin.verbs import Button, buttons
from claims.models import Assessment, Claim, ClaimRelation
from claims.workflow import free_slug

CHANGES_SHOWN = 15
DISMISSAL_NOTE: Any = in_all_languages(Claim, "dismissal_note")


class ClaimForm(EditorialForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "slug" in self.fields and not self.instance.pk:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Leave empty to have it made from the statement.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            "slug" in self.fields
            and not cleaned.get("slug")
            and cleaned.get("statement")
            and not self.has_error("slug")
        ):
            cleaned["slug"] = free_slug(Claim, cleaned["statement"], fallback="claim")
        return cleaned


@admin.register(Claim)
class ClaimAdmin(VerbPages, EditorialAdmin):
    form = ClaimForm
    inlines = [AppearanceInline, EvidenceInline]
    list_display = [
        "statement",
        "status",
        "rating",
        "claimant",
        "assignee",
        "evidence_items",
        "changed_on",
    ]
    list_select_related = ["claimant", "assigned_to"]
    list_filter = ["stage", "verification_status", AssignedFilter, LookFilter, RatingFilter, "topics"]
    search_fields = ["statement", "slug", "appearances__exact"]
    date_hierarchy = "created_at"
    actions = [*bulk_actions(CLAIM_ACTIONS), delete_selected]
    autocomplete_fields = ["claimant", "parent", "topics", "entities"]
    readonly_fields = [
        "stage",
        "verification_status",
        "dismissal_reason",
        DISMISSAL_NOTE,
        "merged_into",
        "assignee",
        "first_published_at",
    ]

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ClaimList]:
        return ClaimList

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets: list[Any] = [
            (None, {"fields": ["statement", "without_appearance"]}),
            (_("Who says it"), {"fields": [("claimant", "claimed_on"), "attribution", "timeframe"]}),
            (_("Place and subject"), {"fields": [("topics", "entities"), "parent", ("slug", "checkworthiness")]}),
        ]
        if obj is not None:
            state: list[Any] = ["stage", "verification_status", "first_published_at", "assignee"]
            state += ["dismissal_reason", DISMISSAL_NOTE] if obj.dismissal_reason else []
            state += ["merged_into"] if obj.merged_into_id else []
            fieldsets.append((_("State"), {"fields": [tuple(state[:3]), *state[3:]]}))
        return self.with_reason(request, obj, fieldsets)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "slug"] if obj is not None and obj.first_published_at else fixed

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return Claim.objects.editable_by(request.user).filter(pk=obj.pk).exists()

    @admin.display(description=_("status"), ordering=Concat("stage", "verification_status"))
    def status(self, claim: Claim) -> str:
        """How far the check is; before it begins and where there is none, the stage says more."""
        if claim.stage == Claim.Stage.ACCEPTED:
            return claim.get_verification_status_display()
        return claim.get_stage_display()

    @admin.display(description=_("changed"), ordering="updated_at")
    def changed_on(self, claim: Claim) -> str:
        return timezone.localtime(claim.updated_at).date().isoformat()

    @admin.display(description=_("rating"), empty_value="–")
    def rating(self, claim: Any) -> str | None:
        if not claim.rating_label:
            return None
        if claim.rating_state == Assessment.State.PUBLISHED:
            return str(claim.rating_label)
        return _("%(rating)s (proposed)") % {"rating": claim.rating_label}

    @admin.display(description=_("assigned to"), ordering="assigned_to__username", empty_value="–")
    def assignee(self, claim: Claim) -> str | None:
        return claim.assigned_to.byline if claim.assigned_to else None

    @admin.display(description=_("evidence"), ordering="evidence_count")
    def evidence_items(self, claim: Any) -> int:
        return int(claim.evidence_count)

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
            verdicts = obj.assessments.select_related("claim", "rating", "author", "approver").order_by("-created_at")
            context["verdicts"] = [(verdict, _open_buttons(verdict, request.user)) for verdict in verdicts[:5]]
            context["verb_buttons"] = self.buttons(request, obj)
            # Once there is a verdict in the making, its own list says all of this and more.
            open_verdict = next((verdict for verdict in verdicts[:5] if verdict.state in Assessment.OPEN_STATES), None)
            context["steps"] = (
                steps(open_verdict or obj, by=request.user, site=self.admin_site.name) if is_open(obj) else []
            )
            context["changes"] = changes_of(obj, newest=CHANGES_SHOWN)
        return super().render_change_form(request, context, add, change, form_url, obj)


def is_open(claim: Claim) -> bool:
    """Work is still to be done before readers see it, or see it with a verdict."""
    waits = claim.first_published_at is None or claim.assessments.filter(state__in=Assessment.OPEN_STATES).exists()
    return waits and claim.stage in (Claim.Stage.CANDIDATE, Claim.Stage.ACCEPTED)


def _open_buttons(verdict: Assessment, user: Any) -> list[Button]:
    return [] if verdict.state == Assessment.State.PUBLISHED else buttons(verdict, user)


@admin.register(ClaimRelation)
class ClaimRelationAdmin(EditorialAdmin):
    list_display = ["from_claim", "kind", "to_claim"]
    list_select_related = ["from_claim", "to_claim"]
    list_filter = ["kind"]
    search_fields = ["from_claim__slug", "from_claim__statement", "to_claim__slug", "to_claim__statement"]
    autocomplete_fields = ["from_claim", "to_claim"]
    fields = ["from_claim", "kind", "to_claim"]
