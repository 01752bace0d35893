"""alice writes, bob and beth edit, charlie has no role."""

import pytest

from claims.models import User
from tests import factories


@pytest.fixture
def alice(db: None) -> User:
    return factories.user("researcher", username="alice", email="alice@newsroom.example")


@pytest.fixture
def bob(db: None) -> User:
    return factories.user("editor", username="bob", email="bob@newsroom.example")


@pytest.fixture
def beth(db: None) -> User:
    return factories.user("editor", username="beth", email="beth@newsroom.example")


@pytest.fixture
def charlie(db: None) -> User:
    return factories.user("", username="charlie")
