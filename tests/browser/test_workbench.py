"""The article workbench in Chromium: from a pasted article to claims, by mouse, by keyboard, and by two people."""

import time
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.intake.article import ArticleFacts, import_article
from claims.models import Appearance, Article, Claim, Snapshot, User
from claims.workflow import accept
from tests import factories
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import watched
from tests.browser.desk import Hands, follow, logged_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BRING_IN = "/admin/claims/article/take-apart/"
QUOTE = "Harga beras naik tiga kali lipat di Jakarta tahun lalu."
STRANGE = "Harga 🙂 naik 👨‍👩‍👧 tajam.\r\nKata élève: ارتفع السعر ثلاث مرات\rdan 🇮🇩 tetap."


@pytest.fixture
def alice(db: None) -> User:
    return factories.user("researcher", username="alice", public_name="Alice")


@pytest.fixture
def bob(db: None) -> User:
    return factories.user("editor", username="bob", public_name="Bob")


def brought_in(by: User, text: str = factories.ARTICLE_TEXT) -> Snapshot:
    facts = ArticleFacts(title="Harga beras", publisher="kabar.example", language="id")
    snapshot = import_article(text, facts, by=by).snapshot
    assert snapshot is not None
    return snapshot


def workbench(snapshot: Snapshot) -> str:
    return reverse("admin:claims_article_workbench", args=[snapshot.article_id])


def select_words(page: Page, words: str) -> None:
    """Drag the mouse over the words, as a person would who sees that the page is there."""
    expect(page.locator("#show-keys")).to_be_visible()
    box = page.evaluate(
        """(words) => {
          const root = document.getElementById("text");
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) {
              node.parentElement.scrollIntoView({ block: "center" });
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + words.length);
              const boxes = range.getClientRects();
              const first = boxes[0];
              const last = boxes[boxes.length - 1];
              const middle = (box) => box.top + box.height / 2;
              return [first.left, middle(first), last.right, middle(last)];
            }
          }
          return null;
        }""",
        words,
    )
    assert box is not None
    page.mouse.move(box[0] + 0.5, box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=5)
    page.mouse.up()
    expect(page.locator("#id_exact")).to_have_value(words)


def test_from_a_pasted_article_to_a_claim_by_mouse(
    browser: Browser, live_server: LiveServer, alice: User, complaints: list[str], record_property: Callable[..., None]
) -> None:
    context = logged_in(browser, live_server.url, alice)
    page = watched(context.new_page(), live_server.url, complaints)
    page.goto(live_server.url + "/admin/")
    started, hands = time.monotonic(), Hands(page)
    hands.click(page.get_by_role("link", name="Take an article apart"), "take an article apart")
    hands.click(page.get_by_label("Text"), "the text field")
    hands.type(factories.ARTICLE_TEXT, "the text (paste)")
    hands.click(page.get_by_label("Publisher", exact=False).first, "publisher")
    hands.type("kabar.example", "the publisher")
    hands.follow(page.get_by_role("button", name="Go on"), "go on")
    expect(page.get_by_label("Title")).to_have_value("Harga beras naik tajam")
    hands.follow(page.get_by_role("button", name="Store and take apart"), "store")
    expect(page.get_by_role("heading", name="Suggestions")).to_be_visible()
    select_words(page, "tiga kali lipat")
    hands.steps.append("drag over the words")
    statement = page.get_by_label("English")
    hands.click(statement, "the statement")
    hands.type("Rice became three times dearer in Jakarta in 2024.", "the statement in English")
    hands.click(page.get_by_role("button", name="Make the claim"), "make the claim")
    expect(page.locator("#said")).to_have_text("The claim is made.")
    claim = Claim.objects.get(stage="accepted")
    assert claim.appearances.get().exact == "tiga kali lipat"
    assert claim.statement.localize("id") == "tiga kali lipat"
    assert page.locator(f'#text [data-claims~="{claim.pk}"]').inner_text() == "tiga kali lipat"
    hands.click(page.locator(".suggestions .card").first.get_by_role("button", name="Accept"), "accept a suggestion")
    expect(page.locator("#said")).to_have_text("Accepted.")
    assert Claim.objects.filter(stage="accepted").count() == 2
    context.close()
    assert complaints == []
    seconds = time.monotonic() - started
    record_property(
        "summary", f"workbench by mouse, pasted article to two claims: {hands.count} steps, {seconds:.1f} s"
    )


