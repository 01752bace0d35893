"""A proposed verdict and the second person's decision on it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from claims.models.history import EditorialModel, remember


@remember()
class Assessment(EditorialModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        APPROVED = "approved", _("approved")
        PUBLISHED = "published", _("published")

    class Confidence(models.TextChoices):
        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", _("high")

    OPEN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED)
    EDITABLE_STATES = (State.DRAFT, State.RETURNED)

    claim = models.ForeignKey(
        "claims.Claim",
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name=_("claim"),
        help_text=_("The claim it judges."),
    )
    rating = models.ForeignKey(
        "claims.Rating",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="assessments",
        verbose_name=_("rating"),
        help_text=_("The verdict from the house scale."),
    )
    confidence = models.CharField(
        _("confidence"),
        max_length=10,
        choices=Confidence.choices,
        blank=True,
        help_text=_("How sure the evidence makes us."),
    )
    summary = I18nTextField(
        _("summary"),
        blank=True,
        help_text=_(
            "The reason for the verdict in one plain sentence. Readers see it first, in every language of the site."
        ),
    )
    reasoning = I18nTextField(
        _("reasoning"),
        blank=True,
        help_text=_("How the evidence leads to the verdict. Markdown; cite a source as [its-slug]."),
    )
    caveats = I18nTextField(
        _("caveats"),
        blank=True,
        help_text=_("What we could not find out, and what would change the verdict."),
    )
    as_of = models.DateField(_("as of"), null=True, blank=True, help_text=_("The day for which the verdict is meant."))
    review_due = models.DateField(
        _("review due"),
        null=True,
        blank=True,
        help_text=_("When it should be looked at again, if it can change."),
    )
    expires_on = models.DateField(
        _("expires on"),
        null=True,
        blank=True,
        help_text=_("The day after which the verdict no longer holds, if there is one."),
    )
    votes_needed = models.PositiveSmallIntegerField(
        _("votes needed"),
        default=0,
        editable=False,
        help_text=_("How many people must vote, each without seeing the others, before it can be approved."),
    )
    publish_split = models.BooleanField(
        _("publish the split"),
        default=False,
        editable=False,
        help_text=_("Readers see how many votes each rating got, without names."),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="assessments",
        editable=False,
        verbose_name=_("author"),
    )
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False)
    submission = models.PositiveIntegerField(
        _("submission"),
        default=0,
        editable=False,
        help_text=_("Counts what was put before a second person; votes belong to one submission."),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="approved_assessments",
        verbose_name=_("approver"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True, editable=False)
    approved_digest = models.CharField(_("digest of what was approved"), max_length=64, blank=True, editable=False)

    class Meta(EditorialModel.Meta):
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="assessment_newest")]
        permissions = [
            ("submit_assessment", _("Can submit an assessment for approval")),
            ("approve_assessment", _("Can approve or return what another person wrote")),
            ("publish_assessment", _("Can publish an approved assessment")),
            ("correct_claim", _("Can correct a published claim")),
            ("retract_claim", _("Can retract a published claim")),
            ("redact_publication", _("Can redact the public record for legal reasons")),
            ("assign_claim", _("Can assign claims to other people")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approver__isnull=True) | ~models.Q(approver=models.F("author")),
                name="assessment_approver_is_not_author",
                violation_error_message=_("Nobody approves what they wrote themselves."),
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state__in=["approved", "published"], approver__isnull=False, approved_at__isnull=False)
                    & ~models.Q(approved_digest="")
                )
                | (
                    ~models.Q(state__in=["approved", "published"])
                    & models.Q(approver__isnull=True, approved_at__isnull=True, approved_digest="")
                ),
                name="assessment_published_is_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(as_of__isnull=True)
                | models.Q(expires_on__gt=models.F("as_of")),
                name="assessment_expires_after_as_of",
                violation_error_message=_("A verdict expires after the day for which it is meant."),
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=~models.Q(state="published"),
                name="assessment_one_open_a_claim",
                violation_error_message=_("This claim already has an open assessment."),
            ),
        ]
        triggers = [
            *EditorialModel.Meta.triggers,
            pgtrigger.FSM(
                name="assessment_state_order",
                field="state",
                transitions=[
                    ("draft", "submitted"),
                    ("returned", "submitted"),
                    ("submitted", "returned"),
                    ("submitted", "approved"),
                    ("approved", "returned"),
                    # An edit takes the approval away; the trigger of migration clear_approvals does it.
                    ("approved", "submitted"),
                    ("approved", "published"),
                ],
            ),
            pgtrigger.Protect(
                name="assessment_published_is_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="published"),
            ),
            # Otherwise an approver could hand the text to somebody else first and approve it then.
            pgtrigger.ReadOnly(name="assessment_author_is_fixed", fields=["author", "claim"]),
        ]

    def __str__(self) -> str:
        return f"{self.claim} – {self.rating or '…'}"


@remember()
class Review(models.Model):
    class Decision(models.TextChoices):
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("assessment")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews", verbose_name=_("reviewer")
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices)
    comment = models.TextField(
        _("comment"), blank=True, help_text=_("What the author should know; needed when returning.")
    )
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decision="returned") | ~models.Q(comment=""),
                name="review_returned_has_comment",
                violation_error_message=_("Say what has to change."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="review_reviewer_is_not_author",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF NEW.reviewer_id = (SELECT author_id FROM claims_assessment WHERE id = NEW.assessment_id) THEN
                        RAISE EXCEPTION 'Nobody reviews what they wrote themselves.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'review_reviewer_is_not_author';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} · {self.reviewer}"
