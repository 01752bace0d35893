"""A claim's page: statement, places, evidence, verdict, verbs and history on one screen."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, prefetch_related_objects
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from claims.admin.appearance import AppearanceInline
from claims.admin.base import EditorialAdmin
from claims.admin.bulk_verbs import CLAIM_ACTIONS, bulk_actions
from claims.admin.claim_evidence import EvidenceCards
from claims.admin.claim_list import AssignedFilter, ClaimList, DueFilter, LookFilter, RatingFilter
from claims.admin.claim_verdict import OwnVerdict, own_draft, writes_verdict
from claims.admin.comments import CommentPages, comments_of
from claims.admin.deletion import delete_selected
from claims.admin.forms import EditorialForm
from claims.admin.history import changes_of
from claims.admin.languages import in_all_languages
from claims.admin.preview import PreviewPages
from claims.admin.readiness import steps
from claims.admin.rulings import rulings
from claims.admin.source_by_address import SourceByAddress
from claims.admin.verb_pages import VerbPages
from claims.admin.verbs import Button, buttons
from claims.admin.writing_help import teach
from claims.models import Assessment, Claim, ClaimRelation
from claims.workflow import comment_objections, free_slug

CHANGES_SHOWN = 15
VERDICTS_SHOWN = 5
# The name of the button.
SAVE_AND_SUBMIT = "_submit_verdict"
DISMISSAL_NOTE: Any = in_all_languages(Claim, "dismissal_note")


class ClaimForm(EditorialForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "slug" in self.fields and not self.instance.pk:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Leave empty to have it made from the statement.")
        teach(self)

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
class ClaimAdmin(PreviewPages, CommentPages, SourceByAddress, VerbPages, EditorialAdmin):
    form = ClaimForm
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
    list_filter = ["stage", "verification_status", AssignedFilter, RatingFilter, DueFilter, LookFilter, "topics"]
    search_fields = ["statement", "slug", "appearances__exact"]
    short_words_field = "statement"
    search_help_text = _(
        "Any part of a word, in statements, names and quotes. A word of one or two letters is found as a whole word"
        " of a statement."
    )
    date_hierarchy = "created_at"
    # Two more counts of the whole table for each choice would take longer than the list itself.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
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

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        parts = [AppearanceInline, EvidenceCards]
        return [*parts, OwnVerdict] if obj is not None and writes_verdict(request, obj) else parts

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[ClaimList]:
        return ClaimList

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets: list[Any] = [
            (None, {"fields": ["statement", "without_appearance"]}),
            (_("Who says it"), {"fields": [("claimant", "claimed_on"), "attribution", "timeframe"]}),
            (
                _("Subject"),
                {"fields": [("topics", "entities"), "parent", ("slug", "checkworthiness")], "classes": ["collapse"]},
            ),
        ]
        if obj is not None:
            state: list[Any] = ["stage", "verification_status", "first_published_at", "assignee"]
            state += ["dismissal_reason", DISMISSAL_NOTE] if obj.dismissal_reason else []
            state += ["merged_into"] if obj.merged_into_id else []
            fieldsets.append((_("State"), {"fields": [tuple(state[:3]), *state[3:]], "classes": ["collapse"]}))
        return self.with_reason(request, obj, fieldsets)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, "slug"] if obj is not None and obj.first_published_at else fixed

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        # Asked for each part of the page; the answer holds as long as the request.
        known: dict[int, bool] = request.__dict__.setdefault("editable_claims", {})
        if obj.pk not in known:
            known[obj.pk] = Claim.objects.editable_by(request.user).filter(pk=obj.pk).exists()
        return known[obj.pk]

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

    @admin.display(description=_("evidence"))
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
            context |= self._beside_the_form(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _beside_the_form(self, request: Any, claim: Claim) -> dict[str, Any]:
        newest = Assessment.objects.select_related("claim", "rating", "author", "approver").order_by("-created_at")
        # For the verbs as well: several ask whether there is an open one.
        prefetch_related_objects([claim], Prefetch("assessments", newest))
        verdicts = list(claim.assessments.all())[:VERDICTS_SHOWN]
        in_the_making = next((verdict for verdict in verdicts if verdict.state in Assessment.OPEN_STATES), None)
        ruled = rulings(claim, in_the_making)
        return {
            "verdicts": [(verdict, _open_buttons(verdict, request.user)) for verdict in verdicts],
            "verb_buttons": self.buttons(request, claim),
            # Once there is a verdict in the making, its own list says all of the claim's and more.
            "steps": steps(in_the_making or claim, by=request.user, site=self.admin_site.name)
            if is_open(claim, in_the_making)
            else [],
            "rulings": ruled,
            "warnings": any(ruling.differs for ruling in ruled),
            "writes_verdict": writes_verdict(request, claim),
            "comments": comments_of(claim),
            "may_comment": not comment_objections(request.user),
            "changes": changes_of(claim, newest=CHANGES_SHOWN),
        }

    def response_change(self, request: Any, obj: Any) -> HttpResponse:
        """On to the page of the verb: what one request does is one act in the history, and these are two."""
        own = own_draft(request.user, obj) if SAVE_AND_SUBMIT in request.POST else None
        if own is None:
            return super().response_change(request, obj)
        submit_page = reverse("admin:claims_assessment_verb", args=[own.pk, "submit"])
        return HttpResponseRedirect(f"{submit_page}?{urlencode({'back': request.path})}")


def is_open(claim: Claim, in_the_making: Assessment | None) -> bool:
    """Work is still to be done before readers see it, or see it with a verdict."""
    waits = claim.first_published_at is None or in_the_making is not None
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
