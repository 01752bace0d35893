"""The typed client is what the description of the API says."""

import subprocess
import sys

import pytest
from django.test import Client
from factcheck_api import FactcheckApi
from pytest_django.live_server_helper import LiveServer

from tests import factories


def test_the_committed_client_is_the_generated_one() -> None:
    command = [sys.executable, "examples/client/generate.py", "--check"]
    assert subprocess.run(command, check=False).returncode == 0, "Write it again with: make client"  # noqa: S603


@pytest.mark.django_db(transaction=True)
def test_it_asks_a_server(live_server: LiveServer, client: Client) -> None:
    factories.published(factories.checkable_claim(slug="known"))
    api = FactcheckApi(live_server.url)
    assert [claim["slug"] for claim in api.list_claims(rating="half-true", count=True)["results"]] == ["known"]
    assert api.get_version("known", 1)["document"]["slug"] == "known"
    assert api.get_record_head()["number"] == 1
    assert api.list_ratings()
