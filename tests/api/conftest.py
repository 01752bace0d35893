from collections.abc import Iterator

import pytest
from django.core.cache import cache

from claims.accounts.request_counts import counts


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What one test left in the process is not known to the next."""
    cache.clear()
    counts.forget()
    yield
    cache.clear()
    counts.forget()
