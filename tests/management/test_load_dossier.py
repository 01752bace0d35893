"""The sample goes in through the verbs, twice without a change, and a broken one not at all."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from claims.models import Appearance, Assessment, Claim, Entity, Publication, Review
from tests import factories
from tests.versions import redacted, retracted

pytestmark = pytest.mark.django_db

SAMPLE = Path("examples/us-china-ai")
SMALL = 3  # claims: a compound one with its part, and one more


@pytest.fixture(autouse=True)
def accounts() -> None:
    factories.user("researcher", username="researcher", public_name="Demo researcher")
    factories.user("editor", username="editor", public_name="Demo editor")


def load(folder: Path, *options: str) -> str:
    output = StringIO()
    call_command("load_dossier", str(folder), *options, stdout=output)
    return output.getvalue()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The sample cut down to its first claims, so that a test that alters it stays quick."""
    folder = tmp_path / "dossier"
    shutil.copytree(SAMPLE, folder)
    rewrite(folder, lambda dossier: dossier.update(claims=dossier["claims"][:SMALL]))
    return folder


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    file = folder / "us-china-ai.json"
    dossier = json.loads(file.read_text())
    change(dossier)
    file.write_text(json.dumps(dossier, ensure_ascii=False))


def test_the_copy_of_the_sample_is_still_valid() -> None:
    command = [sys.executable, SAMPLE / "check.py"]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own file
    assert finished.stdout.endswith("OK\n")


def test_loading_twice_changes_nothing(small: Path) -> None:
    load(small)
    assert load(small).startswith("0 changes")
    assert Publication.objects.count() == SMALL


@pytest.mark.parametrize(
    "take_out", [retracted, lambda claim: redacted("summary", owner=claim)], ids=["retracted", "redacted"]
)
def test_what_people_took_out_stays_out_when_the_dossier_comes_again(
    small: Path, take_out: Callable[[Claim], Claim]
) -> None:
    load(small)
    claim = take_out(Claim.objects.get(slug="sora-pressured-chinese-firms"))
    assert load(small).startswith("0 changes")
    assert Publication.objects.filter(claim=claim).count() == 2


def test_the_history_of_a_claim_tells_each_verb_and_who_used_it(small: Path) -> None:
    load(small)
    claim = Claim.objects.get(slug="sora-pressured-chinese-firms")
    tables = {"ClaimEvent": "pgh_obj", "AssessmentEvent": "claim", "EvidenceEvent": "claim"}
    told = set()
    for table, link in tables.items():
        events = apps.get_model("claims", table).objects.filter(**{f"{link}_id": claim.pk})
        told |= {(event.pgh_context.metadata["verb"], event.pgh_context.metadata["user_name"]) for event in events}
    writing = {"propose", "accept", "edit", "start_assessment", "submit"}
    assert told == {
        *((verb, "Demo researcher") for verb in writing),
        ("approve", "Demo editor"),
        ("publish", "Demo editor"),
    }


def test_a_dry_run_keeps_nothing(small: Path) -> None:
    assert load(small, "--dry-run").startswith("Dry run: ")
    assert not Claim.objects.exists()
    assert not Publication.objects.exists()


def test_a_changed_summary_is_published_as_an_update(small: Path) -> None:
    load(small)
    rewrite(small, lambda dossier: dossier["claims"][0]["assessment"]["summary"].update(en="Said more plainly."))
    assert "1 versions published" in load(small)
    second = Publication.objects.get(version=2)
    assert (second.kind, second.document["summary"]["en"]) == ("update", "Said more plainly.")
    assert second.author_name == "Demo researcher"
    assert load(small).startswith("0 changes")


def test_a_changed_rating_is_published_as_a_correction(small: Path) -> None:
    load(small)
    rewrite(small, lambda dossier: dossier["claims"][0]["assessment"].update(rating="half-true"))
    load(small)
    second = Publication.objects.get(version=2)
    assert (second.kind, second.correction_type) == ("correction", "rating-changed")
    assert "“Mostly true” to “Half true”" in second.document["corrections"][0]["note"]["en"]


def test_changed_evidence_is_published_too(small: Path) -> None:
    load(small)
    rewrite(small, lambda dossier: dossier["claims"][0]["evidence"].pop())
    output = load(small)
    assert "1 evidence removed" in output
    assert len(Publication.objects.get(version=2).document["evidence"]) == 4


def test_a_changed_statement_and_topic_are_published_too(small: Path) -> None:
    load(small)

    def change(dossier: dict[str, Any]) -> None:
        dossier["claims"][0]["statement"]["en"] = "OpenAI's model Sora put pressure on Chinese companies."
        dossier["claims"][0]["topics"] = ["generative-video"]

    rewrite(small, change)
    load(small)
    document = Publication.objects.get(version=2).document
    assert document["statement"]["en"].startswith("OpenAI's model Sora put")
    assert [topic["slug"] for topic in document["topics"]] == ["generative-video"]


def test_an_assessment_that_waits_for_approval_is_returned_and_replaced(small: Path) -> None:
    load(small)
    claim = Claim.objects.get(slug="sora-pressured-chinese-firms")
    author = factories.User.objects.get(username="researcher")
    factories.submitted(claim, author=author, rating="half-true")
    rewrite(small, lambda dossier: dossier["claims"][0]["assessment"]["summary"].update(en="Said more plainly."))
    load(small)
    assert Review.objects.filter(decision="returned").count() == 1
    assert not Assessment.objects.exclude(state="published").exists()


