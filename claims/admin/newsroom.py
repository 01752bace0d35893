"""What the newsroom should know today, whoever's work it is. One function a pile; a new pile is one more of them."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Least
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from claims.admin.claim_list import due_claims
from claims.admin.piles import Pile, PileRow, listed, pile
from claims.admin.repeats import probable_repeats
from claims.admin.source_list import unarchived
from claims.models import Publication, ReaderReport, User, claims_with_link_rot
from claims.record import in_reader_language, kind_name

OPEN_REPORTS = (ReaderReport.State.RECEIVED, ReaderReport.State.LOOKED_AT)


def newsroom_piles(person: User) -> list[Pile]:
    piles = [due_for_another_look(), repeats_found()]
    if person.has_perm("claims.change_readerreport"):
        piles.append(reports_of_readers())
    return [*piles, link_rot(), without_a_copy(), published_today()]


def due_for_another_look() -> Pile:
    """Verdicts whose day has come, what is overdue longest first."""
    due = (
        due_claims()
        .annotate(day=Least("review_due", "expires_on"), key=F("publication__claim_id"))
        .defer("document", "envelope", "search", "children")
        .annotate(statement=F("document__statement"))
        .order_by("day", "slug")
    )
    return pile(
        _("Due for another look"),
        due,
        lambda row: PileRow(in_reader_language(row.statement), _claim_page(row.key), (), row.day),
        address=reverse("admin:claims_claim_changelist") + "?due=yes",
        empty=_("No verdict has reached its day."),
    )


def repeats_found() -> Pile:
    """Candidates that say what is published already: attach them instead of checking the same thing twice."""
    return listed(
        _("Probably repeats"),
        (
            PileRow(
                str(found.candidate),
                _claim_page(found.candidate.pk) + "#rulings",
                (_("like “%(other)s”") % {"other": in_reader_language(found.claim.statement)},),
                found.candidate.created_at,
            )
            for found in probable_repeats()
        ),
        address=reverse("admin:claims_claim_changelist") + "?stage__exact=candidate",
        empty=_("None of the newest candidates is much like a published claim."),
    )


def reports_of_readers() -> Pile:
    waiting = ReaderReport.objects.filter(state__in=OPEN_REPORTS).order_by("created_at")
    return pile(
        _("Reports of readers"),
        waiting,
        lambda row: PileRow(
            row.text,
            reverse("admin:claims_readerreport_change", args=[row.pk]),
            (row.get_kind_display(), row.claim_slug),
            row.created_at,
        ),
        address=reverse("admin:claims_readerreport_changelist") + "?state__exact=received",
        empty=_("No reader waits for an answer."),
    )


def link_rot() -> Pile:
    """Published claims of which a source has gone or changed, or an article changed, and nobody has looked yet."""
    return pile(
        _("Link rot"),
        claims_with_link_rot().order_by("updated_at"),
        lambda claim: PileRow(
            str(claim), _claim_page(claim.pk), (claim.get_verification_status_display(),), claim.updated_at
        ),
        address=reverse("admin:claims_claim_changelist") + "?look=links",
        empty=_("No link of a published claim has gone or changed."),
    )


def without_a_copy() -> Pile:
    """Sources of published claims that would be lost if their page went: they have no archived copy."""
    return pile(
        _("Sources without an archived copy"),
        unarchived().select_related("publisher"),
        lambda row: PileRow(
            row.title, reverse("admin:claims_source_change", args=[row.pk]), (str(row.publisher),), row.accessed_on
        ),
        address=reverse("admin:claims_source_changelist") + "?archive=missing",
        empty=_("Every source that readers see has an archived copy."),
    )


def published_today() -> Pile:
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return pile(
        _("Published today"),
        Publication.objects.filter(published_at__gte=start)
        .annotate(statement=F("document__statement"))
        .defer("document", "salts", "leaves")
        .order_by("-number"),
        _publication,
        address=_since(start),
        empty=_("Nothing yet."),
    )


def _publication(row: Any) -> PileRow:
    address = reverse("pages:version", kwargs={"slug": row.slug, "version": row.version})
    return PileRow(
        in_reader_language(row.statement or {}) or row.slug, address, (kind_name(row.kind),), row.published_at
    )


def _claim_page(key: int) -> str:
    return reverse("admin:claims_claim_change", args=[key])


def _since(moment: datetime) -> str:
    query = urlencode({"published_at__gte": moment.isoformat()})
    return f"{reverse('admin:claims_publication_changelist')}?{query}"
