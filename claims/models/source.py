"""Documents used as evidence, and what each says about a claim."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from claims.models.fields import LanguageField, WebAddressField, language_constraint, web_address_constraint
from claims.models.history import EditorialModel, remember
from claims.models.word_search import word_search_index


@remember()
class Source(EditorialModel):
    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government")
        COURT = "court", _("court")
        COMPANY = "company", _("company")
        RESEARCH = "research", _("research")
        NEWS = "news", _("news")
        REFERENCE = "reference", _("reference work")
        OTHER = "other", _("other")

    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("The name in addresses, and in reasonings as [slug]."),
    )
    title = models.CharField(_("title"), max_length=500, help_text=_("The document's own title, in its own language."))
    title_is_description = models.BooleanField(
        _("title is a description"),
        default=False,
        help_text=_("Tick when the document's own title was not seen and the title is ours."),
    )
    url = WebAddressField(_("address"), help_text=_("Where the document can be read; http or https."))
    canonical_url = WebAddressField(
        _("canonical address"),
        editable=False,
        help_text=_("The address without tracking and fragments; made from the address."),
    )
    publisher = models.ForeignKey(
        "claims.Entity",
        on_delete=models.PROTECT,
        related_name="sources",
        verbose_name=_("publisher"),
        help_text=_(
            "Who published it. Two items from one publisher count as one when the gate looks for independence."
        ),
    )
    published_on = models.DateField(
        _("published on"),
        null=True,
        blank=True,
        help_text=_("Leave empty when the document shows no full date."),
    )
    language = LanguageField(_("language"), help_text=_("Language of the document, a BCP 47 code."))
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        help_text=_("Who speaks: an authority, a company, the press …"),
    )
    is_primary = models.BooleanField(
        _("primary"),
        default=False,
        help_text=_("Tick for material straight from the body concerned, including original research."),
    )
    copy_of = models.CharField(
        _("copy of"),
        max_length=200,
        blank=True,
        help_text=_("Whose text this is, when it is a reprint, mirror or extract."),
    )
    archived_url = WebAddressField(
        _("archived copy"), blank=True, help_text=_("A lasting copy, for when the original is gone.")
    )
    accessed_on = models.DateField(
        _("read on"), null=True, blank=True, default=timezone.localdate, help_text=_("The day we read it.")
    )
    note = I18nTextField(_("note"), blank=True, help_text=_("What the document reports, in our own words."))

    class Meta(EditorialModel.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]
        indexes = [
            word_search_index("title", name="source_title_words"),
            word_search_index("slug", name="source_slug_words"),
            word_search_index("url", name="source_url_words"),
            models.Index(fields=["published_on"], name="source_published_on"),
            models.Index(
                fields=["accessed_on", "slug"], name="source_without_a_copy", condition=models.Q(archived_url="")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["canonical_url"],
                name="source_one_a_canonical_url",
                violation_error_message=_("A source with this address is already here."),
            ),
            web_address_constraint("url", name="source_url_is_http"),
            web_address_constraint("canonical_url", name="source_canonical_url_is_http"),
            web_address_constraint("archived_url", name="source_archived_url_is_http"),
            language_constraint("language", name="source_language_is_bcp47"),
        ]

    def __str__(self) -> str:
        return self.title


@remember()
class Evidence(EditorialModel):
    class Stance(models.TextChoices):
        SUPPORTS = "supports", _("supports")
        REFUTES = "refutes", _("refutes")
        CONTEXT = "context", _("context")

    claim = models.ForeignKey(
        "claims.Claim",
        on_delete=models.CASCADE,
        related_name="evidence",
        verbose_name=_("claim"),
        help_text=_("The claim it speaks to."),
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="evidence",
        verbose_name=_("source"),
        help_text=_("The document. Search by title, address or publisher; add it if it is new."),
    )
    stance = models.CharField(
        _("stance"),
        max_length=10,
        choices=Stance.choices,
        help_text=_("What the source does to this statement: supports, refutes, or gives context."),
    )
    quote = models.TextField(
        _("quote"), blank=True, help_text=_("The decisive words of the source, exactly and short.")
    )
    quote_language = LanguageField(
        _("language of the quote"), blank=True, help_text=_("BCP 47 code; needed with a quote.")
    )
    locator = models.CharField(
        _("locator"), max_length=200, blank=True, help_text=_("Where in the source: page, paragraph, minute.")
    )
    note = I18nTextField(
        _("note"), blank=True, help_text=_("What the source says on this claim, in one plain sentence.")
    )
    confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_("Readers see neither the source nor its address, only the public reason below."),
    )
    public_reason = I18nTextField(
        _("public reason"),
        blank=True,
        help_text=_("Why the source is not named. Readers see it; needed when confidential."),
    )
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Order on the page; small numbers first.")
    )

    class Meta(EditorialModel.Meta):
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["claim", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stance__in=["supports", "refutes", "context"]),
                name="evidence_stance_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(quote="", quote_language="") | (~models.Q(quote="") & ~models.Q(quote_language="")),
                name="evidence_quote_has_language",
                violation_error_message=_("A quote needs its language, and a language needs a quote."),
            ),
            language_constraint("quote_language", name="evidence_quote_language_is_bcp47", optional=True),
            models.CheckConstraint(
                condition=models.Q(confidential=False) | ~models.Q(public_reason__in=["", "{}"]),
                name="evidence_confidential_has_reason",
                violation_error_message=_("Confidential evidence needs a public reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stance_display()}: {self.source}"
