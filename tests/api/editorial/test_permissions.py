"""Every address of the working API × who asks: nobody gets further than their role, their token and its scopes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from claims.api.editorial.urls import router
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


def test_every_endpoint_for_everybody(askers: dict[str, APIClient], capsys: pytest.CaptureFixture[str]) -> None:
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
    with capsys.disabled():
        print(f"\n{walked} combinations of {len(ENDPOINTS)} endpoints and {len(askers) + 1} kinds of callers")  # noqa: T201
    assert wrong == []


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
