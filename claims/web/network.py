"""Connections that go to checked addresses only and end when the time is up."""

import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore
from django.conf import settings
from django.utils.translation import gettext as _

from claims.web.addresses import is_public, public_addresses
from claims.web.refusals import ForbiddenPort, TooSlow


class Deadline:
    """The time for everything together: a server that sends a byte now and then gains nothing."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooSlow(_("The server takes too long to answer."))
        return left


def check_port(port: int) -> None:
    """Refuse other services than web servers before anybody is asked for an address."""
    listed = {each.rpartition(":")[2] for each in settings.FETCHING_ALSO_FROM}
    if port not in settings.FETCHING_PORTS and str(port) not in listed:
        allowed = ", ".join(map(str, settings.FETCHING_PORTS))
        raise ForbiddenPort(_("Port %(port)s is not one of %(allowed)s.") % {"port": port, "allowed": allowed})


def _may_ask(address: str, port: int) -> bool:
    return f"{address}:{port}" in settings.FETCHING_ALSO_FROM or (
        port in settings.FETCHING_PORTS and is_public(address)
    )


class CheckedNetwork(httpcore.NetworkBackend):
    """Resolves a name itself and connects to what it has checked, so that no second answer can lead elsewhere."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        check_port(port)
        addresses = public_addresses(
            host, port, allowed=lambda address: _may_ask(address, port), seconds=self._deadline.left()
        )
        for address in addresses[:-1]:
            try:
                return self._connect(address, port)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(addresses[-1], port)

    def _connect(self, address: str, port: int) -> httpcore.NetworkStream:
        stream = self._backend.connect_tcp(address, port, timeout=self._deadline.left(), socket_options=[])
        return TimedStream(stream, self._deadline.left)


class TimedStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left())

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._left()), self._left)

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
