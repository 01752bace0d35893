"""The head of the record, the checkpoints that sign it, and the keys that signed."""

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api import shapes
from claims.api.pagination import PAGE_PARAMETER_DESCRIPTIONS, PAGE_PARAMETERS, page
from claims.api.representations import address
from claims.api.schema import describe
from claims.api.shapes import page_of, reference
from claims.api.views import PublicView
from claims.models import GENESIS_DIGEST, Checkpoint, Publication, SigningKey
from claims.record import checkpoint_document, latest_checkpoint, utc_timestamp


class RecordHead(PublicView):
    """The end of the chain: whoever keeps it can prove later that nothing before it was changed."""

    @describe("get_record_head", reference("RecordHead"))
    def get(self, request: Request) -> Response:
        return Response(head())


class CheckpointList(PublicView):
    """Signed heads of the record, newest first."""

    parameters = PAGE_PARAMETERS

    @describe("list_checkpoints", page_of("Checkpoint"), parameters=PAGE_PARAMETER_DESCRIPTIONS)
    def get(self, request: Request) -> Response:
        return page(Checkpoint.objects.all(), "-id", request=request, view=self, item=checkpoint_document)


class WellKnownRecord(PublicView):
    """What a stranger needs to check the record: its head, the newest checkpoint and all keys that ever signed one."""

    schema = None

    def get(self, request: Request) -> Response:
        answer = {
            "origin": settings.SITE_URL,
            **head(),
            "keys": [
                {
                    "key_id": key.key_id,
                    "algorithm": "Ed25519",
                    "public_key": key.public_key,
                    "first_used_at": utc_timestamp(key.first_used_at),
                }
                for key in SigningKey.objects.all()
            ],
            "checkpoints_url": address(request, "checkpoints"),
        }
        return Response(answer)


def head() -> shapes.RecordHead:
    last = Publication.objects.order_by("-number").only("number", "digest", "published_at").first()
    return {
        "number": last.number if last else 0,
        "digest": last.digest if last else GENESIS_DIGEST,
        "published_at": utc_timestamp(last.published_at) if last else None,
        "checkpoint": latest_checkpoint(),  # type: ignore[typeddict-item]
    }
