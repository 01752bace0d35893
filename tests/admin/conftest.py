"""alice writes, bob edits, dora administers, charlie may log in and has no role."""

import pytest

from claims.models import User
from tests import factories
from tests.admin.desk import Desk


@pytest.fixture
def alice(db: None) -> User:
    return factories.user("researcher", username="alice", public_name="Alice")


@pytest.fixture
def bob(db: None) -> User:
    return factories.user("editor", username="bob", public_name="Bob")


@pytest.fixture
def charlie(db: None) -> User:
    return factories.user("", username="charlie", public_name="Charlie")


@pytest.fixture
def dora(db: None) -> User:
    return factories.user("administrator", username="dora", public_name="Dora")


@pytest.fixture
def alice_desk(alice: User) -> Desk:
    return Desk(alice)


@pytest.fixture
def bob_desk(bob: User) -> Desk:
    return Desk(bob)


@pytest.fixture
def charlie_desk(charlie: User) -> Desk:
    return Desk(charlie)


@pytest.fixture
def dora_desk(dora: User) -> Desk:
    return Desk(dora)
