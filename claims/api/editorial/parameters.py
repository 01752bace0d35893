"""What each verb asks for; the names are the verb's own parameters."""

from rest_framework import serializers

from claims.api.editorial.fields import KnownFieldsOnly, LocalizedField
from claims.models import Claim, ClaimRelation, Publication, Rating, Snapshot, Topic, User
from claims.workflow import REDACTABLE_FIELDS

LONGEST_REASON = 500
LONGEST_COMMENT = 5_000
LARGEST_INTEGER = 2**31 - 1


class VerbParameters(KnownFieldsOnly):
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST_REASON,
        help_text="For colleagues; it stays in the history.",
    )


class Span(VerbParameters):
    """Code points in the text of a snapshot, end exclusive."""

    start = serializers.IntegerField(min_value=0, max_value=LARGEST_INTEGER)
    end = serializers.IntegerField(min_value=1, max_value=LARGEST_INTEGER)


class Propose(Span):
    statement = LocalizedField()
    slug = serializers.SlugField(required=False, max_length=120)


class Dismiss(VerbParameters):
    dismissal_reason = serializers.ChoiceField(choices=Claim.DismissalReason.choices)
    note = LocalizedField(required=False)


class Tag(VerbParameters):
    add = serializers.PrimaryKeyRelatedField(queryset=Topic.objects.all(), many=True, required=False)
    remove = serializers.PrimaryKeyRelatedField(queryset=Topic.objects.all(), many=True, required=False)


class Assign(VerbParameters):
    to = serializers.PrimaryKeyRelatedField(queryset=User.objects.all(), allow_null=True)


class AttachRepeat(Span):
    snapshot = serializers.PrimaryKeyRelatedField(queryset=Snapshot.objects.select_related("article"))


class Relate(VerbParameters):
    kind = serializers.ChoiceField(choices=ClaimRelation.Kind.choices)
    to = serializers.PrimaryKeyRelatedField(queryset=Claim.objects.all())


class ScheduleReview(VerbParameters):
    review_due = serializers.DateField(allow_null=True)
    expires_on = serializers.DateField(allow_null=True, required=False)


class Merge(VerbParameters):
    into = serializers.PrimaryKeyRelatedField(queryset=Claim.objects.all())
    note = LocalizedField(required=False)


class Retract(VerbParameters):
    note = LocalizedField(help_text="The public reason, in every language of the site.")


class Redact(Retract):
    # ``fields`` is a name that a serializer keeps for itself.
    def get_fields(self) -> dict[str, serializers.Field]:  # type: ignore[type-arg]
        names = serializers.ListField(
            child=serializers.ChoiceField(choices=list(REDACTABLE_FIELDS)), allow_empty=False, max_length=50
        )
        return {**super().get_fields(), "fields": names}


class AskPanel(VerbParameters):
    votes = serializers.IntegerField(min_value=0, max_value=LARGEST_INTEGER)
    publish_split = serializers.BooleanField(required=False)


class CastVote(VerbParameters):
    rating = serializers.PrimaryKeyRelatedField(queryset=Rating.objects.all())
    rationale = serializers.CharField(max_length=LONGEST_COMMENT)


class Approve(VerbParameters):
    comment = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_COMMENT)


class Return(VerbParameters):
    comment = serializers.CharField(max_length=LONGEST_COMMENT)


class Publish(VerbParameters):
    note = LocalizedField(required=False, help_text="What is new in this version, for readers.")


class Correct(VerbParameters):
    correction_type = serializers.ChoiceField(choices=Publication.CorrectionType.choices)
    note = LocalizedField(help_text="What was wrong and what is right now, in every language of the site.")


class Restore(VerbParameters):
    event = serializers.IntegerField(
        min_value=1, max_value=LARGEST_INTEGER, help_text="`event` of an entry of the history."
    )
