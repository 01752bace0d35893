"""A claim's verdict as a small page for other sites: no cookie, no script, nothing from anybody else.

It asks for itself again every few minutes, so what a newsroom put into an article years ago shows today's verdict.
"""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from claims.models import PublishedClaim
from claims.pages.listing import refuse_unknown
from claims.pages.reader_page import reader_page
from claims.record import merge_target

SECONDS_BETWEEN_UPDATES = 300


# The only page that others may put into a frame; it has nothing to click but a link that opens by itself.
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@reader_page
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    refuse_unknown(request.GET, [])
    row = PublishedClaim.objects.defer("search", "children").filter(slug=slug).first()
    if row is None:
        raise Http404(_("There is no published claim at this address."))
    target = merge_target(row)
    if target:
        return HttpResponsePermanentRedirect(reverse("pages:embed", kwargs={"slug": target["slug"]}))
    context = {"claim": row, "document": row.document, "seconds": SECONDS_BETWEEN_UPDATES}
    return render(request, "pages/embed.html", context)
