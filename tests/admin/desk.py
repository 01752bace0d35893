"""A person at the admin: opens pages, types into their forms and sends them, as a browser would."""

from html.parser import HTMLParser
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from claims.models import User


class Desk:
    def __init__(self, person: User) -> None:
        self.person = person
        self.client = Client(enforce_csrf_checks=False)
        self.client.force_login(person)

    def open(self, address: str, **query: Any) -> Any:
        return self.client.get(address, query)

    def page(self, row: Any) -> Any:
        return self.open(change_address(row))

    def save(self, opened: Any, **typed: Any) -> Any:
        """Send the form of an opened page with some fields changed."""
        return self.client.post(opened.request["PATH_INFO"], {**form_data(opened), **typed})

    def verb(self, row: Any, name: str, **typed: Any) -> Any:
        return self.client.post(verb_address(row, name), typed)


def address(row: Any, page: str, *arguments: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=arguments)


def change_address(row: Any) -> str:
    return address(row, "change", row.pk)


def verb_address(row: Any, name: str) -> str:
    return address(row, "verb", row.pk, name)


def said(response: HttpResponse) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]


def text_of(response: Any) -> str:
    """The page's text without its markup."""
    reader = _Text()
    reader.feed(response.rendered_content if hasattr(response, "rendered_content") else response.content.decode())
    return " ".join(" ".join(reader.parts).split())


def form_data(response: Any) -> dict[str, Any]:
    """What the browser would send if nothing were typed."""
    reader = _Form()
    reader.feed(response.content.decode())
    return reader.data


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self._inside = False
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        name = attributes.get("name") or ""
        if tag == "form":
            self._inside = attributes.get("id", "") not in {"logout-form", "changelist-search"}
        elif not self._inside or "__prefix__" in name:
            return
        elif tag == "input":
            self._input(name, attributes)
        elif tag == "textarea":
            self._textarea = name
            self.data[name] = ""
        elif tag == "select":
            self._select = name
            self.data[name] = [] if "multiple" in attributes else ""
        elif tag == "option" and self._select and "selected" in attributes:
            value = attributes.get("value") or ""
            chosen = self.data[self._select]
            self.data[self._select] = [*chosen, value] if isinstance(chosen, list) else value

    def _input(self, name: str, attributes: dict[str, str | None]) -> None:
        kind = attributes.get("type")
        if not name or kind == "submit" or (kind in {"checkbox", "radio"} and "checked" not in attributes):
            return
        self.data[name] = attributes.get("value") or ("on" if kind == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            # A browser drops the first line break of a textarea, which Django writes for that reason.
            self.data[self._textarea] += data.removeprefix("\n") if not self.data[self._textarea] else data
