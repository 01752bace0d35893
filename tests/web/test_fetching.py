"""Fetching a page that somebody gave the address of: within limits, politely, and with a clear answer."""

import gzip
import ssl
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from claims.web import (
    BrokenAnswer,
    ForbiddenByRobots,
    Limits,
    NotFetched,
    TooLarge,
    TooManyRedirects,
    TooSlow,
    Unreachable,
    fetch,
)
from tests.certificates import write_certificate
from tests.website import Website


def test_a_page_comes_back_as_it_is(site: Website) -> None:
    url = site.has("/article?b=2&a=1", b"Harga beras naik", content_type="Text/HTML; charset=ISO-8859-1")
    page = fetch(url)
    assert (page.url, page.final_url, page.status) == (url, url, 200)
    assert (page.content_type, page.charset, page.body) == ("text/html", "cp1252", b"Harga beras naik")
    assert page.complete


def test_we_say_who_asks_and_where_we_can_be_found(site: Website, settings: Any) -> None:
    settings.SITE_URL = "https://factcheck.example"
    fetch(site.has("/article", b"Read me."))
    headers = site.asked[-1][1]
    assert headers["user-agent"] == "Factcheck/1 (+https://factcheck.example)"
    assert headers["host"] == site.host
    assert "cookie" not in headers
    assert "referer" not in headers


def test_an_error_is_a_page_with_its_status(site: Website) -> None:
    page = fetch(site.has("/gone", b"No longer here.", status=410, retry_after="120"))
    assert (page.status, page.headers["retry-after"]) == (410, "120")


def test_redirects_are_followed_and_told(site: Website) -> None:
    site.has("/here/article", b"Read me.")
    site.redirects("/there", "/here/article#top", status=301)
    page = fetch(site.redirects("/start", "there"))
    assert page.final_url == site.address("/here/article")
    assert page.redirects == ((302, site.address("/there")), (301, site.address("/here/article")))


def test_a_circle_of_redirects_ends(site: Website) -> None:
    with pytest.raises(TooManyRedirects):
        fetch(site.redirects("/round", "/round"))
    assert site.paths().count("/round") == 6


def test_an_address_with_other_letters_is_asked_for_in_ascii(site: Website) -> None:
    site.has("/berita/%C3%A9l%C3%A8ve", b"Read me.")
    assert fetch(site.address("/berita/élève")).body == b"Read me."


@pytest.mark.parametrize(
    "pack", [gzip.compress, zlib.compress, lambda body: zlib.compress(body)[2:-4]], ids=["gzip", "zlib", "raw"]
)
def test_a_packed_page_is_unpacked(site: Website, pack: Any) -> None:
    encoding = "gzip" if pack is gzip.compress else "deflate"
    body = b"Read me. " * 50_000
    assert fetch(site.has("/article", pack(body), content_encoding=encoding)).body == body


def test_a_bomb_does_not_go_off(site: Website) -> None:
    bomb = gzip.compress(bytes(300_000_000), 9)
    url = site.has("/bomb", bomb, content_encoding="gzip")
    started = time.monotonic()
    with pytest.raises(TooLarge):
        fetch(url)
    assert time.monotonic() - started < 5


