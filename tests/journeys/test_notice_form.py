"""A notice from the first key to its cancellation, by keyboard alone; every page accessible at both widths."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from tests.console_scene import Scene
from tests.journeys.conftest import Serve, SignIn
from tests.journeys.test_pages import DESK, PHONE, spill

pytestmark = pytest.mark.browser


def _is_fine(page: Page) -> None:
    """Let axe look at everything but the countries of every list, which are alike and many."""
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert spill(page) <= 0, (page.url, width)
    found = Axe().run(page, context={"exclude": [["option"]]}).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"][:160]) for rule in found] == [], page.url


def _press(page: Page, name: str, role: str = "button") -> None:
    """Press a button or follow a link as a keyboard does."""
    page.get_by_role(role, name=name, exact=True).first.focus()  # type: ignore[arg-type]  # a role of ARIA
    page.keyboard.press("Enter")


def _type(page: Page, label: str, text: str, place: int = 0) -> None:
    field = page.get_by_label(label, exact=True).nth(place)
    field.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def _choose(page: Page, label: str, text: str, place: int = 0) -> None:
    """Choose by typing the first letters, as selects allow."""
    page.get_by_label(label, exact=True).nth(place).focus()
    page.keyboard.type(text)


def _sign_out(page: Page) -> None:
    _press(page, "Sign out")
    page.wait_for_url("**/sign-in*")


def _begin(page: Page) -> None:
    _press(page, "New notice", "link")
    _is_fine(page)
    _type(page, "Registry record number", "TX-009001")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Full name")).to_have_value("HOLLIS, Marten Ray")


def _fill_in(page: Page, leaves: date) -> None:
    _type(page, "From", "IAH")
    _type(page, "Date of departure", f"{leaves:%m%d%Y}")
    _type(page, "To", "Mexico City")
    _choose(page, "Country of arrival", "Mexico")
    _type(page, "Citizenships", "Atlantis")
    page.keyboard.press("Tab")
    expect(page.locator("#nationalities-say")).to_contain_text("The country code is in no table")
    expect(page.locator("#timing")).to_contain_text("days late")
    expect(page.get_by_label("Why the notice comes late")).to_be_visible()
    _press(page, "Add a leg")
    expect(page.get_by_label("From", exact=True).nth(1)).to_be_focused()
    expect(page.get_by_label("From", exact=True).nth(1)).to_have_value("Mexico City")
    _press(page, "Remove leg 2")
    expect(page.get_by_label("From", exact=True)).to_have_count(1)
    _type(page, "Citizenships", "USA")
    page.keyboard.press("Tab")
    expect(page.locator("#nationalities-say")).to_be_empty()
    _type(page, "Why the notice comes late", "His mother fell ill.")
    _is_fine(page)
    _press(page, "Save draft")
    expect(page.locator("#saved")).to_contain_text("Saved.")


def _check(page: Page) -> None:
    _press(page, "Save and continue")
    page.get_by_label("File").set_input_files(
        files=FilePayload(name="ticket.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7 a ticket")
    )
    _press(page, "Attach")
    expect(page.get_by_text("ticket.pdf").first).to_be_visible()
    _is_fine(page)
    _press(page, "Continue", "link")
    expect(page.get_by_text("Something is missing or unclear")).to_be_visible()
    _is_fine(page)
    page.get_by_role("link", name=re.compile("The purpose of travel")).press("Enter")
    expect(page.locator("#purpose-say")).to_contain_text("not stated")
    _choose(page, "Purpose of travel", "vac")


def _hand_in(page: Page, shown: str) -> None:
    _press(page, "Save and continue")
    _press(page, "Continue", "link")
    _press(page, "Hand in the notice")
    expect(page.get_by_role("heading", name=shown)).to_be_visible()
    _is_fine(page)


def _give_reason(page: Page, question: str, reason: str, button: str, shown: str) -> None:
    _is_fine(page)
    _type(page, question, reason)
    _press(page, button)
    expect(page.get_by_role("heading", name=shown)).to_be_visible()


def test_a_notice_by_keyboard(scene: Scene, live_server: Serve, sign_in: SignIn, browser_page: Page) -> None:
    page, address = browser_page, live_server(scene.house)
    sign_in(page, address, "rex")
    _begin(page)
    _fill_in(page, scene.house.now().date() + timedelta(days=5))
    _check(page)
    _hand_in(page, "The notice is on file")
    assert re.fullmatch(r"N-\w{4}-\w{4}-\w{4}", page.locator(".receipt").first.inner_text())
    notice = page.url.partition("?")[0]

    _sign_out(page)
    sign_in(page, address, "mara")
    page.goto(notice)
    _press(page, "Return for correction", "link")
    why = "The flight number is missing."
    _give_reason(page, "What is to be corrected?", why, "Return the notice", "Returned for correction")

    _sign_out(page)
    sign_in(page, address, "rex")
    expect(page.get_by_text("returned for correction", exact=True).first).to_be_visible()
    page.goto(notice)
    expect(page.get_by_text(why)).to_be_visible()
    _press(page, "Amend")
    _type(page, "Flight number", "514")
    _hand_in(page, "What this version changed")
    _press(page, "Cancel the notice", "link")
    why = "His mother is well again."
    _give_reason(page, "Why is it cancelled?", why, "Cancel the notice", "Cancelled")
