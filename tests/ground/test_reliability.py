"""Short runs of the trials in bench/reliability and of a control: a trial that finds nothing must be able to."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.databases import ROOT


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    program = [sys.executable, str(ROOT / "bench" / "reliability" / script), *arguments]
    return subprocess.run(  # noqa: S603 — the project's own scripts
        program, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def figures(output: str) -> dict[str, str]:
    """The lines of a report by their names."""
    return {line[:20].strip(): line[20:].strip() for line in output.splitlines()}


def test_publishers_at_once_lose_nothing(
    migrated_template: str, record_property: Callable[[str, object], None]
) -> None:
    finished = run("stress_record.py", "--publishers", "4", "--publications", "12", "--template", migrated_template)
    found = figures(finished.stdout)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert (found["chain"], found["lost"], found["published twice"], found["half published"]) == ("ok", "0", "0", "0")
    record_property(
        "summary", f"Stress: published {found['published']}; conflicts {found['conflicts handled']}; lost 0"
    )


def test_without_the_lock_the_same_load_loses_publications(migrated_template: str) -> None:
    load = ("--publishers", "4", "--publications", "12", "--template", migrated_template)
    finished = run("stress_record.py", *load, "--unprotected")
    found = figures(finished.stdout)
    assert finished.returncode == 1, finished.stdout + finished.stderr
    assert found["chain"] != "ok" or found["lost"] != "0" or found["published twice"] != "0"


@pytest.mark.skipif(sys.platform != "linux", reason="the private server is killed by its processes on Linux")
def test_what_was_acknowledged_survives_kill_9(record_property: Callable[[str, object], None]) -> None:
    finished = run("kill_publishing.py", "--kills", "2")
    found = figures(finished.stdout)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert (found["chain"], found["lost"], found["half published"]) == ("ok", "0", "0")
    record_property("summary", f"Kill -9: {found['killed']}; acknowledged {found['acknowledged']}; lost 0, half 0")
