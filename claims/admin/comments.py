"""Comments of colleagues on a claim: written on its page, read there and by whom they name."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from claims.models import Claim, Comment, User
from claims.workflow import VerbRefused, comment
from claims.workflow.comment import MENTION

ANCHOR = "#comments"


class CommentPages:
    """Adds the address to which a claim's page sends comments, and the names that may be mentioned."""

    def get_urls(self) -> list[URLPattern]:
        admin: Any = self
        view = admin.admin_site.admin_view
        return [
            path("<int:object_id>/comment/", view(require_POST(self.comment_view)), name="claims_claim_comment"),
            path("colleagues/", view(self.colleagues_view), name="claims_claim_colleagues"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def comment_view(self, request: Any, object_id: int) -> HttpResponse:
        """A page without JavaScript is sent back to the claim; a script gets the list with the new comment in it."""
        claim = _commented(request, self, object_id)
        text = request.POST.get("text", "")
        wants_list = request.headers.get("Accept", "").startswith("text/fragment+html")
        try:
            comment(claim, text=text, by=request.user)
        except VerbRefused as refused:
            reasons = [str(objection.message) for objection in refused.objections]
            if wants_list:
                return JsonResponse({"reasons": reasons}, status=403 if refused.is_permission else 400)
            for reason in reasons:
                messages.error(request, reason)
        if wants_list:
            return render(request, "admin/claims/includes/comment_list.html", {"comments": comments_of(claim)})
        return HttpResponseRedirect(reverse("admin:claims_claim_change", args=[claim.pk]) + ANCHOR)

    def colleagues_view(self, request: Any) -> JsonResponse:
        if not request.user.has_perm("claims.add_comment"):
            raise PermissionDenied
        people = User.objects.filter(is_active=True, is_staff=True).order_by("username")[:500]
        return JsonResponse({"colleagues": [{"login": one.username, "name": one.byline} for one in people]})


def _commented(request: HttpRequest, page: Any, key: int) -> Claim:
    claim = Claim.objects.filter(pk=key).first()
    if claim is None:
        raise Http404
    if not page.has_view_permission(request, claim):
        raise PermissionDenied
    return claim


@dataclass(frozen=True)
class ShownComment:
    row: Comment
    words: SafeString


def comments_of(claim: Claim) -> list[ShownComment]:
    """Oldest first, as a conversation is read."""
    rows = claim.comments.select_related("author").prefetch_related("mentioned")
    return [ShownComment(row, with_mentions(row.text, list(row.mentioned.all()))) for row in rows]


def with_mentions(text: str, people: list[User]) -> SafeString:
    """The text with the names of those who were reached marked; everything else stays plain."""
    known = {person.username: person.byline for person in people}
    parts: list[SafeString] = []
    position = 0
    for found in MENTION.finditer(text):
        name = next((name for name in (found[1], found[1].rstrip(".+-")) if name in known), None)
        if name is None:
            continue
        end = found.start() + 1 + len(name)
        parts.append(format_html("{}", text[position : found.start()]))
        parts.append(format_html('<strong class="mention" title="{}">@{}</strong>', known[name], name))
        position = end
    parts.append(format_html("{}", text[position:]))
    # Each part is escaped above.
    return mark_safe("".join(parts))  # noqa: S308