def test_half_a_packed_page_is_not_taken_for_the_whole(site: Website) -> None:
    packed = gzip.compress(b"Read me. " * 1_000)
    with pytest.raises(BrokenAnswer):
        fetch(site.has("/half", packed[: len(packed) // 2], content_encoding="gzip"))


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
def test_what_cannot_be_unpacked_is_refused(site: Website, encoding: str) -> None:
    with pytest.raises(BrokenAnswer):
        fetch(site.has("/packed", b"\x00", content_encoding=encoding))


def test_a_page_that_is_too_large_is_refused(site: Website) -> None:
    with pytest.raises(TooLarge, match="1,000"):
        fetch(site.has("/large", b"x" * 1_001), limits=Limits(bytes=1_000))


def test_its_beginning_is_kept_when_that_is_enough(site: Website) -> None:
    page = fetch(site.has("/large", b"x" * 1_001), limits=Limits(bytes=1_000, cut=True))
    assert (len(page.body), page.complete) == (1_000, False)


def _drips(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    for _ in range(100):
        request.wfile.write(b".")
        time.sleep(0.05)


def _drips_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(100):
        request.wfile.write(b"X-%d: y\r\n" % number)
        time.sleep(0.05)


@pytest.mark.parametrize("slow", [_drips, _drips_headers])
def test_a_server_that_drips_runs_out_of_time(site: Website, slow: Any) -> None:
    site.pages["/slow"] = slow
    started = time.monotonic()
    with pytest.raises(TooSlow):
        fetch(site.address("/slow"), limits=Limits(seconds=0.5))
    assert time.monotonic() - started < 2


def test_a_name_that_nobody_answers_for_runs_out_of_time(monkeypatch: Any) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: time.sleep(3) or [])
    with pytest.raises(TooSlow):
        fetch("https://slow.example/", limits=Limits(seconds=0.2))


def _nonsense(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"\x00\x01\x02 this is not HTTP\r\n\r\n")


def _hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True


@pytest.mark.parametrize("broken", [_nonsense, _hangs_up])
def test_what_is_no_answer_is_refused(site: Website, broken: Any) -> None:
    site.pages["/broken"] = broken
    with pytest.raises(BrokenAnswer):
        fetch(site.address("/broken"))


def test_nobody_listening_is_unreachable(settings: Any) -> None:
    settings.FETCHING_ALSO_FROM = frozenset({"127.0.0.1:9"})
    with pytest.raises(Unreachable):
        fetch("http://127.0.0.1:9/")


def test_robots_are_respected(site: Website) -> None:
    site.has("/robots.txt", b"User-agent: *\nDisallow: /private/*.html$\n", content_type="text/plain")
    url = site.has("/private/article.html", b"Not for programs.")
    with pytest.raises(ForbiddenByRobots, match=r"robots\.txt"):
        fetch(url)
    assert "/private/article.html" not in site.paths()
    assert fetch(site.has("/open", b"Read me.")).status == 200


def test_a_site_may_name_us(site: Website) -> None:
    site.has(
        "/robots.txt", b"User-agent: *\nDisallow: /\n\nUser-agent: factcheck\nAllow: /\n", content_type="text/plain"
    )
    assert fetch(site.has("/article", b"Read me.")).status == 200


def test_robots_are_asked_again_where_a_redirect_leads(site: Website) -> None:
    site.has("/robots.txt", b"User-agent: *\nDisallow: /closed\n", content_type="text/plain")
    site.has("/closed", b"Not for programs.")
    with pytest.raises(ForbiddenByRobots):
        fetch(site.redirects("/open", "/closed"))


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_a_missing_robots_txt_forbids_nothing_and_a_broken_one_everything(
    site: Website, status: int, *, allowed: bool
) -> None:
    site.has("/robots.txt", b"", status=status)
    url = site.has("/article", b"Read me.")
    if allowed:
        assert fetch(url).status == 200
    else:
        with pytest.raises(ForbiddenByRobots):
            fetch(url)


def test_robots_txt_is_asked_for_once_an_hour(site: Website) -> None:
    url = site.has("/article", b"Read me.")
    for _ in range(3):
        fetch(url)
    assert site.paths().count("/robots.txt") == 1


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [refusal.code for refusal in NotFetched.__subclasses__()]
    assert len(set(codes)) == len(codes) == 8


def test_a_server_that_nobody_vouches_for_is_refused(tmp_path: Path, settings: Any) -> None:
    certificate, key = write_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    port = server.server_address[1]
    settings.FETCHING_ALSO_FROM = frozenset({f"127.0.0.1:{port}"})
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    try:
        with pytest.raises(Unreachable):
            fetch(f"https://localhost:{port}/")
    finally:
        thread.join(5)
        server.server_close()
