"""Public code reads only the record: what it imports from the tables is in this list and nowhere else."""

import ast
import re
from pathlib import Path

import pytest

PUBLIC = {
    "Checkpoint",
    "GENESIS_DIGEST",
    "Publication",
    "PublishedAddress",
    "PublishedAnswer",
    "PublishedAppearance",
    "PublishedClaim",
    "PublishedEvidence",
    "PublishedLanguage",
    "PublishedStatement",
    "PublishedTerm",
    "PublishedVector",
    "PublishedWords",
    "Rating",
    "RecordText",
    "SigningKey",
    # Which server is read from, and whether it answers in time.
    "SECONDS_UNTIL_AGAIN",
    "is_unavailable",
    "reading_connection",
    "reading_database",
    "took_too_long",
    # How the database makes words of a text.
    "TextWords",
    "telling_words",
}
# Only a list of words of theirs, which is no row.
VOCABULARY = {"Claim": "VerificationStatus", "Evidence": "Stance"}
# The working API is for those who edit; it is let in with a token only.
FILES = [
    file
    for folder in ("pages", "api", "search", "templatetags")
    for file in Path(f"claims/{folder}").rglob("*.py")
    if "editorial" not in file.parts
]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_public_code_imports_no_draft_table(file: Path) -> None:
    tree = ast.parse(file.read_text())
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("claims.models")
        for alias in node.names
    }
    assert imported <= PUBLIC | VOCABULARY.keys()
    for model in imported & VOCABULARY.keys():
        used = set(re.findall(rf"(?<!Published)\b{model}\.(\w+)", file.read_text()))
        assert used <= {VOCABULARY[model]}


@pytest.mark.parametrize("file", FILES, ids=str)
def test_public_code_calls_no_verb(file: Path) -> None:
    assert "claims.workflow" not in file.read_text()
