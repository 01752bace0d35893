"""Where a claim occurs: a W3C TextPositionSelector and TextQuoteSelector into one snapshot."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.models.history import EditorialModel, remember
from claims.models.word_search import word_search_index


@remember()
class Appearance(EditorialModel):
    class Occurrence(models.TextChoices):
        FIRST = "first", _("first")
        REPEAT = "repeat", _("repeat")

    class AnchorState(models.TextChoices):
        """How the quote was found in its snapshot; the values of ``claims.text.anchors.AnchorState``."""

        EXACT_POSITION = "exact-position", _("at its exact position")
        EXACT_QUOTE = "exact-quote", _("exact quote, moved")
        FUZZY_QUOTE = "fuzzy-quote", _("similar quote")
        GONE = "gone", _("gone from the newest text")

    claim = models.ForeignKey(
        "claims.Claim",
        on_delete=models.CASCADE,
        related_name="appearances",
        verbose_name=_("claim"),
        help_text=_("The claim that is made here."),
    )
    snapshot = models.ForeignKey(
        "claims.Snapshot",
        on_delete=models.PROTECT,
        related_name="appearances",
        verbose_name=_("snapshot"),
        help_text=_("The stored text of the article that the quote is in."),
    )
    start = models.PositiveIntegerField(_("start"), help_text=_("Unicode code points before the quote."))
    end = models.PositiveIntegerField(_("end"), help_text=_("Unicode code points up to the end of the quote."))
    exact = models.TextField(_("quote"), help_text=_("The words of the article, exactly."))
    prefix = models.CharField(
        _("text before"), max_length=64, blank=True, help_text=_("Up to 32 code points before the quote.")
    )
    suffix = models.CharField(
        _("text after"), max_length=64, blank=True, help_text=_("Up to 32 code points after the quote.")
    )
    occurrence = models.CharField(
        _("occurrence"),
        max_length=10,
        choices=Occurrence.choices,
        default=Occurrence.FIRST,
        help_text=_("“First” where the claim was found first, “repeat” for every other article that says it too."),
    )
    anchor_state = models.CharField(
        _("anchor"),
        max_length=20,
        choices=AnchorState.choices,
        default=AnchorState.EXACT_POSITION,
        editable=False,
    )

    class Meta(EditorialModel.Meta):
        verbose_name = _("appearance")
        verbose_name_plural = _("appearances")
        ordering = ["claim", "snapshot", "start"]
        indexes = [word_search_index("exact", name="appearance_exact_words")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")),
                name="appearance_start_before_end",
                violation_error_message=_("The quote must start before it ends."),
            ),
            models.UniqueConstraint(
                fields=["claim", "snapshot", "start", "end"],
                name="appearance_once_a_place",
                violation_error_message=_("This claim is already marked at exactly this place."),
            ),
        ]
        triggers = [
            *EditorialModel.Meta.triggers,
            pgtrigger.Trigger(
                name="appearance_exact_is_in_text",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NEW.exact IS DISTINCT FROM (
                        SELECT substring(text FROM NEW.start + 1 FOR NEW."end" - NEW.start)
                        FROM claims_snapshot WHERE id = NEW.snapshot_id AND NEW.start < NEW."end"
                    ) THEN
                        RAISE EXCEPTION 'The quote is not what the snapshot says between % and %.', NEW.start, NEW."end"
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'appearance_exact_is_in_text';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.exact
