"""A claim's page and the review queue in Chromium: by keyboard only, by two people at once, accessible."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from claims.models import Assessment, Claim, Comment, Evidence, User
from claims.workflow import comment, return_, submit
from tests import factories
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.desk import at_the_desk, follow
from tests.website import Website, website

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORMS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]
PAGE = b"""<!doctype html><html lang="en"><head><title>Rice prices in 2024</title>
<meta property="og:site_name" content="Bureau of Prices"></head><body><article><h1>Rice prices in 2024</h1>
<p>The price of rice rose by a third over the year, according to the bureau, which asked at two hundred markets.</p>
<p>It had been stable for three years before, and the bureau expects it to fall again after the harvest.</p>
</article></body></html>"""


@pytest.fixture
def alice() -> User:
    return factories.user("researcher", username="alice", public_name="Alice")


@pytest.fixture
def bob() -> User:
    return factories.user("editor", username="bob", public_name="Bob")


@pytest.fixture
def site(settings: Any) -> Any:
    with website(settings) as running:
        yield running


def claim_page(live: LiveServer, claim: Claim) -> str:
    return f"{live.url}/admin/claims/claim/{claim.pk}/change/"


def focused(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.name || document.activeElement.className")
    return name


def test_a_claim_is_worked_on_with_the_keyboard_alone(
    browser: Browser,
    live_server: LiveServer,
    alice: User,
    bob: User,
    complaints: list[str],
    site: Website,
    record_property: Callable[[str, object], None],
) -> None:
    draft = factories.draft(author=alice)
    claim = draft.claim
    address = site.has("/prices", PAGE)
    factories.entity(slug="bureau-of-prices")
    keys = 0
    started = time.monotonic()
    with at_the_desk(browser, live_server.url, alice, complaints) as page:

        def press(key: str) -> None:
            nonlocal keys
            keys += 1
            page.keyboard.press(key)

        page.goto(claim_page(live_server, claim))
        # The second item of evidence goes first, and its stance changes by its letter.
        page.locator("#evidence-1 .handle").focus()
        press("Alt+ArrowUp")
        expect(page.locator("[data-order-status]")).to_have_text("Now at place 1 of 2.")
        assert page.evaluate("document.querySelector('.evidence-card').id") == "evidence-1"
        press("c")
        expect(page.locator("[name=evidence-1-stance][value=context]")).to_be_checked()
        # An address becomes a card.
        page.locator("#paste-address").focus()
        page.keyboard.insert_text(address)
        press("Enter")
        title = page.locator(".source-dialog [name=title]")
        expect(title).to_have_value("Rice prices in 2024")
        # This machine has no name that a publisher could have.
        page.locator(".source-dialog [name=publisher_name]").focus()
        press("Control+a")
        page.keyboard.type("bureau-of-prices")
        page.locator(".source-dialog [name=kind]").focus()
        page.keyboard.type("gov")
        page.locator(".source-dialog [name=add]").focus()
        press("Enter")
        expect(page.locator(".evidence-card:not(.empty-form) .inline_label").last).to_have_text("Rice prices in 2024")
        # The verdict, with the public page beside it.
        page.locator("[data-preview='']").focus()
        press("Enter")
        preview = page.frame_locator(".preview-panel iframe")
        expect(preview.locator(".claim-head .lead")).to_contain_text("Prices rose, though less than said.")
        page.locator("[name=assessments-0-summary_1]").focus()
        press("Control+a")
        page.keyboard.type("Prices rose by a third.")
        expect(preview.locator(".claim-head .lead")).to_have_text("Prices rose by a third.")
        expect(preview.locator(".evidence")).to_have_count(2)
        assert Assessment.objects.get(pk=draft.pk).summary.data["en"] == "Prices rose, though less than said."
        # A word to a colleague does not need a save.
        page.locator("#comment-text").focus()
        page.keyboard.type("@bo")
        expect(page.locator("#colleagues [aria-selected=true]")).to_have_text("@bob · Bob")
        press("Enter")
        page.keyboard.type("please look")
        press("Tab")
        press("Enter")
        expect(page.locator("#comment-list")).to_contain_text("@bob please look")
        page.locator("[name=_submit_verdict]").focus()
        press("Enter")
        page.wait_for_url("**/verb/submit/**")
        page.locator("[type=submit].default").focus()
        press("Enter")
        page.wait_for_url(claim_page(live_server, claim))
    seconds = time.monotonic() - started
    draft.refresh_from_db()
    assert (draft.state, draft.summary.data["en"]) == (Assessment.State.SUBMITTED, "Prices rose by a third.")
    rows = list(claim.evidence.order_by("position").values_list("stance", "source__title"))
    assert [stance for stance, _title in rows] == ["context", "supports", "supports"]
    assert rows[-1][1] == "Rice prices in 2024"
    assert Comment.objects.get().mentioned.get() == bob
    assert complaints == []
    record_property("summary", f"claim page by keyboard: {keys} keys beside the words, {seconds:.1f} s")


def test_a_source_that_is_here_is_found_and_not_made_twice(
    browser: Browser, live_server: LiveServer, alice: User, complaints: list[str]
) -> None:
    claim, source = factories.claim(), factories.source(title="The ministry's table")
    with at_the_desk(browser, live_server.url, alice, complaints) as page:
        page.goto(claim_page(live_server, claim))
        page.locator("#paste-address").fill(f"{source.url}?utm_source=mail#top")
        page.locator("#paste-address").press("Enter")
        expect(page.locator(".source-dialog")).to_contain_text("This source is here already")
        page.locator(".source-dialog [value=refutes]").check()
        page.locator(".source-dialog [name=add]").click()
        expect(page.locator(".evidence-card:not(.empty-form) .inline_label").last).to_have_text("The ministry's table")
        follow(page.locator("[name=_continue]"))
    assert Evidence.objects.get(claim=claim).source == source
    assert Evidence.objects.get(claim=claim).stance == "refutes"


def test_two_editors_on_one_claim_lose_no_words(
    browser: Browser, live_server: LiveServer, alice: User, bob: User, complaints: list[str]
) -> None:
    claim = factories.checkable_claim()
    address = claim_page(live_server, claim)
    with (
        at_the_desk(browser, live_server.url, alice, complaints) as hers,
        at_the_desk(browser, live_server.url, bob, complaints) as his,
    ):
        hers.goto(address)
        his.goto(address)
        hers.locator("[name=statement_1]").fill("Hers: rice became dearer.")
        hers.locator("[name=evidence-0-note_1]").fill("Her note.")
        his.locator("[name=statement_1]").fill("His: rice became much dearer.")
        his.locator("[name=evidence-1-note_1]").fill("His note.")
        hers.locator("[name=_continue]").click()
        expect(hers.locator(".messagelist .success")).to_be_visible()
        his.locator("[name=_continue]").click()
        conflict = his.locator(".conflict").first
        expect(conflict).to_contain_text("Alice")
        expect(conflict).to_contain_text("Hers: rice became dearer.")
        # What he typed is still in his form, and what she wrote is in it too where he wrote nothing.
        expect(his.locator("[name=statement_1]")).to_have_value("His: rice became much dearer.")
        expect(his.locator("[name=evidence-1-note_1]")).to_have_value("His note.")
        his.locator("[name=statement_1]").fill("Both: rice became dearer, much dearer.")
        his.locator("[name=_continue]").click()
        expect(his.locator(".messagelist .success")).to_be_visible()
    claim.refresh_from_db()
    assert claim.statement.data["en"] == "Both: rice became dearer, much dearer."
    notes = [row.note.data["en"] for row in claim.evidence.order_by("position")]
    assert notes == ["Her note.", "His note."]
    said = [event.statement.data["en"] for event in claim.events.order_by("pgh_id")]  # type: ignore[attr-defined]
    assert "Hers: rice became dearer." in said


def test_a_review_is_done_with_the_keyboard_alone(
    browser: Browser,
    live_server: LiveServer,
    alice: User,
    bob: User,
    complaints: list[str],
    record_property: Callable[[str, object], None],
) -> None:
    first, second = factories.submitted(author=alice), factories.submitted(author=alice)
    keys: list[str] = []
    started = time.monotonic()
    with at_the_desk(browser, live_server.url, bob, complaints) as page:

        def press(key: str) -> None:
            keys.append(key)
            page.keyboard.press(key)

        page.context.route("https://source-*/**", lambda route: route.fulfill(body="The source"))
        page.goto(f"{live_server.url}/admin/review/")
        press("n")
        page.wait_for_url(f"**/review/{first.pk}/")
        with page.context.expect_page() as opened:
            press("1")
        assert opened.value.url == first.claim.evidence.order_by("position")[0].source.url
        opened.value.close()
        press("r")
        press("Enter")
        assert focused(page) == "comment"
        page.keyboard.type("Name the month.")
        press("Escape")
        press("r")
        press("Enter")
        page.wait_for_url(f"**/review/{second.pk}/")
        press("a")
        assert Assessment.objects.get(pk=second.pk).state == Assessment.State.SUBMITTED
        press("Enter")
        page.wait_for_url("**/admin/review/")
    seconds = time.monotonic() - started
    states = [Assessment.objects.get(pk=row.pk).state for row in (first, second)]
    assert states == [Assessment.State.RETURNED, Assessment.State.APPROVED]
    record_property("summary", f"two reviews by keyboard: {len(keys)} keys beside the words, {seconds:.1f} s")


def test_single_keys_can_be_switched_off(
    browser: Browser, live_server: LiveServer, alice: User, bob: User, complaints: list[str]
) -> None:
    submitted = factories.submitted(author=alice)
    with at_the_desk(browser, live_server.url, bob, complaints) as page:
        page.goto(f"{live_server.url}/admin/review/{submitted.pk}/")
        page.get_by_label("Use single keys").uncheck()
        page.locator("body").press("q")
        assert page.url.endswith(f"/review/{submitted.pk}/")
        page.reload()
        expect(page.get_by_label("Use single keys")).not_to_be_checked()
    assert complaints == []


def test_claim_and_review_work_without_javascript(
    browser: Browser, live_server: LiveServer, alice: User, bob: User, complaints: list[str]
) -> None:
    draft = factories.draft(author=alice)
    source = factories.source(title="The ministry's table")
    with at_the_desk(browser, live_server.url, alice, complaints, java_script_enabled=False) as page:
        page.goto(claim_page(live_server, draft.claim))
        page.locator("[name=evidence-0-position]").fill("5")
        page.locator("[name=assessments-0-summary_1]").fill("Without a script.")
        follow(page.locator("[name=_continue]"))
        page.locator("#paste-address").fill(source.url)
        follow(page.locator("#paste-address + button"))
        follow(page.locator("[name=add]"))
        page.locator("#comment-text").fill("Done @bob")
        follow(page.locator("button[form=comment-form]"))
        follow(page.locator("[name=_submit_verdict]"))
        follow(page.locator("[type=submit].default"))
    assert Evidence.objects.filter(claim=draft.claim).count() == 3
    with at_the_desk(browser, live_server.url, bob, complaints, java_script_enabled=False) as page:
        page.goto(f"{live_server.url}/admin/review/")
        follow(page.locator(".queue a"))
        follow(page.locator("[name=approve]"))
    draft.refresh_from_db()
    assert (draft.state, draft.summary.data["en"]) == (Assessment.State.APPROVED, "Without a script.")
    assert Comment.objects.get().mentioned.get() == bob


@pytest.mark.parametrize(("width", "scheme"), FORMS)
def test_the_desk_the_claim_and_the_review_are_accessible(
    browser: Browser,
    live_server: LiveServer,
    alice: User,
    bob: User,
    complaints: list[str],
    width: int,
    scheme: str,
    record_property: Callable[[str, object], None],
) -> None:
    similar = factories.published(rating="false").claim
    submitted = factories.submitted(factories.checkable_claim(), author=alice, rating="true")
    comment(submitted.claim, text="@bob, is it enough?", by=alice)
    form: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    wrong: list[str] = []
    with at_the_desk(browser, live_server.url, bob, complaints, **form) as page:
        page.goto(f"{live_server.url}/admin/review/{submitted.pk}/")
        return_(submitted, by=bob, comment="Say how much.")
        Assessment.objects.filter(pk=submitted.pk).update(summary=factories.text("Prices rose by a third."))
        draft = submit(Assessment.objects.get(pk=submitted.pk), by=alice)
        own = factories.draft(author=bob)
        pages = [
            "",
            "review/",
            f"review/{draft.pk}/",
            f"claims/claim/{draft.claim_id}/change/",
            f"claims/claim/{own.claim_id}/change/",
            f"claims/claim/{similar.pk}/change/",
            f"claims/claim/{similar.pk}/source/",
            f"claims/claim/{similar.pk}/preview/",
            "claims/claim/",
        ]
        for address in pages:
            page.goto(f"{live_server.url}/admin/{address}")
            wrong += [f"{address}: {complaint}" for complaint in complaints]
            complaints.clear()
            assert_accessible(page, address, complaints)
            if address != "claims/claim/":
                assert_fits(page, address)
        assert not wrong, "\n".join(wrong)
    record_property("summary", f"axe: {len(pages)} pages of the desk, {width} px, {scheme}: 0 violations")
