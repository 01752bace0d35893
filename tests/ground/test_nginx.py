"""The files of deploy/nginx/, read by nginx itself, before a small site that the test starts."""

import http.client
import http.server
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import write_certificate

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy" / "nginx"
PROGRAM = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed (Debian: nginx-light)")

PAGE = {"Cache-Control": "public", "Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff"}


class Site(http.server.BaseHTTPRequestHandler):
    """Counts its answers, and tells which headers nginx gave it."""

    asked = 0
    seen: dict[str, str] = {}

    def do_GET(self) -> None:
        Site.asked += 1
        Site.seen = dict(self.headers)
        self.send_response(200)
        for name, value in PAGE.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def do_POST(self) -> None:
        left = int(self.headers["Content-Length"])
        while left > 0:
            left -= len(self.rfile.read(min(left, 1_000_000)))
        self.do_GET()

    def log_message(self, *_words: Any) -> None:
        pass


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    home = tmp_path_factory.mktemp("nginx")
    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    found = {"https": free_port(), "http": free_port(), "tls": free_port(), "site": site.server_address[1]}
    servers = (DEPLOY / "factcheck.conf").read_text()
    plain = re.search(r"^server \{\n    listen 80;.*?^\}", servers, re.MULTILINE | re.DOTALL)
    assert plain is not None
    secure = servers[plain.end() :].replace("listen 443 ssl http2;", f"listen 127.0.0.1:{found['tls']} ssl http2;")
    certificate, key = write_certificate(home, "factcheck.example")
    for pattern, path in (
        (r"ssl_certificate \S+;", f"ssl_certificate {certificate};"),
        (r"ssl_certificate_key \S+;", f"ssl_certificate_key {key};"),
        (r"access_log \S+", f"access_log {home}/access.log"),
        (r"include /opt/factcheck/deploy", f"include {DEPLOY.parent}"),
        (r"    listen \[::\]:443 ssl http2;\n", ""),
    ):
        secure, count = re.subn(pattern, path, secure)
        assert count == 1, pattern
    plainly = plain[0].replace("listen 80;", f"listen 127.0.0.1:{found['http']};").replace("    listen [::]:80;\n", "")
    kinds = "".join(f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    # As root it would give its work to an account that may not enter the folder of the test.
    account = "user root;" if os.geteuid() == 0 else ""
    (home / "nginx.conf").write_text(
        f"{account} daemon off; pid {home}/pid; error_log {home}/error.log; events {{}}\nhttp {{ {kinds}\n"
        f"include {DEPLOY}/factcheck-http.conf;\n"
        f"proxy_cache_path {home}/cache levels=1:2 keys_zone=factcheck:1m use_temp_path=off;\n"
        f"upstream factcheck_web {{ server 127.0.0.1:{found['site']}; }}\n"
        f"server {{ listen 127.0.0.1:{found['https']}; access_log {home}/access.log factcheck;\n"
        f"set $factcheck_scheme https; include {DEPLOY}/factcheck-server.conf; }}\n{plainly}\n{secure}\n}}\n"
    )
    command = [str(PROGRAM), "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        deadline = time.monotonic() + 10
        while not answers(found["https"]):
            assert process.poll() is None, (home / "error.log").read_text()
            assert time.monotonic() < deadline, "nginx does not answer"
        yield found
    finally:
        process.terminate()
        process.wait(10)
        site.shutdown()
        site.server_close()


def answers(port: int) -> bool:
    try:
        return bool(ask(port, "/health/").status)
    except OSError:
        return False


def ask(port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body=body or None, headers={"Host": "factcheck.example", **named})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_a_colleague_is_never_given_what_was_kept_for_readers(ports: dict[str, int]) -> None:
    assert ask(ports["https"], "/en/").status == 200
    kept = Site.asked
    ask(ports["https"], "/en/", Cookie="__Host-django_language=id")
    assert Site.asked == kept
    for known in ("__Host-sessionid=x", "a=b; __Host-wrote=1", "sessionid=x", "a=1;wrote=y"):
        ask(ports["https"], "/en/", Cookie=known)
        kept += 1
        assert Site.asked == kept, known
    ask(ports["https"], "/en/", Authorization="Bearer x")
    assert Site.asked == kept + 1


def test_what_a_client_says_of_itself_is_not_passed_on(ports: dict[str, int]) -> None:
    ask(
        ports["https"],
        "/en/spoofed/",
        X_Forwarded_For="203.0.113.9",
        X_Forwarded_Proto="http",
        X_Request_ID="forged-by-the-client",
    )
    assert Site.seen["X-Forwarded-For"] == "127.0.0.1"
    assert Site.seen["X-Forwarded-Proto"] == "https"
    assert Site.seen["X-Request-ID"] != "forged-by-the-client"


def test_nginxs_own_refusals_have_the_rules_for_browsers_and_pages_have_them_once(ports: dict[str, int]) -> None:
    large = ask(ports["https"], "/en/", "POST", b"x" * (8 * 1024 * 1024 + 1))
    assert large.status == 413
    assert "default-src 'none'" in (large.headers["Content-Security-Policy"] or "")
    assert large.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert large.headers["X-Content-Type-Options"] == "nosniff"
    for _time in ("anew", "kept"):
        page = ask(ports["https"], "/en/once/")
        assert page.headers.get_all("Content-Security-Policy") == ["default-src 'self'"]
        assert page.headers.get_all("X-Content-Type-Options") == ["nosniff"]


def test_without_tls_pages_lead_to_https_and_programs_are_refused(ports: dict[str, int]) -> None:
    page = ask(ports["http"], "/en/claims/?q=x")
    assert (page.status, page.headers["Location"]) == (301, "https://factcheck.example/en/claims/?q=x")
    for path in ("/api/v1/claims/", "/v1alpha1/claims:search"):
        assert ask(ports["http"], path, Authorization="Bearer x").status == 403


def test_trace_is_refused(ports: dict[str, int]) -> None:
    assert ask(ports["https"], "/en/", "TRACE").status == 405


def test_it_does_not_name_its_version(ports: dict[str, int]) -> None:
    assert ask(ports["https"], "/en/").headers["Server"] == "nginx"


def test_a_request_with_two_ends_is_refused(ports: dict[str, int]) -> None:
    """One server would take for the next request what the other takes for the body."""
    before = Site.asked
    request = (
        b"POST /en/ HTTP/1.1\r\nHost: factcheck.example\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: factcheck.example\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", ports["https"]), timeout=5) as line:
        line.sendall(request)
        assert line.recv(4096).split(b"\r\n")[0] == b"HTTP/1.1 400 Bad Request"
    assert Site.asked == before


@pytest.mark.parametrize(
    ("version", "ciphers", "taken"),
    [
        (ssl.TLSVersion.TLSv1_3, "DEFAULT", True),
        (ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-GCM-SHA256", True),
        (ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES128-SHA256", False),
        (ssl.TLSVersion.TLSv1_1, "DEFAULT:@SECLEVEL=0", False),
    ],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_only_tls_of_today_is_spoken(ports: dict[str, int], version: ssl.TLSVersion, ciphers: str, taken: bool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = context.maximum_version = version
    context.set_ciphers(ciphers)
    with socket.create_connection(("127.0.0.1", ports["tls"]), timeout=5) as line:
        try:
            with context.wrap_socket(line, server_hostname="factcheck.example") as secure:
                spoken = secure.version() == version.name.replace("_", ".")
        except (ssl.SSLError, ConnectionError):
            spoken = False
    assert spoken is taken


@pytest.mark.parametrize(
    ("path", "megabytes", "status"),
    [
        ("/admin/claims/rowimport/add/", 100, 200),
        ("/admin/claims/article/take-apart/", 20, 200),
        ("/admin/claims/rowimport/add/", 103, 413),
        ("/admin/claims/article/take-apart/", 22, 413),
        ("/admin/login/", 9, 413),
        ("/api/v1/match/", 9, 413),
    ],
)
def test_a_file_may_be_as_large_as_the_site_takes_it(
    ports: dict[str, int], path: str, megabytes: int, status: int
) -> None:
    assert ask(ports["https"], path, "POST", b"x" * (megabytes * 1_000_000)).status == status
