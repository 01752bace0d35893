"""Reading the files that editors have: the text as it is, what the file says of itself, and clear refusals."""

import io
import subprocess
import zipfile
from datetime import date
from typing import Any

import pytest

from claims.text.documents import Kind, apart, kind_of, read_document
from claims.text.normalisation import UnreadableArticle
from tests import files

PAGE = """<!doctype html><html lang="in-ID"><head><title>Harga beras naik | Kabar</title>
<meta property="og:title" content="Harga beras naik"><meta property="og:site_name" content="Kabar">
<meta name="author" content="Siti Aminah; Budi Santoso">
<meta property="article:published_time" content="2025-01-11T23:30:00+07:00">
<meta property="article:modified_time" content="2025-03-02T10:00:00+07:00"></head>
<body><nav><a href="/">Beranda</a> <a href="/iklan">Iklan</a></nav><article><h1>Harga beras naik</h1>
<p>Harga beras naik tiga kali lipat di Jakarta tahun lalu. Pemerintah belum menanggapi pertanyaan wartawan 🙂.</p>
<p>Pedagang mengatakan pasokan berkurang karena kemarau panjang, dan é tetap dua tanda.</p></article>
<script>alert(1)</script></body></html>"""


def refusal(data: bytes, kind: Kind) -> str:
    with pytest.raises(UnreadableArticle) as refused:
        read_document(data, kind)
    return refused.value.code


def test_a_page_gives_its_text_and_what_it_says_about_itself() -> None:
    found = read_document(PAGE.encode(), Kind.HTML, url="https://kabar.example/beras")
    assert "Harga beras naik tiga kali lipat di Jakarta tahun lalu." in found.text
    assert "wartawan 🙂." in found.text
    assert "e\u0301 tetap" in found.text or "é tetap" in found.text
    assert "Beranda" not in found.text
    assert "alert" not in found.text
    assert (found.title, found.publisher) == ("Harga beras naik", "Kabar")
    assert (found.published_on, found.language) == (date(2025, 1, 11), "id")
    assert found.authors == ("Siti Aminah", "Budi Santoso")


def test_a_day_somewhere_in_the_text_is_not_the_day_of_publication() -> None:
    page = "<html><body><article><p>On 17 August 1945 Indonesia became independent, as every child knows.</p></article>"
    assert read_document(page.encode() * 3, Kind.HTML).published_on is None


def test_the_publisher_is_the_host_when_the_page_has_no_name_for_it() -> None:
    page = "<html><body><article><p>Harga beras naik tiga kali lipat di Jakarta tahun lalu.</p></article></body></html>"
    assert read_document(page.encode(), Kind.HTML, url="https://www.kabar.example/1").publisher == "kabar.example"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_a_page_is_read_in_the_encoding_that_it_is_in(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><article><p>Café prices rose by a third.</p></article>'
    assert "Café prices" in read_document(page.encode(encoding), Kind.HTML).text


@pytest.mark.parametrize(
    "page",
    [
        "<p>Harga beras naik</b> tiga kali <div>lipat di Jakarta <p>tahun lalu menurut <table>data resmi",
        "<html><html><body><p>Harga beras naik tiga kali lipat di Jakarta <!-- tahun lalu",
        "<article><p>Harga beras naik tiga kali lipat di Jakarta &#xD800; &#0; &bogus; tahun lalu menurut data.</p>",
        "<p>Harga beras naik tiga kali</p></article></article></body></p>" + "</div>" * 5_000,
    ],
    ids=["never closed", "open comment", "impossible characters", "closed too often"],
)
def test_broken_html_is_read_as_a_browser_would(page: str) -> None:
    assert "Harga beras naik" in read_document(page.encode(), Kind.HTML).text


def test_a_page_without_text_is_refused() -> None:
    assert refusal(b"<html><body><script>let all = 'made by a script'</script></body></html>", Kind.HTML) == "no_text"
    assert refusal(b"", Kind.HTML) == "no_text"


def test_a_page_nested_without_end_is_refused_or_read() -> None:
    page = b"<div>" * 100_000 + b"Harga beras naik."
    try:
        assert "Harga" in read_document(page, Kind.HTML).text
    except UnreadableArticle as refused:
        assert refused.code in {"no_text", "broken"}  # noqa: PT017


def test_a_word_file_gives_its_paragraphs() -> None:
    found = read_document(files.docx("Harga beras naik", "Naik tiga kali lipat 🙂.", "Kata é."), Kind.DOCX)
    assert found.text == "Harga beras naik\nNaik tiga kali lipat 🙂.\nKata é."
    assert found.title == "Harga beras naik"


def test_tracked_changes_of_a_word_file_read_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>Prices rose by </w:t></w:r><w:del><w:r><w:delText>half</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>a third</w:t></w:r></w:ins></w:p>"
    )
    assert read_document(files.docx(body=body), Kind.DOCX).text == "Prices rose by a third"


