"""The workbench as the server answers it: the text with its claims, every act a verb, nothing lost to a colleague."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from claims.intake.article import ArticleFacts, import_article
from claims.models import Appearance, Claim, Snapshot, User
from claims.workflow import accept, dismiss
from tests import factories
from tests.admin.desk import Desk, said, text_of

pytestmark = pytest.mark.django_db

QUOTE = "Harga beras naik tiga kali lipat di Jakarta tahun lalu."


def address(snapshot: Snapshot, page: str = "") -> str:
    return reverse(f"admin:claims_article_workbench{page}", args=[snapshot.article_id])


def do(desk: Desk, snapshot: Snapshot, action: str, *, script: bool = True, **typed: Any) -> Any:
    """As the page's script does it, or as its forms do without."""
    headers = {"accept": "application/json"} if script else {}
    data = {"action": action, "snapshot": snapshot.pk, **typed}
    return desk.client.post(address(snapshot, "_act"), data, headers=headers)


def on(claim: Claim, **typed: Any) -> dict[str, Any]:
    claim.refresh_from_db()
    return {"claim": claim.pk, "seen": claim.revision, **typed}


def suggestion(snapshot: Snapshot, exact: str = QUOTE) -> Claim:
    return Appearance.objects.get(snapshot=snapshot, exact=exact).claim


def statement(english: str, indonesian: str = "") -> dict[str, str]:
    """The inputs are in the order of the site's languages."""
    return {"statement_0": indonesian, "statement_1": english}


def test_suggestions_come_best_first_with_the_reasons(alice_desk: Desk, snapshot: Snapshot) -> None:
    page = text_of(alice_desk.open(address(snapshot)))
    assert page.index(f"{QUOTE} 75 of 100") < page.index("Pemerintah belum menanggapi. 42")
    assert "+ a number: tiga" in page
    assert "+ a name: Jakarta" in page
    assert "− no full sentence" in page


def test_the_page_asks_as_often_for_many_claims_as_for_few(
    alice_desk: Desk, alice: User, snapshot: Snapshot, django_assert_max_num_queries: Any
) -> None:
    facts = ArticleFacts(title="Panjang", publisher="kabar.example", language="id")
    lines = "\n".join(f"Harga beras naik {number} persen di Jakarta." for number in range(100))
    long = import_article(lines, facts, by=alice).snapshot
    assert long is not None
    alice_desk.open(address(snapshot))
    for each in (snapshot, long):
        with django_assert_max_num_queries(16):
            alice_desk.open(address(each))


@pytest.mark.parametrize("script", [True, False])
def test_a_suggestion_is_accepted_dismissed_and_taken_up_again(
    alice_desk: Desk, snapshot: Snapshot, *, script: bool
) -> None:
    claim = suggestion(snapshot)
    for action, stage, more in [
        ("accept", "accepted", {}),
        ("dismiss", "dismissed", {"dismissal_reason": "opinion"}),
        ("accept", "accepted", {}),
    ]:
        answer = do(alice_desk, snapshot, action, script=script, **on(claim, **more))
        assert answer.status_code == (200 if script else 302)
        claim.refresh_from_db()
        assert claim.stage == stage


def test_a_suggestion_is_merged_into_a_claim_that_is_there(alice_desk: Desk, snapshot: Snapshot) -> None:
    claim, known = suggestion(snapshot), factories.claim()
    assert do(alice_desk, snapshot, "merge", **on(claim, into=known.pk)).status_code == 200
    claim.refresh_from_db()
    assert (claim.stage, claim.merged_into) == ("merged", known)
    assert known.appearances.get().occurrence == "repeat"


def test_chosen_words_become_an_accepted_claim(alice_desk: Desk, snapshot: Snapshot, alice: User) -> None:
    speaker = factories.entity(name=factories.text("The minister"))
    start = snapshot.text.index("tiga kali lipat")
    answer = do(
        alice_desk,
        snapshot,
        "propose",
        exact="tiga kali lipat",
        start=start,
        end=start + len("tiga kali lipat"),
        claimant="the MINISTER",
        **statement("Rice became three times dearer.", "Beras naik tiga kali lipat."),
    )
    claim = Claim.objects.get(pk=answer.json()["claim"])
    assert (claim.stage, claim.claimant) == ("accepted", speaker)
    assert claim.statement.localize("id") == "Beras naik tiga kali lipat."
    assert claim.appearances.get().exact == "tiga kali lipat"
    assert "Alice proposed" in text_of(alice_desk.open(address(snapshot)))


