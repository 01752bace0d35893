#!/usr/bin/env python3
"""Check an export of a public fact-checking record. Needs Python 3.9 or newer and nothing else.

    python3 verify_export.py DIRECTORY [--checkpoint FILE] [--public-key BASE64]

DIRECTORY holds what ``manage.py export_record`` wrote: publications.ndjson, texts.ndjson and manifest.json. Exit code
0 means that every publication has the digest it says, follows the one before it, and quotes texts that are there; 1
that something does not hold, with the first such row named; 2 that the export cannot be read.

How it is computed. Every field of a document has a leaf digest: SHA-256 over a 16-byte salt followed by the field's
canonical JSON (RFC 8785). The publication's digest is SHA-256 over the canonical JSON of {"envelope": ..., "leaves":
...}. The envelope holds the digest of the publication before, so a removed, changed or reordered row breaks
everything after it. A cut tail breaks nothing by itself: give a checkpoint that you kept earlier, and the record must
contain what it contained then.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional, Set, Tuple

GENESIS_DIGEST = "0" * 64
LARGEST_INTEGER = 2**53 - 1
SALT = re.compile(r"[0-9a-f]{32}")
Canonical = Callable[[Any], bytes]
REQUIRED = ("envelope", "digest", "document", "salts", "leaves")


class Broken(Exception):
    """Something that does not hold, and where."""


class Unreadable(Exception):
    """The export is not one, or not a whole one."""


class Result(NamedTuple):
    publications: int
    texts: int
    digest: str
    redacted: List[str]


def canonical(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value, in UTF-8."""
    return _written(value).encode("utf-8")


