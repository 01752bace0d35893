"""The review queue: what waits for a second person, one verdict a page, decided by keys or by buttons."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from claims.admin.review import queue_for, review_page
from claims.models import Assessment
from claims.models.refusals import refusal
from claims.workflow import VerbRefused, approve, return_
from claims.workflow.permissions import permission_objections

SHOWN = 200
# Never the digest of anything: a form that does not say what it showed approves nothing.
NOTHING_SHOWN = "nothing"


class ReviewPages:
    """Adds the queue to the admin site."""

    def get_urls(self) -> list[Any]:
        site: Any = self
        own: list[URLPattern] = [
            path("review/", site.admin_view(self.review_queue), name="review"),
            path("review/<int:assessment>/", site.admin_view(self.review), name="review-one"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def review_queue(self, request: Any) -> HttpResponse:
        _only_reviewers(request)
        waiting = queue_for(request.user)
        rows = list(waiting[:SHOWN])
        total = len(rows) if len(rows) < SHOWN else waiting.count()
        context = {**self._site_context(request), "title": _("Review queue"), "rows": rows, "total": total}
        return TemplateResponse(request, "admin/review/queue.html", context)

    def review(self, request: Any, assessment: int) -> HttpResponse:
        _only_reviewers(request)
        row = _reviewed(assessment)
        if row.author_id == request.user.pk:
            messages.error(request, _("Nobody decides on what they wrote themselves."))
            return HttpResponseRedirect(reverse("admin:review"))
        if request.method == "POST":
            answer = self._decide(request, row)
            if answer is not None:
                return answer
            row = _reviewed(assessment)
        if row.state != Assessment.State.SUBMITTED:
            state = row.get_state_display()
            messages.warning(request, _("It is %(state)s by now; there is nothing to decide.") % {"state": state})
            return HttpResponseRedirect(reverse("admin:review"))
        return self._page(request, row)

    def _decide(self, request: Any, row: Assessment) -> HttpResponse | None:
        """The next page after a decision; ``None`` when it was refused and the page is shown again."""
        comment = request.POST.get("comment", "").strip()
        try:
            if "approve" in request.POST:
                shown = request.POST.get("shown") or NOTHING_SHOWN
                approve(row, by=request.user, comment=comment, shown_digest=shown)
                messages.success(request, _("Approved. It can now be published."))
            elif "return" in request.POST:
                return_(row, by=request.user, comment=comment)
                messages.success(request, _("Returned to its author."))
            else:
                return None
        except VerbRefused as refused:
            for objection in refused.objections:
                messages.error(request, str(objection.message))
            return None
        except DatabaseError as error:
            reason = refusal(error)
            if reason is None:
                raise
            messages.error(request, reason)
            return None
        following = queue_for(request.user).first()
        address = reverse("admin:review-one", args=[following.pk]) if following else reverse("admin:review")
        return HttpResponseRedirect(address)

    def _page(self, request: Any, row: Assessment) -> HttpResponse:
        keys = list(queue_for(request.user).values_list("pk", flat=True)[:SHOWN])
        place = keys.index(row.pk) if row.pk in keys else 0
        page = review_page(row, by=request.user, since=request.GET.get("since", ""))
        context = {
            **self._site_context(request),
            "title": _("Review"),
            "subtitle": str(row.claim),
            "page": page,
            "place": place + 1,
            "total": max(len(keys), 1),
            "previous": keys[place - 1] if place > 0 else None,
            "following": keys[place + 1] if place + 1 < len(keys) else None,
            "comment": request.POST.get("comment", ""),
        }
        return TemplateResponse(request, "admin/review/one.html", context)

    def _site_context(self, request: Any) -> dict[str, Any]:
        return self.each_context(request)  # type: ignore[attr-defined,no-any-return]


def _only_reviewers(request: Any) -> None:
    if permission_objections("approve", request.user):
        raise PermissionDenied


def _reviewed(key: int) -> Assessment:
    rows = Assessment.objects.select_related("claim__claimant", "claim__parent", "rating__scale", "author", "approver")
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404
    return row
