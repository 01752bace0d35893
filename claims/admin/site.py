"""The admin site itself: the newsroom's name, tables in an order that follows the work, and what waits."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from claims.admin.account.site import AccountSite
from claims.admin.desk import context_for
from claims.admin.first_steps_page import FirstStepsPage
from claims.admin.review_pages import ReviewPages

# Tables in the order in which a claim goes through them. What is not named comes last, under its own application.
GROUPS = (
    (_("Checking"), ("Article", "Claim", "Source", "Assessment", "ReaderReport", "RowImport", "Link")),
    (
        _("People, subjects and rules"),
        ("Entity", "Topic", "RatingScale", "Rating", "ExternalLabel", "EditorialPolicy"),
    ),
    (
        _("Parts, one by one"),
        ("Snapshot", "Original", "Appearance", "Evidence", "ClaimRelation", "Comment", "Review", "Vote"),
    ),
    (
        _("Public record"),
        (
            "Publication",
            "RecordText",
            "PublishedClaim",
            "PublishedAppearance",
            "PublishedEvidence",
            "Checkpoint",
            "SigningKey",
        ),
    ),
    (_("Accounts"), ("User", "Group", "Notification", "ApiToken", "WebhookSubscription", "WebhookDelivery")),
)


class DeskSite(ReviewPages, FirstStepsPage, AccountSite):
    index_title = _("Desk")
    index_template = "admin/desk.html"

    @property
    def site_header(self) -> str:  # type: ignore[override]
        return settings.SITE_NAME

    @property
    def site_title(self) -> str:  # type: ignore[override]
        return settings.SITE_NAME

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        applications: list[Any] = super().get_app_list(request, app_label)
        if app_label is not None:
            return applications
        tables = {table["object_name"]: (table, app) for app in applications for table in app["models"]}
        groups = []
        for position, (name, members) in enumerate(GROUPS):
            shown = [tables[member] for member in members if member in tables]
            if shown:
                label = f"group-{position}"
                # With an anchor, as the sidebar marks every group whose address the page's address contains.
                address = f"{shown[0][1]['app_url']}#{label}"
                models = [table for table, _app in shown]
                groups.append({"name": name, "app_label": label, "app_url": address, "models": models})
        return groups

    def index(self, request: Any, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        context = {**context_for(request.user), **(extra_context or {})}
        return super().index(request, context)


# Before any table is registered: this application is the first that Django asks for its admin. Naming the site in an
# AdminConfig instead does not work: Django sets that up while it is importing this very package, and registers twice.
admin.site._wrapped = DeskSite()  # type: ignore[attr-defined]  # noqa: SLF001
