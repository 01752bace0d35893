"""docs/security.md names requirements, files and tests: each must be there, and what it says of the site must be so."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text()
PARTS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, flags=re.MULTILINE | re.DOTALL))
NUMBER = re.compile(r"(\d+)\.(\d+)\.(\d+)")
FILE = re.compile(r"`((?:tests|claims|factcheck|docs|deploy|bench|requirements)/[^`:]*|SECURITY\.md|\.ci/run)`")
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


def rows(part: str) -> list[list[str]]:
    lines = [line for line in PARTS[part].splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


MET, NOT_MET, ELSEWHERE = rows("Met"), rows("Not met"), rows("Does not concern us")


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", MET, ids=lambda row: row[0])
def test_every_requirement_that_is_met_names_a_test_that_is_there(row: list[str]) -> None:
    number, level, *_what, named = row
    assert NUMBER.fullmatch(number)
    assert level in {"1", "2", "3"}
    tests = TEST.findall(named)
    assert tests, "no test is named"
    # Nothing else stands in the column, so no name with a slip of the pen goes unseen.
    assert TEST.sub("", named).strip() == ""
    for path, name in tests:
        assert (ROOT / path).is_file(), path
        assert not name or name in functions_of(path), f"{path} has no {name}"


def test_every_requirement_stands_once_and_in_order() -> None:
    numbers = [tuple(map(int, row[0].split("."))) for row in MET]
    assert numbers == sorted(set(numbers))
    assert not set(numbers) & {tuple(map(int, row[0].split("."))) for row in NOT_MET}
    assert len(numbers) > 100


def test_what_is_not_met_says_why() -> None:
    for number, level, _what, why in NOT_MET:
        assert NUMBER.fullmatch(number)
        assert level in {"1", "2"}
        assert re.match(r"(Not met|Met with|As the journal)", why)
        assert len(why) > 30


def test_a_chapter_that_does_not_concern_us_says_why() -> None:
    for groups, why in ELSEWHERE:
        assert all(re.fullmatch(r"\d+(\.\d+){0,2}", group.strip()) for group in groups.split(","))
        assert why


def test_every_file_and_every_test_that_is_named_is_there() -> None:
    text = PAGE + (ROOT / "SECURITY.md").read_text()
    named = set(FILE.findall(text)) | set(re.findall(r"\]\((?:\.\./)?([^):]+\.md)\)", text))
    missing = [
        name for name in named if not any((folder / name.split("::")[0]).exists() for folder in (ROOT, ROOT / "docs"))
    ]
    assert missing == []


def test_the_limits_of_the_page_are_those_of_the_settings() -> None:
    from claims.accounts.lockout import MOST_FAILURES_OF_AN_ADDRESS
    from claims.intake.rows.store import LARGEST_UPLOAD
    from claims.text.documents import LARGEST_FILE
    from claims.text.documents.portable import MOST_PAGES
    from claims.text.documents.word import LARGEST_UNPACKED, MOST_PARTS
    from claims.web.fetching import Limits
    from factcheck.environment import Environment

    fields, most = Environment.model_fields, MOST_FAILURES_OF_AN_ADDRESS
    said = [
        f"{fields['api_requests_per_minute'].default} requests a minute",
        f"{fields['api_requests_per_minute_with_token'].default:,} with tokens",
        f"{settings.AXES_FAILURE_LIMIT} failed log-ins in {settings.AXES_COOLOFF_TIME.seconds // 60} minutes; {most}",
        f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20} MiB",
        f"{LARGEST_FILE // 1_000_000} MB an article",
        f"{LARGEST_UPLOAD // 1_000_000} MB a file of rows",
        f"{LARGEST_UNPACKED // 1_000_000} MB, {MOST_PARTS:,} parts, {MOST_PAGES:,} pages",
        f"{fields['statement_timeout'].default // 1_000} s a statement",
        f"{Limits().seconds:.0f} s, {Limits().bytes // 1_000_000} MB, {Limits().redirects} redirects",
    ]
    assert [words for words in said if words not in PARTS["What is protected, and from whom"]] == []
    assert settings.SESSION_COOKIE_AGE == 8 * 60 * 60
    assert settings.SESSION_LIFETIME.total_seconds() == 24 * 60 * 60


def found(pattern: str, *folders: str) -> list[str]:
    command = ["git", "grep", "-nE", pattern, "--", *(f"{folder}/*.py" for folder in folders)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert said.returncode in {0, 1}, said.stderr
    return said.stdout.splitlines()


def test_the_algorithms_of_the_page_are_those_in_use() -> None:
    assert found(r"hashlib\.(md5|sha1)|\bDES\b|\bRC4\b|modes\.ECB|PKCS1v15", "claims", "factcheck") == []
    imports = "\n".join(found(r"from cryptography", "claims", "factcheck"))
    libraries = set(re.findall(r"from (cryptography\S*)", imports))
    assert libraries
    assert libraries <= {
        "cryptography.fernet",
        "cryptography.exceptions",
        "cryptography.hazmat.primitives.asymmetric.ed25519",
        "cryptography.hazmat.primitives",
        "cryptography.hazmat.primitives.serialization",
    }
    assert settings.OTP_TOTP_ISSUER
    for named in ("Ed25519", "Fernet", "PBKDF2-SHA256", "HMAC-SHA256", "TOTP"):
        assert named in PARTS["What is protected, and from whom"]


def test_nothing_that_must_not_be_guessed_comes_from_a_plain_random_number() -> None:
    plain = found(r"^\s*(import random|from random)\b", "claims", "factcheck")
    assert [line for line in plain if not line.endswith("import SystemRandom")] == []


def test_how_soon_weaknesses_are_mended_is_said() -> None:
    text = (ROOT / "SECURITY.md").read_text()
    days = [int(number) for number in re.findall(r"\| (?:every )?(\d+) days \|$", text, flags=re.MULTILINE)]
    assert days == sorted(days)
    assert len(days) == 4


def test_the_history_of_the_code_is_out_of_reach_of_the_site() -> None:
    for unit in ("web", "worker"):
        text = (ROOT / "deploy" / "systemd" / f"factcheck-{unit}.service").read_text()
        assert "InaccessiblePaths=-/opt/factcheck/.git\n" in text
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "deploy" / "Containerfile").read_text(), flags=re.MULTILINE)
    assert copied
    assert all((ROOT / path).exists() and path not in {".", ".git", "tests"} for path in copied)


def test_the_log_goes_to_one_place() -> None:
    assert {handler["class"] for handler in settings.LOGGING["handlers"].values()} == {"logging.StreamHandler"}


def test_nobody_invented_an_address_to_report_to() -> None:
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", (ROOT / "SECURITY.md").read_text()) == []
