"""GET /api/v1/changes/"""

import json
import random
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from factcheck_api import FactcheckApi
from replica import BrokenRecord, Replica, verify

from claims.api import waiting
from claims.models import Assessment, Claim, Publication, PublishedClaim, RecordText
from claims.record import envelope
from claims.workflow import correct, merge, publish, publish_unverified, redact, retract
from tests import factories

NOTE = factories.text("We had misread the table.")


@pytest.fixture
def api(client: Client) -> Any:
    def get(address: str = "/api/v1/changes/", expected: int = 200, **parameters: object) -> Any:
        answer = client.get(address, parameters or None)
        assert answer.status_code == expected, answer.content
        return answer.json()

    return get


def corrected(publication: Publication, rating: str = "false") -> Publication:
    alice, bob = factories.user(), factories.user("editor")
    assessment = factories.approved(publication.claim, author=alice, approver=bob, rating=rating)
    return correct(assessment, by=bob, correction_type=Publication.CorrectionType.RATING_CHANGED, note=NOTE)


class InProcess(FactcheckApi):
    """The typed client, without a network in between."""

    def __init__(self, client: Client) -> None:
        super().__init__("http://testserver")
        self.client = client

    def ask(self, path: str, parameters: Any) -> Any:
        given = {name: str(value).lower() for name, value in parameters.items() if value is not None}
        answer = self.client.get(path, given)
        assert answer.status_code == 200, answer.content
        return answer.json()


def replica_of(client: Client) -> Replica:
    return Replica(InProcess(client), sqlite3.connect(":memory:"))


def publications_in(replica: Replica) -> dict[int, Any]:
    return {
        number: json.loads(change)
        for number, change in replica.database.execute("SELECT number, change FROM publication")
    }


def assert_equals_the_source(replica: Replica) -> str:
    """Returns what was compared, for whoever runs the test to read."""
    rows = {row.number: row for row in Publication.objects.all()}
    known = publications_in(replica)
    assert known.keys() == rows.keys()
    for number, row in rows.items():
        copy = known[number]
        assert copy["envelope"] == {**envelope(row), "digest": row.digest}
        assert (copy["document"], copy["salts"], copy["leaves"]) == (row.document, row.salts, row.leaves)
    newest = {copy["envelope"]["claim"]: copy for _number, copy in sorted(known.items())}
    current = {slug: (copy["document"], copy["envelope"]["version"]) for slug, copy in newest.items()}
    assert current == {row.slug: (row.document, row.version) for row in PublishedClaim.objects.all()}
    texts = dict(replica.database.execute("SELECT sha256, text FROM text"))
    assert texts == dict(RecordText.objects.values_list("sha256", "text"))
    number, digest = replica.head()
    assert digest == rows[number].digest
    return f"{len(rows)} publications, {len(current)} claims, {len(texts)} texts, head {digest[:16]}… on both sides"


@pytest.mark.django_db
def test_every_publication_comes_once_and_in_order(api: Any) -> None:
    published = [factories.published().number for _ in range(5)]
    seen: list[int] = []
    answer = api(page_size=2)
    while True:
        seen += [change["envelope"]["number"] for change in answer["results"]]
        if not answer["more"]:
            break
        answer = api(answer["next"])
    assert seen == published == [1, 2, 3, 4, 5]
    assert (answer["last"], answer["since"]) == (5, 4)
    assert api(answer["next"])["results"] == []


@pytest.mark.django_db
def test_the_next_address_keeps_what_was_asked(api: Any) -> None:
    factories.published()
    answer = api(page_size=1, texts="true")
    assert answer["next"] == "http://testserver/api/v1/changes/?since=1&page_size=1&texts=true"