def _written(value: Any) -> str:
    if isinstance(value, dict):
        # Keys in the order of their UTF-16 units.
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(_written(key) + ":" + _written(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_written(item) for item in value) + "]"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST_INTEGER:
        raise Broken(f"the integer {value} cannot be held exactly")
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _number(value: float) -> str:
    """A number as ECMAScript writes it: the shortest digits that read back as the same number."""
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # The value is 0.digits times ten to the power of point.
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    rest = "." + digits[1:] if count > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"


class NotPlain(ValueError):
    """A JSON text that Python's own encoder might write in another way than RFC 8785; nothing is wrong with it."""


def _plain_float(digits: str) -> float:
    number = float(digits)
    if number.is_integer() or not 1e-4 <= abs(number) < 1e16:
        raise NotPlain
    return number


def _plain_integer(digits: str) -> int:
    number = int(digits)
    if abs(number) > LARGEST_INTEGER or digits == "-0":
        raise NotPlain
    return number


PLAIN_DECODER = json.JSONDecoder(parse_float=_plain_float, parse_int=_plain_integer, parse_constant=_plain_float)
PLAIN_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def plain_canonical(value: Any) -> bytes:
    """The same as :func:`canonical`, ten times as fast, for what :func:`parsed` calls plain."""
    return PLAIN_ENCODER.encode(value).encode("utf-8")


def parsed(text: str) -> Tuple[Any, Canonical]:
    """A JSON text as a value, and how to write it: quickly where it has no odd numbers and no long characters."""
    if len(text.encode("utf-16-le", "surrogatepass")) == 2 * len(text) and "\\ud" not in text and "\\uD" not in text:
        try:
            return PLAIN_DECODER.decode(text), plain_canonical
        except NotPlain:
            pass
    return json.loads(text), canonical


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def rows(path: Path) -> Iterator[Tuple[Dict[str, Any], Canonical]]:
    """The JSON objects of an NDJSON file, one a line, each with the way to write its parts canonically."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for position, line in enumerate(lines, start=1):
            try:
                row, written = parsed(line.rstrip("\n"))
            except ValueError:
                raise Broken(f"{path.name} line {position}: it is not JSON") from None
            if not isinstance(row, dict):
                raise Broken(f"{path.name} line {position}: it is not an object")
            yield row, written


class Chain:
    """The publications, one after the other."""

    def __init__(self) -> None:
        self.number = 0
        self.digest = GENESIS_DIGEST
        self.digests = [GENESIS_DIGEST]
        self.versions: Dict[str, int] = {}
        self.texts: Set[str] = set()
        self.redacted: List[str] = []
        self.lost: Dict[str, List[Tuple[int, int, Set[str]]]] = {}

    def add(self, row: Dict[str, Any], written: Canonical) -> None:
        where = f"publication {self.number + 1}"
        if not all(key in row for key in REQUIRED):
            raise Broken(f"{where}: one of {', '.join(REQUIRED)} is missing")
        envelope, document = row["envelope"], row["document"]
        if not all(isinstance(row[key], dict) for key in ("envelope", "document", "salts", "leaves")):
            raise Broken(f"{where}: envelope, document, salts and leaves must be objects")
        self._follows(where, envelope)
        if document.get("slug") != envelope.get("claim"):
            raise Broken(f"{where}: its document belongs to another claim")
        self._digests_hold(where, row, written)
        self.number += 1
        self.digest = row["digest"]
        self.digests.append(self.digest)
        self.versions[envelope["claim"]] = envelope["version"]
        for appearance in document.get("appearances") or []:
            self.texts.add(appearance["article"]["text_sha256"])
        self._redactions(row)

    def _follows(self, where: str, envelope: Dict[str, Any]) -> None:
        if envelope.get("number") != self.number + 1:
            raise Broken(f"{where}: number {self.number + 1} is missing; {envelope.get('number')} is in its place")
        if envelope.get("previous_digest") != self.digest:
            raise Broken(f"{where}: it is not chained to the publication before it")
        expected = self.versions.get(str(envelope.get("claim")), 0) + 1
        if envelope.get("version") != expected:
            raise Broken(f"{where}: it is version {envelope.get('version')} where version {expected} belongs")

    def _digests_hold(self, where: str, row: Dict[str, Any], written: Canonical) -> None:
        document, salts, leaves = row["document"], row["salts"], row["leaves"]
        if not set(document) <= set(leaves) or set(salts) != set(document):
            raise Broken(f"{where}: its fields, salts and leaf digests do not belong together")
        for field, value in document.items():
            salt = salts[field]
            if not isinstance(salt, str) or not SALT.fullmatch(salt):
                raise Broken(f"{where}: the salt of the field “{field}” was changed")
            if sha256(bytes.fromhex(salt) + written(value)) != leaves[field]:
                raise Broken(f"{where}: the field “{field}” was changed")
        if sha256(written({"envelope": row["envelope"], "leaves": leaves})) != row["digest"]:
            raise Broken(f"{where}: its envelope or its digest was changed")

    def _redactions(self, row: Dict[str, Any]) -> None:
        envelope, document = row["envelope"], row["document"]
        claim = envelope["claim"]
        if envelope["kind"] == "redaction":
            named = set((document.get("redactions") or [{}])[-1].get("fields", []))
            left = []
            for number, version, fields in self.lost.get(claim, []):
                for field in sorted(fields & named):
                    self.redacted.append(
                        f"{field} of {claim} version {version} (said in publication {envelope['number']})"
                    )
                if fields - named:
                    left.append((number, version, fields - named))
            self.lost[claim] = left
        gone = set(row["leaves"]) - set(document)
        if gone:
            self.lost.setdefault(claim, []).append((envelope["number"], envelope["version"], gone))

    def close(self) -> None:
        left = sorted((number, min(fields)) for lost in self.lost.values() for number, _version, fields in lost)
        if left:
            raise Broken(f"publication {left[0][0]}: the field “{left[0][1]}” was removed without a redaction")


def verify(directory: Path, checkpoints: List[Dict[str, Any]]) -> Result:
    """Check everything. Raises :class:`Broken` with the first thing that does not hold."""
    manifest = _manifest(directory)
    chain = Chain()
    for row, written in rows(directory / "publications.ndjson"):
        chain.add(row, written)
    chain.close()
    texts = _verify_texts(directory / "texts.ndjson", chain.texts)
    for checkpoint in checkpoints:
        _holds(chain, checkpoint, "the checkpoint")
    head = manifest.get("head") or {}
    if (head.get("number"), head.get("digest")) != (chain.number, chain.digest):
        raise Broken(f"manifest.json: its head is {head.get('number')}, the record ends with {chain.number}")
    if manifest.get("checkpoint"):
        _holds(chain, manifest["checkpoint"], "the checkpoint in manifest.json")
    _verify_files(directory, manifest)
    return Result(chain.number, texts, chain.digest, chain.redacted)


def _manifest(directory: Path) -> Dict[str, Any]:
    path = directory / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from None
    except ValueError:
        raise Broken("manifest.json: it is not JSON") from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise Broken("manifest.json: it does not list the files")
    return manifest


def _verify_texts(path: Path, needed: Set[str]) -> int:
    found = 0
    missing = set(needed)
    for row, _written_as in rows(path):
        found += 1
        if sha256(str(row.get("text", "")).encode("utf-8", "surrogatepass")) != row.get("sha256"):
            raise Broken(f"text {row.get('sha256')}: the text was changed")
        missing.discard(row["sha256"])
    if missing:
        raise Broken(f"text {min(missing)}: a publication quotes it and it is missing")
    return found


def _holds(chain: Chain, checkpoint: Dict[str, Any], name: str) -> None:
    number, digest = checkpoint.get("number"), checkpoint.get("digest")
    if not isinstance(number, int) or not 0 <= number < len(chain.digests):
        raise Broken(f"{name} says that the record had {number} publications; this one ends with {chain.number}")
    if chain.digests[number] != digest:
        raise Broken(f"{name} says that publication {number} had another digest: this is not the record it was")


def _verify_files(directory: Path, manifest: Dict[str, Any]) -> None:
    """Last, because a changed file is better named by its row."""
    for name, digest in sorted(manifest["files"].items()):
        if Path(name).name != name:
            raise Broken(f"manifest.json: {name!r} is not a file beside it")
        with (directory / name).open("rb") as file:
            actual = hashlib.sha256()
            for block in iter(lambda: file.read(1 << 20), b""):
                actual.update(block)
        if actual.hexdigest() != digest:
            raise Broken(f"{name}: its bytes are not those that the manifest lists")


def signatures_of(checkpoint: Dict[str, Any], public_keys: List[str]) -> str:
    """What can be said of a checkpoint's signatures, in a sentence. Raises :class:`Broken` for a wrong one."""
    if not public_keys:
        return "signatures were not checked: give --public-key with a key that you have from the site itself"
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return "signatures were not checked: that needs the Python package “cryptography”"
    signed = canonical({key: checkpoint[key] for key in ("origin", "number", "digest", "published_at")})
    given = {row["key_id"]: row["signature"] for row in checkpoint.get("signatures", [])}
    for text in public_keys:
        public = base64.b64decode(text)
        key_id = sha256(public)[:16]
        if key_id not in given:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(given[key_id]), signed)
        except (InvalidSignature, ValueError):
            raise Broken(f"the checkpoint's signature by key {key_id} is not valid") from None
        return f"signed by key {key_id}"
    raise Broken("the checkpoint is not signed by any of the keys given")


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="a checkpoint you kept (JSON)")
    parser.add_argument("--public-key", action="append", default=[], help="a public key of the site, in base64")
    options = parser.parse_args(arguments)
    try:
        checkpoints = [json.loads(path.read_text(encoding="utf-8")) for path in options.checkpoint]
        result = verify(options.directory, checkpoints)
        notes = [signatures_of(checkpoint, options.public_key) for checkpoint in checkpoints]
    except Broken as fault:
        print(f"This record does not hold. {fault}.")
        return 1
    except (Unreadable, OSError, ValueError, KeyError, TypeError) as error:
        print(f"This export cannot be read: {error}")
        return 2
    print(f"{result.publications} publications and {result.texts} texts checked, all in order. Head: {result.digest}")
    for line in result.redacted:
        print(f"  redacted: {line}")
    for checkpoint, note in zip(checkpoints, notes):
        print(f"  checkpoint {checkpoint['number']} holds; {note}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
