"""A claim's verdict as a small page for other sites: no cookie, and nothing from anybody but us.

It asks for itself again every few minutes, so what a newsroom put into an article years ago shows today's verdict.
Other sites keep a frame in a sandbox, where it has no origin: the page must do without anything that asks for one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from claims.models import Claim, PublishedClaim
from claims.pages.listing import refuse_unknown
from claims.pages.reader_page import reader_page
from claims.pages.sign_drawing import sign_drawing
from claims.record import merge_target, verdict_sign

SECONDS_BETWEEN_UPDATES = 300

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def readable_without_an_origin(view: View[Parameters]) -> View[Parameters]:
    """Without this a browser hides from a sandboxed frame even what the frame shows."""

    @wraps(view)
    def answer(request: HttpRequest, /, *arguments: Parameters.args, **named: Parameters.kwargs) -> HttpResponse:
        response = view(request, *arguments, **named)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


# The only page that others may put into a frame; it has nothing to click but a link that opens by itself.
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@readable_without_an_origin
@reader_page
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    refuse_unknown(request.GET, [])
    row = PublishedClaim.objects.defer("search", "children").filter(slug=slug).first()
    if row is None:
        raise Http404(_("There is no published claim at this address."))
    target = merge_target(row)
    if target:
        return HttpResponsePermanentRedirect(reverse("pages:embed", kwargs={"slug": target["slug"]}))
    retracted = row.verification_status == Claim.VerificationStatus.RETRACTED
    context = {
        "claim": row,
        "document": row.document,
        "rating": None if retracted else row.document["rating"],
        "sign": sign_drawing("other" if retracted else verdict_sign(row.document["rating"])),
        "seconds": SECONDS_BETWEEN_UPDATES,
    }
    return render(request, "pages/embed.html", context)
