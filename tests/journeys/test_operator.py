"""An operator's work: a feed is paused, run and followed, and a file is brought out of quarantine."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from rsoits.house import House
from rsoits.services.ingest import Parcel, take_in
from rsoits.services.schedule import Worker
from tests.console_scene import Scene
from tests.journeys.conftest import Serve, SignIn, enter
from tests.rsoits.scenes import HOLLIS, STRANGER, manifest, soon

pytestmark = pytest.mark.browser
AIR = "Airline passenger and crew manifests (PAXLST)"


@pytest.fixture
def working(scene: Scene) -> Iterator[House]:
    """Yield a house with a worker that looks often and takes a file for whole at once."""
    settings = scene.house.settings.model_copy(update={"poll_seconds": 0.3, "settle_seconds": 0})
    object.__setattr__(scene.house, "settings", settings)
    worker = Worker(scene.house)
    worker.start()
    yield scene.house
    worker.stop()


def test_a_feed_is_paused_and_run_and_a_quarantined_file_read_again(
    working: House, live_server: Serve, browser_page: Page, sign_in: SignIn
) -> None:
    page, address = browser_page, live_server(working)
    sign_in(page, address, "odd")
    row = page.get_by_role("row").filter(has_text=AIR)
    row.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("status").first).to_contain_text(f"{AIR}: paused")
    expect(row.get_by_text("Paused by odd")).to_be_visible()
    page.evaluate("window.notReloaded = true")

    folder = working.settings.feeds / "air-manifests"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "QZ514.edi").write_bytes(manifest(HOLLIS, STRANGER, departs=soon(working)))
    time.sleep(1)
    assert (folder / "QZ514.edi").exists()

    row.get_by_role("button", name="Run now").click()
    expect(page.get_by_role("status").first).to_contain_text("a run is asked for")
    expect(row.get_by_text("done, 1 file")).to_be_visible()
    expect(page.locator("#announcement")).to_contain_text("run done, 1 file.")
    row.get_by_role("link", name=AIR).click()
    run = page.get_by_role("region", name="Runs").get_by_role("row").nth(1)
    expect(run).to_contain_text("odd")
    expect(run).to_contain_text("1 of 1")
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()

    crossed = manifest(HOLLIS, departs=soon(working), reference="QZ514B")
    take_in(working, Parcel("crossed.edi", crossed, "land-crossings", format="crossings"), "scheduler")
    page.goto(f"{address}/feeds/quarantine")
    page.get_by_role("link", name="crossed.edi").click()
    page.get_by_label("Read it as").select_option("paxlst")
    page.get_by_role("button", name="Re-process").click()
    expect(page.get_by_text("read again")).to_have_count(2)
    expect(page.locator(".head .mark")).to_have_text("accepted")
    page.goto(f"{address}/feeds/quarantine")
    expect(page.get_by_role("link", name="crossed.edi")).to_have_count(0)


def test_a_feeds_progress_is_shown_while_it_goes_on(
    served: tuple[Scene, str], browser_page: Page, sign_in: SignIn
) -> None:
    _, address = served
    page = browser_page
    sign_in(page, address, "odd")
    with page.expect_response("**/feeds/live"):
        page.goto(f"{address}/feeds/air-manifests")
    expect(page.get_by_role("progressbar", name="Run under way")).to_have_attribute("value", "12")
    expect(page.locator("#announcement")).to_have_text("")


def test_a_feed_is_paused_and_resumed_without_javascript(scene: Scene, live_server: Serve, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, live_server(scene.house), "odd")
    page.get_by_role("link", name=AIR).click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("status").first).to_contain_text("resumed")
    context.close()
