"""The main job, as its people do it: a file is dropped, a match appears, a person decides, an agency acknowledges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from rsoits.house import House
from rsoits.security.permissions import Role
from rsoits.services.schedule import Worker
from tests.journeys.conftest import Serve, enter, watch
from tests.rsoits.scenes import HOLLIS, PASSPHRASE, REASON, STRANGER, load_registry, manifest, person, soon

pytestmark = pytest.mark.browser
Window = Callable[[str], Page]


@pytest.fixture
def working(house: House) -> Iterator[House]:
    """Yield a house whose worker watches the folders and relays alerts."""
    load_registry(house)
    person(house, "kim", Role.ANALYST)
    person(house, "dana", Role.MARSHAL, "USMS")
    person(house, "lou", Role.AGENCY, "TX")
    person(house, "vera", Role.AGENCY, "VT")
    worker = Worker(house)
    worker.start()
    yield house
    worker.stop()


@pytest.fixture
def window(working: House, live_server: Serve, browser: Browser, problems: list[str]) -> Iterator[Window]:
    """Return a function that opens a signed-in window of someone's own."""
    address = live_server(working)
    contexts = []

    def of(username: str) -> Page:
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        watch(page, problems)
        enter(page, address, username, PASSPHRASE)
        return page

    yield of
    for context in contexts:
        context.close()
    assert problems == []


def test_a_dropped_manifest_becomes_an_acknowledged_alert(working: House, window: Window) -> None:
    queue = window("kim")
    expect(queue.get_by_text("Nothing here. New matches appear by themselves")).to_be_visible()

    folder = working.settings.feeds / "air-manifests"
    (folder / "QZ514.edi.part").write_bytes(manifest(STRANGER, HOLLIS, departs=soon(working)))
    (folder / "QZ514.edi.part").rename(folder / "QZ514.edi")
    row = queue.get_by_role("link", name="HOLLIS, MARTEN RAY")
    expect(row).to_be_visible()
    expect(queue.get_by_role("status").filter(has_text="1 new match")).to_be_attached()
    expect(queue.get_by_text("OYELARAN")).to_have_count(0)

    row.click()
    expect(queue.get_by_role("heading", name="Is this one person?")).to_be_visible()
    queue.keyboard.press("y")
    queue.get_by_label("Reason").fill(REASON)
    queue.get_by_role("button", name="Put on record").click()
    expect(queue.get_by_role("status").first).to_contain_text("4 alerts")

    marshal = window("dana")
    expect(marshal.get_by_role("link", name="Departure without travel notice")).to_be_visible()

    agency = window("lou")
    agency.get_by_role("link", name="Departure without travel notice").click()
    expect(agency.get_by_text("A registry hit alone is no ground for arrest")).to_be_visible()
    agency.get_by_label("Note").fill("Officer assigned.")
    agency.get_by_role("button", name="Acknowledge").click()
    expect(agency.get_by_text("Officer assigned.")).to_be_visible()

    marshal.get_by_role("link", name=re.compile(r"^trip \d+$")).click()
    expect(marshal.get_by_role("heading", name="HOLLIS, Marten Ray")).to_be_visible()
    timeline = marshal.get_by_role("region", name="Timeline")
    expect(timeline.get_by_text("Acknowledged by Texas Sex Offender Registration Office")).to_be_visible()
    expect(timeline.get_by_text("Officer assigned.")).to_be_visible()

    stranger = window("vera")
    expect(stranger.get_by_role("link", name="Departure without travel notice")).to_have_count(0)
