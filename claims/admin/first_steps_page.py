"""Put the first steps away, or take them out again."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from claims.models import User


class FirstStepsPage:
    """Adds the address to the admin site."""

    def get_urls(self) -> list[Any]:
        site: Any = self
        view = site.admin_view(require_POST(self.first_steps))
        return [path("first-steps/", view, name="first-steps"), *super().get_urls()]  # type: ignore[misc]

    def first_steps(self, request: Any) -> HttpResponse:
        User.objects.filter(pk=request.user.pk).update(hides_first_steps="hide" in request.POST)
        return HttpResponseRedirect(reverse("admin:index"))