@pytest.mark.parametrize("language", ["en", "id"])
def test_from_a_pasted_article_to_a_claim_by_keyboard_alone(
    browser: Browser,
    live_server: LiveServer,
    alice: User,
    complaints: list[str],
    language: str,
    record_property: Callable[..., None],
) -> None:
    context = logged_in(browser, live_server.url, alice, locale=language)
    page = watched(context.new_page(), live_server.url, complaints)
    page.goto(live_server.url + BRING_IN)
    started, hands = time.monotonic(), Hands(page)
    page.locator("#id_text").focus()
    hands.type(factories.ARTICLE_TEXT, "the text (paste)")
    page.locator("#id_publisher").focus()
    hands.type("kabar.example", "the publisher")
    hands.press("Enter", "go on")
    page.wait_for_selector(".check-first")
    page.locator("#id_title").focus()
    hands.press("Enter", "store")
    page.wait_for_url("**/workbench/**")
    hands.press("t", "to the text")
    hands.press("ArrowDown", "first sentence")
    hands.press("ArrowDown", "second sentence")
    hands.press("Enter", "new claim")
    # The Indonesian statement holds the sentence already; English is the next field.
    statements = page.locator("#new-claim .statement textarea")
    expect(statements.first).to_have_value(QUOTE)
    hands.press("Tab", "to English")
    hands.type("Rice became three times dearer in Jakarta.", "the statement in English")
    hands.press("Control+Enter", "make the claim")
    expect(page.locator("#said")).not_to_be_empty()
    made = Claim.objects.get(stage="accepted")
    assert made.appearances.get().exact == QUOTE
    page.locator("h1").first.click()
    hands.press("j", "to the suggestions")
    hands.press("a", "accept")
    expect(page.locator(".card.accepted")).to_have_count(2)
    hands.press("d", "dismiss")
    expect(page.locator(".card.dismissed")).to_have_count(1)
    hands.press("m", "merge")
    search = page.locator("#merge-search")
    expect(search).to_be_focused()
    hands.type("Rice became three times dearer", "other words")
    choice = page.locator(".merge-list button").first
    expect(choice).to_be_visible()
    hands.press("Tab", "to the choices")
    hands.press("1", "choose the first")
    expect(page.locator(".suggestions .card")).to_have_count(1)
    assert {claim.stage for claim in Claim.objects.all()} == {"accepted", "dismissed", "merged", "candidate"}
    hands.press("?", "the list of keys")
    expect(page.locator("#keys-dialog")).to_be_visible()
    context.close()
    assert complaints == []
    seconds = time.monotonic() - started
    record_property(
        "summary",
        f"workbench by keyboard ({language}), pasted article to claim, accept, dismiss, merge: "
        f"{hands.count} keys and texts, {seconds:.1f} s",
    )


def test_words_are_stretched_by_the_keyboard(browser: Browser, live_server: LiveServer, alice: User) -> None:
    snapshot = brought_in(alice)
    context = logged_in(browser, live_server.url, alice)
    page = context.new_page()
    page.goto(live_server.url + workbench(snapshot))
    page.locator("#text").focus()
    exact = page.locator("#id_exact")
    for keys, chosen in [
        (["ArrowDown", "ArrowDown"], QUOTE),
        (["ArrowRight"], "Pemerintah"),
        (["Shift+ArrowRight", "Shift+ArrowRight"], "Pemerintah belum menanggapi"),
        (["Shift+ArrowLeft"], "Pemerintah belum"),
        (["ArrowLeft"], "lalu"),
        (["ArrowUp"], "Harga beras naik tajam"),
    ]:
        for key in keys:
            page.keyboard.press(key)
        expect(exact).to_have_value(chosen)
    context.close()


