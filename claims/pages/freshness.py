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
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from claims.record import Kept, Made, record_state

PACKAGE = Path(__file__).resolve().parent.parent
# A browser asks each time whether its page still stands; a cache for many asks every five seconds.
CACHE_CONTROL = "public, max-age=0, s-maxage=5, must-revalidate"

kept = Kept()


def fresh_page(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that ``make`` gives: 304 where the reader has it, from memory where this process has it."""
    key = page_key(request)
    etag = f'W/"{key}"'
    if "HTTP_IF_NONE_MATCH" in request.META:
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return _for_caches(unchanged, etag)
    is_kept = settings.RESPONSES_ARE_KEPT and not request.META.get("QUERY_STRING")
    made = kept.get(key) if is_kept else None
    if made is not None:
        return _for_caches(HttpResponse(made.content, headers=dict(made.headers)), etag)
    answer = make()
    if answer.status_code != 200:
        return answer
    if is_kept:
        kept.put(Made(answer.content, dict(answer.headers)), key)
    return _for_caches(answer, etag)


def page_key(request: HttpRequest) -> str:
    here = (request.build_absolute_uri(), get_language(), timezone.now().date())
    return sha256(repr((here, state_of(request), release())).encode()).hexdigest()[:32]


def state_of(request: HttpRequest) -> str:
    """The record's state, asked once a request."""
    known: Any = request
    if not hasattr(known, "record_state"):
        known.record_state = record_state()
    return str(known.record_state)


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
