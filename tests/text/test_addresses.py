import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.text.addresses import UnsafeAddress, canonical_url, registered_host


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Www.Example.COM:443/Path?b=2&a=1#part", "https://www.example.com/Path?a=1&b=2"),
        ("http://example.com", "http://example.com/"),
        ("http://example.com:80/", "http://example.com/"),
        ("http://example.com:8080/", "http://example.com:8080/"),
        ("https://example.com/?utm_source=x&id=7&fbclid=y", "https://example.com/?id=7"),
        ("https://example.com./x", "https://example.com/x"),
        ("https://example.com/a%20b", "https://example.com/a%20b"),
        ("http://[::1]/x", "http://[::1]/x"),
    ],
)
def test_an_address_has_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "//example.com/x",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.com/",
        "http://",
        "http:///path",
        "http://user:password@example.com/",
        "http://user@example.com/",
        "http://exa mple.com/",
        "http://example.com/\x00",
        "http://example.com/\u202e",
        "http://example.com:99999/",
        "http://example.com:0/",
        "http://[::1/",
        "http://example.com/" + "a" * 2000,
    ],
)
def test_an_unsafe_address_is_refused(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        canonical_url(url)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), max_size=60), st.text(max_size=30))
def test_the_canonical_address_of_a_canonical_address_is_itself(path: str, query: str) -> None:
    try:
        canonical = canonical_url(f"https://example.com/{path}?{query}")
    except UnsafeAddress:
        return
    assert canonical_url(canonical) == canonical


def test_the_registered_host_has_no_www() -> None:
    assert registered_host("https://www.example.com/x") == "example.com"


@pytest.mark.parametrize(
    "url",
    [
        "http://a\\b.com/",
        "http://example.com\\@evil.example/",
        "http://..",
        "http://.com/",
        "http://a..b/",
        "http://%61.com/",
        "http://-a.com/",
        "http://" + "a" * 64 + ".com/",
        "https://example.com/\ud800",
        "https://example.com/\x85",
        "https://example.com/" + "é" * 400,
    ],
)
def test_an_address_that_two_programs_would_read_differently_is_refused(url: str) -> None:
    with pytest.raises(UnsafeAddress):
        canonical_url(url)


def test_a_query_that_is_not_utf_8_keeps_its_bytes() -> None:
    assert canonical_url("https://example.com/?q=%ff&utm_source=x") == "https://example.com/?q=%FF"


@given(st.text(st.sampled_from(list("aA.é%2:/?&=#@[];+,~ß1-_\\ ")), max_size=25))
def test_whatever_is_accepted_is_its_own_canonical_address(rest: str) -> None:
    try:
        canonical = canonical_url(f"https://{rest}")
    except UnsafeAddress:
        return
    assert canonical_url(canonical) == canonical
    assert registered_host(canonical)
