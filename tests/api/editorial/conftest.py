"""Clients with a token for each role."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from claims.models import ApiToken, User
from tests import factories

ALL_SCOPES = [scope.value for scope in ApiToken.Scope]
Working = Callable[..., APIClient]


def working_as(person: User, scopes: list[str] | None = None, **fields: Any) -> APIClient:
    _token, secret = ApiToken.issue(user=person, name="Test", scopes=scopes or ALL_SCOPES, **fields)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


@pytest.fixture
def alice(db: None) -> User:
    return factories.user("researcher", username="alice", public_name="Alice")


@pytest.fixture
def alice_client(alice: User) -> APIClient:
    return working_as(alice)
