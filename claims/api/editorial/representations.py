"""The serializer of each table, for answers about a row that is not the view's own."""

from typing import Any

from claims.api.editorial import serializers
from claims.api.editorial.fields import DraftSerializer
from claims.models import Vote


class VoteSerializer(DraftSerializer):
    class Meta:
        model = Vote
        fields = ["id", "assessment", "submission", "voter", "rating", "rationale", "cast_at"]
        read_only_fields = fields


SERIALIZERS = {
    one.Meta.model: one
    for one in (
        serializers.EntitySerializer,
        serializers.TopicSerializer,
        serializers.ArticleSerializer,
        serializers.SnapshotSerializer,
        serializers.SourceSerializer,
        serializers.ClaimSerializer,
        serializers.AppearanceSerializer,
        serializers.EvidenceSerializer,
        serializers.RelationSerializer,
        serializers.AssessmentSerializer,
        serializers.CommentSerializer,
        VoteSerializer,
    )
}


def representation(row: Any) -> Any:
    return SERIALIZERS[type(row)](row).data
