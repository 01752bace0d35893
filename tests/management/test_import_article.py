"""The command that takes an article in: what it prints, and what it refuses without writing anything."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.models import Article, Claim, Entity, Snapshot

pytestmark = pytest.mark.django_db

SAMPLE = Path("examples/us-china-ai/article.txt")
FACTS = (
    "--title=Persaingan Amerika dan Tiongkok di Teknologi AI Makin Meruncing",
    "--publisher=tribunnews.com",
    "--published-on=2025-01-11",
    "--language=id",
)


def run(file: Path, *options: str) -> str:
    output = StringIO()
    call_command("import_article", str(file), *(options or FACTS), stdout=output)
    return output.getvalue()


def refusal(file: Path, *options: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(file, *options)
    assert not Article.objects.exists()
    assert not Entity.objects.exists()
    assert not Claim.objects.exists()
    return str(refused.value)


def test_the_sample_article_lists_its_boilerplate_and_its_sentences() -> None:
    output = run(SAMPLE)
    assert "boilerplate 1411–1509: read-also-link" in output
    assert "boilerplate 3130–3574: related-headline-list" in output
    assert "boilerplate 3575–3654: comment-disclaimer" in output
    assert "19 candidates:" in output
    assert "655–820 Pemerintah Tiongkok telah menyetujui lebih dari empat puluh LLM" in output


def test_the_same_file_again_says_that_there_is_nothing_new() -> None:
    run(SAMPLE)
    assert "Nothing new" in run(SAMPLE)
    assert Snapshot.objects.count() == 1


def test_a_changed_file_reports_which_quotes_are_gone(tmp_path: Path) -> None:
    run(SAMPLE)
    text = SAMPLE.read_text()
    sentence = "Beberapa LLM lain yang dikembangkan secara lokal membanjiri pasar Tiongkok.\n"
    changed = tmp_path / "changed.txt"
    changed.write_text(text.replace(sentence, ""))
    output = run(changed)
    assert "snapshot 2" in output
    assert "18 quotes found again" in output
    assert "1 quotes are gone" in output
    assert "Beberapa LLM lain" in output


def test_a_dry_run_keeps_nothing() -> None:
    assert "nothing was kept" in run(SAMPLE, *FACTS, "--dry-run")
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no text"),
        (b" \n\t ", "no text"),
        (b"PK\x03\x04\x00\x00binary", "zero byte"),
        (b"bell \x07 rings", "control character"),
        ("Harga naik – tajam".encode("utf-16"), "zero byte"),
        ("Harga naïk".encode("latin-1"), "not UTF-8: byte 8"),
        (b"a" * 10_000_000, "10,000,000 bytes"),
    ],
    ids=["empty", "blank", "binary", "control", "utf-16", "latin-1", "10-MB"],
)
def test_a_file_that_is_no_article_is_refused_and_nothing_is_written(
    tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "article.txt"
    file.write_bytes(content)
    assert message in refusal(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "absent.txt")


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--url=javascript:alert(1)", "Only http and https"),
        ("--url=https://user:secret@berita.example/", "user name or password"),
        ("--language=Indonesian", "BCP 47"),
        ("--publisher=Tribun Kita", "No publisher"),
        ("--by=nobody", "no account"),
        ("--published-on=yesterday", "invalid day value: 'yesterday'"),
        (f"--title={'x' * 501}", "500"),
    ],
)
def test_wrong_facts_are_refused_and_nothing_is_written(option: str, message: str) -> None:
    assert message in refusal(SAMPLE, *FACTS, option)
