import re
from typing import Any

import jsonschema
import pytest
from django.utils.translation import override

from claims.models import Publication
from claims.record import bibtex, csl_json, sentence
from claims.workflow import publish_unverified
from tests import factories
from tests.versions import corrected, redacted, retracted, versions_of

pytestmark = pytest.mark.django_db

NAME = {
    "type": "object",
    "required": ["literal"],
    "additionalProperties": False,
    "properties": {"literal": {"type": "string"}},
}
# The part of csl-data.json (CSL 1.0.2) that a web page needs: a list of items, no variable that CSL does not know, and
# dates as lists of numbers.
CSL_DATA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type", "id"],
        "additionalProperties": False,
        "properties": {
            "type": {"enum": ["webpage"]},
            "id": {"type": ["string", "number"]},
            "author": {"type": "array", "items": NAME},
            "issued": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "date-parts": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 2,
                        "items": {
                            "type": "array",
                            "items": {"type": ["string", "number"]},
                            "minItems": 1,
                            "maxItems": 3,
                        },
                    }
                },
            },
            **{
                name: {"type": "string"}
                for name in ("title", "container-title", "publisher", "genre", "version", "URL", "language", "note")
            },
        },
    },
}
HOSTILE = 'Fish} fly, title = {{evil\\}}\n@misc{x, "100%" #1 $x$ _ ^ ~ \u202e<b>&amp;'


def hostile() -> Publication:
    author = factories.user("researcher", public_name='Alice} and "Bob')
    claim = factories.checkable_claim(statement=factories.text(HOSTILE, HOSTILE))
    return factories.published(claim, author=author, rating="false")


def test_csl_json_is_as_its_schema_says() -> None:
    for publication in (
        factories.published(),
        hostile(),
        versions_of(retracted())[-1],
        versions_of(redacted("statement"))[0],
    ):
        jsonschema.validate(csl_json(publication), CSL_DATA)


def test_a_citation_names_the_version_by_its_own_address() -> None:
    publication = versions_of(corrected())[0]
    address = f"http://127.0.0.1:8000/claims/{publication.slug}/v/1/"
    [item] = csl_json(publication)
    assert item["URL"] == address
    assert item["version"] == "1"
    assert publication.digest in item["note"]
    assert f"url = {{{address}}}" in bibtex(publication)
    assert sentence(publication).endswith(address)


def test_the_verdict_stands_before_the_statement() -> None:
    publication = factories.published(factories.checkable_claim(statement=factories.text("Fish fly.")), rating="false")
    assert csl_json(publication)[0]["title"] == "False: Fish fly."
    assert "“False: Fish fly.”" in sentence(publication)


def test_a_citation_is_in_the_readers_language() -> None:
    publication = factories.published(rating="half-true")
    with override("id"):
        assert "Setengah benar" in sentence(publication)
        assert "versi 1" in sentence(publication)
        assert csl_json(publication)[0]["language"] == "id"


def test_a_retraction_and_an_open_check_say_what_they_are() -> None:
    assert csl_json(versions_of(retracted())[-1])[0]["title"].startswith("Retracted: ")
    waiting = publish_unverified(factories.checkable_claim(), by=factories.user("editor"))
    [item] = csl_json(waiting)
    assert item["title"].startswith("Not yet checked: ")
    assert item["author"] == [{"literal": "Factcheck"}]


def test_a_removed_statement_is_not_in_the_citation() -> None:
    claim = factories.checkable_claim(statement=factories.text("Mr Zyxwvut steals."))
    row = versions_of(redacted("statement", owner=corrected(claim)))[0]
    for text in (str(csl_json(row)), bibtex(row), sentence(row)):
        assert "Zyxwvut" not in text
        assert "Statement removed for legal reasons" in text


def test_a_hostile_title_breaks_neither_bibtex_nor_the_line() -> None:
    publication = hostile()
    entry = bibtex(publication)
    assert braces_of_fields(entry).keys() >= {"title", "author", "year", "url"}
    assert len(re.findall(r"^@", entry, re.MULTILINE)) == 1
    assert "evil" in braces_of_fields(entry)["title"]
    for text in (entry, sentence(publication), str(csl_json(publication))):
        assert "\u202e" not in text
    assert "\n" not in sentence(publication)


def braces_of_fields(entry: str) -> dict[str, Any]:
    """The fields of one entry, found as BibTeX finds them: by counting braces and nothing else."""
    fields, depth, name, value = {}, 0, "", ""
    for character in entry.partition("{")[2]:
        if character == "}":
            depth -= 1
            if depth == 0:
                fields[name.strip(" ,\n=").rpartition("\n")[2].strip()] = value[1:]
                name = value = ""
                continue
        if character == "{":
            depth += 1
        if depth:
            value += character
        else:
            name += character
    assert depth == -1
    return fields
