"""The addresses of the workbench, below those of the article's own page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from claims.admin.workbench.actions import ACTIONS, Outcome, act
from claims.admin.workbench.bring_in import bring_in
from claims.admin.workbench.forms import NewClaimForm
from claims.admin.workbench.similar import similar_answer
from claims.admin.workbench.state import SUGGESTIONS_SHOWN, WorkbenchState
from claims.models import Article, Claim, Snapshot

PARTS = ("text", "cards", "acts")


class WorkbenchPages:
    """Adds the workbench to the admin of articles."""

    def get_urls(self) -> list[URLPattern]:
        admin: Any = self
        pages = {
            "take-apart/": (self.bring_in_view, "bring_in"),
            "<int:article_id>/workbench/": (self.workbench_view, "workbench"),
            "<int:article_id>/workbench/parts/": (self.parts_view, "workbench_parts"),
            "<int:article_id>/workbench/act/": (self.act_view, "workbench_act"),
            "<int:article_id>/workbench/similar/": (self.similar_view, "workbench_similar"),
        }
        found = [
            path(route, admin.admin_site.admin_view(view), name=f"claims_article_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*found, *super().get_urls()]  # type: ignore[misc]

    def bring_in_view(self, request: Any) -> HttpResponse:
        return bring_in(request, context=self._context(request, _("Take an article apart")))

    def workbench_view(self, request: Any, article_id: int) -> HttpResponse:
        snapshot = self._snapshot(request, article_id)
        return self._workbench(request, snapshot, NewClaimForm(snapshot=snapshot))

    def parts_view(self, request: Any, article_id: int) -> HttpResponse:
        """What has changed since the page was drawn; nothing (204) when nothing has."""
        snapshot = self._snapshot(request, article_id)
        state = WorkbenchState(snapshot.article, snapshot, request.user)
        if request.GET.get("token") == state.token:
            return HttpResponse(status=204)
        return JsonResponse(self._parts(request, state))

    def act_view(self, request: Any, article_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        snapshot = self._snapshot(request, article_id)
        name = request.POST.get("action", "")
        if name not in ACTIONS:
            return HttpResponseBadRequest(_("This is no act of the workbench."))
        outcome = self._outcome(request, snapshot, name)
        if request.headers.get("accept", "").startswith("application/json"):
            return self._answer(request, snapshot, outcome)
        return self._next_page(request, snapshot, name, outcome)

    def similar_view(self, request: Any, article_id: int) -> HttpResponse:
        if not request.user.has_perm("claims.view_claim"):
            raise PermissionDenied
        return similar_answer(request)

    def _outcome(self, request: Any, snapshot: Snapshot, name: str) -> Outcome:
        if request.POST.get("snapshot") != str(snapshot.pk):
            told = _("A newer text of this article was stored meanwhile. Nothing was done; open the page again.")
            return Outcome(errors=[told])
        return act(name, request.POST, snapshot=snapshot, by=request.user)

    def _answer(self, request: Any, snapshot: Snapshot, outcome: Outcome) -> HttpResponse:
        state = WorkbenchState(snapshot.article, snapshot, request.user)
        told = {
            "done": outcome.done,
            "errors": outcome.errors,
            "meanwhile": outcome.meanwhile,
            "claim": outcome.claim.pk if outcome.claim else None,
        }
        return JsonResponse({**told, **self._parts(request, state)}, status=200 if outcome.is_done else 409)

    def _next_page(self, request: Any, snapshot: Snapshot, name: str, outcome: Outcome) -> HttpResponse:
        if not outcome.is_done and name in ("propose", "attach"):
            # Nothing that was typed is lost.
            form = outcome.form if isinstance(outcome.form, NewClaimForm) else None
            form = form or NewClaimForm(request.POST, snapshot=snapshot)
            return self._workbench(request, snapshot, form, problems=[*outcome.errors, *outcome.meanwhile])
        for problem in [*outcome.errors, *outcome.meanwhile]:
            messages.error(request, problem)
        if outcome.done:
            messages.success(request, outcome.done)
        return HttpResponseRedirect(reverse("admin:claims_article_workbench", args=[snapshot.article_id]))

    def _workbench(
        self, request: Any, snapshot: Snapshot, form: NewClaimForm, problems: list[str] | None = None
    ) -> HttpResponse:
        state = WorkbenchState(snapshot.article, snapshot, request.user)
        context = {
            **self._context(request, snapshot.article.title),
            **self._shown(request, state),
            "is_nav_sidebar_enabled": False,
            "form": form,
            "problems": problems or [],
            "may_propose": request.user.has_perm("claims.add_claim"),
        }
        return TemplateResponse(request, "admin/workbench/workbench.html", context)

    def _parts(self, request: Any, state: WorkbenchState) -> dict[str, Any]:
        shown = self._shown(request, state)
        html = {name: render_to_string(f"admin/workbench/{name}.html", shown, request) for name in PARTS}
        return {"token": state.token, "snapshot": state.snapshot.pk, "parts": html}

    def _shown(self, request: Any, state: WorkbenchState) -> dict[str, Any]:
        everything = "all" in request.GET or len(state.suggestions) <= SUGGESTIONS_SHOWN
        return {
            "state": state,
            "article": state.article,
            "snapshot": state.snapshot,
            "suggestions": state.suggestions if everything else state.suggestions[:SUGGESTIONS_SHOWN],
            "more": 0 if everything else len(state.suggestions) - SUGGESTIONS_SHOWN,
            "reasons": Claim.DismissalReason.choices,
        }

    def _context(self, request: Any, title: str) -> dict[str, Any]:
        admin: Any = self
        return {**admin.admin_site.each_context(request), "title": title, "opts": admin.opts}

    def _snapshot(self, request: Any, article_id: int) -> Snapshot:
        """The newest text of the article."""
        admin: Any = self
        article = Article.objects.select_related("publisher").filter(pk=article_id).first()
        snapshot = article.latest_snapshot if article is not None else None
        if article is None or snapshot is None:
            raise Http404
        if not (admin.has_view_permission(request, article) and request.user.has_perm("claims.view_claim")):
            raise PermissionDenied
        snapshot.article = article
        return snapshot
