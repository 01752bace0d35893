"""Webhooks: whom to tell of what, with what came of it."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.editorial.drafts import PAGE_PARAMETERS, ChangeableView, Removing
from claims.api.editorial.fields import DraftSerializer, KnownFieldsOnly
from claims.api.views import refuse_unknown
from claims.models import WebhookDelivery, WebhookSubscription
from claims.text.addresses import UnsafeAddress
from claims.web import NotFetched
from claims.webhooks import pause, public_address, replay, resume, rotate_secret, subscribe

# The largest number that the record's column can hold.
HIGHEST_NUMBER = 2**63 - 1
MOST_WEBHOOKS = 20


class WebhookSerializer(DraftSerializer):
    class Meta:
        model = WebhookSubscription
        read_only_fields = [
            "id",
            "state",
            "paused_because",
            "position",
            "failures",
            "next_attempt_at",
            "old_secret_until",
            "created_at",
        ]
        fields = [*read_only_fields, "name", "url", "events", "topics", "ratings", "languages"]

    def validate_url(self, url: str) -> str:
        try:
            public_address(url)
        except (NotFetched, UnsafeAddress) as refusal:
            raise serializers.ValidationError(str(refusal), code="private_address") from None
        return url


class NewWebhookSerializer(WebhookSerializer):
    """With the secret, which no later answer has."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]


class DeliverySerializer(serializers.ModelSerializer[WebhookDelivery]):
    class Meta:
        model = WebhookDelivery
        fields = [
            "id",
            "publication",
            "event",
            "message_id",
            "attempt",
            "attempted_at",
            "milliseconds",
            "status",
            "error",
            "succeeded",
        ]


class DeliveryPageSerializer(serializers.Serializer[Any]):
    """As the pages of every list."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = DeliverySerializer(many=True)


class NothingSerializer(KnownFieldsOnly):
    """An action without parameters."""


class ReplaySerializer(KnownFieldsOnly):
    since = serializers.IntegerField(min_value=0, max_value=HIGHEST_NUMBER)


class WebhookView(Removing, ChangeableView):
    """One's own webhooks. A change asks for the ETag that was read; the secret is shown once."""

    queryset = WebhookSubscription.objects.all()
    serializer_class = WebhookSerializer
    filters = ("state",)
    shown_once = ("secret",)

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return WebhookSubscription.objects.none()
        return WebhookSubscription.objects.filter(owner=self.request.user)  # type: ignore[misc]

    @extend_schema(responses={201: NewWebhookSerializer})
    def create(self, request: Request, *arguments: Any, **options: Any) -> Response:
        given = WebhookSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        if self.get_queryset().count() >= MOST_WEBHOOKS:
            raise ValidationError(f"One account has at most {MOST_WEBHOOKS} webhooks.", code="too_many")
        row, secret = subscribe(by=request.user, **given.validated_data)  # type: ignore[arg-type]
        return self._with_secret(row, secret, status=201)

    @extend_schema(request=NothingSerializer, responses=WebhookSerializer)
    @action(detail=True, methods=["post"], serializer_class=NothingSerializer, scope_of_action="write")
    def pause(self, request: Request, pk: str) -> Response:
        """Send nothing until it is resumed; nothing is forgotten meanwhile."""
        return self._after(pause, reason="Paused by its owner.")

    @extend_schema(request=NothingSerializer, responses=WebhookSerializer)
    @action(detail=True, methods=["post"], serializer_class=NothingSerializer, scope_of_action="write")
    def resume(self, request: Request, pk: str) -> Response:
        """Go on where it stopped."""
        return self._after(resume)

    @extend_schema(request=ReplaySerializer, responses=WebhookSerializer)
    @action(detail=True, methods=["post"], serializer_class=ReplaySerializer, scope_of_action="write")
    def replay(self, request: Request, pk: str) -> Response:
        """Send again every publication with a higher number than `since`."""
        return self._after(replay, **self._given())

    @extend_schema(request=NothingSerializer, responses=NewWebhookSerializer)
    @action(detail=True, methods=["post"], serializer_class=NothingSerializer, scope_of_action="write")
    def rotate(self, request: Request, pk: str) -> Response:
        """A new secret. For a day messages are signed with the old one too."""
        self._given()
        row = self.row()
        secret = rotate_secret(row)
        row.refresh_from_db()
        return self._with_secret(row, secret, status=200)

    @extend_schema(responses=DeliveryPageSerializer)
    @action(detail=True, methods=["get"], serializer_class=DeliverySerializer)
    def deliveries(self, request: Request, pk: str) -> Response:
        """Every attempt, the newest first."""
        refuse_unknown(request.query_params, PAGE_PARAMETERS)
        page = self.paginate_queryset(WebhookDelivery.objects.filter(subscription=self.row()))
        return self.get_paginated_response(DeliverySerializer(page, many=True).data)

    def _given(self) -> dict[str, Any]:
        given = self.get_serializer(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def _after(self, change: Any, **parameters: Any) -> Response:
        self._given()
        row = self.row()
        change(row, **parameters)
        return self.answer_of(row)

    def answer_of(self, row: WebhookSubscription) -> Response:
        self.serializer_class = WebhookSerializer
        return self.answer(row)

    def _with_secret(self, row: WebhookSubscription, secret: str, *, status: int) -> Response:
        answer = self.answer_of(row)
        answer.data = {**answer.data, "secret": secret}
        answer.status_code = status
        return answer
