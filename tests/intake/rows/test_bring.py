"""Rows of a file become rows of ours: all or none, the same file twice changes nothing, every wrong row is named."""

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.intake.rows import KINDS, UnreadableRows, bring_rows, csv_lines, json_lines
from claims.intake.rows import bring as bringing
from claims.models import Claim, Entity, Evidence, Source, User
from claims.workflow import VerbRefused
from tests import factories
from tests.intake.rows.conftest import Bring

CLAIMS = (
    "slug,statement_en,statement_id,topics,claimed_on,parent\n"
    "rice,Rice became dearer.,Beras naik.,food,2025-01-02,\n"
    "rice-jakarta,Rice became dearer in Jakarta.,Beras naik di Jakarta.,food,,rice\n"
)
SOURCES = "url,title,language,kind,is_primary\nhttps://bps.example/beras?utm_source=x,Harga beras,id,government,yes\n"
EVIDENCE = (
    "claim,source,stance,quote,quote_language,note_en\n"
    "rice,https://bps.example/beras,supports,naik 30 persen,id,It says so.\n"
)


@pytest.fixture(autouse=True)
def _food(db: None) -> None:
    factories.topic(slug="food")


def test_claims_become_candidates_with_their_links(bring: Bring, alice: User) -> None:
    outcome = bring(CLAIMS)
    assert (outcome.rows, outcome.created, outcome.wrong) == (2, 2, 0)
    child = Claim.objects.get(slug="rice-jakarta")
    assert child.parent.slug == "rice"  # type: ignore[union-attr]
    assert child.stage == Claim.Stage.CANDIDATE
    assert child.without_appearance
    assert [topic.slug for topic in child.topics.all()] == ["food"]
    assert str(Claim.objects.get(slug="rice").claimed_on) == "2025-01-02"


def test_the_history_says_who_brought_them_in(bring: Bring, alice: User) -> None:
    bring(CLAIMS, reason="rice.csv")
    event: Any = Claim.objects.get(slug="rice").events.select_related("pgh_context").get()
    assert event.pgh_context.metadata["user_name"] == alice.byline


def test_sources_and_evidence_find_each_other_by_address(bring: Bring) -> None:
    bring(CLAIMS)
    assert bring(SOURCES, "sources").created == 1
    assert bring(EVIDENCE, "evidence").created == 1
    item = Evidence.objects.get()
    assert (item.claim.slug, item.stance, item.position) == ("rice", "supports", 1)
    assert item.source.slug == "harga-beras"
    assert item.source.publisher.domain == "bps.example"
    assert item.source.accessed_on is None


@pytest.mark.parametrize(("kind", "content"), [("claims", CLAIMS), ("sources", SOURCES), ("evidence", EVIDENCE)])
def test_the_same_file_twice_changes_nothing(bring: Bring, kind: str, content: str) -> None:
    bring(CLAIMS)
    bring(SOURCES, "sources")
    bring(content, kind)
    model = KINDS[kind].model
    before = list(model._default_manager.order_by("pk").values())
    outcome = bring(content, kind, change_existing=True)
    assert outcome.counts() == {
        "rows": outcome.rows,
        "created": 0,
        "changed": 0,
        "unchanged": outcome.rows,
        "left": 0,
        "skipped": 0,
        "wrong": 0,
    }
    assert list(model._default_manager.order_by("pk").values()) == before


def test_one_wrong_row_and_nothing_is_kept_and_every_wrong_cell_is_named(bring: Bring) -> None:
    outcome = bring(
        "slug,statement_en,topics,claimed_on,checkworthiness,parent\n"
        "good,Fine.,food,2025-01-02,0.5,\n"
        "bad slug,Fine.,drink,2025-13-02,2,nobody\n"
        ",,,,,\n"
        "empty,,,,,\n"
    )
    assert not Claim.objects.exists()
    assert outcome.wrong == 2
    assert {(problem.line, problem.field) for problem in outcome.problems} == {
        (3, "slug"),
        (3, "topics"),
        (3, "claimed_on"),
        (3, "parent"),
        (5, "statement"),
    }


