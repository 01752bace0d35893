"""Messages leave for the internet only."""

import pytest

from claims.text.addresses import UnsafeAddress
from claims.web import NotFetched, PrivateAddress
from claims.webhooks import public_address

REFUSED = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0.0.0.0/",
    "https://localhost/",
    "https://10.0.0.8/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://192.0.2.1/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[fe80::1]/",
    "https://[fd00::1]/",
    "https://[ff02::1]/",
    "http://93.184.216.34/",
]
UNSAFE = [
    "file:///etc/passwd",
    "gopher://93.184.216.34/",
    "https://user:password@93.184.216.34/",
    "https://93.184.216.34\\@127.0.0.1/",
    "https://93.184.216.34/\r\nX-Injected: yes",
    "https://",
    f"https://93.184.216.34/{'x' * 3_000}",
]


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_inside_is_refused(url: str) -> None:
    with pytest.raises((NotFetched, UnsafeAddress)):
        public_address(url)


@pytest.mark.parametrize("url", UNSAFE)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        public_address(url)


@pytest.mark.parametrize("url", ["https://93.184.216.34/hook", "https://[2606:2800:220:1:248:1893:25c8:1946]:8443/"])
def test_an_address_of_the_internet_is_taken(url: str) -> None:
    assert public_address(url) in url


def test_the_refusal_names_the_address() -> None:
    with pytest.raises(PrivateAddress, match=r"169\.254\.169\.254"):
        public_address("https://169.254.169.254/")
