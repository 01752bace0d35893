"""The background worker beside a site on this machine: started with it, started again when it dies, ended with it."""

import os
import subprocess
import sys
import time

from factcheck.environment import BASE_DIR

COMMAND = [sys.executable, str(BASE_DIR / "manage.py"), "run_worker", "--until-input-ends"]
# A worker that cannot start must not keep the machine busy with trying.
SECONDS_BETWEEN_STARTS = 10.0
SECONDS_TO_END = 15.0


class Companion:
    """A child that reads from a pipe whose only other end is here: the kernel closes it when this process is gone."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0

    def ensure_running(self) -> None:
        if os.getpid() != self._owner or self._is_running() or not self._may_start():
            return
        self._close_input()
        self._started = time.monotonic()
        self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE)  # noqa: S603 — a fixed program, no shell

    def let_go(self) -> None:
        """In a forked child, which would otherwise hold the pipe open as well."""
        if os.getpid() != self._owner:
            self._close_input()
            self._process = None

    def end(self) -> None:
        """Ask it to finish, and wait: whoever typed the command gets the prompt back when nothing runs any more."""
        if os.getpid() != self._owner or self._process is None:
            return
        self._close_input()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _may_start(self) -> bool:
        return not self._started or time.monotonic() - self._started >= SECONDS_BETWEEN_STARTS

    def _close_input(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
