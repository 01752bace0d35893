"""Alice the researcher brings files in."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from claims.intake.rows import KINDS, Outcome, bring_rows
from claims.models import User
from tests import factories

Bring = Callable[..., Outcome]


@pytest.fixture
def alice(db: None) -> User:
    return factories.user("researcher", username="alice")


@pytest.fixture
def bring(alice: User) -> Bring:
    """Bring text or bytes in; ``kind`` is the name of a kind."""

    def run(content: str | bytes, kind: str = "claims", **options: Any) -> Outcome:
        data = content.encode() if isinstance(content, str) else content
        wanted = {"by": alice, "format": "csv", **options}
        return bring_rows(io.BytesIO(data), kind=KINDS[kind], **wanted)

    return run
