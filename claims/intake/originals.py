"""Keep the bytes that a text was read from: at first for the person who brought them in, then for good."""

from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from claims.models import Original, User
from claims.web import FetchedPage

WAITS = timedelta(days=1)


def keep_file(data: bytes, *, name: str, content_type: str, by: User) -> Original:
    _forget_old()
    return Original.objects.create(
        body=data, sha256=sha256(data).hexdigest(), name=name[-255:], content_type=content_type[:255], retrieved_by=by
    )


def keep_page(page: FetchedPage, *, by: User) -> Original:
    _forget_old()
    return Original.objects.create(
        body=page.body,
        sha256=sha256(page.body).hexdigest(),
        url=page.url,
        final_url=page.final_url,
        content_type=page.headers.get("content-type", "")[:255],
        retrieved_at=page.retrieved_at,
        retrieved_by=by,
    )


def _forget_old() -> None:
    """What was brought in and never saved."""
    Original.objects.filter(snapshot=None, retrieved_at__lt=timezone.now() - WAITS).delete()
