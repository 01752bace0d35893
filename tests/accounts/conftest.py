"""alice writes, bob edits, dora administers; each has a password here."""

import pytest

from claims.models import User
from tests import factories
from tests.accounts.visitor import Visitor, with_password


@pytest.fixture
def alice(db: None) -> User:
    return with_password(factories.user("researcher", username="alice", public_name="Alice"))


@pytest.fixture
def bob(db: None) -> User:
    return with_password(factories.user("editor", username="bob", public_name="Bob"))


@pytest.fixture
def dora(db: None) -> User:
    return with_password(factories.user("administrator", username="dora", public_name="Dora"))


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor()
