"""The house scale, and how labels of other houses map to it."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from claims.models.history import EditorialModel, remember


@remember()
class RatingScale(EditorialModel):
    slug = models.SlugField(_("slug"), max_length=60, unique=True, help_text=_("The name in addresses."))
    name = I18nCharField(_("name"), help_text=_("The name of the scale, in each language."))
    worst = models.PositiveSmallIntegerField(_("worst"), default=1, help_text=_("The lowest value; at least 1."))
    best = models.PositiveSmallIntegerField(_("best"), default=5, help_text=_("The highest value."))

    class Meta(EditorialModel.Meta):
        verbose_name = _("rating scale")
        verbose_name_plural = _("rating scales")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(worst__gte=1, worst__lt=models.F("best")),
                name="ratingscale_worst_below_best",
                violation_error_message=_("The lowest value is at least 1 and below the highest."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


@remember()
class Rating(EditorialModel):
    class Normalized(models.TextChoices):
        TRUE = "true", _("true")
        FALSE = "false", _("false")
        MIXTURE = "mixture", _("mixture")
        UNPROVEN = "unproven", _("unproven")
        OTHER = "other", _("other")

    scale = models.ForeignKey(
        RatingScale,
        on_delete=models.PROTECT,
        related_name="ratings",
        verbose_name=_("scale"),
        help_text=_("The scale it belongs to."),
    )
    slug = models.SlugField(_("slug"), max_length=60, unique=True, help_text=_("The name in addresses and in the API."))
    label = I18nCharField(_("label"), help_text=_("What readers see as the verdict, in each language."))
    definition = I18nTextField(
        _("definition"), help_text=_("When this rating is given, in one sentence a reader understands.")
    )
    value = models.PositiveSmallIntegerField(
        _("value"),
        null=True,
        blank=True,
        help_text=_("Its place on the scale. Empty for ratings that are not a degree of truth."),
    )
    normalized = models.CharField(
        _("normalized"),
        max_length=10,
        choices=Normalized.choices,
        help_text=_("The coarse form that other systems can compare."),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Order in lists; small numbers first.")
    )

    class Meta(EditorialModel.Meta):
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["scale", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "value"], name="rating_value_once_a_scale"),
            models.CheckConstraint(
                condition=~models.Q(normalized__in=["unproven", "other"]) | models.Q(value__isnull=True),
                name="rating_unproven_has_no_value",
                violation_error_message=_("“Unproven” and “other” are not degrees of truth and have no value."),
            ),
        ]
        triggers = [
            *EditorialModel.Meta.triggers,
            pgtrigger.Trigger(
                name="rating_value_within_scale",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__value__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM claims_ratingscale WHERE id = NEW.scale_id AND NEW.value BETWEEN worst AND best
                    ) THEN
                        RAISE EXCEPTION 'The value % lies outside its scale.', NEW.value
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'rating_value_within_scale';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)


@remember()
class ExternalLabel(EditorialModel):
    """A verdict label of another house. Without a rating it waits for a person: a label is queued, never guessed."""

    publisher = models.ForeignKey(
        "claims.Entity",
        on_delete=models.CASCADE,
        related_name="rating_labels",
        verbose_name=_("publisher"),
        help_text=_("Whose label it is."),
    )
    label = models.CharField(_("label"), max_length=200, help_text=_("The label as that house writes it."))
    rating = models.ForeignKey(
        Rating,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="external_labels",
        verbose_name=_("rating"),
        help_text=_("Our rating that means the same. Empty: still to be decided."),
    )

    class Meta(EditorialModel.Meta):
        verbose_name = _("label of another house")
        verbose_name_plural = _("labels of other houses")
        constraints = [
            models.UniqueConstraint(fields=["publisher", "label"], name="externallabel_once_a_publisher"),
        ]

    def __str__(self) -> str:
        return self.label
