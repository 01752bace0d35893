"""Every address of the working API × who asks: nobody gets further than their role, their token and its scopes."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import URLPattern, reverse
from django.utils import timezone
from rest_framework.test import APIClient

from claims.api.editorial.urls import router
from claims.api.urls import urlpatterns
from claims.models import ApiToken
from tests import factories
from tests.api.editorial.conftest import ALL_SCOPES, working_as

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/editorial/"
EXPECTED = {
    "anonymous": {401},
    "foreign": {401},
    "expired": {401},
    "revoked": {401},
    "closed account": {401},
    "no scope": {403},
    "no role": {403},
}
ROLES = ("researcher", "editor", "administrator")
# With an empty body, and for a row that is not there: let in, and then told what is missing.
LET_IN = {200, 201, 400, 404, 405, 409, 428}


def endpoints() -> Iterator[tuple[str, str, Any, dict[str, Any]]]:
    """Method, address, view and the options of every route, for a row that does not exist."""
    for prefix, view, _basename in router.registry:
        for route in router.get_routes(view):
            for method, action in router.get_method_map(view, route.mapping).items():
                if method in view.http_method_names:
                    address = route.url.format(prefix=prefix, lookup="999999", trailing_slash="/")
                    yield method, ROOT + address.lstrip("^").rstrip("$"), action, route.initkwargs


ENDPOINTS = list(endpoints())
SAMPLE_VALUES = {"slug": "unknown", "version": "1", "prefix": "5f3c0", "file": "claims.csv"}


def public_addresses() -> Iterator[str]:
    for pattern in urlpatterns:
        names = pattern.pattern.converters if isinstance(pattern, URLPattern) else {}
        if isinstance(pattern, URLPattern) and pattern.name not in (None, "schema", "documentation"):
            yield reverse(f"api:{pattern.name}", kwargs={name: SAMPLE_VALUES[name] for name in names})


@pytest.fixture
def askers() -> dict[str, APIClient]:
    alice = factories.user("administrator")
    clients = {role: working_as(factories.user(role)) for role in ROLES}
    clients["anonymous"] = APIClient()
    clients["foreign"] = APIClient(HTTP_AUTHORIZATION=f"Bearer fc_{'x' * 43}")
    clients["expired"] = working_as(alice, expires_at=timezone.now() - timedelta(seconds=1))
    clients["revoked"] = working_as(alice, revoked_at=timezone.now())
    clients["closed account"] = working_as(factories.user("administrator", is_active=False))
    clients["no role"] = working_as(factories.user(""))
    return clients


def needed_scope(method: str, options: dict[str, Any]) -> str:
    by_method = "read:drafts" if method == "get" else "write"
    return str(options.get("scope_of_action") or by_method)


def test_every_endpoint_for_everybody(
    askers: dict[str, APIClient], record_property: Callable[[str, object], None]
) -> None:
    lacking = {scope: working_as(factories.user("administrator"), _all_but(scope)) for scope in ALL_SCOPES}
    walked, wrong = 0, []
    for method, address, _action, options in ENDPOINTS:
        clients = {**askers, "no scope": lacking[needed_scope(method, options)]}
        for name, client in clients.items():
            given = {} if method == "get" else {"data": {}, "format": "json"}
            answer = getattr(client, method)(address, **given)
            walked += 1
            # A role may lack the permission on a table; nobody with a role is sent away as unknown.
            allowed = EXPECTED.get(name, LET_IN | {403})
            if answer.status_code not in allowed or "errors" not in answer.json() | {"errors": 1}:
                wrong.append((method, address, name, answer.status_code))
            if answer.status_code == 401 and not answer["WWW-Authenticate"].startswith("Bearer"):
                wrong.append((method, address, name, "no WWW-Authenticate"))
    assert wrong == []
    callers = len(askers) + 1
    record_property(
        "summary", f"Working API: {walked:,} combinations of {len(ENDPOINTS)} endpoints and {callers} kinds of callers"
    )


def test_what_anyone_may_read_everybody_may_read_and_nobody_may_change(
    askers: dict[str, APIClient], record_property: Callable[[str, object], None]
) -> None:
    addresses = list(public_addresses())
    match = reverse("api:match")
    walked, wrong = 0, []
    for address in addresses:
        for name, client in askers.items():
            for method in ("get", "post", "put", "patch", "delete"):
                status = getattr(client, method)(address).status_code
                walked += 1
                # No row has these names and no parameter is given: what is there is read or explained. A text that is
                # compared goes by POST, and changes nothing.
                reads = method == ("post" if address == match else "get")
                if status not in ({200, 400, 404, 415} if reads else {405}):
                    wrong.append((method, address, name, status))
    assert wrong == []
    kinds = f"{len(addresses)} endpoints, 5 methods and {len(askers)} kinds of callers"
    record_property("summary", f"Reading API: {walked:,} combinations of {kinds}")


def test_the_walk_meets_every_kind_of_address() -> None:
    addresses = " ".join(address for _method, address, _action, _options in ENDPOINTS)
    for part in ("claims/bulk/", "approve/", "history/", "readiness/", "snapshots/999999/propose/", "topics/"):
        assert part in addresses


def test_a_role_reaches_what_it_may_and_no_more() -> None:
    """The same request, by three roles: what a researcher may not do is a 403 that says so."""
    claim = factories.published().claim
    note = factories.text("Withdrawn.")
    got = {}
    for role in ROLES:
        client = working_as(factories.user(role))
        got[role] = {
            "edit": client.post(
                f"{ROOT}evidence/",
                {"claim": claim.pk, "source": factories.source().pk, "stance": "context"},
                format="json",
            ).status_code,
            "redact": client.post(
                f"{ROOT}claims/{claim.pk}/redact/", {"note": note, "fields": ["timeframe"]}, format="json"
            ).status_code,
        }
    assert {role: found["redact"] for role, found in got.items()} == {
        "researcher": 403,
        "editor": 403,
        "administrator": 200,
    }
    assert {found["edit"] for found in got.values()} == {201}


def _all_but(scope: str) -> list[str]:
    return [other for other in ApiToken.Scope.values if other != scope]
