"""A website on this machine that answers as a test tells it and remembers what it was asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.core.cache import cache

Answering = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Website:
    host: str = ""
    pages: dict[str, Answering] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def address(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def has(self, path: str, body: bytes, *, status: int = 200, **headers: str) -> str:
        """Let ``path`` answer this and return its address; ``content_type=…`` is the header Content-Type."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in {"content_type": "text/html; charset=utf-8", **headers}.items():
                request.send_header(name.replace("_", "-"), value)
            request.end_headers()
            request.wfile.write(body)

        self.pages[path] = answer
        return self.address(path)

    def redirects(self, path: str, target: str, *, status: int = 302) -> str:
        return self.has(path, b"", status=status, location=target)

    def paths(self) -> list[str]:
        return [path for path, _headers in self.asked]


@contextmanager
def website(settings: Any) -> Iterator[Website]:
    """The one server of this machine that may be fetched from; without robots.txt unless the test writes one."""
    site = Website()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = site.pages.get(self.path)
            if answer is None:
                self.send_error(404)
                return
            with suppress(BrokenPipeError, ConnectionResetError):
                answer(self)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.host = f"127.0.0.1:{server.server_address[1]}"
    settings.FETCHING_ALSO_FROM = frozenset({site.host})
    # A port is used again by other tests, and what its robots.txt said is kept.
    cache.clear()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
