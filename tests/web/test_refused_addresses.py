"""Nobody makes this server talk to the network that it stands in: every way in is tried by its name."""

import socket
from typing import Any

import pytest

from claims.text.addresses import UnsafeAddress
from claims.web import NotFetched, fetch
from tests.website import Website

REFUSED = {
    "loopback": "http://127.0.0.1/",
    "loopback elsewhere in 127/8": "http://127.8.9.1/",
    "loopback in decimal": "http://2130706433/",
    "loopback in octal": "http://0177.0.0.1/",
    "loopback in hexadecimal": "http://0x7f000001/",
    "loopback with parts in hexadecimal": "http://0x7f.0.0.0x1/",
    "loopback shortened": "http://127.1/",
    "loopback by full-width digits": "http://１２７.０.０.１/",
    "loopback by name": "http://localhost/",
    "loopback by name with a dot": "http://localhost./",
    "loopback by name in capitals": "http://LOCALHOST/",
    "loopback of version 6": "http://[::1]/",
    "loopback mapped into version 6": "http://[::ffff:127.0.0.1]/",
    "loopback mapped in hexadecimal": "http://[::ffff:7f00:1]/",
    "loopback compatible with version 4": "http://[::127.0.0.1]/",
    "loopback through NAT64": "http://[64:ff9b::7f00:1]/",
    "private through local NAT64": "http://[64:ff9b:1::a00:8]/",
    "loopback through 6to4": "http://[2002:7f00:1::]/",
    "loopback through Teredo": "http://[2001:0:7f00:1::]/",
    "any address": "http://0.0.0.0/",
    "any address shortened": "http://0/",
    "any address of version 6": "http://[::]/",
    "metadata of clouds": "http://169.254.169.254/latest/meta-data/",
    "metadata of clouds mapped": "http://[::ffff:169.254.169.254]/",
    "metadata of clouds in version 6": "http://[fd00:ec2::254]/",
    "private 10/8": "http://10.0.0.8/",
    "private 172.16/12, first": "http://172.16.0.1/",
    "private 172.16/12, last": "http://172.31.255.254/",
    "private 192.168/16": "http://192.168.1.1/",
    "shared by providers 100.64/10": "http://100.64.0.1/",
    "link-local of version 6": "http://[fe80::1]/",
    "unique local of version 6": "http://[fd00::1]/",
    "site-local of version 6": "http://[fec0::1]/",
    "documentation": "http://192.0.2.1/",
    "benchmarks 198.18/15": "http://198.18.0.1/",
    "reserved 240/4": "http://240.0.0.1/",
    "broadcast": "http://255.255.255.255/",
    "multicast": "http://224.0.0.1/",
    "multicast of version 6": "http://[ff02::1]/",
    "port of a database": "http://93.184.216.34:5432/",
    "port of mail": "http://93.184.216.34:25/",
    "port of a developer": "https://93.184.216.34:8443/",
    "a name without a host": "http://no-such-host.invalid/",
}
UNSAFE = {
    "file": "file:///etc/passwd",
    "ftp": "ftp://93.184.216.34/",
    "gopher": "gopher://93.184.216.34:6379/_INFO",
    "data": "data:text/html,hello",
    "javascript": "javascript:alert(1)",
    "no scheme": "//93.184.216.34/",
    "user and password": "http://user:pass@93.184.216.34/",
    "user only": "http://admin@93.184.216.34/",
    "empty user": "http://@93.184.216.34/",
    "backslash before the real host": "http://93.184.216.34\\@127.0.0.1/",
    "line break": "http://93.184.216.34/\r\nX-Injected: yes",
    "zero byte": "http://93.184.216.34/\x00",
    "port 0": "http://93.184.216.34:0/",
    "no port that exists": "http://93.184.216.34:99999/",
    "no host": "http://",
    "endless": f"http://93.184.216.34/{'x' * 3_000}",
    "zone of version 6 that hides a host": "http://[::1%25.example.org]/",
}


@pytest.fixture(autouse=True)
def _nobody_is_connected_to(monkeypatch: Any, request: pytest.FixtureRequest) -> None:
    """A refusal that comes from the other machine would be one too late."""
    site = request.getfixturevalue("site").host if "site" in request.fixturenames else ""
    real = socket.create_connection

    def connect(address: tuple[str, int], *arguments: Any, **options: Any) -> Any:
        assert f"{address[0]}:{address[1]}" == site, f"connected to {address}"
        return real(address, *arguments, **options)

    monkeypatch.setattr(socket, "create_connection", connect)


@pytest.mark.parametrize("url", REFUSED.values(), ids=REFUSED)
def test_an_address_inside_is_refused(url: str) -> None:
    with pytest.raises((NotFetched, UnsafeAddress)):
        fetch(url)


@pytest.mark.parametrize("url", UNSAFE.values(), ids=UNSAFE)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises((NotFetched, UnsafeAddress)):
        fetch(url)


REDIRECTED = {
    name: url
    for name, url in {**REFUSED, **UNSAFE}.items()
    # These cannot be told in a header, or mean the page itself there.
    if name not in {"no scheme", "line break", "zero byte", "loopback by full-width digits"}
}


@pytest.mark.parametrize("url", REDIRECTED.values(), ids=REDIRECTED)
def test_a_redirect_there_is_refused(site: Website, url: str) -> None:
    with pytest.raises(NotFetched):
        fetch(site.redirects("/article", url))


@pytest.mark.parametrize(
    "answers",
    [["10.0.0.8"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["::ffff:192.168.0.1"]],
    ids=["private", "one public and one private", "version 6", "mapped"],
)
def test_a_name_that_leads_inside_is_refused(monkeypatch: Any, answers: list[str]) -> None:
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, port, **_: [(0, 0, 0, "", (each, port)) for each in answers]
    )
    with pytest.raises(NotFetched, match="not an address of the internet"):
        fetch("https://innocent.example/")


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(site: Website, monkeypatch: Any) -> None:
    port = int(site.host.rpartition(":")[2])
    real, asked = socket.getaddrinfo, []

    def answer(host: Any, *arguments: Any, **options: Any) -> Any:
        if host != "rebinding.example":
            return real(host, *arguments, **options)
        asked.append(host)
        # A second question would be answered with an address that nobody listens at.
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1" if len(asked) < 3 else "127.0.0.2", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    site.has("/article", b"Read me.")
    page = fetch(f"http://rebinding.example:{port}/article")
    assert page.body == b"Read me."
    # Once for robots.txt and once for the page: one lookup a connection.
    assert len(asked) == 2


def test_the_refusal_names_the_address() -> None:
    with pytest.raises(NotFetched, match=r"169\.254\.169\.254") as refusal:
        fetch("http://169.254.169.254/")
    assert refusal.value.code == "private_address"


def test_a_listed_server_opens_its_own_port_only(site: Website) -> None:
    port = site.host.rpartition(":")[2]
    with pytest.raises(NotFetched):
        fetch(f"http://127.0.0.2:{port}/")
    with pytest.raises(NotFetched):
        fetch("http://127.0.0.1:80/")
