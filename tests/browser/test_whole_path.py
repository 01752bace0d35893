"""The whole way of a claim in Chromium: a pasted article, two sources, a second person, the public page."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Assessment, Claim, Source, User
from tests import factories
from tests.browser.desk import Hands, at_the_desk, follow
from tests.browser.test_workbench import select_words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STATEMENT = "Rice became three times dearer in Jakarta in 2024."
SUMMARY = "Prices rose by a third, not threefold."
CLAIM_PAGE = re.compile(r"/claims/claim/\d+/change/(#.*)?$")
# From a pasted article to a submitted claim with two sources: clicks and keys beside the words that are typed.
MOST_STEPS = 25


@pytest.fixture
def alice(db: None) -> User:
    return factories.user("researcher", username="alice", public_name="Alice")


@pytest.fixture
def bob(db: None) -> User:
    return factories.user("editor", username="bob", public_name="Bob")


@pytest.mark.parametrize("language", ["en", "id"])
def test_from_a_pasted_article_to_the_public_page(
    browser: Browser,
    live_server: LiveServer,
    alice: User,
    bob: User,
    complaints: list[str],
    language: str,
    record_property: Callable[[str, object], None],
) -> None:
    sources = [factories.source(), factories.source()]
    started = time.monotonic()
    with at_the_desk(browser, live_server.url, alice, complaints, locale=language) as page:
        hands = Hands(page)
        page.goto(f"{live_server.url}/admin/claims/article/take-apart/")
        page.locator("#id_text").fill(factories.ARTICLE_TEXT)
        _make_a_claim(page, hands)
        _check_it(page, hands, sources)
        _judge_and_submit(page, hands)
    claim = Claim.objects.get(stage=Claim.Stage.ACCEPTED)
    assessment = Assessment.objects.get()
    assert (assessment.claim, assessment.state) == (claim, Assessment.State.SUBMITTED)
    assert {item.source for item in claim.evidence.all()} == set(sources)
    steps = hands.beside_words
    assert steps <= MOST_STEPS, hands.steps
    with at_the_desk(browser, live_server.url, bob, complaints, locale=language) as page:
        _approve_and_publish(page, f"{live_server.url}/admin/")
        page.goto(f"{live_server.url}/{language}/claims/{claim.slug}/")
        expect(page.locator("h1")).to_contain_text(STATEMENT if language == "en" else "tiga kali lipat")
        expect(page.locator(".evidence > li")).to_have_count(2)
    assert complaints == []
    seconds = time.monotonic() - started
    record_property(
        "summary",
        f"whole path ({language}): {steps} clicks and keys from a pasted article to a submitted claim with two sources;"
        f" to the public page {seconds:.1f} s",
    )


@pytest.mark.parametrize("language", ["en", "id"])
def test_from_a_pasted_article_to_the_public_page_by_keyboard_alone(
    browser: Browser,
    live_server: LiveServer,
    alice: User,
    bob: User,
    complaints: list[str],
    language: str,
    record_property: Callable[[str, object], None],
) -> None:
    sources = [factories.source(), factories.source()]
    started = time.monotonic()
    with at_the_desk(browser, live_server.url, alice, complaints, locale=language) as page:
        hands = Hands(page)
        page.goto(f"{live_server.url}/admin/")
        _skip_the_menu(hands)
        hands.enter(page.locator("#content a[href*='take-apart']").first, "bring in an article")
        _make_a_claim_by_keyboard(page, hands)
        _check_it_by_keyboard(page, hands, sources)
        _judge_and_submit_by_keyboard(page, hands)
    claim = Claim.objects.get(stage=Claim.Stage.ACCEPTED)
    with at_the_desk(browser, live_server.url, bob, complaints, locale=language) as page:
        his = Hands(page)
        page.goto(f"{live_server.url}/admin/")
        _approve_and_publish_by_keyboard(page, his, claim)
        page.goto(f"{live_server.url}/{language}/claims/{claim.slug}/")
        expect(page.locator(".evidence > li")).to_have_count(2)
    assert complaints == []
    seconds = time.monotonic() - started
    tabs = sum(1 for step in hands.steps + his.steps if step.startswith("Tab"))
    others = hands.beside_words + his.beside_words - tabs
    record_property(
        "summary",
        f"whole path by keyboard alone ({language}): {others} keys and {tabs} times Tab beside the words,"
        f" {seconds:.1f} s",
    )


def _make_a_claim(page: Page, hands: Hands) -> None:
    hands.click(page.locator("#id_publisher"), "publisher")
    hands.type("kabar.example", "the publisher")
    hands.press("Enter", "go on")
    page.wait_for_selector(".check-first")
    hands.follow(_default(page), "store")
    page.wait_for_url("**/workbench/**")
    select_words(page, "tiga kali lipat")
    hands.steps.append("drag over the words")
    hands.click(page.locator("[name=statement_1]"), "the statement in English")
    hands.type(STATEMENT, "the statement in English")
    hands.click(page.locator("#new-claim [type=submit]").first, "make the claim")
    expect(page.locator("#said")).not_to_be_empty()
    made = Claim.objects.get(stage=Claim.Stage.ACCEPTED)
    hands.click(page.locator(f"#claim-{made.pk} .card-statement a"), "open the claim")
    page.wait_for_url(CLAIM_PAGE)


def _check_it(page: Page, hands: Hands, sources: list[Source]) -> None:
    hands.follow(page.locator("a.verb[href*=start_assessment]").first, "start the assessment")
    hands.follow(_default(page), "begin")
    page.wait_for_url(CLAIM_PAGE)
    for number, source in enumerate(sources, start=1):
        hands.click(page.locator("#paste-address"), "the address of a source")
        hands.type(source.url, "the address (paste)")
        hands.press("Enter", "look it up")
        page.locator(".source-dialog [value=refutes]").wait_for()
        hands.click(page.locator(".source-dialog [value=refutes]"), "it refutes")
        hands.click(page.locator(".source-dialog [name=add]"), "add it")
        expect(page.locator(".evidence-card:not(.empty-form)")).to_have_count(number)


def _judge_and_submit(page: Page, hands: Hands) -> None:
    hands.click(page.locator("#assessments-0 .select2-selection").first, "the rating")
    page.keyboard.type("half")
    hands.steps.append("type the rating")
    page.locator(".select2-results__option--highlighted").wait_for()
    hands.press("Enter", "take it")
    hands.steps.append("choose the confidence")
    page.locator("[name=assessments-0-confidence]").select_option("high")
    hands.click(page.locator("[name=assessments-0-summary_0]"), "the summary in Indonesian")
    hands.type("Harga naik sepertiga, bukan tiga kali lipat.", "the summary in Indonesian")
    hands.press("Tab", "to English")
    hands.type(SUMMARY, "the summary in English")
    hands.click(page.locator("#assessments-0 .datetimeshortcuts a").first, "today")
    hands.follow(page.locator("[name=_submit_verdict]"), "save and submit")
    page.wait_for_url("**/verb/submit/**")
    hands.follow(_default(page), "submit")
    page.wait_for_url(CLAIM_PAGE)


def _approve_and_publish(page: Page, desk: str) -> None:
    page.goto(f"{desk}review/")
    follow(page.locator(".queue a").first)
    follow(page.locator("[name=approve]"))
    page.wait_for_url("**/admin/review/")
    page.goto(f"{desk}claims/claim/{Claim.objects.get(stage=Claim.Stage.ACCEPTED).pk}/change/")
    follow(page.locator("a.verb[href*='verb/publish/']").first)
    follow(_default(page))
    page.wait_for_url(CLAIM_PAGE)


def _skip_the_menu(hands: Hands) -> None:
    """By the first link of every page of the admin."""
    hands.press("Tab", "to the way around the menu")
    hands.press("Enter", "to the content")


def _make_a_claim_by_keyboard(page: Page, hands: Hands) -> None:
    expect(page.locator("#id_text")).to_be_focused()
    hands.type(factories.ARTICLE_TEXT, "the text (paste)")
    hands.reach(page.locator("#id_publisher"), "the publisher")
    hands.type("kabar.example", "the publisher")
    with page.expect_navigation():
        hands.press("Enter", "go on")
    expect(page.locator("#id_title")).to_be_focused()
    with page.expect_navigation():
        hands.press("Enter", "store")
    page.wait_for_url("**/workbench/**")
    expect(page.locator("#show-keys")).to_be_visible()
    hands.press("t", "to the text")
    hands.press("ArrowDown", "first sentence")
    hands.press("ArrowDown", "second sentence")
    hands.press("Enter", "new claim")
    expect(page.locator("#new-claim .statement textarea").first).not_to_have_value("")
    hands.press("Tab", "to English")
    hands.type(STATEMENT, "the statement in English")
    hands.press("Control+Enter", "make the claim")
    expect(page.locator("#said")).not_to_be_empty()
    made = Claim.objects.get(stage=Claim.Stage.ACCEPTED)
    hands.enter(page.locator(f"#claim-{made.pk} .card-statement a"), "open the claim")


def _check_it_by_keyboard(page: Page, hands: Hands, sources: list[Source]) -> None:
    hands.press("n", "to the next step")
    hands.enter(page.locator("a.verb[href*=start_assessment]").first, "start the assessment")
    _press_the_default(page, hands, "begin")
    for number, source in enumerate(sources, start=1):
        hands.press("e", "to the address of a source")
        hands.type(source.url, "the address (paste)")
        hands.press("Enter", "look it up")
        hands.reach(page.locator(".source-dialog [name=stance]").first, "the stance")
        hands.press("ArrowDown", "it refutes")
        expect(page.locator(".source-dialog [value=refutes]")).to_be_checked()
        hands.press("Enter", "add it")
        expect(page.locator(".evidence-card:not(.empty-form)")).to_have_count(number)
        hands.press("Escape", "out of the note")


def _judge_and_submit_by_keyboard(page: Page, hands: Hands) -> None:
    hands.press("v", "to the verdict")
    hands.reach(page.locator("#assessments-0 .select2-selection").first, "the rating")
    hands.press("Enter", "open it")
    hands.type("half", "the rating")
    page.locator(".select2-results__option--highlighted").wait_for()
    hands.press("Enter", "take it")
    hands.reach(page.locator("[name=assessments-0-confidence]"), "the confidence")
    hands.press("End", "high")
    hands.reach(page.locator("[name=assessments-0-summary_0]"), "the summary in Indonesian")
    hands.type("Harga naik sepertiga, bukan tiga kali lipat.", "the summary in Indonesian")
    hands.reach(page.locator("[name=assessments-0-summary_1]"), "the summary in English")
    hands.type(SUMMARY, "the summary in English")
    hands.reach(page.locator("#assessments-0 .datetimeshortcuts a").first, "today")
    hands.press("Enter", "today")
    hands.press("Escape", "out of the day")
    hands.press("u", "to saving and submitting")
    with page.expect_navigation():
        hands.press("Enter", "save and submit")
    page.wait_for_url("**/verb/submit/**")
    _press_the_default(page, hands, "submit")
    assert Assessment.objects.get().state == Assessment.State.SUBMITTED


def _approve_and_publish_by_keyboard(page: Page, hands: Hands, claim: Claim) -> None:
    _skip_the_menu(hands)
    hands.enter(page.locator("#content a[href$='/admin/review/']").first, "the review queue")
    with page.expect_navigation():
        hands.press("n", "begin with the first")
    hands.press("a", "to approving")
    with page.expect_navigation():
        hands.press("Enter", "approve")
    page.wait_for_url("**/admin/review/")
    page.goto(page.url.replace("review/", ""))
    _skip_the_menu(hands)
    hands.enter(page.locator(f"#content a[href*='/claims/claim/{claim.pk}/']").first, "the claim")
    hands.press("n", "to the next step")
    hands.enter(page.locator("a.verb[href*='verb/publish/']").first, "publish")
    hands.enter(_default(page), "publish")
    page.wait_for_url(CLAIM_PAGE)


def _press_the_default(page: Page, hands: Hands, name: str) -> None:
    """The keyboard is in the form already, and Enter in its one field of one line sends it."""
    page.wait_for_function("document.activeElement.matches('form[data-begin] *')")
    with page.expect_navigation():
        hands.press("Enter", name)


def _default(page: Page) -> Locator:
    return page.locator("[type=submit].default")
