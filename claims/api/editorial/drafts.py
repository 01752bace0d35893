"""Drafts: read, create, change and remove, each change recorded and none over a colleague's."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import models
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.exceptions import MethodNotAllowed, PermissionDenied, ValidationError
from rest_framework.permissions import DjangoModelPermissions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from claims.api.bodies import StrictJSONParser
from claims.api.editorial import schema, serializers
from claims.api.editorial.article_import import ArticleImport
from claims.api.editorial.authentication import HasScope, TokenAuthentication
from claims.api.editorial.bulk import BulkCreate
from claims.api.editorial.conditions import PreconditionFailed, etag, require_match
from claims.api.editorial.idempotency import RepeatablePosts
from claims.api.editorial.past import History, Readiness
from claims.api.editorial.refusing import Conflict, refusals_told
from claims.api.editorial.verbs import AssessmentVerbs, ClaimVerbs, Restorable, SnapshotVerbs, SourceVerbs
from claims.api.pagination import KeysetPagination
from claims.api.throttling import TellsItsLimits, TokenThrottle
from claims.api.views import refuse_unknown
from claims.intake.article import store_snapshot
from claims.models import (
    ApiToken,
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
from claims.workflow import comment, recorded

PAGE_PARAMETERS = ("cursor", "page_size")
SECURITY = schema.TokenScheme  # Named here so that it is known wherever these views are.
LARGEST_KEY = 2**63 - 1


class NewestFirst(KeysetPagination):
    ordering = ("-id",)


class RolePermissions(DjangoModelPermissions):
    """Reading asks for the view permission too: drafts are not public."""

    perms_map = {**DjangoModelPermissions.perms_map, "GET": ["%(app_label)s.view_%(model_name)s"]}


class EditorialView(TellsItsLimits, RepeatablePosts, GenericViewSet):  # type: ignore[type-arg]
    """``filters`` are the columns that a list can be narrowed by, with equality."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (HasScope, RolePermissions)
    throttle_classes = (TokenThrottle,)
    parser_classes = (StrictJSONParser,)
    pagination_class = NewestFirst
    lookup_value_regex = "[0-9]{1,19}"
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]
    filters: ClassVar[tuple[str, ...]] = ()
    # Set by an action that asks for another scope than its method would.
    scope_of_action = ""

    def scope(self, request: Request) -> str:
        if self.scope_of_action:
            return self.scope_of_action
        reads = request.method in ("GET", "HEAD", "OPTIONS")
        return (ApiToken.Scope.READ if reads else ApiToken.Scope.WRITE).value

    def get_object(self) -> Any:
        return self._one_of(self.rows())

    def row(self) -> Any:
        """As it is, without a lock: the verbs lock for themselves, in their own order."""
        return self._one_of(self.get_queryset())

    def _one_of(self, rows: models.QuerySet[Any]) -> Any:
        key = int(self.kwargs["pk"])
        row = rows.filter(pk=key).first() if key <= LARGEST_KEY else None
        if row is None:
            raise Http404
        return row

    def rows(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = self.get_queryset()
        # The row that is compared with If-Match is the one that is changed.
        return rows if self.request.method in ("GET", "HEAD") else rows.select_for_update(of=("self",), no_key=True)

    def answer(self, row: Any, *, status: int = 200) -> Response:
        headers = {"ETag": etag(row)} if hasattr(row, "revision") else {}
        return Response(self.get_serializer(row).data, status=status, headers=headers)

    def handle_exception(self, exc: Exception) -> Response:
        response = super().handle_exception(exc)
        if isinstance(exc, PreconditionFailed):
            response.data["current"] = exc.current
        return response

    @contextmanager
    def change(self, verb: str) -> Iterator[None]:
        """One recorded transaction; what the database refuses is said in words."""
        reason = self.request.headers.get("Reason", "")[:500]
        with refusals_told(), recorded(verb, by=self.request.user, reason=reason):  # type: ignore[arg-type]
            yield


class DraftView(mixins.ListModelMixin, EditorialView):
    """Reading and creating."""

    def list(self, request: Request, *arguments: Any, **options: Any) -> Response:
        refuse_unknown(request.query_params, (*self.filters, *PAGE_PARAMETERS))
        rows = self.get_queryset()
        for name in self.filters:
            if name in request.query_params:
                rows = self.narrowed(rows, name, request.query_params[name])
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def narrowed(self, rows: models.QuerySet[Any], name: str, value: str) -> models.QuerySet[Any]:
        field = rows.model._meta.get_field(name)
        try:
            # Asked of the column itself, so that a wrong value is named before the database sees it.
            (field.target_field if isinstance(field, models.ForeignKey) else field).to_python(value)
            return rows.filter(**{name: value})
        except (DjangoValidationError, TypeError, ValueError, OverflowError):
            raise ValidationError({name: ["This value does not fit."]}, code="invalid") from None

    def retrieve(self, request: Request, *arguments: Any, **options: Any) -> Response:
        return self.answer(self.get_object())

    def create(self, request: Request, *arguments: Any, **options: Any) -> Response:
        with self.change("create"):
            row = self.create_one(request.data)
        return self.answer(row, status=201)

    def create_one(self, given: Any) -> Any:
        """Within a recorded transaction."""
        serializer = self.get_serializer(data=given)
        serializer.is_valid(raise_exception=True)
        self.may_change(serializer.validated_data.get("claim") or serializer.validated_data.get("from_claim"))
        return serializer.save()

    def may_change(self, row: Any) -> None:
        """Raise unless this person may change the row, or the claim that it is a part of, in its present state."""
        claim = row if isinstance(row, Claim) else getattr(row, "claim", getattr(row, "from_claim", None))
        editable = Claim.objects.editable_by(self.request.user)
        if isinstance(claim, Claim) and claim.pk and not editable.filter(pk=claim.pk).exists():
            raise Conflict("The claim was merged into another one and is not edited any more.", code="claim_closed")


class ChangeableView(DraftView):
    """Changing, for rows that count their revisions."""

    def partial_update(self, request: Request, *arguments: Any, **options: Any) -> Response:
        with self.change("edit"):
            row = self.get_object()
            require_match(request, row, lambda current: self.get_serializer(current).data)
            self.may_change(row)
            serializer = self.get_serializer(row, data=request.data, partial=True)
            serializer.is_valid(raise_exception=True)
            serializer.save()
            row.refresh_from_db()
        return self.answer(row)


class EditableView(History, Restorable, ChangeableView):
    """Changing with a history, from which an earlier state can be brought back."""


class Removing:
    """For parts of a claim and what is one's own; other rows are kept, as the record or a colleague may need them."""

    def destroy(self: Any, request: Request, *arguments: Any, **options: Any) -> Response:
        with self.change("delete"):
            row = self.get_object()
            require_match(request, row, lambda current: self.get_serializer(current).data)
            self.may_change(row)
            row.delete()
        return Response(status=204)


class RemovableView(Removing, EditableView):
    pass


class ArticleView(ArticleImport, EditableView):
    queryset = Article.objects.all()
    serializer_class = serializers.ArticleSerializer
    filters = ("publisher", "slug")


class SnapshotView(SnapshotVerbs, DraftView):
    queryset = Snapshot.objects.all()
    serializer_class = serializers.SnapshotSerializer
    filters = ("article",)

    @extend_schema(responses=dict.fromkeys((200, 201), serializers.SnapshotSerializer))
    def create(self, request: Request, *arguments: Any, **options: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        row, created = store_snapshot(given["article"], given["text"], by=request.user)  # type: ignore[arg-type]
        return self.answer(row, status=201 if created else 200)


class SourceView(SourceVerbs, BulkCreate, EditableView):
    queryset = Source.objects.all()
    serializer_class = serializers.SourceSerializer
    filters = ("publisher", "slug")


class EntityView(EditableView):
    queryset = Entity.objects.all()
    serializer_class = serializers.EntitySerializer
    filters = ("kind", "slug")


class TopicView(EditableView):
    queryset = Topic.objects.all()
    serializer_class = serializers.TopicSerializer
    filters = ("slug",)


class ClaimView(ClaimVerbs, Readiness, BulkCreate, EditableView):
    queryset = Claim.objects.prefetch_related("topics", "entities")
    serializer_class = serializers.ClaimSerializer
    filters = ("stage", "verification_status", "slug", "assigned_to", "parent")


class AppearanceView(BulkCreate, RemovableView):
    queryset = Appearance.objects.select_related("claim", "snapshot")
    serializer_class = serializers.AppearanceSerializer
    filters = ("claim", "snapshot")


class EvidenceView(BulkCreate, RemovableView):
    queryset = Evidence.objects.select_related("claim")
    serializer_class = serializers.EvidenceSerializer
    filters = ("claim", "source")


class RelationView(RemovableView):
    queryset = ClaimRelation.objects.select_related("from_claim")
    serializer_class = serializers.RelationSerializer
    filters = ("from_claim", "to_claim")


class CommentView(DraftView):
    """Read and written; never changed, since an answer must not come to stand under other words."""

    queryset = Comment.objects.prefetch_related("mentioned")
    serializer_class = serializers.CommentSerializer
    filters = ("claim", "author")

    def create_one(self, given: Any) -> Any:
        serializer = self.get_serializer(data=given)
        serializer.is_valid(raise_exception=True)
        return comment(**serializer.validated_data, by=self.request.user)  # type: ignore[arg-type]


class AssessmentView(AssessmentVerbs, Readiness, EditableView):
    """Started by a verb on its claim; edited by its author while it is a draft or was returned."""

    queryset = Assessment.objects.select_related("claim")
    serializer_class = serializers.AssessmentSerializer
    filters = ("claim", "state", "author")

    @extend_schema(exclude=True)
    def create(self, request: Request, *arguments: Any, **options: Any) -> Response:
        # POST is for the verbs on one assessment; a new one is started on its claim.
        raise MethodNotAllowed("POST", detail="An assessment is started with POST …/claims/{id}/start_assessment/.")

    @property
    def allowed_methods(self) -> list[str]:
        """Without the POST that only explains itself."""
        return [each for each in super().allowed_methods if each != "POST" or self.action_map.get("post") != "create"]

    def may_change(self, row: Any) -> None:
        super().may_change(row)
        if row.author_id != self.request.user.pk:
            raise PermissionDenied("Only the author edits an assessment.")
        if row.state not in Assessment.EDITABLE_STATES:
            raise Conflict("Only a draft or a returned assessment can be edited.", code="wrong_state")
