"""Articles whose claims are checked, and their text as it was retrieved."""

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models.fields import LanguageField, WebAddressField, language_constraint, web_address_constraint
from claims.models.functions import TextDigest
from claims.models.history import EditorialModel, refuse_truncate, remember


@remember()
class Article(EditorialModel):
    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, help_text=_("The name in addresses. It stays for ever.")
    )
    title = models.CharField(_("title"), max_length=500, help_text=_("The headline, word for word."))
    url = WebAddressField(
        _("address"),
        null=True,
        blank=True,
        help_text=_("Where the article was published. Leave empty when it is not known."),
    )
    canonical_url = WebAddressField(
        _("canonical address"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The address without tracking and fragments; made from the address."),
    )
    mirror_url = WebAddressField(
        _("address of a copy"),
        null=True,
        blank=True,
        help_text=_("A copy elsewhere, for when the original cannot be reached."),
    )
    publisher = models.ForeignKey(
        "claims.Entity",
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name=_("publisher"),
        help_text=_("Who published it. Add the publisher first if it is new."),
    )
    authors = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("authors"),
        default=list,
        blank=True,
        help_text=_("The names in the byline, separated by commas."),
    )
    editors = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("editors"),
        default=list,
        blank=True,
        help_text=_("Editors whom the article names, separated by commas."),
    )
    published_on = models.DateField(
        _("published on"), null=True, blank=True, help_text=_("The day the article appeared.")
    )
    language = LanguageField(_("language"), help_text=_("Language of the text, a BCP 47 code such as “id” or “en”."))

    class Meta(EditorialModel.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_on", "slug"]
        indexes = [models.Index(fields=["-published_on", "slug"], name="article_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["canonical_url"],
                name="article_one_a_canonical_url",
                violation_error_message=_("An article with this address is already here."),
            ),
            web_address_constraint("url", name="article_url_is_http"),
            web_address_constraint("mirror_url", name="article_mirror_url_is_http"),
            language_constraint("language", name="article_language_is_bcp47"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def latest_snapshot(self) -> "Snapshot | None":
        return self.snapshots.order_by("-number").first()


@remember()
class Snapshot(models.Model):
    """An article's text as retrieved. It never changes: a changed article is another snapshot."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="snapshots", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("number"), help_text=_("1 for the first text of the article, then 2, 3 …"))
    text = models.TextField(
        _("text"), help_text=_("The text, code point for code point. Offsets of quotes refer to it.")
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, help_text=_("Digest of the text in UTF-8, in hexadecimal."))
    retrieved_at = models.DateTimeField(
        _("retrieved at"), default=timezone.now, help_text=_("When the text was taken.")
    )
    boilerplate = models.JSONField(
        _("boilerplate"),
        default=list,
        blank=True,
        help_text=_("Parts that are not the story, each with kind, start and end in code points."),
    )

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="snapshot_number_once_an_article"),
            models.UniqueConstraint(
                fields=["article", "sha256"],
                name="snapshot_text_once_an_article",
                violation_error_message=_("This article already has a snapshot with exactly this text."),
            ),
            models.CheckConstraint(
                condition=models.Q(sha256=TextDigest("text")),
                name="snapshot_sha256_is_of_text",
                violation_error_message=_("The digest does not belong to the text."),
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="snapshot_text_not_empty"),
        ]
        triggers = [
            pgtrigger.Protect(name="snapshot_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete),
            refuse_truncate(),
        ]

    def __str__(self) -> str:
        return f"{self.article} · {self.number}"

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError(str(_("A snapshot is never deleted: quotes point into it.")), {self})
