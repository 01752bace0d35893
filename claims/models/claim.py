"""The single checkable statement."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from claims.models.assessment import Assessment
from claims.models.history import EditorialModel, remember, remember_links
from claims.models.word_search import StatementWords, word_search_index


class ClaimQuerySet(models.QuerySet["Claim"]):
    def editable_by(self, user: Any) -> "ClaimQuerySet":
        """Claims that this user may change; everyone who may change claims may change every open one."""
        if not user.has_perm("claims.change_claim"):
            return self.none()
        return self.exclude(stage=Claim.Stage.MERGED)

    def unfinished(self) -> "ClaimQuerySet":
        """Claims with work left: no verdict yet, or another one in the making."""
        open_verdict = Assessment.objects.filter(claim=models.OuterRef("pk"), state__in=Assessment.OPEN_STATES)
        undecided = [Claim.VerificationStatus.UNVERIFIED, Claim.VerificationStatus.IN_PROGRESS]
        return self.filter(stage__in=[Claim.Stage.CANDIDATE, Claim.Stage.ACCEPTED]).filter(
            models.Q(verification_status__in=undecided) | models.Q(models.Exists(open_verdict))
        )


@remember()
class Claim(EditorialModel):
    class Stage(models.TextChoices):
        CANDIDATE = "candidate", _("candidate")
        ACCEPTED = "accepted", _("accepted")
        MERGED = "merged", _("merged")
        DISMISSED = "dismissed", _("dismissed")

    class VerificationStatus(models.TextChoices):
        UNVERIFIED = "unverified", _("unverified")
        IN_PROGRESS = "in_progress", _("being checked")
        VERIFIED = "verified", _("verified")
        RETRACTED = "retracted", _("retracted")

    class DismissalReason(models.TextChoices):
        HEADLINE = "headline", _("headline")
        SUBHEADING = "subheading", _("sub-heading")
        GENERAL_STATEMENT = "general-statement", _("general statement, nothing to test")
        OPINION = "opinion", _("opinion")
        MOTIVE = "motive", _("inner motive")
        PREDICTION = "prediction", _("prediction")
        QUESTION = "question", _("question")
        DUPLICATE = "duplicate", _("already checked elsewhere")
        OUT_OF_SCOPE = "out-of-scope", _("out of scope")

    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("The name in addresses. It stays for ever once the claim is published."),
    )
    statement = I18nTextField(
        _("statement"),
        help_text=_(
            "One checkable statement in our own words, complete without the article: who, what, when. "
            "About 75 characters read best. No verdict in it."
        ),
    )
    claimant = models.ForeignKey(
        "claims.Entity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="claims_made",
        verbose_name=_("claimant"),
        help_text=_("Who says it. Leave empty when that is not known; never guess."),
    )
    attribution = I18nTextField(
        _("attribution"),
        blank=True,
        help_text=_("How the article presents the statement: in its own words, as a quotation …"),
    )
    claimed_on = models.DateField(
        _("claimed on"),
        null=True,
        blank=True,
        help_text=_("When the claim was made, not when it was checked."),
    )
    timeframe = I18nTextField(_("timeframe"), blank=True, help_text=_("The time that the statement is about."))
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("parent"),
        help_text=_("The compound claim that this one is a part of."),
    )
    topics = models.ManyToManyField(
        "claims.Topic",
        blank=True,
        related_name="claims",
        verbose_name=_("topics"),
        help_text=_("What it is about."),
    )
    entities = models.ManyToManyField(
        "claims.Entity",
        blank=True,
        related_name="claims_about",
        verbose_name=_("subjects"),
        help_text=_("Who or what the statement speaks of."),
    )
    checkworthiness = models.DecimalField(
        _("check-worthiness"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("0 to 1: how much a reader gains from knowing whether it is true."),
    )
    without_appearance = models.BooleanField(
        _("no article"),
        default=False,
        help_text=_(
            "Tick when the claim is known without an article, as from speech. Otherwise it needs an appearance."
        ),
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.CANDIDATE, editable=False)
    verification_status = models.CharField(
        _("verification status"),
        max_length=20,
        choices=VerificationStatus.choices,
        default=VerificationStatus.UNVERIFIED,
        editable=False,
    )
    dismissal_reason = models.CharField(
        _("reason for dismissal"), max_length=30, choices=DismissalReason.choices, blank=True, editable=False
    )
    dismissal_note = I18nTextField(_("note on the dismissal"), blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged_claims",
        verbose_name=_("merged into"),
    )

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="assigned_claims",
        verbose_name=_("assigned to"),
    )
    first_published_at = models.DateTimeField(_("first published at"), null=True, blank=True, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta(EditorialModel.Meta):
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-created_at", "slug"]
        indexes = [
            models.Index(fields=["stage", "-created_at"], name="claim_stage_newest"),
            models.Index(fields=["verification_status", "-created_at"], name="claim_status_newest"),
            models.Index(fields=["-created_at", "slug"], name="claim_newest"),
            models.Index(fields=["first_published_at"], name="claim_first_published"),
            word_search_index("statement", name="claim_statement_words"),
            word_search_index("slug", name="claim_slug_words"),
            # Whole words, also those that are too short for the index above. They choose what is compared while
            # somebody types.
            GinIndex(StatementWords("statement"), name="claim_statement_whole_words"),
            models.Index(fields=["updated_at"], name="claim_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage="merged", merged_into__isnull=False)
                | (~models.Q(stage="merged") & models.Q(merged_into__isnull=True)),
                name="claim_merged_has_target",
            ),
            models.CheckConstraint(
                condition=(models.Q(stage="dismissed") & ~models.Q(dismissal_reason=""))
                | (~models.Q(stage="dismissed") & models.Q(dismissal_reason="")),
                name="claim_dismissed_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(checkworthiness__isnull=True)
                | models.Q(checkworthiness__gte=0, checkworthiness__lte=1),
                name="claim_checkworthiness_0_to_1",
                violation_error_message=_("Check-worthiness lies between 0 and 1."),
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="claim_not_its_own_parent",
                violation_error_message=_("A claim cannot be its own parent."),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="claim_not_merged_into_itself",
            ),
        ]
        triggers = [
            *EditorialModel.Meta.triggers,
            # One lock for all changes of parents: two sessions could otherwise close a circle together,
            # each seeing only its own half.
            pgtrigger.Trigger(
                name="claim_no_parent_cycle",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),  # type: ignore[no-untyped-call]
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__parent__isnull=False),
                func="""
                    PERFORM pg_advisory_xact_lock(hashtext('claims_claim.parent_id'));
                    IF EXISTS (
                        WITH RECURSIVE ancestors(id, parent_id) AS (
                            SELECT id, parent_id FROM claims_claim WHERE id = NEW.parent_id
                            UNION
                            SELECT claim.id, claim.parent_id
                            FROM claims_claim claim JOIN ancestors ON claim.id = ancestors.parent_id
                        )
                        SELECT 1 FROM ancestors WHERE id = NEW.id
                    ) THEN
                        RAISE EXCEPTION 'A claim cannot be its own ancestor.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_no_parent_cycle';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(
                name="claim_published_slug_is_fixed",
                operation=pgtrigger.UpdateOf("slug"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__slug__df=pgtrigger.F("new__slug"))
                & ~pgtrigger.Q(old__first_published_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.statement)


@remember_links("ClaimTopicEvent")
class ClaimTopic(Claim.topics.through):  # type: ignore[name-defined,misc]
    """The tags of a claim; a proxy, so that adding and removing one is remembered too."""

    class Meta:
        proxy = True


@remember_links("ClaimEntityEvent")
class ClaimEntity(Claim.entities.through):  # type: ignore[name-defined,misc]
    """The subjects of a claim; a proxy, so that adding and removing one is remembered too."""

    class Meta:
        proxy = True


@remember()
class ClaimRelation(EditorialModel):
    class Kind(models.TextChoices):
        CONTRADICTS = "contradicts", _("contradicts")
        VARIANT_OF = "variant_of", _("variant of")
        UPDATES = "updates", _("updates")

    from_claim = models.ForeignKey(
        Claim,
        on_delete=models.CASCADE,
        related_name="relations",
        verbose_name=_("claim"),
        help_text=_("The claim that relates."),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=Kind.choices, help_text=_("How it relates to the other claim.")
    )
    to_claim = models.ForeignKey(
        Claim,
        on_delete=models.CASCADE,
        related_name="related_from",
        verbose_name=_("other claim"),
        help_text=_("The claim it relates to."),
    )

    class Meta(EditorialModel.Meta):
        verbose_name = _("relation between claims")
        verbose_name_plural = _("relations between claims")
        constraints = [
            models.UniqueConstraint(fields=["from_claim", "kind", "to_claim"], name="claimrelation_once"),
            models.CheckConstraint(
                condition=~models.Q(from_claim=models.F("to_claim")),
                name="claimrelation_not_with_itself",
                violation_error_message=_("A claim cannot relate to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_claim_id} {self.kind} {self.to_claim_id}"
