"""Whether the addresses of sources and articles still show what they showed, and how often their hosts may be asked."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models.appearance import Appearance
from claims.models.article import Article
from claims.models.claim import Claim
from claims.models.published import PublishedClaim
from claims.models.source import Evidence, Source

KEPT_RESULTS = 20
HOST_CHARACTERS = 260


class LinkQuerySet(models.QuerySet["Link"]):
    def needing_a_person(self) -> "LinkQuerySet":
        """What has gone or changed, until somebody says that they have looked."""
        return self.filter(state__in=Link.ROTTEN, looked_at=None)

    def of_published_claims(self) -> "LinkQuerySet":
        cited = Claim.objects.filter(evidence__source=models.OuterRef("source"), first_published_at__isnull=False)
        places = Claim.objects.filter(
            appearances__snapshot__article=models.OuterRef("article"), first_published_at__isnull=False
        )
        return self.filter(models.Exists(cited) | models.Exists(places))


class Link(models.Model):
    """The latest that is known of one address; `LinkResult` has what came before."""

    class State(models.TextChoices):
        UNCHECKED = "unchecked", _("not checked yet")
        ALIVE = "alive", _("there")
        MOVED = "moved", _("moved for good")
        CHANGED = "changed", _("text changed")
        SOFT_404 = "soft-404", _("shows a page that says it is gone")
        DEAD = "dead", _("gone")
        UNKNOWN = "unknown", _("may not be checked")

    # What an editor should look at. One that moved is still there.
    ROTTEN = (State.CHANGED, State.SOFT_404, State.DEAD)

    source = models.OneToOneField(
        Source, null=True, on_delete=models.CASCADE, related_name="link", verbose_name=_("source")
    )
    article = models.OneToOneField(
        Article, null=True, on_delete=models.CASCADE, related_name="link", verbose_name=_("article")
    )
    url = models.CharField(_("address"), max_length=2000)
    host = models.CharField(_("host"), max_length=HOST_CHARACTERS)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UNCHECKED)
    since = models.DateTimeField(_("since"), default=timezone.now)
    reason = models.TextField(_("why"), blank=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    # Failures in a row. One may be an accident.
    strikes = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    final_url = models.CharField(_("leads to"), max_length=2000, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    # Of the text as it was first seen, or as somebody last looked at it; and of the newest one.
    baseline = models.CharField(max_length=64, blank=True)
    newest = models.CharField(max_length=64, blank=True)
    # Of a text that changed: what claims quote of it and is no longer there, not even in similar words.
    quotes_gone = ArrayField(models.TextField(), verbose_name=_("quotes no longer there"), default=list, db_default=[])
    checked_at = models.DateTimeField(_("checked at"), null=True)
    next_check_at = models.DateTimeField(_("next check"), default=timezone.now, db_index=True)
    leased_until = models.DateTimeField(null=True)
    looked_at = models.DateTimeField(_("looked at"), null=True)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("looked at by")
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["-since", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source=None, article__isnull=False) | models.Q(source__isnull=False, article=None),
                name="link_of_a_source_or_an_article",
            ),
        ]
        indexes = [models.Index(fields=["state", "-since"], name="link_state_newest")]

    def __str__(self) -> str:
        return self.url

    @property
    def document(self) -> Source | Article:
        found = self.source or self.article
        if found is None:
            raise LookupError("A link is of a source or of an article.")
        return found


class LinkResult(models.Model):
    """What came of one check. The last few of each link are kept."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="results", verbose_name=_("link"))
    checked_at = models.DateTimeField(_("checked at"), default=timezone.now)
    found = models.CharField(_("found"), max_length=10, choices=Link.State.choices)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    reason = models.TextField(_("why"), blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.link_id} {self.found}"


class LinkHost(models.Model):
    """When a host may be asked again, and what it shows for an address that it does not have."""

    host = models.CharField(max_length=HOST_CHARACTERS, primary_key=True)
    next_request_at = models.DateTimeField(default=timezone.now)
    missing_page = models.TextField(blank=True)
    missing_page_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.host


def claims_with_link_rot() -> models.QuerySet[Claim]:
    """Published claims of which a source has gone or changed, or an article changed, and nobody has looked yet."""
    rotten = Link.objects.needing_a_person()
    # From the few links to their claims; asked of each claim, every claim would be read.
    citing = Evidence.objects.filter(source__link__in=rotten).order_by().values("claim")
    quoting = Appearance.objects.filter(snapshot__article__link__in=rotten).order_by().values("claim")
    return Claim.objects.filter(
        pk__in=citing.union(quoting), first_published_at__isnull=False, stage=Claim.Stage.ACCEPTED
    )


def claims_due_for_review(*, today: date | None = None) -> models.QuerySet[Claim]:
    """Claims with a published verdict whose day for another look has come, as ``review_due``; longest overdue first."""
    current = PublishedClaim.objects.filter(slug=models.OuterRef("slug"), verification_status="verified")
    return (
        Claim.objects.annotate(review_due=models.Subquery(current.values("review_due")))
        .filter(review_due__lte=today or timezone.localdate())
        .order_by("review_due", "pk")
    )
