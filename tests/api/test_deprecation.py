"""What ends is announced in each answer, a year before."""

from datetime import date

import pytest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory

from claims.api.deprecation import Deprecation
from claims.api.views import PublicView

ENDING = Deprecation(since=date(2027, 1, 1), sunset=date(2028, 1, 2), successor="/api/v2/claims/")


class Ending(PublicView):
    deprecation = ENDING
    throttle_classes = ()

    def get(self, request: Request) -> Response:
        return Response({}, headers={"Link": '</elsewhere>; rel="next"'})


def test_an_endpoint_that_ends_says_when_and_what_follows() -> None:
    answer = Ending.as_view()(APIRequestFactory().get("/"))
    assert answer["Deprecation"] == "@1798761600"
    assert answer["Sunset"] == "Sun, 02 Jan 2028 00:00:00 GMT"
    assert answer["Link"] == '</elsewhere>; rel="next", </api/v2/claims/>; rel="successor-version"'


def test_a_refusal_says_it_too() -> None:
    assert "Sunset" in Ending.as_view()(APIRequestFactory().get("/?nope=1"))


def test_a_notice_of_less_than_a_year_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="365 days"):
        Deprecation(since=date(2027, 1, 1), sunset=date(2027, 12, 1), successor="/api/v2/claims/")
