"""Pages for what went wrong, in the reader's language."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from claims.pages.listing import NotUnderstood, PastTheEnd
from claims.pages.version_addresses import NotYetPublished


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    problems = exception.problems if isinstance(exception, NotUnderstood) else []
    return render(request, "pages/error_400.html", {"problems": problems}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Only words that a view of ours gave are shown; Django's own are about addresses and patterns.
    reason = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    last_page = exception.last if isinstance(exception, PastTheEnd) else ""
    current = exception.current if isinstance(exception, NotYetPublished) else ""
    context = {"reason": reason, "last_page": last_page, "current": current}
    return render(request, "pages/error_404.html", context, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    # Without context processors: what they read may be what is broken.
    return HttpResponseServerError(render_to_string("pages/error_500.html"))
