"""gunicorn behind nginx: .venv/bin/gunicorn --config deploy/gunicorn.conf.py factcheck.wsgi"""

import os
import shutil
from pathlib import Path
from typing import Any

bind = os.environ.get("WEB_BIND", "127.0.0.1:8001")
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = 8
# A worker that does not answer its parent for so long is replaced.
timeout = 30
graceful_timeout = 20
keepalive = 30
control_socket_disable = True
# In memory: on a slow disk the sign of life would make a worker look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
loglevel = "warning"

_figures = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")


def on_starting(server: Any) -> None:
    if _figures:
        shutil.rmtree(_figures, ignore_errors=True)
        Path(_figures).mkdir(mode=0o700, parents=True, exist_ok=True)


def child_exit(server: Any, worker: Any) -> None:
    if _figures:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid)
