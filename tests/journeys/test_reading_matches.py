"""A reader's work: by keyboard, live, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from rsoits.store.matches import decisions_of
from tests.console_scene import REASON, Scene
from tests.journeys.conftest import Serve, SignIn, enter

pytestmark = pytest.mark.browser


def test_a_match_is_read_and_decided_by_keys_alone(
    scene: Scene, live_server: Serve, browser_page: Page, sign_in: SignIn, problems: list[str]
) -> None:
    page, address = browser_page, live_server(scene.house)
    sign_in(page, address, "ana")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="MCGOWAN, JOHNMR")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("o")
    expect(page).to_have_url(f"{address}/matches/{scene.matches[0]}")
    page.keyboard.press("c")
    expect(page.get_by_text("You are reading it until")).to_be_visible()
    page.keyboard.press("y")
    expect(page.get_by_role("radio", name="Confirm")).to_be_checked()
    reason = page.get_by_label("Reason")
    expect(reason).to_be_focused()
    page.keyboard.type("yn no u")
    expect(reason).to_have_value("yn no u")
    expect(page.get_by_role("radio", name="Confirm")).to_be_checked()
    reason.evaluate("field => field.removeAttribute('minlength')")
    page.keyboard.press("Control+Enter")
    error = page.get_by_role("alert")
    expect(error).to_contain_text("at least ten characters")
    expect(reason).to_have_value("yn no u")
    assert [complaint for complaint in problems if "422" not in complaint] == []
    problems.clear()
    reason.fill(REASON)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_contain_text(f"Match {scene.matches[0]}: confirmed")
    expect(page).to_have_url(re.compile(rf"/matches/{scene.matches[1]}\?decided="))
    with scene.house.database.reading() as session:
        assert [row.reason for row in decisions_of(session, scene.matches[0])] == [REASON]


def test_a_verdict_key_in_the_queue_opens_the_form_with_it(
    scene: Scene, live_server: Serve, browser_page: Page, sign_in: SignIn
) -> None:
    sign_in(browser_page, live_server(scene.house), "ana")
    browser_page.keyboard.press("j")
    browser_page.keyboard.press("n")
    expect(browser_page.get_by_role("radio", name="Not a match")).to_be_checked()
    expect(browser_page.get_by_label("Reason")).to_be_focused()


def test_single_keys_can_be_switched_off_in_this_browser(
    scene: Scene, live_server: Serve, browser_page: Page, sign_in: SignIn
) -> None:
    sign_in(browser_page, live_server(scene.house), "ana")
    browser_page.keyboard.press("?")
    dialog = browser_page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    dialog.get_by_text("Single keys are on").click()
    dialog.get_by_role("button", name="Close").click()
    browser_page.reload()
    browser_page.keyboard.press("j")
    expect(browser_page.locator("[data-row-link]:focus")).to_have_count(0)


def test_a_new_match_appears_by_itself_and_focus_stays(
    scene: Scene, live_server: Serve, browser_page: Page, sign_in: SignIn
) -> None:
    page = browser_page
    with page.expect_response(re.compile("/matches/live$")):
        sign_in(page, live_server(scene.house), "ana")
    held = page.get_by_role("link", name="OYELARAN, TUNDE")
    held.focus()
    page.evaluate("window.notReloaded = true")
    new = scene.add_match(1.0)
    expect(page.locator(f"#match-{new}")).to_be_visible()
    expect(page.locator("tbody tr").first).to_have_id(f"match-{new}")
    expect(page.get_by_role("status")).to_have_text("1 new match")
    expect(held).to_be_focused()
    assert page.evaluate("window.notReloaded") is True


def test_a_half_written_reason_survives_a_reload_and_goes_when_sent(
    scene: Scene, live_server: Serve, browser_page: Page, sign_in: SignIn
) -> None:
    page, address = browser_page, live_server(scene.house)
    sign_in(page, address, "ana")
    page.goto(f"{address}/matches/{scene.matches[0]}")
    page.get_by_label("Reason").fill("Half written and not y")
    page.reload()
    expect(page.get_by_label("Reason")).to_have_value("Half written and not y")
    page.get_by_text("Not enough information").first.click()
    page.get_by_role("button", name="Put on record").click()
    expect(page.get_by_role("status")).to_contain_text("not enough information")
    page.goto(f"{address}/matches/{scene.matches[0]}")
    expect(page.get_by_label("Reason")).to_have_value("")


def test_the_work_can_be_done_without_javascript(scene: Scene, live_server: Serve, browser: Browser) -> None:
    address = live_server(scene.house)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, address, "ana")
    page.get_by_role("button", name="Read the next one").click()
    page.locator("label[for=verdict-y]").click()
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="Put on record").click()
    expect(page.get_by_role("status")).to_contain_text(f"Match {scene.matches[0]}: confirmed")
    page.get_by_role("button", name="Sign out").click()
    enter(page, address, "gil")
    page.get_by_role("link", name="Departure without travel notice").click()
    page.get_by_label("Note").fill("Opened a compliance inquiry.")
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("status")).to_contain_text("Acknowledged")
    context.close()