def wrong_offset(dossier: dict[str, Any]) -> None:
    dossier["claims"][1]["quote"]["start"] += 1


def unknown_rating(dossier: dict[str, Any]) -> None:
    dossier["claims"][2]["assessment"]["rating"] = "pants-on-fire"


def unsafe_source(dossier: dict[str, Any]) -> None:
    dossier["sources"][4]["url"] = "javascript:alert(1)"


def missing_language(dossier: dict[str, Any]) -> None:
    del dossier["claims"][0]["statement"]["id"]


def unknown_key(dossier: dict[str, Any]) -> None:
    dossier["claims"][0]["verdict"] = "true"


def unknown_source(dossier: dict[str, Any]) -> None:
    dossier["claims"][0]["evidence"][0]["source"] = "no-such-source"


def unknown_stance(dossier: dict[str, Any]) -> None:
    dossier["claims"][0]["evidence"][0]["stance"] = "maybe"


def foreign_scale(dossier: dict[str, Any]) -> None:
    dossier["rating_scale"][0]["value"] = 1


def repeated_slug(dossier: dict[str, Any]) -> None:
    dossier["topics"].append(dossier["topics"][0])


def path_out_of_the_folder(dossier: dict[str, Any]) -> None:
    dossier["article"]["text_file"] = "../article.txt"


def another_text(dossier: dict[str, Any]) -> None:
    dossier["article"]["sha256"] = "0" * 64


def parent_that_is_a_part(dossier: dict[str, Any]) -> None:
    dossier["claims"][2]["parent"] = dossier["claims"][1]["slug"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (wrong_offset, "claims[1].quote.exact: the text says"),
        (unknown_rating, "claims[2].assessment.rating: unknown rating “pants-on-fire”"),
        (unsafe_source, "sources[4].url: Value error, Only http and https"),
        (missing_language, "claims[0].statement: Value error, needs exactly the languages en, id"),
        (unknown_key, "claims[0].verdict: Extra inputs are not permitted"),
        (unknown_source, "claims[0].evidence[0].source: unknown source “no-such-source”"),
        (unknown_stance, "claims[0].evidence[0].stance: Input should be 'supports', 'refutes' or 'context'"),
        (foreign_scale, "rating_scale[0].value: value or normalized form differs"),
        (repeated_slug, "topics[12].slug: “export-controls” is used twice"),
        (path_out_of_the_folder, "article.text_file: must name a file in the same folder"),
        (another_text, "article.sha256: does not belong to the text file"),
        (parent_that_is_a_part, "claims[2].parent: “sora-was-new-in-january-2025” is no top-level claim"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_broken_dossier_is_refused_whole_with_the_path_of_the_wrong_field(
    small: Path, change: Callable[[dict[str, Any]], object], path: str
) -> None:
    rewrite(small, change)
    with pytest.raises(CommandError) as refusal:
        load(small)
    assert path in str(refusal.value)
    assert not Entity.objects.exists()
    assert not Claim.objects.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"claims": 1}'])
def test_a_file_that_is_no_dossier_is_refused(small: Path, content: str) -> None:
    (small / "us-china-ai.json").write_text(content)
    with pytest.raises(CommandError, match="nothing was written"):
        load(small)


def test_a_folder_without_a_dossier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"exactly one \.json file and has 0"):
        load(tmp_path)
    with pytest.raises(CommandError, match="no such folder"):
        load(tmp_path / "absent")


def test_a_verdict_without_its_evidence_is_refused_whole(small: Path) -> None:
    rewrite(small, lambda dossier: dossier["claims"][0].update(evidence=dossier["claims"][0]["evidence"][:1]))
    with pytest.raises(CommandError, match="“submit” was refused and nothing was written"):
        load(small)
    assert not Claim.objects.exists()


def test_one_account_cannot_be_author_and_approver(small: Path) -> None:
    with pytest.raises(CommandError, match="wrote themselves"):
        load(small, "--author=editor", "--approver=editor")
    assert not Publication.objects.exists()


def test_an_unknown_account_is_named(small: Path) -> None:
    with pytest.raises(CommandError, match="no account “ghost”"):
        load(small, "--author=ghost")


def test_a_dossier_does_not_drag_quotes_back_after_a_newer_import(small: Path, tmp_path: Path) -> None:
    load(small)
    changed = tmp_path / "changed.txt"
    changed.write_text("Pengantar baru.\n" + (small / "article.txt").read_text())
    call_command(
        "import_article",
        str(changed),
        "--title=Persaingan Amerika dan Tiongkok di Teknologi AI Makin Meruncing",
        "--publisher=tribunnews",
        "--published-on=2025-01-11",
        "--language=id",
        stdout=StringIO(),
    )
    place = Appearance.objects.get(claim__slug="sora-pressured-chinese-firms")
    assert (place.snapshot.number, place.start) == (2, 187 + 16)
    load(small)
    place.refresh_from_db()
    assert place.snapshot.number == 2