def test_without_a_script_the_words_are_found_in_the_text(alice_desk: Desk, snapshot: Snapshot) -> None:
    typed = {"exact": "tiga kali lipat", **statement("Three times dearer.")}
    assert do(alice_desk, snapshot, "propose", script=False, **typed).status_code == 302
    assert Appearance.objects.filter(exact="tiga kali lipat").count() == 1


@pytest.mark.parametrize(
    ("exact", "told"), [("empat kali lipat", "do not occur"), ("Harga beras naik", "occur 2 times"), ("", "required")]
)
def test_words_that_are_not_there_come_back_with_everything_typed(
    alice_desk: Desk, snapshot: Snapshot, exact: str, told: str
) -> None:
    before = Claim.objects.count()
    page = do(alice_desk, snapshot, "propose", script=False, exact=exact, **statement("Kept words."))
    assert told in text_of(page)
    assert "Kept words." in page.content.decode()
    assert Claim.objects.count() == before


STRANGE = {
    "emoji": "Harga 🙂 naik 👨‍👩‍👧 tajam 🇮🇩.",
    "combining marks": "Kata e\u0301le\u0300ve dan ṩ̂ tetap.",
    "right to left": "قال الوزير إن السعر ارتفع ثلاث مرات.",
    "line ends of three kinds": "Harga\r\nberas\rnaik\ntajam.",
    "markup": '<b>Harga</b> & "beras" <script>alert(1)</script> naik.',
    "no-break and zero-width": "Harga\u00a0beras\u200bnaik\u2028tajam.",
}


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE)
def test_offsets_are_code_points_whatever_the_text(alice_desk: Desk, alice: User, words: str) -> None:
    facts = ArticleFacts(title="Aneh", publisher="kabar.example", language="id")
    snapshot = import_article(f"🙂 é {words} 🙂", facts, by=alice).snapshot
    assert snapshot is not None
    # A browser sends line ends its own way; the offsets are what counts.
    sent = words.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    start = snapshot.text.index(words)
    answer = do(
        alice_desk, snapshot, "propose", exact=sent, start=start, end=start + len(words), **statement("Strange.")
    )
    assert answer.status_code == 200
    row = Appearance.objects.get(claim=answer.json()["claim"])
    assert (row.exact, row.start, row.end) == (words, start, start + len(words))


def test_words_are_attached_to_a_claim_that_is_there(alice_desk: Desk, snapshot: Snapshot) -> None:
    known = factories.claim()
    assert do(alice_desk, snapshot, "attach", exact="tiga kali lipat", claim=known.pk).status_code == 200
    assert known.appearances.get().occurrence == "repeat"
    again = do(alice_desk, snapshot, "attach", exact="tiga kali lipat", claim=known.pk)
    assert again.status_code == 409
    assert "already marked" in again.json()["errors"][0]


def test_a_stale_act_is_refused_and_told_what_happened(alice_desk: Desk, bob: User, snapshot: Snapshot) -> None:
    claim = suggestion(snapshot)
    seen = on(claim)
    dismiss(claim, by=bob, dismissal_reason=Claim.DismissalReason.OPINION)
    answer = do(alice_desk, snapshot, "accept", **seen)
    assert answer.status_code == 409
    assert "Somebody changed this claim meanwhile" in answer.json()["errors"][0]
    assert answer.json()["meanwhile"] == ["Bob: dismissed"]
    claim.refresh_from_db()
    assert claim.stage == "dismissed"


def test_a_stale_act_without_a_script_says_the_same(alice_desk: Desk, bob: User, snapshot: Snapshot) -> None:
    claim = suggestion(snapshot)
    seen = on(claim)
    accept(claim, by=bob)
    answer = do(alice_desk, snapshot, "dismiss", script=False, **seen, dismissal_reason="opinion")
    assert any("Bob: accepted" in message for message in said(answer))


def test_the_parts_come_again_only_when_something_has_changed(alice_desk: Desk, bob: User, snapshot: Snapshot) -> None:
    token = alice_desk.open(address(snapshot, "_parts")).json()["token"]
    assert alice_desk.open(address(snapshot, "_parts"), token=token).status_code == 204
    accept(suggestion(snapshot), by=bob)
    answer = alice_desk.open(address(snapshot, "_parts"), token=token)
    assert "Bob" in answer.json()["parts"]["acts"]
    assert answer.json()["token"] != token


def test_a_place_in_an_older_text_is_refused(alice_desk: Desk, alice: User, snapshot: Snapshot) -> None:
    facts = ArticleFacts(title="Harga beras", publisher="kabar.example", language="id")
    import_article("Sisipan. " + snapshot.text, facts, by=alice)
    answer = do(alice_desk, snapshot, "propose", exact="tiga kali lipat", **statement("Three times."))
    assert answer.status_code == 409
    assert "newer text" in answer.json()["errors"][0]


