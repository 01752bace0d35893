"""GET /api/v1/export/…"""

import csv
import gzip
import hashlib
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from claims.models import Publication
from claims.record.bulk import standing
from claims.record.bulk.spreadsheet import harmless
from claims.record.claimreview import claim_review
from claims.workflow import REDACTABLE_FIELDS, correct, merge, redact, retract
from tests import factories

pytestmark = pytest.mark.django_db

NOTE = factories.text("We had misread the table.")
FILES = ["claims.ndjson", "claims.csv", "claimreview.json", "averitec.jsonl"]


@pytest.fixture
def export(client: Client) -> Any:
    def get(file: str, **parameters: object) -> bytes:
        answer = client.get(f"/api/v1/export/{file}", parameters)
        assert answer.status_code == 200, answer.content
        return b"".join(answer.streaming_content)

    return get


def lines(content: bytes) -> list[Any]:
    return [json.loads(line) for line in content.splitlines()]


def corrected(publication: Publication) -> Publication:
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(publication.claim, author=alice, approver=bob, rating="false")
    return correct(assessment, by=bob, correction_type=Publication.CorrectionType.RATING_CHANGED, note=NOTE)


def test_every_claim_is_one_line_with_its_document(export: Any) -> None:
    first, second = factories.published(), factories.published()
    found = lines(export("claims.ndjson"))
    assert [row["publication"]["number"] for row in found] == [1, 2]
    stored = Publication.objects.filter(number__in=[first.number, second.number]).order_by("number")
    assert [row["document"] for row in found] == [row.document for row in stored]
    assert found[0]["publication"]["digest"] == first.digest


def test_an_export_goes_on_where_the_last_one_ended(client: Client, export: Any) -> None:
    first, _second = factories.published(), factories.published()
    number = client.get("/api/v1/export/claims.ndjson")["Record-Number"]
    again = corrected(first)
    assert [row["publication"]["number"] for row in lines(export("claims.ndjson", since=number))] == [again.number]
    whole = {row["document"]["slug"]: row["publication"]["version"] for row in lines(export("claims.ndjson"))}
    assert sorted(whole.values()) == [1, 2]


@pytest.mark.parametrize("file", FILES)
def test_an_export_of_a_past_number_stays_the_same(export: Any, file: str) -> None:
    first = factories.published()
    factories.published()
    before = export(file)
    corrected(first)
    factories.published()
    assert export(file, until=2) == before != export(file)


def test_what_is_gone_says_so(export: Any) -> None:
    editor = factories.user("editor")
    stays, gone, moved = (factories.published().claim for _ in range(3))
    retract(gone, note=NOTE, by=editor)
    merge(moved, into=stays, by=editor)
    redact(stays, fields=["summary"], note=NOTE, by=factories.user("administrator"))
    documents = {row["document"]["slug"]: row["document"] for row in lines(export("claims.ndjson"))}
    assert documents[gone.slug]["verification_status"] == "retracted"
    assert documents[moved.slug]["merged_into"]["slug"] == stays.slug
    rows = {row["slug"]: row["status"] for row in csv.DictReader(io.StringIO(export("claims.csv").decode()))}
    assert rows == {stays.slug: "verified", gone.slug: "retracted", moved.slug: "merged"}
    feed = {item["@id"]: item for item in json.loads(export("claimreview.json"))["dataFeedElement"]}
    assert sorted(item.get("dateDeleted") is not None for item in feed.values()) == [False, True, True]
    assert [row["slug"] for row in lines(export("averitec.jsonl"))] == [stays.slug]


def test_a_past_export_after_a_redaction_has_no_redacted_words(export: Any) -> None:
    claim = factories.published(summary=factories.text("Words that the law forbids.")).claim
    redact(claim, fields=["summary"], note=NOTE, by=factories.user("administrator"))
    for file in FILES:
        assert b"the law forbids" not in export(file, until=1)


