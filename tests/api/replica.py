"""A copy of the record that knows the change feed and nothing else of us."""

from collections.abc import Callable
from typing import Any

from claims.text.digests import leaf_digest, publication_digest


class Replica:
    def __init__(self, get: Callable[[str], Any]) -> None:
        self.get = get
        self.address = "/api/v1/changes/?page_size=7&texts=true"
        self.publications: dict[int, dict[str, Any]] = {}
        self.texts: dict[str, str] = {}
        self.head = "0" * 64

    def catch_up(self) -> int:
        """Read to the end of the feed; returns the number of the last publication."""
        more = True
        while more:
            answer = self.get(self.address)
            self.texts |= answer["texts"]
            for change in answer["results"]:
                self.apply(change)
            self.address, more = answer["next"], answer["more"]
        return len(self.publications)

    def apply(self, change: dict[str, Any]) -> None:
        tombstone = change.pop("tombstone")
        number = change["envelope"]["number"]
        assert number == len(self.publications) + 1, "a number is missing or came twice"
        assert change["envelope"]["previous_digest"] == self.head
        self.verify(change)
        if tombstone and tombstone["kind"] == "redaction":
            self.redact(tombstone["claim"], tombstone["redacted_fields"])
        self.publications[number] = change
        self.head = change["envelope"]["digest"]

    def redact(self, claim: str, fields: list[str]) -> None:
        for known in self.publications.values():
            if known["envelope"]["claim"] == claim:
                for field in fields:
                    known["document"].pop(field, None)
                    known["salts"].pop(field, None)

    def current(self) -> dict[str, dict[str, Any]]:
        """By slug, the newest version of every claim."""
        return {row["envelope"]["claim"]: row for _number, row in sorted(self.publications.items())}

    @staticmethod
    def verify(change: dict[str, Any]) -> None:
        envelope = {name: value for name, value in change["envelope"].items() if name != "digest"}
        for field, value in change["document"].items():
            assert leaf_digest(change["salts"][field], value) == change["leaves"][field]
        assert publication_digest(envelope, change["leaves"]) == change["envelope"]["digest"]
