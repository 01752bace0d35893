"""The public record: append-only, one complete document a version, each chained to the one before.

The triggers that refuse update, delete and truncate, and that hold the chain, are plain SQL in the migrations:
triggers declared on a model can be skipped by a session setting, and these must not be.
"""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from claims.models.fields import QuickDecoder
from claims.models.functions import TextDigest

# The digest that the first publication is chained to.
GENESIS_DIGEST = "0" * 64


class Publication(models.Model):
    class Kind(models.TextChoices):
        INITIAL = "initial", _("first publication")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")
        RETRACTION = "retraction", _("retraction")
        MERGE = "merge", _("merge into another claim")
        REDACTION = "redaction", _("redaction")

    class CorrectionType(models.TextChoices):
        RATING_CHANGED = "rating-changed", _("rating changed")
        SUBSTANTIVE = "substantive", _("substantive")
        MINOR = "minor", _("minor")
        UPDATE = "update", _("new facts")

    number = models.BigIntegerField(
        _("number"), primary_key=True, help_text=_("Place in the record: 1, 2, 3 … without gaps.")
    )
    claim = models.ForeignKey(
        "claims.Claim", on_delete=models.PROTECT, related_name="publications", verbose_name=_("claim")
    )
    slug = models.SlugField(_("slug"), max_length=120, help_text=_("Name of the claim in addresses."))
    version = models.PositiveIntegerField(_("version"), help_text=_("Version of this claim: 1, 2, 3 … without gaps."))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    correction_type = models.CharField(
        _("type of correction"), max_length=20, choices=CorrectionType.choices, blank=True
    )
    note = I18nTextField(_("public note"), blank=True, help_text=_("What changed and why, for readers."))
    assessment = models.ForeignKey(
        "claims.Assessment",
        null=True,
        on_delete=models.PROTECT,
        related_name="publications",
        verbose_name=_("assessment"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("approver"),
    )
    author_name = models.CharField(_("public name of the author"), max_length=310, blank=True)
    approver_name = models.CharField(_("public name of the approver"), max_length=310, blank=True)
    document = models.JSONField(
        _("document"),
        encoder=DjangoJSONEncoder,
        decoder=QuickDecoder,
        help_text=_("Everything a page or an API answer needs."),
    )
    salts = models.JSONField(
        _("salts"), decoder=QuickDecoder, help_text=_("For every field of the document, the salt of its leaf digest.")
    )
    leaves = models.JSONField(
        _("leaf digests"), decoder=QuickDecoder, help_text=_("For every field of the document, its digest.")
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    previous_digest = models.CharField(_("previous digest"), max_length=64)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["slug", "version"], name="publication_slug_version"),
            models.Index(fields=["published_at"], name="publication_moment"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "version"], name="publication_version_once_a_claim"),
            models.CheckConstraint(
                condition=models.Q(approver__isnull=True) | ~models.Q(approver=models.F("author")),
                name="publication_approver_is_not_author",
            ),
            models.CheckConstraint(
                condition=models.Q(document__rating=None)
                | models.Q(approver__isnull=False, author__isnull=False, assessment__isnull=False),
                name="publication_verdict_has_two_persons",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["retraction", "redaction"]) | ~models.Q(note__in=["", "{}"]),
                name="publication_removal_is_explained",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind="correction") & ~models.Q(correction_type="") & ~models.Q(note__in=["", "{}"]))
                | (~models.Q(kind="correction") & models.Q(correction_type="")),
                name="publication_correction_typed_and_noted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.slug} v{self.version}"


class RecordText(models.Model):
    """Text of a snapshot that a publication refers to by its digest; kept once, however many claims quote it."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, primary_key=True)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("text in the record")
        verbose_name_plural = _("texts in the record")
        constraints = [
            models.CheckConstraint(condition=models.Q(sha256=TextDigest("text")), name="recordtext_sha256_is_of_text")
        ]

    def __str__(self) -> str:
        return self.sha256
