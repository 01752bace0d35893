"""`/.well-known/security.txt` as RFC 9116 has it, and only where somebody reads what is sent there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from factcheck.environment import Environment

ADDRESS = "/.well-known/security.txt"


def test_without_a_contact_there_is_no_file_and_no_invented_address(client: Client, db: None) -> None:
    assert client.get(ADDRESS).status_code == 404


def test_the_file_says_where_in_which_languages_and_until_when(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = "mailto:security@factcheck.example"
    settings.SITE_URL = "https://factcheck.example"
    answer = client.get(ADDRESS)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert list(fields) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
    assert fields["Contact"] == "mailto:security@factcheck.example"
    assert fields["Preferred-Languages"] == "id, en"
    assert fields["Canonical"] == f"https://factcheck.example{ADDRESS}"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=80) < expires - datetime.now(UTC) < timedelta(days=365)


def test_it_is_only_read(client: Client, settings: Any) -> None:
    settings.SECURITY_CONTACT = "https://factcheck.example/security"
    assert client.post(ADDRESS).status_code == 405
    assert client.head(ADDRESS).status_code == 200


@pytest.mark.parametrize(
    "contact", ["security@factcheck.example", "http://plain.example", "mailto:x\nExpires: 2099", "tel"]
)
def test_a_contact_that_is_no_address_is_refused_at_the_start(contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", "1")
    monkeypatch.setenv("SECURITY_CONTACT", contact)
    with pytest.raises(ValueError, match="security_contact"):
        Environment()
