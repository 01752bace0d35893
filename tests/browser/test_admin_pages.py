"""Every page of the admin in Chromium: accessible and quiet, in both languages, on both kinds of screen."""

from collections.abc import Callable
from contextlib import ExitStack
from itertools import cycle

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from claims.models import User
from tests import factories
from tests.admin.every_page import a_row_in_every_table, every_admin_page
from tests.browser.accessibility import violations
from tests.browser.desk import at_the_desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The pages take turns: all of them share one frame, and each in every form would take minutes.
FORMS = [
    {"locale": "en", "color_scheme": "light", "viewport": {"width": 390, "height": 800}},
    {"locale": "id", "color_scheme": "dark", "viewport": {"width": 1280, "height": 800}},
]


def test_every_page_of_the_admin_is_accessible_and_quiet(
    browser: Browser, live_server: LiveServer, complaints: list[str], record_property: Callable[[str, object], None]
) -> None:
    alice = factories.user("researcher", username="alice", public_name="Alice")
    a_row_in_every_table(alice, factories.user("editor", username="bob", public_name="Bob"))
    root = User.objects.create_superuser("root")
    addresses = every_admin_page(root)
    wrong: list[str] = []
    with ExitStack() as stack:
        forms = [
            stack.enter_context(at_the_desk(browser, live_server.url, root, complaints, **options)) for options in FORMS
        ]
        for (name, path), page in zip(addresses.items(), cycle(forms)):
            page.goto(f"{live_server.url}{path}")
            wrong += [f"{name}, {path}: {each}" for each in complaints + violations(page, complaints)]
            complaints.clear()
    assert not wrong, "\n".join(wrong)
    record_property("summary", f"axe: {len(addresses)} pages of the admin, in turn in {len(FORMS)} forms: 0 violations")
