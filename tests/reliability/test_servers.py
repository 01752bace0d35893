"""Short runs of the trials with servers of their own: failover, backup and restore, point in time."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.databases import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="servers are killed by their processes on Linux")
@pytest.mark.parametrize("name", ["failover", "backup_restore", "point_in_time"])
def test_nothing_acknowledged_is_lost_and_the_unprotected_variant_loses(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    environment = {each: value for each, value in os.environ.items() if each != "DJANGO_SETTINGS_MODULE"}
    program = [sys.executable, str(ROOT / "bench" / "reliability" / f"{name}.py"), "--short"]
    finished = subprocess.run(  # noqa: S603 — the project's own scripts
        program, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    said = json.loads(finished.stdout.splitlines()[-1])
    assert said["passed"]
    figures = ", ".join(f"{what} {value}" for what, value in said["figures"].items())
    record_property("summary", f"{said['test']}: {figures}; control: {said['control']}")
