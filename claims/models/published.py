"""The current public state. Derived from the record by ``claims.record.projection`` and from nothing else."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.models.fields import QuickDecoder
from claims.models.word_search import TextWords


class PublishedClaimQuerySet(models.QuerySet["PublishedClaim"]):
    def listed(self) -> "PublishedClaimQuerySet":
        """Claims that stand: lists and figures leave out what was retracted or merged into another claim."""
        return self.filter(merged_into="").exclude(verification_status="retracted")


class PublishedAppearanceQuerySet(models.QuerySet["PublishedAppearance"]):
    def newest_by_article(self) -> "PublishedAppearanceQuerySet":
        """One row an article: the one whose claim was published last, so that its facts are the newest."""
        newest = self.order_by("article", "-claim__publication_id", "position").distinct("article")
        return PublishedAppearance.objects.filter(pk__in=newest.values("pk")).order_by("article")


class PublishedEvidenceQuerySet(models.QuerySet["PublishedEvidence"]):
    def newest_by_source(self) -> "PublishedEvidenceQuerySet":
        """One row a source that is not confidential: the one whose claim was published last."""
        named = self.exclude(source="").order_by("source", "-claim__publication_id", "position").distinct("source")
        return PublishedEvidence.objects.filter(pk__in=named.values("pk")).order_by("source")


class PublishedClaim(models.Model):
    slug = models.SlugField(max_length=120, primary_key=True)
    publication = models.OneToOneField("claims.Publication", on_delete=models.PROTECT, related_name="current_claim")
    version = models.PositiveIntegerField()
    verification_status = models.CharField(max_length=20)
    rating = models.CharField(max_length=60, blank=True)
    rating_value = models.PositiveSmallIntegerField(null=True)
    normalized = models.CharField(max_length=10, blank=True)
    parent = models.CharField(max_length=120, blank=True)
    claimant = models.CharField(max_length=120, blank=True)
    topics = ArrayField(models.CharField(max_length=120), default=list)
    entities = ArrayField(models.CharField(max_length=120), default=list)
    lookup_prefixes = ArrayField(models.CharField(max_length=5), default=list)
    # The database takes these from the document: where the claim appears and what it rests on, as long as it stands.
    articles = ArrayField(models.CharField(max_length=120), default=list)
    publishers = ArrayField(models.CharField(max_length=120), default=list)
    languages = ArrayField(models.CharField(max_length=35), default=list)
    stances = ArrayField(models.CharField(max_length=10), default=list)
    source_publishers = ArrayField(models.CharField(max_length=120), default=list)
    claimed_on = models.DateField(null=True)
    review_due = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    merged_into = models.CharField(max_length=120, blank=True, default="")
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    document = models.JSONField(decoder=QuickDecoder, help_text=_("The document of the current publication."))
    envelope = models.JSONField(
        decoder=QuickDecoder, help_text=_("Number, version, kind, note, digests and times of the current publication.")
    )
    children = models.JSONField(
        default=list, decoder=QuickDecoder, help_text=_("Published parts of this claim, with their verdicts.")
    )
    search = SearchVectorField(null=True)

    objects = PublishedClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("published claim")
        verbose_name_plural = _("published claims")
        ordering = ["-publication_id"]
        indexes = [
            GinIndex(fields=["search"], name="publishedclaim_search"),
            GinIndex(fields=["topics"], name="publishedclaim_topics"),
            GinIndex(fields=["lookup_prefixes"], name="publishedclaim_lookup"),
            GinIndex(fields=["publishers"], name="publishedclaim_publishers"),
            GinIndex(fields=["languages"], name="publishedclaim_languages"),
            models.Index(fields=["verification_status", "-publication"], name="publishedclaim_status"),
            models.Index(fields=["rating", "-publication"], name="publishedclaim_rating"),
            models.Index(fields=["parent"], name="publishedclaim_parent"),
            models.Index(fields=["claimant"], name="publishedclaim_claimant"),
            models.Index(
                fields=["review_due"], name="publishedclaim_review_due", condition=models.Q(review_due__isnull=False)
            ),
            models.Index(
                fields=["expires_on"], name="publishedclaim_expires_on", condition=models.Q(expires_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class PublishedAnswer(models.Model):
    """What the API says of a claim, written out once when it is published. Only its own addresses are missing."""

    claim = models.OneToOneField(PublishedClaim, on_delete=models.CASCADE, primary_key=True, related_name="answer")
    whole = models.TextField(help_text=_("The claim, as JSON text."))
    summary = models.TextField(help_text=_("The claim as lists show it, as JSON text."))
    stands = models.BooleanField(
        default=False,
        db_default=False,
        help_text=_("Neither merged nor retracted, so that the whole answer may be given as it is."),
    )
    last_modified = models.DateTimeField(
        null=True,
        help_text=_(
            "When the claim was published; none while the answer tells the verdicts of its parts, which may be newer."
        ),
    )

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")

    def __str__(self) -> str:
        return self.claim_id


class PublishedStatement(models.Model):
    """The statement of a claim that stands, in one language, apart from its long document: it is compared often."""

    claim = models.ForeignKey(PublishedClaim, on_delete=models.CASCADE, related_name="statements")
    language = models.CharField(max_length=35)
    text = models.TextField()

    class Meta:
        verbose_name = _("published statement")
        verbose_name_plural = _("published statements")
        ordering = ["claim", "language"]
        constraints = [models.UniqueConstraint(fields=["claim", "language"], name="publishedstatement_once")]
        # By these the statements are chosen whose letters are then compared.
        indexes = [GinIndex(TextWords("text"), name="publishedstatement_words")]

    def __str__(self) -> str:
        return self.text


class PublishedAppearance(models.Model):
    claim = models.ForeignKey(PublishedClaim, on_delete=models.CASCADE, related_name="appearances")
    position = models.PositiveIntegerField()
    article = models.CharField(max_length=120)
    publisher = models.CharField(max_length=120)
    text_sha256 = models.CharField(max_length=64)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    document = models.JSONField(
        decoder=QuickDecoder, help_text=_("The appearance as it stands in the claim's document.")
    )

    objects = PublishedAppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("published appearance")
        verbose_name_plural = _("published appearances")
        ordering = ["claim", "position"]
        indexes = [models.Index(fields=["article", "start"], name="publishedappearance_article")]
        constraints = [models.UniqueConstraint(fields=["claim", "position"], name="publishedappearance_once")]

    def __str__(self) -> str:
        return f"{self.claim_id} in {self.article}"


class PublishedEvidence(models.Model):
    claim = models.ForeignKey(PublishedClaim, on_delete=models.CASCADE, related_name="evidence")
    position = models.PositiveIntegerField()
    stance = models.CharField(max_length=10)
    source = models.CharField(max_length=120, blank=True, help_text=_("Empty for confidential evidence."))
    publisher = models.CharField(max_length=120, blank=True)
    domain = models.CharField(max_length=253, blank=True)
    document = models.JSONField(decoder=QuickDecoder, help_text=_("The evidence as it stands in the claim's document."))

    objects = PublishedEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("published evidence")
        verbose_name_plural = _("published evidence")
        ordering = ["claim", "position"]
        indexes = [
            models.Index(fields=["source"], name="publishedevidence_source"),
            models.Index(fields=["domain"], name="publishedevidence_domain"),
        ]
        constraints = [models.UniqueConstraint(fields=["claim", "position"], name="publishedevidence_once")]

    def __str__(self) -> str:
        return f"{self.stance} {self.claim_id}"
