"""Tells a waiting person what is being done and how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import OutputWrapper


@contextmanager
def step(output: OutputWrapper, what: str) -> Iterator[None]:
    output.write(f"{what} … ", ending="")
    output.flush()
    start = time.monotonic()
    try:
        yield
    except BaseException:
        output.write("")  # so that the reason stands on a line of its own
        raise
    output.write(f"{time.monotonic() - start:.1f} s")
