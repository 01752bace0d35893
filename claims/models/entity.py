"""Claimants, publishers and subjects."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from claims.models.fields import WebAddressField
from claims.models.history import EditorialModel, remember


@remember()
class Entity(EditorialModel):
    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANIZATION = "organization", _("organization")
        COUNTRY = "country", _("country or territory")
        PRODUCT = "product", _("product")

    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("The name in addresses. It stays for ever, so choose it with care."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, help_text=_("What this is; it decides the markup.")
    )
    name = I18nCharField(_("name"), help_text=_("The name as readers know it, in each language."))
    description = I18nTextField(
        _("description"),
        blank=True,
        help_text=_("One sentence on who or what this is, for readers who do not know."),
    )
    domain = models.CharField(
        _("domain"),
        max_length=253,
        blank=True,
        help_text=_("For publishers: the host of the site without “www.”, such as tribunnews.com."),
    )
    same_as = ArrayField(
        WebAddressField(),
        verbose_name=_("same as"),
        default=list,
        blank=True,
        help_text=_(
            "Addresses that identify the same thing elsewhere, such as its Wikidata page; separated by commas."
        ),
    )

    class Meta(EditorialModel.Meta):
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain"],
                condition=~models.Q(domain=""),
                name="entity_one_a_domain",
                violation_error_message=_("Another entity already has this domain."),
            ),
            models.CheckConstraint(
                condition=models.Q(domain="") | models.Q(domain__regex=r"^[a-z0-9.-]+$"),
                name="entity_domain_is_a_host",
                violation_error_message=_("Give the host alone, in lower case: tribunnews.com."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)
