"""When a page that a reader has is still the page that there is.

Everything that pages show comes from the record, so the digest of its newest publication, with the scale of ratings,
the day, the language and this release of the program, says whether anything can have changed. Browsers and proxies ask
with that; a process keeps the pages it has made and has no use for them as soon as something is published.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

PACKAGE = Path(__file__).resolve().parent.parent
# A browser asks each time whether its page still stands; a cache for many asks every five seconds.
CACHE_CONTROL = "public, max-age=0, s-maxage=5, must-revalidate"
STATE = """
SELECT (SELECT digest FROM claims_publication ORDER BY number DESC LIMIT 1),
       (SELECT sum(revision) FROM claims_rating), (SELECT sum(revision) FROM claims_ratingscale),
       (SELECT max(id) FROM claims_checkpoint)
"""
SECONDS_TO_KEEP = 3_600


def fresh_page(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that ``make`` gives: 304 where the reader has it, from memory where this process has it."""
    key = page_key(request)
    etag = f'W/"{key}"'
    if "HTTP_IF_NONE_MATCH" in request.META:
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return _for_caches(unchanged, etag)
    is_kept = settings.PAGES_ARE_KEPT and not request.META.get("QUERY_STRING")
    kept: tuple[bytes, dict[str, str]] | None = caches["pages"].get(key) if is_kept else None
    if kept is not None:
        content, headers = kept
        return _for_caches(HttpResponse(content, headers=headers), etag)
    answer = make()
    if answer.status_code != 200:
        return answer
    if is_kept:
        caches["pages"].set(key, (answer.content, dict(answer.headers)), SECONDS_TO_KEEP)
    return _for_caches(answer, etag)


def page_key(request: HttpRequest) -> str:
    here = (request.build_absolute_uri(), get_language(), timezone.now().date())
    return sha256(repr((here, record_state(request), release())).encode()).hexdigest()[:32]


def record_state(request: HttpRequest) -> tuple[object, ...]:
    """What changes whenever anything that pages show has changed; asked once a request."""
    known: Any = request
    if not hasattr(known, "record_state"):
        with connection.cursor() as cursor:
            cursor.execute(STATE)
            known.record_state = cursor.fetchone()
    state: tuple[object, ...] = known.record_state
    return state


@lru_cache
def release() -> str:
    """A digest of whatever makes a page out of the record: templates, code, translations, the site's name."""
    folders = [PACKAGE, settings.BASE_DIR / "templates"]
    files = sorted(
        file
        for folder in folders
        for file in folder.rglob("*")
        if file.suffix in {".py", ".html", ".mo", ".css", ".js", ".svg"}
    )
    made = sha256(repr((settings.SITE_NAME, settings.SITE_URL, settings.LICENSE_URL)).encode())
    for file in files:
        made.update(file.read_bytes())
    return made.hexdigest()


def _for_caches(answer: HttpResponse, etag: str) -> HttpResponse:
    answer["ETag"] = etag
    answer["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(answer, ["Accept-Language", "Accept-Encoding"])
    return answer
