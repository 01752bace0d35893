"""One verb on many rows: what will be done and what is refused is shown before, and what came of it afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.claim_verb_forms import AssignForm, ScheduleReviewForm
from claims.admin.verb_forms import DismissForm, ReasonForm, VerbForm
from claims.intake.recheck import (
    check_due_links,
    recheck_claim,
    recheck_claim_objections,
    recheck_source,
    recheck_source_objections,
)
from claims.intake.recheck.queue import note_new_addresses
from claims.models import Topic, User
from claims.models.refusals import refusal
from claims.workflow import (
    Objection,
    VerbRefused,
    accept,
    accept_objections,
    assign,
    assign_objections,
    dismiss,
    dismiss_objections,
    schedule_review,
    schedule_review_objections,
    tag,
    tag_objections,
)

MOST_ROWS = 500


class TopicForm(ReasonForm):
    add = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Add"),
        queryset=Topic.objects.order_by("slug"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Topics that all of them get."),
    )
    remove = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Take away"),
        queryset=Topic.objects.order_by("slug"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Topics that none of them keeps."),
    )
    field_order = ["add", "remove", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("add") and not cleaned.get("remove"):
            raise forms.ValidationError(_("Choose at least one topic."))
        if set(cleaned.get("add", ())) & set(cleaned.get("remove", ())):
            raise forms.ValidationError(_("A topic cannot be added and taken away at once."))
        return cleaned


class ReviewOfManyForm(ScheduleReviewForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        # Without the present dates: they differ from row to row.
        super(ScheduleReviewForm, self).__init__(*args, **options)


@dataclass(frozen=True)
class BulkVerb:
    name: str
    label: Promise
    explanation: Promise
    objections: Callable[[Any, User], list[Objection]]
    run: Callable[..., Any]
    form: type[VerbForm] = ReasonForm
    before: Callable[[], object] = lambda: None
    after: Callable[[], object] = lambda: None


@dataclass
class Result:
    """What came of one row; without reasons it was done."""

    row: Any
    reasons: list[str] = field(default_factory=list)


CLAIM_ACTIONS = (
    BulkVerb(
        "assign",
        gettext_lazy("Assign the chosen claims"),
        gettext_lazy("Says who works on them."),
        assign_objections,
        assign,
        AssignForm,
    ),
    BulkVerb(
        "tag",
        gettext_lazy("Change topics of the chosen claims"),
        gettext_lazy("Their other topics stay. An approval that one of them has is taken away, as with any edit."),
        tag_objections,
        tag,
        TopicForm,
    ),
    BulkVerb(
        "accept",
        gettext_lazy("Accept the chosen claims"),
        gettext_lazy("They are worth checking."),
        accept_objections,
        accept,
    ),
    BulkVerb(
        "dismiss",
        gettext_lazy("Dismiss the chosen claims"),
        gettext_lazy("They will not be checked, all for the same reason. They can be accepted again later."),
        dismiss_objections,
        dismiss,
        DismissForm,
    ),
    BulkVerb(
        "schedule_review",
        gettext_lazy("Set review and expiry of the chosen claims"),
        gettext_lazy("Readers see both dates, so each gets a new version. The verdicts are not touched."),
        schedule_review_objections,
        schedule_review,
        ReviewOfManyForm,
    ),
    BulkVerb(
        "recheck",
        gettext_lazy("Check the links of the chosen claims again"),
        gettext_lazy("The addresses of their sources and articles are looked at first, host by host."),
        recheck_claim_objections,
        recheck_claim,
        before=note_new_addresses,
        after=check_due_links.enqueue,
    ),
)
SOURCE_ACTIONS = (
    BulkVerb(
        "recheck",
        gettext_lazy("Check the links of the chosen sources again"),
        gettext_lazy("Their addresses are looked at first, host by host."),
        recheck_source_objections,
        recheck_source,
        before=note_new_addresses,
        after=check_due_links.enqueue,
    ),
)


def bulk_actions(verbs: tuple[BulkVerb, ...]) -> list[Callable[..., Any]]:
    return [_action(verb) for verb in verbs]


def _action(verb: BulkVerb) -> Callable[..., Any]:
    def use(desk: Any, request: Any, chosen: QuerySet[Any]) -> HttpResponse | None:
        return _use(verb, desk, request, chosen)

    use.__name__ = f"{verb.name}_chosen"
    use.short_description = verb.label  # type: ignore[attr-defined]
    use.allowed_permissions = ("change",)  # type: ignore[attr-defined]
    return use


def _use(verb: BulkVerb, desk: Any, request: Any, chosen: QuerySet[Any]) -> HttpResponse | None:
    rows = list(chosen.order_by("pk")[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        messages.error(request, _("Nothing was done. Choose at most %d at a time.") % MOST_ROWS)
        return None
    verb.before()
    confirmed = "confirmed" in request.POST
    form = verb.form(request.POST if confirmed else None, row=None, by=request.user)
    if confirmed and form.is_valid():
        results = [_do(verb, row, request.user, form.cleaned_data) for row in rows]
        verb.after()
        return _page(desk, request, "result", verb, {"results": results})
    plans = [Result(row, _words(verb.objections(row, request.user))) for row in rows]
    able = [plan for plan in plans if not plan.reasons]
    return _page(desk, request, "confirm", verb, {"plans": plans, "able": len(able), "form": form})


def _do(verb: BulkVerb, row: Any, by: User, given: dict[str, Any]) -> Result:
    """Each in a transaction of its own, so that one refusal does not undo the others."""
    try:
        verb.run(row, by=by, **given)
    except VerbRefused as refused:
        return Result(row, _words(list(refused.objections)))
    except DatabaseError as error:
        message = refusal(error)
        if message is None:
            raise
        return Result(row, [message])
    return Result(row)


def _words(objections: list[Objection]) -> list[str]:
    return [str(objection.message) for objection in objections]


def _page(desk: Any, request: Any, name: str, verb: BulkVerb, more: dict[str, Any]) -> TemplateResponse:
    results: list[Result] = more.get("results", [])
    context = {
        **desk.admin_site.each_context(request),
        "title": verb.label,
        "opts": desk.opts,
        "verb": verb,
        "action": f"{verb.name}_chosen",
        "checkbox": ACTION_CHECKBOX_NAME,
        "back": request.get_full_path(),
        "media": desk.media + more["form"].media if "form" in more else desk.media,
        "done": [result for result in results if not result.reasons],
        "refused": [result for result in results if result.reasons],
        **more,
    }
    return TemplateResponse(request, f"admin/claims/bulk/{name}.html", context)
