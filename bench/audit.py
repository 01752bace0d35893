"""The list of everything that is installed (SBOM, CycloneDX), and whether any of it has a known weakness.

    python bench/audit.py [--output var/sbom.cdx.json]

Both come from the lock file, with its versions and digests. The list needs no network. Known weaknesses are looked up
by `pip-audit` in the advisory database of the Python Packaging Authority; where that cannot be reached, this says “not
audited, because …” and does not claim anything. A weakness that was found ends it with 1.
"""

import argparse
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "base.txt"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")
# Both have the advisories of the Python Packaging Authority; where one is out of reach the other may not be.
SERVICES = ("pypi", "osv")
MOST_SECONDS = 180
NOT_AUDITED = "Known weaknesses: not audited, because"
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "var" / "sbom.cdx.json")
    options = parser.parse_args()
    parts = read(LOCK.read_text())
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(bill(parts), indent=1) + "\n")
    print(f"SBOM: {len(parts)} parts in {options.output}")
    return audit()


def read(lock: str) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if found := PINNED.match(line):
            parts.append({"name": found[1].lower(), "version": found[2], "hashes": []})
        parts[-1]["hashes"].extend(DIGEST.findall(line)) if parts else None
    return parts


def bill(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """CycloneDX 1.6: name, version, address, digests and, where it is installed, the licence of each part."""
    identity = json.dumps(parts, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, identity)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "factcheck", "name": "factcheck"}},
        "components": [component(part) for part in parts],
    }


def component(part: dict[str, Any]) -> dict[str, Any]:
    address = f"pkg:pypi/{part['name']}@{part['version']}"
    made = {"type": "library", "bom-ref": address, "name": part["name"], "version": part["version"], "purl": address}
    if licence := licence_of(part["name"]):
        made["licenses"] = [{"license": {"name": licence}}]
    # One digest for each file that the index has of this version.
    files = [
        {"type": "distribution", "url": address, "hashes": [{"alg": "SHA-256", "content": one}]}
        for one in part["hashes"]
    ]
    return {**made, "externalReferences": files}


def licence_of(name: str) -> str:
    try:
        facts = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
    classified = [
        line.rsplit(" :: ", 1)[-1] for line in facts.get_all("Classifier") or [] if line.startswith("License")
    ]
    return str(facts.get("License-Expression") or (classified[0] if classified else ""))


def audit() -> int:
    program = shutil.which("pip-audit", path=str(Path(sys.executable).parent)) or shutil.which("pip-audit")
    if program is None:
        print(f"{NOT_AUDITED} pip-audit is not installed here.")
        return 0
    for service in SERVICES:
        said, weak, is_audited = judge(ask(program, service))
        if is_audited:
            break
    print("\n".join(said))
    return 1 if weak else 0


def ask(program: str, service: str) -> list[dict[str, Any]] | None:
    """What it found of each part; nothing when it could not ask."""
    command = [program, "--requirement", str(LOCK), "--require-hashes", "--disable-pip", "--format", "json"]
    command += ["--progress-spinner", "off", "--vulnerability-service", service, "--timeout", "10"]
    try:
        finished = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
        return list(json.loads(finished.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        return None


def judge(parts: list[dict[str, Any]] | None) -> tuple[list[str], bool, bool]:
    """What there is to say, whether there is a weakness, and whether all parts were looked up.

    pip-audit ends well when the service knows none of the parts, as behind a mirror that has no advisories.
    """
    if parts is None:
        return [f"{NOT_AUDITED} no advisory database could be reached."], False, False
    unknown = [part["name"] for part in parts if "skip_reason" in part]
    if len(unknown) == len(parts):
        return [f"{NOT_AUDITED} the advisory database knew none of the {len(parts)} parts."], False, False
    found = [(part, one) for part in parts for one in part.get("vulns", [])]
    said = [
        f"Known weakness: {part['name']} {part['version']}: {one['id']}"
        f" (mended in {', '.join(one.get('fix_versions', [])) or 'no version yet'})"
        for part, one in found
    ]
    said += [f"Not looked up: {', '.join(unknown)}."] if unknown else []
    said.append(f"Known weaknesses: {len(found)} in {len(parts) - len(unknown)} parts that were looked up.")
    return said, bool(found), not unknown


if __name__ == "__main__":
    sys.exit(main())
