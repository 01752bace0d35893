"""A person of the newsroom in a browser of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from claims.models import User
from tests.browser.conftest import watched


@contextmanager
def at_the_desk(browser: Browser, site: str, person: User, complaints: list[str], **options: Any) -> Iterator[Page]:
    """Logged in by a session: how one logs in is another test's affair."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    try:
        yield watched(context.new_page(), site, complaints)
    finally:
        context.close()
