"""Subject tags."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from claims.models.history import EditorialModel, remember


@remember()
class Topic(EditorialModel):
    slug = models.SlugField(_("slug"), max_length=120, unique=True, help_text=_("The name in addresses."))
    name = I18nCharField(_("name"), help_text=_("A short name of the subject, in each language."))
    description = I18nTextField(_("description"), blank=True, help_text=_("What belongs under this subject."))

    class Meta(EditorialModel.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.name)