def test_a_word_bomb_does_not_go_off() -> None:
    bomb = files.docx("Harmless", **{"word/media.xml": bytes(60_000_000)})
    assert len(bomb) < 100_000
    assert refusal(bomb, Kind.DOCX) == "too_large"


def test_entities_that_multiply_do_not_go_off() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
    )
    whole = files.docx()
    body = "<w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body>"
    document = f'{laughs}]><w:document xmlns:w="{files.WORD}">{body}</w:document>'
    bomb = _replaced(whole, "word/document.xml", document.encode())
    assert refusal(bomb, Kind.DOCX) in {"broken", "no_text"}


def _replaced(archive: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(each, data if each == name else old.read(each))
    return out.getvalue()


@pytest.mark.parametrize("data", [b"PK\x03\x04 word/ and nothing", files.docx("Hello")[:-100]], ids=["no zip", "cut"])
def test_a_damaged_word_file_is_refused(data: bytes) -> None:
    assert refusal(data, Kind.DOCX) == "broken"


def test_an_empty_word_file_is_refused() -> None:
    assert refusal(files.docx(), Kind.DOCX) == "no_text"


def test_a_pdf_gives_its_text_in_paragraphs() -> None:
    data = files.pdf(
        "Harga beras naik tiga kali lipat di Jakarta tahun lalu menurut data",
        "yang dikumpulkan pedagang di pasar induk sepanjang tahun, kata me-",
        "reka.",
        "Pemerintah belum menanggapi.",
        title="Harga beras",
        author="Siti Aminah",
    )
    found = read_document(data, Kind.PDF)
    assert found.text == (
        "Harga beras naik tiga kali lipat di Jakarta tahun lalu menurut data yang dikumpulkan pedagang di pasar induk "
        "sepanjang tahun, kata me-reka.\nPemerintah belum menanggapi."
    )
    assert (found.title, found.authors) == ("Harga beras", ("Siti Aminah",))


def test_a_pdf_without_text_is_refused() -> None:
    assert refusal(files.pdf(), Kind.PDF) == "no_text"


def test_an_encrypted_pdf_is_refused() -> None:
    assert refusal(files.pdf("Secret words", password="geheim"), Kind.PDF) == "encrypted"


@pytest.mark.parametrize("data", [b"%PDF-1.7 nothing", files.pdf("Hello there")[:300]], ids=["empty", "cut"])
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    assert refusal(data, Kind.PDF) in {"broken", "no_text"}


def test_a_file_that_is_never_finished_is_given_up(monkeypatch: Any) -> None:
    def never(*arguments: Any, **options: Any) -> Any:
        raise subprocess.TimeoutExpired("python", options["timeout"])

    monkeypatch.setattr(apart.subprocess, "run", never)
    assert refusal(PAGE.encode(), Kind.HTML) == "too_slow"


def test_text_is_read_strictly() -> None:
    assert read_document("Harga é 🙂".encode(), Kind.TEXT).text == "Harga é 🙂"
    assert refusal("Café".encode("latin-1"), Kind.TEXT) == "encoding"
    assert refusal("Café".encode("utf-16"), Kind.TEXT) == "binary"
    assert refusal(b" \n", Kind.TEXT) == "empty"
    assert refusal(b"x" * 5_000_001, Kind.TEXT) == "too_large"


@pytest.mark.parametrize(
    ("data", "name", "content_type", "kind"),
    [
        (files.pdf("x"), "article.txt", "text/plain", Kind.PDF),
        (files.docx("x"), "article", "application/octet-stream", Kind.DOCX),
        (b"  <!DOCTYPE html><p>x", "article", "", Kind.HTML),
        (b"<p>x</p>", "article.HTM", "", Kind.HTML),
        (b"<p>x</p>", "", "Text/HTML; charset=utf-8", Kind.HTML),
        (b"plain", "article.txt", "", Kind.TEXT),
    ],
)
def test_a_file_is_what_is_in_it(data: bytes, name: str, content_type: str, kind: Kind) -> None:
    assert kind_of(data, name=name, content_type=content_type) is kind


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\x89PNG\r\n", "picture.png", "kind"),
        (b"PK\x03\x04 sheet", "table.xlsx", "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old.doc", "old_word"),
        (b"", "", "kind"),
    ],
)
def test_what_cannot_be_read_says_so(data: bytes, name: str, code: str) -> None:
    with pytest.raises(UnreadableArticle) as refused:
        kind_of(data, name=name)
    assert refused.value.code == code
