"""Every page of every role: no complaint in the console, nothing axe finds, nothing wider than a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.console_scene import Scene
from tests.journeys.conftest import SignIn

pytestmark = pytest.mark.browser

PAGES = {
    "ana": ("/matches", "/matches?view=decided", "/matches/1", "/matches/2", "/trips", "/trips/1", "/trips/2"),
    "abel": ("/matches/2", "/matches/1?verdict=confirm", "/matches/4", "/trips/2"),
    "sol": ("/marshals", "/feeds?feed=rail-lists", "/registry", "/registry/links"),
    "odd": (
        "/feeds",
        "/feeds/air-manifests",
        "/feeds/rejects?days=30",
        "/feeds/quarantine",
        "/feeds/intakes/2",
        "/feeds/intakes/6",
        "/feeds/intakes/6/beginning",
        "/coverage?sight=observed",
        "/registry",
        "/registry/links/1",
    ),
    "mara": ("/marshals", "/inbox"),
    "gil": ("/inbox", "ALERT", "/trips", "/trips/2"),
    "vera": ("/inbox", "/trips"),
    "rex": ("/notices", "/notices/1", "/inbox", "/registry"),
    "uma": ("/audit?verify=yes", "/trips"),
    "ada": ("/accounts",),
}
PHONE, DESK = 375, 1280


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def spill(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return width


@pytest.mark.parametrize("username", PAGES)
def test_pages_are_accessible_quiet_and_fit(
    served: tuple[Scene, str], browser_page: Page, sign_in: SignIn, username: str
) -> None:
    _, address = served
    sign_in(browser_page, address, username)
    for path in PAGES[username]:
        if path == "ALERT":
            browser_page.goto(f"{address}/inbox")
            browser_page.locator("[data-row-link]").first.click()
        else:
            browser_page.goto(address + path)
        for width in (DESK, PHONE):
            browser_page.set_viewport_size({"width": width, "height": 900})
            assert faults(browser_page) == [], (path, width)
            assert spill(browser_page) <= 0, (path, width)


def test_the_sign_in_page_and_its_error_are_accessible(
    served: tuple[Scene, str], browser_page: Page, problems: list[str]
) -> None:
    _, address = served
    browser_page.goto(f"{address}/sign-in")
    assert faults(browser_page) == []
    browser_page.get_by_text("I have read these conditions").click()
    browser_page.get_by_label("User name").fill("nobody-here")
    browser_page.get_by_label("Password").fill("wrong password here")
    browser_page.get_by_role("button", name="Sign in").click()
    assert "do not fit together" in browser_page.get_by_role("alert").inner_text()
    assert faults(browser_page) == []
    problems.clear()


def test_refusals_are_accessible(
    served: tuple[Scene, str], browser_page: Page, sign_in: SignIn, problems: list[str]
) -> None:
    _, address = served
    sign_in(browser_page, address, "odd")
    for path in ("/matches", "/nowhere"):
        browser_page.goto(address + path)
        assert faults(browser_page) == []
    browser_page.get_by_role("link", name="Go to your first page").click()
    assert browser_page.url == f"{address}/feeds"
    problems.clear()