def test_a_wrong_row_that_is_named_is_left_out_and_the_rest_goes_in(bring: Bring) -> None:
    content = "slug,statement_en\na,One.\nb,\nc,Three.\n"
    assert bring(content).wrong == 1
    outcome = bring(content, skip_lines=[3])
    assert (outcome.created, outcome.skipped, outcome.wrong) == (2, 1, 0)
    assert set(Claim.objects.values_list("slug", flat=True)) == {"a", "c"}


@pytest.mark.parametrize("wrong", ["", "b,\n"])
def test_a_dry_run_says_what_the_real_one_says_and_keeps_nothing(bring: Bring, wrong: str) -> None:
    factories.claim(slug="a", statement={"en": "Another text."})
    content = f"slug,statement_en\na,One.\n{wrong}c,Three.\n"
    dry = bring(content, change_existing=True, dry_run=True)
    assert Claim.objects.count() == 1
    real = bring(content, change_existing=True)
    assert dry == real
    assert Claim.objects.count() == (1 if wrong else 2)


def test_rows_that_are_here_with_other_values_are_left_unless_a_change_is_asked_for(bring: Bring) -> None:
    claim = factories.claim(slug="a", statement={"en": "Old.", "id": "Lama."})
    content = "slug,statement_en\na,New.\n"
    outcome = bring(content)
    claim.refresh_from_db()
    assert (outcome.left, outcome.changed, str(claim.statement)) == (1, 0, "Old.")
    assert outcome.differences == [
        {
            "line": 2,
            "row": "Old.",
            "field": "statement",
            "before": "en: Old. · id: Lama.",
            "wanted": "en: New. · id: Lama.",
        }
    ]
    assert bring(content, change_existing=True).changed == 1
    claim.refresh_from_db()
    assert claim.statement.data == {"en": "New.", "id": "Lama."}


def test_a_row_that_a_colleague_changed_since_the_export_is_not_overwritten(bring: Bring) -> None:
    claim = factories.claim(slug="a")
    Claim.objects.filter(pk=claim.pk).update(checkworthiness=1)
    outcome = bring(f"slug,statement_en,revision\na,New.,{claim.revision}\n", change_existing=True)
    assert [problem.field for problem in outcome.problems] == ["revision"]
    assert bring(f"slug,statement_en,revision\na,New.,{claim.revision + 1}\n", change_existing=True).changed == 1


def test_without_a_slug_a_claim_is_found_by_its_statement_and_never_mistaken_for_another(bring: Bring) -> None:
    content = "statement_en\nRice became dearer.\n"
    assert bring(content).created == 1
    assert bring(content).unchanged == 1
    Claim.objects.update(statement={"en": "Something else."})
    assert [problem.field for problem in bring(content).problems] == ["slug"]


def test_a_stage_is_changed_by_its_verb_alone(bring: Bring) -> None:
    factories.claim(slug="a", stage="accepted")
    assert not bring("slug,stage\na,accepted\n").problems
    assert [problem.field for problem in bring("slug,stage\na,candidate\n").problems] == ["stage"]
    assert [problem.field for problem in bring("slug,statement_en,stage\nb,B.,accepted\n").problems] == ["stage"]


def test_two_lines_about_one_row_are_told_apart_and_refused(bring: Bring) -> None:
    (problem,) = bring(
        "url,title,language,kind\nhttps://a.example/?utm_id=1,A,en,news\nhttps://A.example/,B,en,news\n", "sources"
    ).problems
    assert (problem.line, problem.reason) == (3, "Line 2 is about the same row.")
    assert not Source.objects.exists()
    assert not Entity.objects.exists()


def test_what_only_the_database_knows_is_told_at_its_line(bring: Bring) -> None:
    bring(CLAIMS)
    bring(SOURCES, "sources")
    outcome = bring(
        "claim,source,stance,quote,confidential\n"
        "rice,harga-beras,supports,,no\n"
        "rice-jakarta,harga-beras,supports,words,no\n"
        "rice-jakarta,harga-beras,refutes,,yes\n",
        "evidence",
    )
    assert [(problem.line, problem.reason) for problem in outcome.problems] == [
        (3, "A quote needs its language, and a language needs a quote."),
        (4, "Confidential evidence needs a public reason."),
    ]
    assert not Evidence.objects.exists()


