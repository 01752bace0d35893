"""Links: what was found at each address, and what a person does about it."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.view_only import ViewOnlyAdmin
from claims.intake.recheck import (
    ArchivingFailed,
    archive_source,
    check_now,
    renew_article,
    say_looked_at,
    use_new_address,
)
from claims.models import Link
from claims.text.addresses import UnsafeAddress
from claims.text.normalisation import UnreadableArticle
from claims.web import NotFetched
from claims.workflow import VerbRefused

REFUSALS = (VerbRefused, ArchivingFailed, NotFetched, UnsafeAddress, UnreadableArticle)


class RottenFilter(admin.SimpleListFilter):
    title = gettext_lazy("needs a look")
    parameter_name = "look"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", gettext_lazy("all")), ("published", gettext_lazy("of published claims"))]

    def queryset(self, request: Any, queryset: Any) -> Any:
        if self.value() == "all":
            return queryset.needing_a_person()
        if self.value() == "published":
            return queryset.needing_a_person().of_published_claims()
        return queryset


@admin.register(Link)
class LinkAdmin(ViewOnlyAdmin):
    list_display = ["url", "state", "since", "status", "checked_at", "next_check_at"]
    list_filter = [RottenFilter, "state"]
    list_select_related = ["source", "article"]
    search_fields = ["url", "source__title", "article__title"]
    fields = ["about", "url", "state", "reason", "since", "final_url", "status", "strikes"]
    readonly_fields = ["about", "quotes_no_longer_there"]
    change_form_template = "admin/claims/link/change_form.html"

    def get_fields(self, request: Any, obj: Any = None) -> Any:
        gone = ["quotes_no_longer_there"] if obj is not None and obj.quotes_gone else []
        return [*self.fields, *gone, "checked_at", "next_check_at", "looked_at", "looked_by"]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("source", "article", "looked_by")

    def get_urls(self) -> list[URLPattern]:
        act = path("<int:key>/act/", self.admin_site.admin_view(self.act_view), name="claims_link_act")
        return [act, *super().get_urls()]

    def change_view(self, request: Any, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        link = self.get_object(request, object_id)
        shown = {"acts": _acts(link, request.user), "results": link.results.all()} if link is not None else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def act_view(self, request: Any, key: int) -> HttpResponse:
        link = self.get_queryset(request).filter(pk=key).first()
        act = request.POST.get("act", "")
        if request.method != "POST" or link is None or act not in dict(_acts(link, request.user)):
            raise Http404
        try:
            messages.success(request, str(ACTS[act][1](link, request.user)))
        except REFUSALS as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:claims_link_change", args=[key]))

    @admin.display(description=gettext_lazy("of"))
    def about(self, link: Link) -> str:
        document = link.document
        address = reverse(f"admin:claims_{document._meta.model_name}_change", args=[document.pk])
        return format_html('<a href="{}">{}</a>', address, document)

    @admin.display(description=gettext_lazy("quotes no longer there"))
    def quotes_no_longer_there(self, link: Link) -> str:
        return format_html_join("", "<p>“{}”</p>", [(quote,) for quote in link.quotes_gone])


def _check(link: Link, by: Any) -> str:
    check_now(Link.objects.filter(pk=link.pk))
    return _("It is checked next. Open the page again in a while.")


def _looked_at(link: Link, by: Any) -> str:
    say_looked_at(link, by=by)
    return _("Noted. It leaves the desk until something else happens to it.")


def _use_new(link: Link, by: Any) -> str:
    use_new_address(link, by=by)
    return _("The new address is used.")


def _renew(link: Link, by: Any) -> str:
    report = renew_article(link, by=by)
    if report.snapshot is None:
        return _("The text is the one that is here already.")
    counts = {"number": report.snapshot.number, "found": len(report.found_again), "gone": len(report.gone)}
    return _("Snapshot %(number)d is stored: %(found)d quotes found again, %(gone)d gone.") % counts


def _archive(link: Link, by: Any) -> str:
    copy = archive_source(link.source, by=by)  # type: ignore[arg-type]
    return _("The archived copy is %s.") % copy


ACTS: dict[str, Any] = {
    "check": (gettext_lazy("Check it now"), _check),
    "looked-at": (gettext_lazy("I have looked at it"), _looked_at),
    "use-new": (gettext_lazy("Use the new address"), _use_new),
    "renew": (gettext_lazy("Store the present text as a new snapshot"), _renew),
    "archive": (gettext_lazy("Find an archived copy"), _archive),
}


def _acts(link: Link, by: Any) -> list[tuple[str, Any]]:
    """What this person may do now; each is asked again by its function."""
    if not by.has_perm("claims.change_source" if link.source_id else "claims.change_article"):
        return []
    names = ["check"]
    names += ["looked-at"] if link.state in Link.ROTTEN and link.looked_at is None else []
    names += ["use-new"] if link.state == Link.State.MOVED else []
    names += ["renew"] if link.article_id else []
    names += ["archive"] if link.source_id and not link.document.archived_url else []  # type: ignore[union-attr]
    return [(name, ACTS[name][0]) for name in names]
