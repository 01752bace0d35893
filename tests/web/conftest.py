from collections.abc import Iterator
from typing import Any

import pytest

from tests.website import Website, website


@pytest.fixture
def site(settings: Any) -> Iterator[Website]:
    with website(settings) as running:
        yield running
