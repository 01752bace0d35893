"""The commands that docs/trust.md gives work as written."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from claims.models import Checkpoint, SigningKey
from claims.record import checkpoint_document
from tests import factories

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "trust.md"


def commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text(), flags=re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]


def test_every_command_works_in_the_order_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.published()
    monkeypatch.chdir(tmp_path)
    Path("kept.json").write_text(json.dumps(checkpoint_document(Checkpoint.objects.get())))
    key = SigningKey.objects.get().public_key
    for program, name, *rest in commands():
        options = [key if word == "BASE64" else word for word in rest]
        if program == "manage.py":
            call_command(name, *options)
            continue
        finished = subprocess.run(  # noqa: S603 — our own page
            [sys.executable, name, *options], capture_output=True, text=True, check=False
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        assert "all in order" in finished.stdout
    assert len(commands()) == 6