@pytest.mark.django_db
def test_a_page_is_two_queries_at_most(client: Client, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        factories.published()
    with django_assert_num_queries(1):
        client.get("/api/v1/changes/")
    with django_assert_num_queries(2):
        client.get("/api/v1/changes/?texts=true")


@pytest.mark.django_db
def test_a_replica_equals_the_source_after_corrections(client: Client) -> None:
    replica = replica_of(client)
    first = factories.published(rating="half-true")
    unverified = publish_unverified(factories.checkable_claim(), by=factories.user("editor"))
    assert replica.catch_up() == 2
    corrected(first)
    alice, bob = factories.user(), factories.user("editor")
    publish(factories.approved(unverified.claim, author=alice, approver=bob), by=bob)
    assert replica.catch_up() == 4
    assert_equals_the_source(replica)
    late = replica_of(client)
    late.catch_up(page_size=2)
    assert publications_in(late) == publications_in(replica)


@pytest.mark.django_db
def test_a_replica_equals_the_source_after_retractions_merges_and_redactions(client: Client) -> None:
    editor, administrator = factories.user("editor"), factories.user("administrator")
    replica = replica_of(client)
    retracted, merged, target, redacted = (factories.published() for _ in range(4))
    corrected(redacted)
    replica.catch_up()
    retract(retracted.claim, note=NOTE, by=editor)
    merge(merged.claim, into=target.claim, by=editor, note=NOTE)
    redact(redacted.claim, fields=["summary", "evidence"], note=NOTE, by=administrator)
    replica.catch_up()
    assert_equals_the_source(replica)
    assert "summary" not in publications_in(replica)[redacted.number]["document"]
    late = replica_of(client)
    late.catch_up(page_size=2)
    assert publications_in(late) == publications_in(replica)


@pytest.mark.django_db
def test_tombstones_say_what_to_take_away(api: Any) -> None:
    editor, administrator = factories.user("editor"), factories.user("administrator")
    first, second, third = (factories.published().claim for _ in range(3))
    retract(first, note=NOTE, by=editor)
    merge(second, into=third, by=editor)
    redact(third, fields=["reasoning"], note=NOTE, by=administrator)
    tombstones = {change["envelope"]["kind"]: change["tombstone"] for change in api()["results"]}
    assert tombstones["initial"] is tombstones["update"] is None
    nothing = {"merged_into": None, "redacted_fields": [], "reason": {}}
    assert tombstones["retraction"] == {**nothing, "kind": "retraction", "claim": first.slug, "reason": NOTE}
    assert tombstones["merge"] == {**nothing, "kind": "merge", "claim": second.slug, "merged_into": third.slug}
    assert tombstones["redaction"] == {
        **nothing,
        "kind": "redaction",
        "claim": third.slug,
        "redacted_fields": ["reasoning"],
        "reason": NOTE,
    }


@pytest.mark.django_db(transaction=True)
def test_a_replica_that_follows_four_writers_misses_nothing(
    client: Client, record_property: Callable[[str, object], None]
) -> None:
    choices = random.Random(7)  # noqa: S311 - what happens to which claim is no secret
    target = factories.published().claim
    each = 6
    work = [[prepared() for _ in range(each)] for _ in range(4)]

    def write(assessments: list[tuple[Assessment, Any]]) -> None:
        try:
            for assessment, editor in assessments:
                publication = publish(assessment, by=editor)
                happen(choices.choice(["nothing", "correct", "retract", "merge", "redact"]), publication, target)
        finally:
            connection.close()

    replica = replica_of(client)
    with ThreadPoolExecutor(4) as writers:
        running = [writers.submit(write, share) for share in work]
        while not all(one.done() for one in running):
            replica.catch_up(page_size=7)
        for one in running:
            one.result()
    assert replica.catch_up() == Publication.objects.count() > 4 * each
    compared = assert_equals_the_source(replica)
    record_property("summary", f"Replica after 4 writers: {compared}")


@pytest.mark.django_db
def test_a_replica_takes_nothing_that_does_not_continue_it(client: Client) -> None:
    factories.published()
    factories.published()
    [first, second] = replica_of(client).api.list_changes()["results"]
    with pytest.raises(BrokenRecord, match="does not continue"):
        replica_of(client).take(second)
    first["document"]["summary"] = {"en": "Quietly edited."}
    with pytest.raises(BrokenRecord, match="“summary” was changed"):
        verify(first)


def happen(what: str, publication: Publication, target: Claim) -> None:
    editor = factories.user("editor")
    if what == "correct":
        corrected(publication)
    elif what == "retract":
        retract(publication.claim, note=NOTE, by=editor)
    elif what == "merge":
        merge(publication.claim, into=target, by=editor, note=NOTE)
    elif what == "redact":
        corrected(publication)
        redact(publication.claim, fields=["reasoning"], note=NOTE, by=factories.user("administrator"))


def prepared() -> tuple[Assessment, Any]:
    alice, bob = factories.user(), factories.user("editor")
    return factories.approved(author=alice, approver=bob, rating="half-true"), bob


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_is_told_as_soon_as_something_is_published(api: Any) -> None:
    assessment, editor = prepared()
    asked = threading.Event()

    def publish_when_asked() -> None:
        try:
            asked.wait(5)
            publish(assessment, by=editor)
        finally:
            connection.close()

    def tell(execute: Any, *arguments: Any) -> Any:
        # Outside a transaction while it waits: nothing of the database is held.
        assert connection.get_autocommit()
        found = execute(*arguments)
        asked.set()
        return found

    with ThreadPoolExecutor(1) as writer, connection.execute_wrapper(tell):
        running = writer.submit(publish_when_asked)
        answer = api(wait=30)
        running.result()
    assert [change["envelope"]["number"] for change in answer["results"]] == [1]


@pytest.mark.django_db
def test_when_too_many_wait_already_the_answer_comes_at_once(api: Any, django_assert_num_queries: Any) -> None:
    taken = 0
    try:
        while waiting._places.acquire(blocking=False):
            taken += 1
        with django_assert_num_queries(1):
            assert api(wait=30)["results"] == []
    finally:
        for _ in range(taken):
            waiting._places.release()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parameters", "attribute"),
    [
        ({"since": "-1"}, "since"),
        ({"since": "x"}, "since"),
        ({"since": "9" * 400}, "since"),
        ({"since": "²"}, "since"),
        ({"page_size": "101"}, "page_size"),
        ({"wait": "31"}, "wait"),
        ({"texts": "perhaps"}, "texts"),
        ({"cursor": "x"}, "cursor"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(api: Any, parameters: dict[str, str], attribute: str) -> None:
    [error] = api(expected=400, **parameters)["errors"]
    assert error["attr"] == attribute


@pytest.mark.django_db
def test_after_the_end_there_is_nothing_yet(api: Any) -> None:
    answer = api(since=10**17)
    assert (answer["results"], answer["more"], answer["last"]) == ([], False, 10**17)


@pytest.mark.django_db
def test_lines_asked_for_are_made_throughout(client: Client) -> None:
    factories.published()
    written = client.get("/api/v1/changes/", headers={"accept": "application/json; indent=2"}).content.decode()
    assert '\n        "statement": {\n' in written
    assert json.loads(written) == client.get("/api/v1/changes/").json()
