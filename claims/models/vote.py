"""Votes of a panel: each cast without seeing the others."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.models.history import refuse_truncate


class VoteQuerySet(models.QuerySet["Vote"]):
    def visible_to(self, user: Any) -> "VoteQuerySet":
        """The user's own votes, and those of a submission in which the user has voted or nobody is missing."""
        same_submission = Vote.objects.filter(
            assessment=OuterRef("assessment"), submission=OuterRef("submission")
        ).order_by()
        cast = same_submission.values("assessment").annotate(votes=Count("pk")).values("votes")
        return self.annotate(cast=Coalesce(Subquery(cast), 0)).filter(
            Q(voter=user)
            | Q(models.Exists(same_submission.filter(voter=user)))
            | Q(cast__gte=F("assessment__votes_needed"))
        )


class Vote(models.Model):
    """One person's rating of one submission.

    It is never changed, so there are no events of it; those would show the vote before its time. A new submission asks
    for new votes.
    """

    assessment = models.ForeignKey(
        "claims.Assessment", on_delete=models.PROTECT, related_name="votes", verbose_name=_("assessment")
    )
    submission = models.PositiveIntegerField(_("submission"), help_text=_("The submission that was voted on."))
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="votes", verbose_name=_("voter")
    )
    rating = models.ForeignKey(
        "claims.Rating",
        on_delete=models.PROTECT,
        related_name="votes",
        verbose_name=_("rating"),
        help_text=_("The rating you would give on this evidence."),
    )
    rationale = models.TextField(_("rationale"), help_text=_("Why, in a sentence or two. Colleagues see it."))
    cast_at = models.DateTimeField(_("cast at"), default=timezone.now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ["assessment", "submission", "cast_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "submission", "voter"],
                name="vote_once_a_submission",
                violation_error_message=_("You have voted already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(rationale=""),
                name="vote_has_rationale",
                violation_error_message=_("Say why you vote so."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="vote_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            refuse_truncate(),
            pgtrigger.Trigger(
                name="vote_on_the_submission",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("judged", "record")],
                func="""
                    SELECT author_id, state, submission INTO judged
                        FROM claims_assessment WHERE id = NEW.assessment_id;
                    IF NEW.voter_id = judged.author_id THEN
                        RAISE EXCEPTION 'Nobody votes on what they wrote themselves.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_voter_is_not_author';
                    END IF;
                    IF judged.state <> 'submitted' OR NEW.submission <> judged.submission THEN
                        RAISE EXCEPTION 'Votes are cast on what is submitted now.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'vote_on_the_submission';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voter}: {self.rating}"
