"""What the README and `make help` say is there."""

import re
import subprocess
from pathlib import Path

import pytest

from factcheck.environment import EXPECTED, VAR_DIR
from factcheck.serving import DEFAULT_PORT

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, flags=re.MULTILINE))


def test_make_alone_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout  # noqa: S607

    assert set(re.findall(r"make ([a-z-]+)", listed)) == TARGETS


def test_the_targets_that_everyone_relies_on_exist() -> None:
    promised = {"help", "demo", "run", "test", "lint", "types", "layers", "format", "migrations-check"}
    assert promised <= TARGETS


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z][a-z-]*)", README))))
def test_a_target_named_in_the_readme_exists(target: str) -> None:
    assert target in TARGETS


@pytest.mark.parametrize("command", sorted(set(re.findall(r"manage\.py ([a-z][a-z_]+)", README))))
def test_a_command_named_in_the_readme_exists(command: str) -> None:
    from django.core.management import get_commands

    assert command in get_commands()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_a_file_linked_in_the_readme_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_the_readme_explains_every_variable() -> None:
    assert [name for name in EXPECTED if f"`{name}`" not in README] == []


def test_the_readme_names_the_port_and_where_the_passwords_are() -> None:
    assert f"127.0.0.1:{DEFAULT_PORT}" in README
    assert f"{VAR_DIR.name}/demo-accounts.json" in README


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_every_pin_has_a_hash_and_no_file_names_a_host(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n    --hash=sha256:", text, flags=re.MULTILINE)

    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, flags=re.MULTILINE)) > 20
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_the_two_lists_of_pins_agree() -> None:
    base, dev = (
        set(re.findall(r"^([a-z0-9][^ ;]*==[^ ;]*)", (ROOT / "requirements" / name).read_text(), flags=re.MULTILINE))
        for name in ("base.txt", "dev.txt")
    )
    assert base <= dev
