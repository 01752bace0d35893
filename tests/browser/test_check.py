"""The sample article pasted into the page that checks a text: its sentences are marked and lead to their claims."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import watched
from tests.browser.desk import follow
from tests.browser.test_pages import FORMS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = (Path(settings.BASE_DIR) / "examples" / "us-china-ai" / "article.txt").read_text()
# Where to leave pictures for a person to look at; without it none are taken.
PICTURES = os.environ.get("PICTURES", "")


@pytest.mark.usefixtures("sample")
def test_the_sample_article_is_marked_up_in_both_languages_on_every_kind_of_screen(
    browser: Browser, live_server: LiveServer, complaints: list[str]
) -> None:
    for language, width, scheme in FORMS:
        # The page needs no JavaScript; axe does, to look at it.
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        page = watched(context.new_page(), live_server.url, complaints)
        page.goto(f"{live_server.url}/{language}/check/")
        page.locator("form.check textarea").fill(ARTICLE)
        page.locator("form.check button").click()
        expect(page.locator(".checked mark").first).to_be_visible()
        forty = page.locator(".paragraph", has_text="lebih dari empat puluh LLM")
        expect(forty.locator("mark")).to_have_count(1)
        expect(forty.locator(".margin a[href$='/over-forty-llms-approved/']")).to_have_count(1)
        assert_fits(page, f"check in {language} at {width} px, {scheme}")
        page.locator(".checked details").first.evaluate("one => { one.open = true; }")
        assert_accessible(page, f"check in {language} at {width} px, {scheme}")
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/check-{language}-{width}-{scheme}.png", full_page=True)
        context.close()
    assert complaints == []


@pytest.mark.usefixtures("sample")
def test_an_unchecked_sentence_is_suggested_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/check/")
    page.locator("form.check textarea").fill("The ministry of fish opened 46 new bridges in Atlantis in 2024.")
    page.locator("form.check button").click()
    follow(page.get_by_role("button", name="Suggest it to us"))
    assert page.url.endswith("/en/suggest/")
    expect(page.locator("form.report textarea")).to_have_value(
        "The ministry of fish opened 46 new bridges in Atlantis in 2024."
    )
    context.close()