@pytest.mark.parametrize(
    "hostile", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula(export: Any, hostile: str) -> None:
    factories.published(factories.checkable_claim(statement=factories.text(hostile)))
    [row] = csv.DictReader(io.StringIO(export("claims.csv").decode(), newline=""))
    assert row["statement_en"] == f"'{hostile}"
    assert harmless("3") == "3"


def test_cells_hold_commas_quotes_and_line_ends(export: Any) -> None:
    statement = 'Rice, "white" rice\nand more'
    factories.published(factories.checkable_claim(statement=factories.text(statement)))
    [row] = csv.DictReader(io.StringIO(export("claims.csv").decode(), newline=""))
    assert row["statement_en"] == statement


def test_the_feed_has_the_same_markup_as_the_api(client: Client, export: Any) -> None:
    publication = factories.published()
    feed = json.loads(export("claimreview.json"))
    assert (feed["@type"], feed["license"]) == ("DataFeed", publication.document["license"])
    [item] = feed["dataFeedElement"]
    for review in item["item"]:
        address = f"/api/v1/claims/{publication.slug}/claimreview/?lang={review['inLanguage']}"
        assert client.get(address).json() == review
    assert claim_review(publication.current_claim, "en") in item["item"]


def test_averitec_has_label_speaker_date_and_evidence(export: Any) -> None:
    speaker = factories.entity(kind="person")
    claim = factories.checkable_claim(claimant=speaker, claimed_on=date(2025, 1, 3))
    factories.published(claim, rating="false")
    factories.published(rating="unproven")
    first, second = lines(export("averitec.jsonl"))
    assert (first["label"], second["label"]) == ("Refuted", "Not Enough Evidence")
    assert (first["speaker"], first["claim_date"]) == (speaker.name["en"], "3-1-2025")
    answers = [question["answers"][0] for question in first["questions"]]
    assert [answer["answer_type"] for answer in answers] == ["Abstractive", "Extractive"]
    assert answers[1]["answer"] == "three times"
    assert lines(export("averitec.jsonl", lang="id"))[0]["claim"] == claim.statement["id"]


def test_every_field_that_can_be_redacted_has_something_to_stand_for_it() -> None:
    assert standing.REDACTED.keys() == REDACTABLE_FIELDS.keys()


def test_a_confidential_source_is_in_no_export(export: Any) -> None:
    claim = factories.checkable_claim()
    hidden = factories.source(title="Hidden memo", url="https://hidden.example/x")
    factories.evidence(claim, source=hidden, confidential=True, public_reason=factories.text("Danger."))
    factories.published(claim)
    for file in FILES:
        assert b"idden" not in export(file)


@pytest.mark.parametrize("file", FILES)
def test_the_manifest_has_the_digest_of_every_file(client: Client, export: Any, file: str) -> None:
    for _ in range(3):
        factories.published()
    manifest = client.get("/api/v1/export/manifest.json").json()
    assert manifest["number"] == 3
    assert manifest["license"].startswith("https://creativecommons.org/")
    known = {entry["name"]: entry for entry in manifest["files"]}[file]
    content = export(file, until=3)
    assert (known["bytes"], known["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_whoever_takes_gzip_gets_it(client: Client) -> None:
    for _ in range(5):
        factories.published()
    plain = client.get("/api/v1/export/claims.ndjson")
    packed = client.get("/api/v1/export/claims.ndjson", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(packed.streaming_content)) == b"".join(plain.streaming_content)


def test_an_unchanged_export_is_not_sent_again(client: Client) -> None:
    factories.published()
    etag = client.get("/api/v1/export/claims.csv")["ETag"]
    assert client.get("/api/v1/export/claims.csv", headers={"if-none-match": etag}).status_code == 304
    factories.published()
    assert client.get("/api/v1/export/claims.csv", headers={"if-none-match": etag}).status_code == 200


def test_head_tells_without_reading(client: Client, django_assert_num_queries: Any) -> None:
    factories.published()
    with django_assert_num_queries(1):
        answer = client.head("/api/v1/export/claims.ndjson")
    assert (answer["Record-Number"], answer.content) == ("1", b"")


@pytest.mark.parametrize("file", FILES)
def test_an_export_reads_a_few_rows_at_a_time(
    export: Any, file: str, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(standing, "ROWS_AT_ONCE", 2)
    for _ in range(5):
        factories.published()
    with django_assert_num_queries(5):  # the end of the record, three chunks, and the look behind the last
        export(file)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nothing.zip", 404),
        ("claims.ndjson?since=x", 400),
        ("claims.ndjson?until=7", 400),
        ("claims.csv?lang=tlh", 400),
        ("claims.csv?nope=1", 400),
    ],
)
def test_what_is_not_understood_is_refused(client: Client, address: str, status: int) -> None:
    assert client.get(f"/api/v1/export/{address}").status_code == status