def test_every_verb_asks_for_its_own_permission(charlie_desk: Desk, charlie: User, snapshot: Snapshot) -> None:
    assert charlie_desk.open(address(snapshot)).status_code == 403
    assert do(charlie_desk, snapshot, "accept", **on(suggestion(snapshot))).status_code == 403
    charlie.user_permissions.set(Permission.objects.filter(codename__in=["view_article", "view_claim"]))
    reader = Desk(User.objects.get(pk=charlie.pk))
    page = reader.open(address(snapshot)).content.decode()
    assert 'value="accept"' not in page
    assert 'id="new-claim"' not in page
    answer = do(reader, snapshot, "accept", **on(suggestion(snapshot)))
    assert answer.status_code == 409
    assert answer.json()["errors"] == ["Your role does not allow this."]


@pytest.mark.parametrize(
    "typed",
    [
        {"action": "publish"},
        {"action": ""},
        {"action": "accept", "claim": "x", "seen": "1"},
        {"action": "accept", "claim": "999999", "seen": "1"},
        {"action": "dismiss", "claim": "1", "seen": "1", "dismissal_reason": "because"},
        {"action": "propose", "exact": "x" * 5_001},
        {"action": "propose", "exact": QUOTE, "start": "-1", "statement_0": "x"},
        {"action": "propose", "exact": QUOTE, "start": str(2**70), "end": str(2**70), "statement_0": "x"},
        {"action": "propose", "exact": QUOTE, "statement_0": "x" * 1_001},
        {"action": "propose", "exact": "a\x00b", "statement_0": "x"},
    ],
)
def test_hostile_acts_change_nothing(alice_desk: Desk, snapshot: Snapshot, typed: dict[str, str]) -> None:
    before = list(Claim.objects.order_by("pk").values_list("pk", "revision"))
    answer = do(alice_desk, snapshot, typed.pop("action"), **typed)
    assert answer.status_code in (400, 409)
    assert list(Claim.objects.order_by("pk").values_list("pk", "revision")) == before


def test_the_text_reaches_the_browser_character_by_character(alice_desk: Desk, alice: User) -> None:
    facts = ArticleFacts(title="Aneh", publisher="kabar.example", language="id")
    snapshot = import_article("Harga <b>\r\nnaik & turun\r.", facts, by=alice).snapshot
    assert snapshot is not None
    page = alice_desk.open(address(snapshot)).content.decode()
    assert "&lt;b&gt;</span>&#13;\n" in page
    assert "&#13;" in page


def test_likely_duplicates_come_as_json_to_those_who_may_see_them(
    alice_desk: Desk, charlie_desk: Desk, snapshot: Snapshot
) -> None:
    known = factories.claim(statement=factories.text("Rice became three times dearer in Jakarta."))
    answer = alice_desk.open(address(snapshot, "_similar"), q="rice became three times dearer")
    [found] = json.loads(answer.content)["results"]
    assert (found["id"], found["statements"]["en"]) == (known.pk, "Rice became three times dearer in Jakarta.")
    assert found["likeness"] > 0.9
    assert charlie_desk.open(address(snapshot, "_similar"), q="rice became three times dearer").status_code == 403


@pytest.mark.parametrize("query", [{}, {"q": "x" * 501}, {"q": "rice", "limit": "5"}, {"q": "a\x00b"}])
def test_a_strange_question_for_duplicates_is_refused(
    alice_desk: Desk, snapshot: Snapshot, query: dict[str, str]
) -> None:
    assert alice_desk.open(address(snapshot, "_similar"), **query).status_code == 400


def test_an_article_without_a_text_has_no_workbench(alice_desk: Desk) -> None:
    article = factories.article()
    assert alice_desk.open(reverse("admin:claims_article_workbench", args=[article.pk])).status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"), [("Nobody at all", "Nobody is known by this name"), ("The Minister", "Give the slug")]
)
def test_a_claimant_who_cannot_be_told_is_asked_for_again(
    alice_desk: Desk, snapshot: Snapshot, typed: str, told: str
) -> None:
    for number in range(2):
        factories.entity(slug=f"minister-{number}", name=factories.text("The Minister"))
    given = {"exact": "tiga kali lipat", "claimant": typed, **statement("Three times.")}
    answer = do(alice_desk, snapshot, "propose", **given)
    assert told in answer.json()["errors"][0]
    assert do(alice_desk, snapshot, "propose", **{**given, "claimant": "minister-1"}).status_code == 200
