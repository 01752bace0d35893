"""GET /api/v1/lookup/{prefix}/"""

import gzip
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from claims.models import PublishedClaim
from claims.record import rebuild
from claims.text.addresses import canonical_url
from claims.text.normalisation import fold
from claims.workflow import publish_unverified, retract
from tests import factories

GUIDE = Path("docs/api.md").read_text()


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def look_up(client: Client, db: None) -> Any:
    def get(text: str) -> list[Any]:
        """As a browser's extension would: the text never leaves."""
        known = digest(text)
        answer = client.get(f"/api/v1/lookup/{known[:5]}/").json()
        return [claim for match in answer["results"] if match["suffix"] == known[5:] for claim in match["claims"]]

    return get


def test_the_address_of_an_article_finds_its_claims(look_up: Any) -> None:
    snapshot = factories.snapshot()
    slugs = []
    for rating in ("false", "true"):
        claim = factories.checkable_claim(appearances=False)
        factories.appearance(claim, snapshot)
        slugs.append(factories.published(claim, rating=rating).slug)
    found = look_up(canonical_url(f"{snapshot.article.url}?utm_source=x#part"))
    assert [(claim["slug"], claim["rating"]) for claim in found] == sorted(zip(slugs, ("false", "true"), strict=True))


def test_a_statement_finds_its_claim_however_it_is_set(look_up: Any) -> None:
    publication = factories.published(factories.checkable_claim(statement=factories.text("“Rice” became 3 × dearer.")))
    for text in ('"RICE" became  3 × dearer.', publication.document["statement"]["id"]):
        [claim] = look_up(fold(text))
        assert (claim["slug"], claim["label"]) == (publication.slug, publication.document["rating"]["label"])


def test_a_claim_without_a_verdict_says_so(look_up: Any) -> None:
    claim = factories.checkable_claim()
    publish_unverified(claim, by=factories.user("editor"))
    [found] = look_up(fold(claim.statement["en"]))
    assert (found["verification_status"], found["rating"], found["normalized"]) == ("unverified", None, None)


def test_what_does_not_stand_is_not_found(look_up: Any) -> None:
    publication = factories.published()
    retract(publication.claim, note=factories.text("Wrong."), by=factories.user("editor"))
    assert look_up(fold(publication.document["statement"]["en"])) == []


@pytest.mark.django_db
def test_answers_come_in_whole_blocks_that_do_not_compress_and_stay_the_same(client: Client) -> None:
    hit = digest(fold(factories.published().document["statement"]["en"]))[:5]
    bodies = [client.get(f"/api/v1/lookup/{prefix}/").content for prefix in (hit, "00000", "fffff")]
    assert [len(body) for body in bodies] == [4096] * 3
    assert all(len(gzip.compress(body)) > 2_500 for body in bodies)
    assert client.get(f"/api/v1/lookup/{hit}/").content == bodies[0]


@pytest.mark.django_db
def test_it_is_one_query(client: Client, django_assert_num_queries: Any) -> None:
    hit = digest(fold(factories.published().document["statement"]["en"]))[:5]
    with django_assert_num_queries(1):
        client.get(f"/api/v1/lookup/{hit}/")


@pytest.mark.django_db
def test_a_rebuild_gives_the_same_prefixes() -> None:
    factories.published()
    before = PublishedClaim.objects.get().lookup_prefixes
    rebuild()
    assert PublishedClaim.objects.get().lookup_prefixes == before != []


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["abcd", "abcdef", "ABCDE", "xyzzy", "١٢٣٤٥", "%00aaaa"])
def test_anything_but_five_digits_is_refused(client: Client, prefix: str) -> None:
    answer = client.get(f"/api/v1/lookup/{prefix}/")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "prefix")


def test_the_guides_examples_are_right() -> None:
    rows = re.findall(r"^\| `(.*?)` \| `(.*?)` \| `([0-9a-f]{5})` \|$", GUIDE, flags=re.MULTILINE)
    assert len(rows) == 2
    for given, hashed, prefix in rows:
        assert (canonical_url(given) if "://" in given else fold(given)) == hashed
        assert digest(hashed).startswith(prefix)
