"""Pages and answers that this process has made from the record, kept until the record changes.

Publishing is rare and reading is not. Whoever keeps something names the record's state that was read *before* it was
made, so what is kept under a state is never older than that state, and nothing is found under a state that is past.
"""

import threading
from collections.abc import Mapping
from typing import NamedTuple

from cachetools import LRUCache

# A page or an answer has ten to fifty thousand bytes; a process keeps a few hundred of the last asked for.
MOST_BYTES = 12 * 2**20
# One answer does not push out all others.
LARGEST_BYTES = 256 * 2**10


class Made(NamedTuple):
    content: bytes
    headers: Mapping[str, str]


class Kept:
    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._lock = threading.Lock()
        self._made: LRUCache[tuple[object, ...], Made] = LRUCache(most_bytes, getsizeof=lambda one: len(one.content))

    def get(self, *question: object) -> Made | None:
        with self._lock:
            return self._made.get(question)

    def put(self, made: Made, *question: object) -> None:
        if len(made.content) > LARGEST_BYTES:
            return
        with self._lock:
            self._made[question] = made

    def forget(self) -> None:
        with self._lock:
            self._made.clear()

    def __len__(self) -> int:
        return len(self._made)
