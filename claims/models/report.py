"""What readers tell the newsroom: an error in a claim, or a claim that should be checked."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Without letters and digits that are mistaken for each other.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
NUMBER_LENGTH = 14
LONGEST_TEXT = 5_000


def new_tracking_number() -> str:
    """Nobody guesses it: whoever has the number may see what became of the report."""
    return "".join(secrets.choice(ALPHABET) for _place in range(NUMBER_LENGTH))


class ReaderReport(models.Model):
    """Sent without an account. What the reader wrote is never changed; the newsroom adds its answer."""

    class Kind(models.TextChoices):
        ERROR = "error", _("error in a claim")
        SUGGESTION = "suggestion", _("claim to check")

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        LOOKED_AT = "looked-at", _("being looked at")
        UPHELD = "upheld", _("upheld")
        DECLINED = "declined", _("declined")

    number = models.CharField(_("tracking number"), max_length=20, unique=True, default=new_tracking_number)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    claim_slug = models.CharField(_("claim"), max_length=120, blank=True)
    text = models.TextField(_("text"))
    url = models.URLField(_("address"), max_length=2_000, blank=True)
    language = models.CharField(_("language"), max_length=10)
    client = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(_("received at"), default=timezone.now, db_index=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=State.choices,
        default=State.RECEIVED,
        help_text=_("The sender sees it."),
    )
    answer = models.TextField(
        _("answer"),
        blank=True,
        max_length=LONGEST_TEXT,
        help_text=_("For the sender, in the language in which they wrote. Needed to decline."),
    )
    correction = models.ForeignKey(
        "claims.Publication",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("correction"),
        help_text=_("The number in the record of the correction that it led to."),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)

    class Meta:
        verbose_name = _("report of a reader")
        verbose_name_plural = _("reports of readers")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(correction=None) | models.Q(state="upheld"),
                name="readerreport_correction_only_when_upheld",
                violation_error_message=_("Only an upheld report has led to a correction."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(answer=""),
                name="readerreport_declined_with_an_answer",
                violation_error_message=_("Tell the sender why it is declined."),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="error") | ~models.Q(claim_slug=""),
                name="readerreport_error_names_its_claim",
            ),
        ]

    def __str__(self) -> str:
        return self.number
