"""Every page that the front page leads to exists, and is valid HTML."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db

LINK = re.compile(r'(?:href|action|src)="(/[^"]*|\?[^"]*)"')
# Facets and orders combine without end; the list itself, and its pages, are walked.
ENDLESS = re.compile(r"/claims/\?")


def test_no_link_of_the_sample_is_broken_and_every_page_is_valid_html(
    client: Client, record_property: Callable[[str, object], None]
) -> None:
    cache.clear()
    factories.user("researcher", username="researcher")
    factories.user("editor", username="editor")
    call_command("load_dossier", str(Path(settings.BASE_DIR) / "examples" / "us-china-ai"), verbosity=0)
    waiting, seen, faults = ["/en/", "/id/"], {"/en/", "/id/"}, []
    pages = 0
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        if answer.status_code not in (200, 301, 302):
            faults.append(f"{answer.status_code} {address}")
        if not answer.get("Content-Type", "").startswith("text/html") or answer.status_code != 200:
            continue
        pages += 1
        text = answer.content.decode()
        faults += invalid(address, text)
        for link in LINK.findall(text):
            target = unescape(link).partition("#")[0]
            target = address.partition("?")[0] + target if target.startswith("?") else target
            if target not in seen and is_walked(target):
                seen.add(target)
                waiting.append(target)
    assert faults == []
    assert pages > 100
    record_property("summary", f"crawl: {pages} pages of the sample, {len(seen)} addresses: 0 broken, all valid HTML")


def is_walked(target: str) -> bool:
    return target.startswith(("/en/", "/id/")) and not ENDLESS.search(target)


def invalid(address: str, text: str) -> list[str]:
    parser = html5lib.HTMLParser()
    parser.parse(text)
    faults = [f"{address}: {place} {code}" for place, code, _data in parser.errors]
    identifiers = re.findall(r'\sid="([^"]*)"', text)
    return faults + [f"{address}: id {one} twice" for one in set(identifiers) if identifiers.count(one) > 1]
