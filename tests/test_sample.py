"""The real article end to end: loaded through the verbs once, then read as readers and machines read it."""

import json
import re
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import TestCase

from claims.models import (
    Assessment,
    Claim,
    Entity,
    Evidence,
    Publication,
    PublishedClaim,
    Review,
    Source,
)
from claims.record import verify_record
from tests import factories

SAMPLE = Path("examples/us-china-ai")
ARTICLE = "persaingan-as-tiongkok-teknologi-ai"
# A quote that overlaps another one without lying in it goes on in a second mark.
MARK = r'<mark class="[^"]*"(?: id="claim-[a-z0-9-]+")? data-(?:claim|continued)="{}"[^>]*>'


class SampleTest(TestCase):
    wanted: dict[str, Any]

    @classmethod
    def setUpTestData(cls) -> None:
        factories.user("researcher", username="researcher", public_name="Demo researcher")
        factories.user("editor", username="editor", public_name="Demo editor")
        cls.first_load = load()
        cls.wanted = json.loads((SAMPLE / "us-china-ai.json").read_text())

    def search(self, query: str) -> list[str]:
        answer = self.client.get("/api/v1/claims/", {"q": query}).json()
        return [claim["slug"] for claim in answer["results"]]

    def test_every_row_of_the_dossier_is_there(self) -> None:
        claims = self.wanted["claims"]
        assert Claim.objects.filter(stage="accepted").count() == len(claims) == 45
        assert Claim.objects.filter(parent__isnull=False).count() == 29
        assert Source.objects.count() == len(self.wanted["sources"]) == 92
        assert Entity.objects.count() == len(self.wanted["entities"]) == 116
        assert Evidence.objects.count() == sum(len(claim["evidence"]) for claim in claims) == 190
        not_checkable = self.wanted["article"]["not_checkable"]
        assert Claim.objects.filter(stage="dismissed").count() == len(not_checkable) == 5

    def test_readers_see_what_the_dossier_says(self) -> None:
        published = {row.slug: row.document for row in PublishedClaim.objects.all()}
        for claim in self.wanted["claims"]:
            document = published[claim["slug"]]
            assert document["statement"] == claim["statement"]
            assert document["rating"]["slug"] == claim["assessment"]["rating"]
            for field in ("summary", "reasoning", "caveats", "confidence", "as_of"):
                assert document[field] == claim["assessment"][field]
            quote, position = document["appearances"][0]["selector"]
            assert {**quote, **position, "type": None} == {**claim["quote"], "type": None}
            assert [(row["source"]["slug"], row["stance"], row["quote"]) for row in document["evidence"]] == [
                (row["source"], row["stance"], row["quote"]) for row in claim["evidence"]
            ]

    def test_one_account_wrote_and_the_other_approved(self) -> None:
        assert Review.objects.filter(decision="approved", reviewer__username="editor").count() == 45
        assert set(Assessment.objects.values_list("author__username", "approver__username", "state")) == {
            ("researcher", "editor", "published")
        }

    def test_loading_again_changes_nothing(self) -> None:
        assert self.first_load.startswith("597 changes")
        assert load() == "0 changes\n"
        assert Publication.objects.count() == 45
        assert verify_record().publications == 45

    def test_the_questions_of_readers_find_their_claims_first(self) -> None:
        assert self.search("forty LLMs")[0] == "over-forty-llms-approved"
        assert self.search("H200 Malaysia")[0] == "h200-smuggled-via-malaysia"
        assert "over-forty-llms-approved" in self.search("empat puluh LLM")[:2]

    def test_the_article_shows_every_claim_in_place(self) -> None:
        page = self.client.get(f"/en/articles/{ARTICLE}/").content.decode()
        marked = re.findall(r'<mark class="[^"]*" id="claim-([a-z0-9-]+)" data-claim="\1"[^>]*>', page)
        assert sorted(marked) == sorted(claim["slug"] for claim in self.wanted["claims"])
        assert len(re.findall(r"data-claim=", page)) == 45

    def test_the_article_page_shows_the_text_and_nothing_else(self) -> None:
        page = self.client.get(f"/id/articles/{ARTICLE}/").content.decode()
        lines = re.findall(r'<p class="paragraph-text"[^>]*>(.*?)\n?</p>', page, flags=re.DOTALL)
        text = "\n".join(unescape(re.sub(r"<[^>]+>", "", line)) for line in lines)
        assert text == (SAMPLE / "article.txt").read_text()

    def test_the_marks_of_a_claim_hold_its_quote(self) -> None:
        page = self.client.get(f"/en/articles/{ARTICLE}/").content.decode()
        for claim in self.wanted["claims"]:
            pieces = [inside(page, mark.end()) for mark in re.finditer(MARK.format(claim["slug"]), page)]
            assert "".join(pieces) == claim["quote"]["exact"]

    def test_every_claim_and_source_has_its_page(self) -> None:
        addresses = [f"/id/claims/{claim['slug']}/" for claim in self.wanted["claims"]]
        addresses += [f"/en/sources/{source['slug']}/" for source in self.wanted["sources"]]
        for address in addresses:
            assert self.client.get(address).status_code == 200, address

    def test_every_citation_of_a_reasoning_is_a_numbered_link(self) -> None:
        for claim in self.wanted["claims"]:
            page = self.client.get(f"/en/claims/{claim['slug']}/").content.decode()
            prose = page[page.index('id="reasoning"') :]
            prose = prose[: prose.index("</section>")]
            for slug in re.findall(r"\[([a-z0-9-]+)\]", claim["assessment"]["reasoning"]["en"]):
                number = [row["source"] for row in claim["evidence"]].index(slug) + 1
                assert f'href="#evidence-{number}"' in prose
                assert f'id="evidence-{number}"' in page


def inside(page: str, start: int) -> str:
    """The text of the mark whose opening tag ends at ``start``."""
    depth = 1
    for tag in re.finditer(r"<(/?)mark", page[start:]):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return unescape(re.sub(r"<[^>]+>", "", page[start : start + tag.start()]))
    raise AssertionError("a mark is never closed")


def load() -> str:
    output = StringIO()
    call_command("load_dossier", str(SAMPLE), stdout=output)
    return output.getvalue()
