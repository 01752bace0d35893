"""What search and matching keep of the published claims that stand. Derived from the record and from nothing else."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.models.published import PublishedClaim


class PublishedWords(models.Model):
    """The words by which a claim is found in one language, each with the part of the claim it stands in.

    Kept apart from the long document, and short: to weigh a thousand candidates, a thousand of these are read.
    """

    claim = models.ForeignKey(PublishedClaim, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=35)
    words = SearchVectorField(help_text=_("Statement A, summary B, quotes from articles C, names and topics D."))
    length = models.PositiveIntegerField(help_text=_("The number of different words."))

    class Meta:
        verbose_name = _("published words")
        verbose_name_plural = _("published words")
        constraints = [models.UniqueConstraint(fields=["claim", "language"], name="publishedwords_once")]
        # One a language of the site: a word of the other languages would only be read to be left out. Without the list
        # of what was added last, which each search would read from its start to its end.
        indexes = [
            *(
                GinIndex(
                    fields=["words"],
                    fastupdate=False,
                    condition=models.Q(language=language),
                    name=f"publishedwords_{language}",
                )
                for language in ("en", "id")
            ),
            GinIndex(
                fields=["words"],
                fastupdate=False,
                condition=~models.Q(language="en") & ~models.Q(language="id"),
                name="publishedwords_other",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} ({self.language})"


class PublishedTerm(models.Model):
    """In how many :class:`PublishedWords` of a language a word occurs. A trigger counts them."""

    pk = models.CompositePrimaryKey("language", "term")
    language = models.CharField(max_length=35)
    term = models.TextField()
    documents = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("published term")
        verbose_name_plural = _("published terms")
        # Nearly the same letters: what somebody meant who mistyped a word.
        indexes = [GinIndex(fields=["term"], name="publishedterm_likeness", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return f"{self.term} ({self.language}): {self.documents}"


class PublishedLanguage(models.Model):
    """How many :class:`PublishedWords` there are in a language, and how many words they have together."""

    language = models.CharField(max_length=35, primary_key=True)
    documents = models.PositiveIntegerField()
    length = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("published language")
        verbose_name_plural = _("published languages")

    def __str__(self) -> str:
        return f"{self.language}: {self.documents}"


class PublishedVector(models.Model):
    """What a claim says in one language, as a vector of one engine; nearby vectors say nearly the same.

    Where pgvector is installed, the database has one more column, ``nearby``, with an index, and ``values`` is empty.
    """

    # No constraint: to rebuild the public state must not mean to compute all vectors again.
    claim = models.ForeignKey(PublishedClaim, on_delete=models.DO_NOTHING, db_constraint=False, related_name="vectors")
    language = models.CharField(max_length=35)
    engine = models.CharField(max_length=80, help_text=_("Name and version."))
    text_sha256 = models.CharField(max_length=64, help_text=_("Of the text that the vector stands for."))
    values = models.BinaryField(null=True, help_text=_("Half-precision numbers, little-endian."))

    class Meta:
        verbose_name = _("published vector")
        verbose_name_plural = _("published vectors")
        constraints = [models.UniqueConstraint(fields=["claim", "language"], name="publishedvector_once")]

    def __str__(self) -> str:
        return f"{self.claim_id} ({self.language}, {self.engine})"
