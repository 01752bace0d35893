"""Drafts as JSON. What is not listed here can be neither read nor written through the API."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from claims.api.editorial.fields import DraftSerializer
from claims.models import (
    Appearance,
    Article,
    Assessment,
    Claim,
    ClaimRelation,
    Comment,
    Entity,
    Evidence,
    Snapshot,
    Source,
    Topic,
)
from claims.models.comment import LONGEST_COMMENT
from claims.text.addresses import UnsafeAddress, canonical_url
from claims.text.anchors import make_selector

KEPT_BY_THE_DATABASE = ["id", "revision", "created_at", "updated_at"]


class AddressedSerializer(DraftSerializer):
    """Rows with a web address, which is stored in one spelling beside the one that was given."""

    prepared = ("canonical_url",)

    def prepare(self, row: Any) -> None:
        try:
            row.canonical_url = canonical_url(row.url) if row.url else None
        except UnsafeAddress as error:
            raise serializers.ValidationError({"url": [str(error)]}) from None


class EntitySerializer(DraftSerializer):
    class Meta:
        model = Entity
        read_only_fields = KEPT_BY_THE_DATABASE
        fields = [*KEPT_BY_THE_DATABASE, "slug", "kind", "name", "description", "domain", "same_as"]


class TopicSerializer(DraftSerializer):
    class Meta:
        model = Topic
        read_only_fields = KEPT_BY_THE_DATABASE
        fields = [*KEPT_BY_THE_DATABASE, "slug", "name", "description"]


class ArticleSerializer(AddressedSerializer):
    class Meta:
        model = Article
        read_only_fields = KEPT_BY_THE_DATABASE
        fields = [
            *KEPT_BY_THE_DATABASE,
            "slug",
            "title",
            "url",
            "mirror_url",
            "publisher",
            "authors",
            "editors",
            "published_on",
            "language",
        ]


class SnapshotSerializer(DraftSerializer):
    """Create only. The same text again gives the snapshot that is there."""

    class Meta:
        model = Snapshot
        read_only_fields = ["id", "number", "sha256", "retrieved_at", "boilerplate"]
        fields = ["id", "article", "number", "text", "sha256", "retrieved_at", "boilerplate"]
        extra_kwargs = {"text": {"trim_whitespace": False, "max_length": 2_000_000}}

    def validate(self, attributes: dict[str, Any]) -> dict[str, Any]:
        return attributes  # The rest of the row is made when it is stored.


class SourceSerializer(AddressedSerializer):
    class Meta:
        model = Source
        read_only_fields = KEPT_BY_THE_DATABASE
        fields = [
            *KEPT_BY_THE_DATABASE,
            "slug",
            "title",
            "title_is_description",
            "url",
            "publisher",
            "published_on",
            "language",
            "kind",
            "is_primary",
            "copy_of",
            "archived_url",
            "accessed_on",
            "note",
        ]


class ClaimSerializer(DraftSerializer):
    # Empty until it is dismissed.
    dismissal_reason = serializers.ChoiceField(choices=["", *Claim.DismissalReason.values], read_only=True)

    class Meta:
        model = Claim
        read_only_fields = [
            *KEPT_BY_THE_DATABASE,
            "stage",
            "verification_status",
            "dismissal_reason",
            "merged_into",
            "assigned_to",
            "first_published_at",
        ]
        fields = [
            *read_only_fields,
            "slug",
            "statement",
            "claimant",
            "attribution",
            "claimed_on",
            "timeframe",
            "parent",
            "topics",
            "entities",
            "checkworthiness",
            "without_appearance",
        ]

    def validate_slug(self, slug: str) -> str:
        if self.instance is not None and self.instance.first_published_at and slug != self.instance.slug:
            raise serializers.ValidationError(_("The slug of a published claim stays for ever."))
        return slug


class AppearanceSerializer(DraftSerializer):
    """Where the quote starts and ends is given; its words and what stands around them are taken from the text."""

    prepared = ("exact", "prefix", "suffix")

    class Meta:
        model = Appearance
        read_only_fields = [*KEPT_BY_THE_DATABASE, "exact", "prefix", "suffix", "anchor_state"]
        fields = [*read_only_fields, "claim", "snapshot", "start", "end", "occurrence"]

    def prepare(self, row: Any) -> None:
        try:
            selector = make_selector(row.snapshot.text, row.start, row.end)
        except ValueError as error:
            raise serializers.ValidationError({"start": [str(error)]}) from None
        row.exact, row.prefix, row.suffix = selector.exact, selector.prefix, selector.suffix


class EvidenceSerializer(DraftSerializer):
    class Meta:
        model = Evidence
        read_only_fields = KEPT_BY_THE_DATABASE
        fields = [
            *KEPT_BY_THE_DATABASE,
            "claim",
            "source",
            "stance",
            "quote",
            "quote_language",
            "locator",
            "note",
            "confidential",
            "public_reason",
            "position",
        ]


class RelationSerializer(DraftSerializer):
    class Meta:
        model = ClaimRelation
        read_only_fields = KEPT_BY_THE_DATABASE
        fields = [*KEPT_BY_THE_DATABASE, "from_claim", "kind", "to_claim"]


class AssessmentSerializer(DraftSerializer):
    class Meta:
        model = Assessment
        read_only_fields = [
            *KEPT_BY_THE_DATABASE,
            "claim",
            "author",
            "state",
            "submission",
            "submitted_at",
            "approver",
            "approved_at",
            "votes_needed",
            "publish_split",
        ]
        fields = [
            *read_only_fields,
            "rating",
            "confidence",
            "summary",
            "reasoning",
            "caveats",
            "as_of",
            "review_due",
            "expires_on",
        ]


class CommentSerializer(DraftSerializer):
    """A word to colleagues. It is not changed afterwards; ``@login`` in it tells that colleague."""

    class Meta:
        model = Comment
        read_only_fields = ["id", "author", "mentioned", "created_at"]
        fields = [*read_only_fields, "claim", "text"]
        extra_kwargs = {"text": {"max_length": LONGEST_COMMENT}}
