"""The list of parts is whole and in the standard's shape, and an audit claims no more than was looked up."""

import json
import re
from pathlib import Path

from bench.audit import LOCK, bill, judge, read

WELL = {"name": "django", "version": "5.2", "vulns": []}
WEAK = {"name": "pillow", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
UNKNOWN = {"name": "segno", "skip_reason": "Dependency not found"}


def test_every_pin_of_the_lock_is_in_the_list_with_its_digests() -> None:
    parts = read(LOCK.read_text())
    pinned = re.findall(r"^[a-z0-9].*?==", LOCK.read_text(), flags=re.MULTILINE)
    assert len(parts) == len(pinned) > 40
    assert all(part["hashes"] for part in parts)


def test_the_list_is_valid_cyclonedx(tmp_path: Path) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    text = json.dumps(bill(read(LOCK.read_text())))
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    spoiled = json.dumps({**json.loads(text), "specVersion": "1.6", "components": [{"name": "nameless kind"}]})
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(spoiled) is not None


def test_a_known_weakness_is_named_with_what_mends_it_and_fails() -> None:
    said, weak, is_audited = judge([WELL, WEAK])
    assert (weak, is_audited) == (True, True)
    assert said == [
        "Known weakness: pillow 1.0: PYSEC-1 (mended in 1.1)",
        "Known weaknesses: 1 in 2 parts that were looked up.",
    ]


def test_who_could_not_ask_says_so_and_claims_nothing() -> None:
    assert judge(None) == (
        ["Known weaknesses: not audited, because no advisory database could be reached."],
        False,
        False,
    )
    said, weak, is_audited = judge([UNKNOWN, UNKNOWN])
    assert (weak, is_audited) == (False, False)
    assert said == ["Known weaknesses: not audited, because the advisory database knew none of the 2 parts."]


def test_parts_that_were_not_looked_up_are_named_and_not_counted_as_well() -> None:
    said, weak, is_audited = judge([WELL, UNKNOWN])
    assert (weak, is_audited) == (False, False)
    assert said == ["Not looked up: segno.", "Known weaknesses: 0 in 1 parts that were looked up."]


def test_ci_writes_the_list_and_fails_with_the_audit() -> None:
    script = (LOCK.parent.parent / ".ci" / "run").read_text()
    assert "make audit </dev/null || failed+=(audit)" in script
