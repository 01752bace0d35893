"""The catalogue is complete, and what is compiled is what is written."""

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

CATALOGUE = Path("claims/locale/id/LC_MESSAGES/django.po")
MARKED = re.compile(
    r"""\{%\s*translate\s+"((?:[^"\\]|\\.)*)"|(?<!p)(?:gettext|gettext_lazy|\b_|ngettext)\(\s*"((?:[^"\\]|\\.)*)"\s*[,)]"""
)
BLOCK = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*(?:endblocktranslate|plural)\s*%\}", re.DOTALL)


def catalogue() -> dict[str, str]:
    return entries(read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="id"))


def entries(known: Catalog) -> dict[str, str]:
    """Translations by their source text; of a plural the first form, which is Indonesian's only one."""
    return {first(entry.id): first(entry.string) for entry in known if entry.id}


def first(texts: object) -> str:
    return str(texts[0] if isinstance(texts, (list, tuple)) else texts)


def test_every_entry_is_translated() -> None:
    assert [source for source, translation in catalogue().items() if not translation] == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    compiled = read_mo(io.BytesIO(CATALOGUE.with_suffix(".mo").read_bytes()))
    assert entries(compiled) == catalogue()


def test_every_text_of_pages_and_admin_is_in_the_catalogue() -> None:
    files = [*Path("templates").rglob("*.html"), *Path("templates").rglob("*.txt"), *Path("claims").rglob("*.py")]
    known = catalogue()
    missing = {
        words
        for file in files
        for found in MARKED.finditer(file.read_text())
        if (words := (found[1] or found[2] or "").replace('\\"', '"')) and words not in known
    }
    blocks = {
        re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", block.replace("%", "%%")).strip()
        for file in files
        for block in BLOCK.findall(file.read_text())
    }
    assert missing | {block for block in blocks if block not in known} == set()