def test_a_slug_of_another_source_and_a_word_as_publisher_are_refused(bring: Bring) -> None:
    factories.source(slug="taken")
    outcome = bring(
        "url,title,language,kind,slug,publisher\nhttps://a.example/,A,en,news,taken,nobody\nhttps://b.example/,B,en,news,,nobody\n",
        "sources",
    )
    assert [(problem.line, problem.field) for problem in outcome.problems] == [(2, "slug"), (3, "publisher")]


def test_sources_with_the_same_title_get_slugs_of_their_own(bring: Bring) -> None:
    content = "url,title,language,kind\nhttps://a.example/1,Report,en,news\nhttps://a.example/2,Report,en,news\n"
    assert bring(content, "sources").created == 2
    assert bring(content, "sources").unchanged == 2


def test_evidence_of_a_merged_claim_and_unknown_names_are_refused(bring: Bring) -> None:
    other = factories.claim()
    factories.claim(slug="gone", stage="merged", merged_into=other)
    outcome = bring("claim,source,stance\ngone,nowhere,supports\n", "evidence")
    assert {problem.field for problem in outcome.problems} == {"claim", "source"}


@pytest.mark.parametrize("cell", ["a\x00b", "x" * 100_001])
def test_cells_that_no_text_may_hold(bring: Bring, cell: str) -> None:
    (problem,) = bring(f"slug,statement_en\na,{cell}\n").problems
    assert (problem.line, problem.field) == (2, "statement_en")


def test_an_unreadable_end_takes_back_the_rows_before_it(bring: Bring) -> None:
    with pytest.raises(UnreadableRows):
        bring(b"slug,statement_en\na,One.\nb,\xff\n")
    assert not Claim.objects.exists()


@pytest.mark.django_db
def test_who_may_not_make_claims_brings_none_in() -> None:
    charlie = factories.user("", username="charlie")
    with pytest.raises(VerbRefused):
        bring_rows(io.BytesIO(CLAIMS.encode()), kind=KINDS["claims"], format="csv", by=charlie)


def test_long_files_ask_the_database_by_the_hundred_and_not_by_the_row(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries(count: int) -> int:
        rows = "".join(f"claim-{count}-{number},Statement {number}.,food\n" for number in range(count))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert bring(f"slug,statement_en,topics\n{rows}").created == count
        return len(captured)

    queries(1)  # what the account may do is asked once
    assert queries(40) == queries(4)


def test_only_so_many_problems_are_kept_but_all_are_counted(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bringing, "PROBLEMS_KEPT", 3)
    outcome = bring("slug,statement_en\n" + "a b,x\n" * 10)
    assert (outcome.wrong, len(outcome.problems)) == (10, 3)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_was_exported_comes_back_in_without_a_change(bring: Bring, alice: User, form: str) -> None:
    claim = factories.checkable_claim(statement={"en": "=SUM(A1) is no formula", "id": '\'-5 persen, "kata"\nbaris'})
    claim.topics.add(factories.topic())
    claim.entities.add(factories.entity(), factories.entity())
    factories.claim(parent=claim, claimant=factories.entity(), checkworthiness="0.25", claimed_on="2025-01-01")
    for name, kind in KINDS.items():
        rows = kind.model._default_manager.all()
        written = "".join((csv_lines if form == "csv" else json_lines)(kind, rows))
        outcome = bring(written, name, format=form, change_existing=True)
        assert outcome.problems == []
        assert (outcome.unchanged, outcome.rows) == (rows.count(), rows.count()), (name, outcome.differences)


def test_no_exported_cell_begins_a_formula(alice: User) -> None:
    for start in "=+-@":
        factories.claim(statement={"en": f"{start}cmd", "id": f"'{start}cmd"})
    written = "".join(csv_lines(KINDS["claims"], Claim.objects.all()))
    assert ",=cmd" not in written
    assert written.count(",'=cmd") == 1
    assert written.count(",''=cmd") == 1


def test_every_column_of_every_kind_can_be_written(alice: User) -> None:
    factories.checkable_claim()
    for kind in KINDS.values():
        row = kind.exported(kind.model._default_manager.all()).first()
        assert all(column.write(row) is not NotImplemented for column in kind.columns.values())
