"""What this newsroom asks of a verdict."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.models.history import EditorialModel, remember

THE_ONE = 1
MOST = 50


@remember()
class EditorialPolicy(EditorialModel):
    """The rules of the gate for the whole site: one row, edited in the admin, remembered like everything else."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE, editable=False)
    minimum_evidence = models.PositiveSmallIntegerField(
        _("items of evidence"),
        default=2,
        validators=[MaxValueValidator(MOST)],
        help_text=_("How many items of evidence a rated verdict needs. “Unproven” needs none."),
    )
    minimum_publishers = models.PositiveSmallIntegerField(
        _("independent publishers"),
        default=2,
        validators=[MaxValueValidator(MOST)],
        help_text=_("From how many different publishers the evidence must come."),
    )
    archived_copies_required = models.BooleanField(
        _("archived copies required"),
        default=False,
        help_text=_("Every source that is named needs the address of an archived copy."),
    )
    votes_needed = models.PositiveSmallIntegerField(
        _("votes needed"),
        default=0,
        validators=[MaxValueValidator(MOST)],
        help_text=_("How many people vote on every verdict before it can be approved; 0 for none."),
    )

    class Meta(EditorialModel.Meta):
        verbose_name = _("editorial policy")
        verbose_name_plural = _("editorial policy")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=THE_ONE), name="editorialpolicy_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(minimum_publishers__lte=models.F("minimum_evidence")),
                name="editorialpolicy_publishers_within_evidence",
                violation_error_message=_("More publishers than items of evidence can never be reached."),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "EditorialPolicy":
        """The site's policy; the defaults above where the row is gone."""
        return cls.objects.filter(pk=THE_ONE).first() or cls()
