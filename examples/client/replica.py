"""A copy of everything that was published, in one SQLite file, that checks each row and stays equal to the source.

    python examples/client/replica.py https://factcheck.example copy.sqlite3 [--follow]

It knows the change feed and nothing else. A publication is taken only if its digest continues the chain; a redaction
takes the named fields out of every version that is kept here.
"""

import argparse
import json
import sqlite3
import sys
from hashlib import sha256
from pathlib import Path

import rfc8785

sys.path.insert(0, str(Path(__file__).resolve().parent))

from factcheck_api import Change, FactcheckApi, Tombstone

SECONDS_TO_WAIT = 30
NOTHING_YET = "0" * 64
TABLES = """
CREATE TABLE IF NOT EXISTS publication (
    number INTEGER PRIMARY KEY, claim TEXT NOT NULL, version INTEGER NOT NULL, digest TEXT NOT NULL, change TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS text (sha256 TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
"""


class BrokenRecord(Exception):
    """What came does not continue what is here."""


class Replica:
    def __init__(self, api: FactcheckApi, database: sqlite3.Connection) -> None:
        self.api = api
        self.database = database
        self.database.executescript(TABLES)

    def head(self) -> tuple[int, str]:
        """Number and digest of the last publication that is here."""
        row = self.database.execute("SELECT number, digest FROM publication ORDER BY number DESC LIMIT 1").fetchone()
        return row or (0, NOTHING_YET)

    def catch_up(self, *, wait: int = 0, page_size: int = 100) -> int:
        """Read to the end of the feed; returns the number of the last publication. Each page is taken whole or not."""
        more = True
        while more:
            page = self.api.list_changes(since=self.head()[0], page_size=page_size, texts=True, wait=wait)
            with self.database:
                texts = page.get("texts") or {}
                self.database.executemany("INSERT OR IGNORE INTO text VALUES (?, ?)", texts.items())
                for change in page["results"]:
                    self.take(change)
            more = page["more"]
        return self.head()[0]

    def take(self, change: Change) -> None:
        number, digest = self.head()
        envelope = change["envelope"]
        if envelope["number"] != number + 1 or envelope["previous_digest"] != digest:
            raise BrokenRecord(f"Publication {envelope['number']} does not continue publication {number}.")
        verify(change)
        tombstone = change["tombstone"]
        if tombstone and tombstone["kind"] == "redaction":
            self.redact(tombstone)
        row = (envelope["number"], envelope["claim"], envelope["version"], envelope["digest"], json.dumps(change))
        self.database.execute("INSERT INTO publication VALUES (?, ?, ?, ?, ?)", row)

    def redact(self, tombstone: Tombstone) -> None:
        known = self.database.execute("SELECT number, change FROM publication WHERE claim = ?", [tombstone["claim"]])
        for number, text in known.fetchall():
            change = json.loads(text)
            for field in tombstone["redacted_fields"]:
                change["document"].pop(field, None)
                change["salts"].pop(field, None)
            self.database.execute("UPDATE publication SET change = ? WHERE number = ?", [json.dumps(change), number])


def verify(change: Change) -> None:
    """Raise :class:`BrokenRecord` unless every field has its leaf and the leaves with the envelope their digest."""
    number = change["envelope"]["number"]
    for field, value in change["document"].items():
        salt = bytes.fromhex(change["salts"][field])
        if sha256(salt + rfc8785.dumps(value)).hexdigest() != change["leaves"][field]:  # type: ignore[arg-type]
            raise BrokenRecord(f"Publication {number}: the field “{field}” was changed.")
    envelope = {name: value for name, value in change["envelope"].items() if name != "digest"}
    whole = rfc8785.dumps({"envelope": envelope, "leaves": change["leaves"]})  # type: ignore[dict-item]
    if sha256(whole).hexdigest() != change["envelope"]["digest"]:
        raise BrokenRecord(f"Publication {number}: the digest is not that of its content.")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site")
    parser.add_argument("file")
    parser.add_argument("--follow", action="store_true", help="go on as long as the process lives")
    options = parser.parse_args()
    replica = Replica(FactcheckApi(options.site), sqlite3.connect(options.file))
    while True:
        number = replica.catch_up(wait=SECONDS_TO_WAIT if options.follow and replica.head()[0] else 0)
        print(f"publication {number}, {replica.head()[1]}")
        if not options.follow:
            return 0


if __name__ == "__main__":
    sys.exit(main())
