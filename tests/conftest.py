"""What all tests share: a migrated database for each worker, on the embedded server or on DATABASE_URL."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from _pytest.nodeid import coerce_node_id
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests.databases import drop, ensure_template, restore

# How long an example takes says how busy the machine is, not whether the code is right.
hypothesis.settings.register_profile("factcheck", deadline=None)
hypothesis.settings.load_profile("factcheck")


# Files that take longest. They begin first, so that all workers have something to do until the end.
LONG = (
    "tests/browser/",
    "tests/reliability/",
    "tests/workflow/test_permission_matrix",
    "tests/ground/test_reliability",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Workers run one test an id, so two with the same id are one too few.

    schemathesis tells the operations of the API apart in the names of its tests, which this pytest leaves out of ids.
    """
    for item in items:
        if item.parent is not None and not item.nodeid.endswith(item.name):
            item._id = coerce_node_id(f"{item.parent.nodeid}::{item.name}")
    twice = [name for name, times in Counter(item.nodeid for item in items).items() if times > 1]
    if twice:
        raise pytest.UsageError(f"Only one of these would be run: {twice[0]}")
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(autouse=True)
def _first_language() -> None:
    """A page that an earlier test asked for in another language leaves that language behind in the thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def migrated_template(django_db_blocker: DjangoDbBlocker) -> str:
    with django_db_blocker.unblock():
        return ensure_template()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, migrated_template: str
) -> Iterator[None]:
    """Copy the template instead of migrating again, at the start and after each test that commits."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: restore(migrated_template))
        # A thread of a live server may still hold a connection when the worker ends.
        patch.setattr(connection.creation, "_destroy_test_db", lambda name, _verbosity: drop(name))
        yield


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what tests have to tell beside passing: how much they walked, and with which seed."""
    told = [
        words
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, words in getattr(report, "user_properties", ())
        if name == "summary" and report.when == "call"
    ]
    if told:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(told))
