from collections.abc import Iterator
from typing import Any

import pytest

from claims.intake.article import ArticleFacts, import_article
from claims.models import Snapshot, User
from tests import factories
from tests.website import Website, website


@pytest.fixture
def site(settings: Any) -> Iterator[Website]:
    with website(settings) as running:
        yield running


@pytest.fixture
def snapshot(alice: User) -> Snapshot:
    """An article that was just brought in: every sentence is a suggestion."""
    facts = ArticleFacts(title="Harga beras", publisher="kabar.example", language="id")
    report = import_article(factories.ARTICLE_TEXT, facts, by=alice)
    assert report.snapshot is not None
    return report.snapshot
