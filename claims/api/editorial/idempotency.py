"""``Idempotency-Key`` on POST: a request that is sent again is not done again.

The answer is kept in the same transaction as the change. A refusal changed nothing and is not kept, so that the
same key may be used again once its cause is gone.
"""

import hashlib
import json
from contextlib import ExitStack
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import connection, transaction
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.bodies import BodyTooLarge
from claims.models import KeptAnswer

LONGEST_KEY = 255
LONGEST_ADDRESS = 500
KEPT_HEADERS = ("ETag", "Link")


class KeyInUse(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "The first request with this Idempotency-Key is still at work. Ask again in a moment."
    default_code = "idempotency_key_in_use"


class KeyOfAnotherRequest(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key was used for another request."
    default_code = "idempotency_key_reused"


class Answered(Exception):
    def __init__(self, kept: KeptAnswer) -> None:
        super().__init__(kept.key)
        self.kept = kept


class RepeatablePosts:
    """Mixed into the views: opens the transaction once it is known who asks, and keeps the answer in it.

    ``shown_once`` are fields that are kept nowhere: a repeated request is answered without them.
    """

    shown_once: tuple[str, ...] = ()

    def dispatch(self, request: Any, *arguments: Any, **options: Any) -> Any:
        self.answer_to_keep: KeptAnswer | None = None
        with ExitStack() as self.transaction:
            return super().dispatch(request, *arguments, **options)  # type: ignore[misc]

    def initial(self, request: Request, *arguments: Any, **options: Any) -> None:
        super().initial(request, *arguments, **options)  # type: ignore[misc]
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or key is None:
            return
        if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
            raise ValidationError({"Idempotency-Key": [f"Give 1 to {LONGEST_KEY} printable characters."]})
        asked = self._request_with_key(request, key)
        self.transaction.enter_context(transaction.atomic())
        _lock_or_refuse(asked)
        KeptAnswer.objects.expired().filter(user=asked.user).delete()
        earlier = KeptAnswer.objects.filter(user=asked.user, key=key).first()
        if earlier is None:
            self.answer_to_keep = asked
            return
        if (earlier.address, earlier.body_sha256) != (asked.address, asked.body_sha256):
            raise KeyOfAnotherRequest
        raise Answered(earlier)

    def _request_with_key(self, request: Request, key: str) -> KeptAnswer:
        try:
            body = request._request.body  # noqa: SLF001 - the bytes as they came
        except RequestDataTooBig:
            raise BodyTooLarge from None
        return KeptAnswer(  # type: ignore[misc]
            user=request.user,
            key=key,
            address=request.get_full_path()[:LONGEST_ADDRESS],
            body_sha256=hashlib.sha256(body).hexdigest(),
        )

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, Answered):
            headers = {**exc.kept.headers, "Idempotency-Replayed": "true"}
            return Response(exc.kept.answer, status=exc.kept.status, headers=headers)
        answer: Response = super().handle_exception(exc)  # type: ignore[misc]
        return answer

    def finalize_response(self, request: Any, response: Response, *arguments: Any, **options: Any) -> Response:
        kept = self.answer_to_keep
        if kept is not None and status.is_success(response.status_code):
            kept.status = response.status_code
            kept.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            kept.answer = self._kept(response.data)
            kept.save()
        elif kept is not None:
            # A fault that was made into an answer must not leave half of a change behind.
            transaction.set_rollback(True)
        final: Response = super().finalize_response(request, response, *arguments, **options)  # type: ignore[misc]
        return final

    def _kept(self, answer: Any) -> Any:
        if isinstance(answer, dict):
            answer = {name: value for name, value in answer.items() if name not in self.shown_once}
        return json.loads(JSONRenderer().render(answer)) if answer is not None else None


def _lock_or_refuse(asked: KeptAnswer) -> None:
    """Held until the transaction ends; another process with the same key is refused at once and need not wait."""
    name = f"idempotency {asked.user_id} {asked.key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        if not cursor.fetchone()[0]:
            raise KeyInUse
