"""What a notification says, in the language of the moment, and where it leads."""

from typing import Any

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.models import Article, Assessment, Claim, Notification, ReaderReport, Source

Kind = Notification.Kind
LONGEST_TITLE = 160

SENTENCES: dict[str, Promise] = {
    Kind.ASSIGNED: gettext_lazy("%(who)s assigned “%(what)s” to you."),
    Kind.SUBMITTED: gettext_lazy("%(who)s submitted a verdict on “%(what)s”. It waits for a decision."),
    Kind.VOTE_ASKED: gettext_lazy("%(who)s asks for your vote on “%(what)s”."),
    Kind.RETURNED: gettext_lazy("%(who)s returned the verdict on “%(what)s”."),
    Kind.APPROVED: gettext_lazy("%(who)s approved the verdict on “%(what)s”."),
    Kind.APPROVAL_CLEARED: gettext_lazy(
        "%(who)s changed “%(what)s”, which took its approval away. It waits for another."
    ),
    Kind.PUBLISHED: gettext_lazy("%(who)s published “%(what)s”, version %(version)s."),
    Kind.CORRECTED: gettext_lazy("%(who)s corrected “%(what)s”, version %(version)s."),
    Kind.RETRACTED: gettext_lazy("%(who)s retracted “%(what)s”, version %(version)s."),
    Kind.MENTIONED: gettext_lazy("%(who)s mentioned you in a comment on “%(what)s”."),
    Kind.REVIEW_DUE: gettext_lazy("“%(what)s” is due for another look since %(due)s."),
    Kind.SOURCE_DEAD: gettext_lazy("The source “%(what)s” can no longer be reached."),
    Kind.ARTICLE_CHANGED: gettext_lazy("The publisher changed the article “%(what)s”."),
    Kind.REPORTED: gettext_lazy("A reader sent a report: “%(what)s”."),
}


def with_rows(notifications: QuerySet[Notification]) -> QuerySet[Notification]:
    """Fetched together with what they are about: a list costs one query a table, not one a row."""
    tables = [
        Claim.objects.all(),
        Assessment.objects.select_related("claim"),
        Source.objects.all(),
        Article.objects.all(),
        ReaderReport.objects.all(),
    ]
    return notifications.select_related("by").prefetch_related(GenericPrefetch("about", tables))


def text_of(notification: Notification) -> str:
    facts = notification.facts
    due = parse_date(str(facts.get("due", "")))
    return str(SENTENCES[notification.kind]) % {
        "who": notification.by.byline if notification.by else _("Somebody"),
        "what": Truncator(_title(notification.about)).chars(LONGEST_TITLE),
        "version": facts.get("version", ""),
        "due": date_format(due) if due else "",
    }


def address_of(notification: Notification) -> str | None:
    """The page in the admin; none when the row is no longer there."""
    row: Any = notification.about
    if row is None:
        return None
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return f"{page}#{notification.occasion}" if notification.kind == Kind.MENTIONED else page


def _title(row: Any) -> str:
    if row is None:
        return _("something that is no longer there")
    if isinstance(row, Assessment):
        return str(row.claim)
    if isinstance(row, ReaderReport):
        return f"{row.get_kind_display()} {row.number}"
    return str(row)
