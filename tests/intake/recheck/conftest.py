"""A website on this machine with sources on it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from claims.intake.recheck.queue import host_of, note_new_addresses
from claims.models import Link, LinkHost, Source, User
from tests import factories
from tests.website import Website, website

TEXT = "Harga beras naik tiga puluh persen di Jakarta menurut badan statistik pada tahun lalu. " * 4
PAGE = (
    f"<html lang='id'><head><title>Harga beras</title></head><body><article><h1>Harga beras</h1><p>{TEXT}</p></article>"
)


@pytest.fixture
def site(settings: Any) -> Iterator[Website]:
    settings.LINK_CHECK_PAUSE = timedelta(0)
    settings.LINK_CHECKS = True
    with website(settings) as running:
        yield running


@pytest.fixture
def alice(db: None) -> User:
    return factories.user("researcher", username="alice", public_name="Alice")


@pytest.fixture
def bob(db: None) -> User:
    return factories.user("editor", username="bob", public_name="Bob")


@pytest.fixture
def linked(db: None) -> Callable[[str], Link]:
    """The link of a new source with this address; its host is known to answer 404 for what it has not."""

    def make(url: str, **fields: Any) -> Link:
        source: Source = factories.source(url=url, canonical_url=url, **fields)
        note_new_addresses()
        LinkHost.objects.get_or_create(host=host_of(url))
        return Link.objects.get(source=source)

    return make


def page(text: str = TEXT, title: str = "Harga beras") -> bytes:
    return PAGE.replace(TEXT, text).replace("Harga beras", title).encode()


def shows(site: Website, path: str, text: str = TEXT, **headers: str) -> str:
    """A page of plain text: it is read at once, while HTML is read in a process of its own."""
    return site.has(path, text.encode(), content_type="text/plain; charset=utf-8", **headers)
