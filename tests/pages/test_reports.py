"""Readers report errors and suggest claims; only they, and the newsroom, see what became of it."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from claims.models import ReaderReport
from claims.workflow import answer_report
from tests import factories
from tests.admin.desk import Desk
from tests.versions import corrected, versions_of

pytestmark = pytest.mark.django_db

WORDS = "The report says two, not three. <script>alert(1)</script>"


def send(client: Client, address: str, **fields: str) -> Any:
    return client.post(address, {"text": WORDS, "url": "", "website": "", **fields})


def test_a_reader_reports_an_error_and_sees_what_became_of_it(client: Client) -> None:
    claim = corrected()
    address = f"/en/claims/{claim.slug}/report/"
    assert address in client.get(f"/en/claims/{claim.slug}/").content.decode()
    answer = send(client, address, url="https://news.example/1")
    report = ReaderReport.objects.get()
    assert answer["Location"] == f"/en/reports/{report.number}/"
    page = client.get(answer["Location"]).content.decode()
    assert "We have received it" in page
    assert "&lt;script&gt;" in page
    correction = versions_of(claim)[-1]
    answer_report(report, state=report.State.UPHELD, answer="Thank you.", correction=correction, by=factories.user())
    page = client.get(answer["Location"]).content.decode()
    assert "no-store" in client.get(answer["Location"])["Cache-Control"]
    assert "You were right" in page
    assert "Thank you." in page
    assert f"/en/claims/{claim.slug}/v/2/" in page


def test_a_reader_suggests_a_claim_in_their_language(client: Client) -> None:
    answer = send(client, "/id/suggest/", text="Benarkah harga beras naik?")
    assert "Kami sudah menerimanya" in client.get(answer["Location"]).content.decode()
    assert ReaderReport.objects.get().language == "id"


@pytest.mark.parametrize(
    "fields",
    [{"text": ""}, {"text": "x" * 5_001}, {"url": "javascript:alert(1)"}, {"website": "https://spam.example"}],
    ids=str,
)
def test_a_refused_form_gives_everything_back_and_keeps_nothing(client: Client, fields: dict[str, str]) -> None:
    answer = send(client, "/en/suggest/", **{"url": "https://news.example/1", **fields})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "Not sent yet" in page
    for typed in {"url": "https://news.example/1", **fields}.values():
        assert typed.replace("<", "&lt;") in page
    assert not ReaderReport.objects.exists()


def test_null_characters_are_refused(client: Client) -> None:
    assert send(client, "/en/suggest/", text="a\x00b").status_code == 400


def test_one_reader_sends_only_a_few_an_hour_and_keeps_what_was_typed(client: Client) -> None:
    statuses = [send(client, "/en/suggest/", REMOTE_ADDR="").status_code for _ in range(5)]
    refused = send(client, "/en/suggest/", text="One more thing.")
    assert statuses == [302] * 5
    assert refused.status_code == 429
    assert "One more thing." in refused.content.decode()
    other = client.post("/en/suggest/", {"text": WORDS, "website": ""}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302


def test_no_address_of_a_reader_is_kept(client: Client) -> None:
    client.post("/en/suggest/", {"text": WORDS, "website": ""}, REMOTE_ADDR="198.51.100.7")
    assert re.fullmatch("[0-9a-f]{32}", ReaderReport.objects.get().client)
    ReaderReport.objects.update(created_at="2020-01-01T00:00Z")
    send(client, "/en/suggest/")
    assert ReaderReport.objects.order_by("created_at").values_list("client", flat=True)[0] == ""


def test_the_form_asks_for_a_token_of_its_own() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, "/en/suggest/").status_code == 403
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize("address", ["/en/reports/nothing/", "/en/claims/nothing/report/"])
def test_what_does_not_exist_is_a_404(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_answer_holds_together(client: Client) -> None:
    report = ReaderReport.objects.create(kind="suggestion", text="Is it?", language="en")
    correction = versions_of(corrected())[-1]
    alice = factories.user()
    with pytest.raises(ValidationError):
        answer_report(report, state=report.State.DECLINED, answer="", correction=None, by=alice)
    with pytest.raises(ValidationError):
        answer_report(report, state=report.State.RECEIVED, answer="", correction=correction, by=alice)
    alice.groups.clear()
    outsider = type(alice).objects.get(pk=alice.pk)
    with pytest.raises(PermissionDenied):
        answer_report(report, state=report.State.LOOKED_AT, answer="", correction=None, by=outsider)


def test_the_newsroom_answers_in_the_admin_and_never_changes_what_was_written(client: Client) -> None:
    send(client, "/en/suggest/")
    report = ReaderReport.objects.get()
    desk = Desk(factories.user("editor"))
    address = f"/admin/claims/readerreport/{report.pk}/change/"
    answered = {"state": "declined", "answer": "It is an opinion.", "correction": "", "text": "changed"}
    assert desk.client.post(address, answered).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.text) == ("declined", WORDS)
    assert "It is an opinion." in client.get(f"/en/reports/{report.number}/").content.decode()
