"""How claims are checked. Every version of the method stays readable, for each verdict names its own."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext as _

from claims.models import PublishedClaim
from claims.pages.reader_page import reader_page

FIRST = "1"


@reader_page
def method(request: HttpRequest) -> HttpResponse:
    return _page(request, settings.METHODOLOGY_VERSION if _is_written(settings.METHODOLOGY_VERSION) else FIRST)


@reader_page
def method_version(request: HttpRequest, version: str) -> HttpResponse:
    if not _is_written(version):
        raise Http404(_("There is no such version of the method."))
    return _page(request, version)


def _is_written(version: str) -> bool:
    try:
        get_template(_template(version))
    except TemplateDoesNotExist:
        return False
    return True


def _template(version: str) -> str:
    return f"pages/method/{version}.html"


def _page(request: HttpRequest, version: str) -> HttpResponse:
    folder = Path(str(get_template(_template(version)).origin.name)).parent  # type: ignore[attr-defined]
    context = {
        "version": version,
        "current": settings.METHODOLOGY_VERSION,
        "versions": sorted((file.stem for file in folder.glob("*.html")), reverse=True),
        "claims": PublishedClaim.objects.listed().filter(document__methodology_version=version).count(),
        "text": _template(version),
    }
    return render(request, "pages/method.html", context)
