"""What docs/api.md shows works, and what it leaves out does not exist."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from claims.api.urls import urlpatterns
from claims.models import ApiToken
from tests import factories

GUIDE = Path("docs/api.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.strip()]
SERVER = "http://127.0.0.1:8000"


def sample() -> None:
    """Rows with the names that the guide uses."""
    article = factories.article(slug="persaingan-as-tiongkok-teknologi-ai")
    claim = factories.checkable_claim(appearances=False, slug="over-forty-llms-approved")
    factories.appearance(claim, factories.snapshot(article=article))
    factories.evidence(claim, source=factories.source(slug="tribunnews-mirror"))
    claim.topics.add(factories.topic(slug="chip-smuggling"))
    factories.published(claim)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.django_db(transaction=True)
def test_every_command_of_the_guide_runs(live_server: LiveServer, settings: Any) -> None:
    settings.SITE_URL = live_server.url
    sample()
    _token, secret = ApiToken.issue(user=factories.user(), name="Guide", scopes=["read:drafts"])
    failed = {}
    for command in COMMANDS:
        words = shlex.split(command.replace(SERVER, live_server.url).replace("$FACTCHECK_TOKEN", secret))
        assert words[0] == "curl", command
        finished = subprocess.run([*words, "--fail-with-body"], capture_output=True, timeout=30, check=False)  # noqa: S603
        if finished.returncode or not finished.stdout.strip():
            failed[command] = finished.stdout + finished.stderr
    assert failed == {}
    assert len(COMMANDS) >= 25


def test_the_guide_shows_every_kind_of_address() -> None:
    shown = " ".join(COMMANDS)
    for pattern in urlpatterns:
        first = str(pattern.pattern).split("/")[0]
        assert not first or first in shown or f"/api/v1/{first}/" in GUIDE


@pytest.mark.django_db
def test_the_recipe_for_verifying_names_what_a_version_has(client: Client) -> None:
    sample()
    version = client.get("/api/v1/claims/over-forty-llms-approved/versions/1/").json()
    assert all(f"`{field}`" in GUIDE for field in version)


@pytest.mark.django_db
def test_the_guide_names_every_filter(client: Client) -> None:
    allowed = client.get("/api/v1/claims/?nope=1").json()["errors"][0]["detail"].partition("here: ")[2].rstrip(".")
    assert [name for name in allowed.split(", ") if f"`{name}`" not in GUIDE and f"{name}=" not in GUIDE] == []