@pytest.mark.parametrize("words", ["🙂 naik 👨‍👩‍👧 tajam", "élève", "ارتفع السعر", "🇮🇩 tetap"])
def test_places_stay_right_beside_emoji_marks_and_right_to_left(
    browser: Browser, live_server: LiveServer, alice: User, words: str
) -> None:
    snapshot = brought_in(alice, STRANGE)
    context = logged_in(browser, live_server.url, alice)
    page = context.new_page()
    page.goto(live_server.url + workbench(snapshot))
    assert page.evaluate("document.getElementById('text').textContent") == STRANGE
    # By the browser's own selection: where the mouse would have to be in a line of two directions is anybody's guess.
    page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) {
              getSelection().setBaseAndExtent(node, at, node, at + words.length);
              document.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
              return;
            }
          }
        }""",
        words,
    )
    expect(page.locator("#id_exact")).to_have_value(words)
    page.get_by_label("English").fill("A strange claim.")
    page.get_by_role("button", name="Make the claim").click()
    expect(page.locator("#said")).to_have_text("The claim is made.")
    row = Appearance.objects.get(claim__stage="accepted")
    context.close()
    assert (row.exact, row.start) == (words, STRANGE.index(words))


def test_likely_duplicates_show_while_typing_and_are_attached(
    browser: Browser, live_server: LiveServer, alice: User
) -> None:
    known = factories.claim(statement=factories.text("Cooking oil is no longer sold in Jakarta.", "Minyak habis."))
    snapshot = brought_in(alice)
    context = logged_in(browser, live_server.url, alice)
    page = context.new_page()
    page.goto(live_server.url + workbench(snapshot))
    # A suggestion of this article has the words already: one goes to it instead.
    select_words(page, QUOTE)
    page.locator(".alike-list").get_by_role("button", name="Go to this suggestion").click()
    expect(page.locator(".suggestions .card", has_text=QUOTE)).to_be_focused()
    select_words(page, "pasokan berkurang")
    page.get_by_label("English").press_sequentially("Cooking oil no longer sold")
    row = page.locator(".alike-list li", has_text="Cooking oil is no longer sold in Jakarta.")
    row.get_by_role("button", name="Attach these words to it").click()
    expect(page.locator("#said")).to_contain_text("Attached")
    assert known.appearances.get().exact == "pasokan berkurang"
    expect(page.get_by_label("English")).to_have_value("")
    context.close()


def test_typed_words_survive_a_reload_and_are_gone_once_saved(
    browser: Browser, live_server: LiveServer, alice: User
) -> None:
    snapshot = brought_in(alice)
    context = logged_in(browser, live_server.url, alice)
    page = context.new_page()
    page.goto(live_server.url + workbench(snapshot))
    select_words(page, "tiga kali lipat")
    english = page.get_by_label("English")
    english.fill("Half a sentence")
    page.reload()
    expect(english).to_have_value("Half a sentence")
    expect(page.locator("#id_exact")).to_have_value("tiga kali lipat")
    expect(page.get_by_text("Your unsaved words are back.")).to_be_visible()
    page.get_by_role("button", name="Make the claim").click()
    expect(page.locator("#said")).to_have_text("The claim is made.")
    assert Claim.objects.get(stage="accepted").appearances.get().exact == "tiga kali lipat"
    page.reload()
    expect(english).to_have_value("")
    context.close()


def test_two_people_take_one_article_apart(
    browser: Browser, live_server: LiveServer, alice: User, bob: User, record_property: Callable[..., None]
) -> None:
    snapshot = brought_in(alice)
    contexts = [logged_in(browser, live_server.url, person) for person in (alice, bob)]
    hers, his = (context.new_page() for context in contexts)
    for page in (hers, his):
        page.goto(live_server.url + workbench(snapshot))
    started = time.monotonic()
    # She types while he accepts: she sees it, and keeps her words.
    select_words(hers, "tiga kali lipat")
    hers.get_by_label("English").fill("Words in the making")
    first = his.locator(".suggestions .card").first
    first.get_by_role("button", name="Accept").click()
    expect(his.locator("#said")).to_have_text("Accepted.")
    # She has not looked yet: her own decision on the same suggestion is refused, and she is told why.
    hers.locator(".suggestions .card").first.get_by_role("button", name="Dismiss").click()
    refused = hers.locator("#refused")
    expect(refused).to_contain_text("Somebody changed this claim meanwhile")
    expect(refused).to_contain_text("Bob: accepted")
    expect(hers.get_by_label("English")).to_have_value("Words in the making")
    expect(hers.locator(".card.accepted")).to_have_count(1)
    # He goes on; she is told without doing anything.
    his.locator(".suggestions .card").first.get_by_role("button", name="Dismiss").click()
    expect(his.locator("#said")).to_have_text("Dismissed.")
    hers.evaluate("document.dispatchEvent(new Event('look-now'))")
    expect(hers.locator("#said")).to_contain_text("Bob dismissed")
    expect(hers.locator("#acts .news").first).to_contain_text("Bob")
    expect(hers.get_by_label("English")).to_have_value("Words in the making")
    for context in contexts:
        context.close()
    seconds = time.monotonic() - started
    record_property("summary", f"two people on one article, one stale act refused: {seconds:.1f} s")
    assert sorted(Claim.objects.values_list("stage", flat=True)) == ["accepted", "candidate", "candidate", "dismissed"]


def test_a_newer_text_is_told_and_nothing_that_was_typed_is_lost(
    browser: Browser, live_server: LiveServer, alice: User, bob: User
) -> None:
    snapshot = brought_in(alice)
    context = logged_in(browser, live_server.url, alice)
    page = context.new_page()
    page.goto(live_server.url + workbench(snapshot))
    select_words(page, "tiga kali lipat")
    page.get_by_label("English").fill("Words in the making")
    brought_in(bob, "Sisipan. " + factories.ARTICLE_TEXT)
    page.evaluate("document.dispatchEvent(new Event('look-now'))")
    expect(page.locator("#refused")).to_contain_text("newer text of this article")
    expect(page.get_by_label("English")).to_have_value("Words in the making")
    context.close()


def test_it_works_without_javascript(browser: Browser, live_server: LiveServer, alice: User) -> None:
    context = logged_in(browser, live_server.url, alice, java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + BRING_IN)
    page.get_by_label("Text").fill(factories.ARTICLE_TEXT)
    page.locator("#id_publisher").fill("kabar.example")
    follow(page.get_by_role("button", name="Go on"))
    follow(page.get_by_role("button", name="Store and take apart"))
    page.get_by_label("Quote").fill("tiga kali lipat")
    page.get_by_label("English").fill("Rice became three times dearer.")
    follow(page.get_by_role("button", name="Make the claim"))
    follow(page.locator(".suggestions .card").first.get_by_role("button", name="Dismiss"))
    follow(page.locator(".suggestions .card").first.get_by_role("button", name="Accept"))
    follow(page.locator(".suggestions .card").first.get_by_role("link", name="Merge"))
    assert page.get_by_role("heading", name="Merge").is_visible()
    context.close()
    assert sorted(Claim.objects.values_list("stage", flat=True)) == [
        "accepted",
        "accepted",
        "candidate",
        "candidate",
        "dismissed",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_are_accessible_and_within_their_width(
    browser: Browser,
    live_server: LiveServer,
    alice: User,
    complaints: list[str],
    width: int,
    scheme: str,
    record_property: Callable[..., None],
) -> None:
    snapshot = brought_in(alice, (factories.ARTICLE_TEXT + "\n") + "Baca juga: Cuaca hari ini\n" + "Panen gagal total.")
    accept(Appearance.objects.get(snapshot=snapshot, exact=QUOTE).claim, by=alice)
    context = logged_in(browser, live_server.url, alice, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = watched(context.new_page(), live_server.url, complaints)
    looked_at = 0

    def look() -> None:
        nonlocal looked_at
        looked_at += 1
        assert_accessible(page, f"state {looked_at}", complaints)
        assert_fits(page, f"state {looked_at}")

    page.goto(live_server.url + BRING_IN)
    look()
    page.locator("#id_text").fill(factories.ARTICLE_TEXT)
    follow(page.get_by_role("button", name="Go on"))
    look()
    follow(page.get_by_role("button", name="Store and take apart"))
    look()
    page.goto(live_server.url + workbench(snapshot))
    select_words(page, "tiga kali lipat")
    page.get_by_label("English").fill("Rice became three times dearer in Jakarta")
    look()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    look()
    page.keyboard.press("Escape")
    page.locator("#text").focus()
    page.keyboard.press("j")
    page.keyboard.press("m")
    look()
    context.close()
    assert complaints == []
    assert Article.objects.count() == 1
    record_property("summary", f"axe: {looked_at} states of the workbench, {width} px, {scheme}: 0 violations")
