"""A real browser against a real server: fixtures for every journey.

The browser is the one `RSOITS_BROWSER` names, or `chromium` on the path. Without one these tests are skipped with the
reason printed, unless `RSOITS_REQUIRE` contains `browser`.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright
from pydantic import SecretStr

from rsoits.app import create_app
from rsoits.house import House
from rsoits.settings import Settings
from rsoits.store.matches import Verdict
from tests.conftest import skip_or_fail
from tests.console_feeds import furnish
from tests.console_scene import PASSWORD, Scene, build

Serve = Callable[[House], str]
SignIn = Callable[[Page, str, str], None]

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield a running browser."""
    path = os.environ.get("RSOITS_BROWSER") or shutil.which("chromium")
    if not path:
        skip_or_fail("browser", "no browser: set RSOITS_BROWSER or put chromium on the path")
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        except Error as error:
            skip_or_fail("browser", f"the browser {path} does not start ({type(error).__name__})")
        expect.set_options(timeout=10_000)
        yield running
        running.close()


@pytest.fixture
def problems() -> list[str]:
    """Return what the browser complained of; a test that provokes an error clears it."""
    return []


@pytest.fixture
def browser_page(browser: Browser, problems: list[str]) -> Iterator[Page]:
    """Yield an empty page of its own; afterwards nothing may have been written to the console as an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    watch(page, problems)
    yield page
    context.close()
    assert problems == []


def watch(page: Page, problems: list[str]) -> None:
    """Note errors and warnings of the console, which is also where a broken content policy shows."""

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            problems.append(f"{message.type}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))


@pytest.fixture
def live_server() -> Iterator[Serve]:
    """Return a function that serves a house on a free port and returns the address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(house: House) -> str:
        started = _start(house)
        running.append(started)
        return _address(started[0])

    yield serve
    for server, thread in running:
        _stop(server, thread)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scene, str]]:
    """Yield a scene with a match that waits for its second reader and feeds that have a past, and its address."""
    settings = Settings(data=tmp_path_factory.mktemp("served"), secret=SecretStr("a secret for tests only"))
    house = House.open(settings)
    scene = build(house)
    scene.decide("ana", scene.matches[1], Verdict.CONFIRM)
    furnish(house)
    server, thread = _start(house)
    yield scene, _address(server)
    _stop(server, thread)
    house.database.dispose()


@pytest.fixture
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Yield a scene of the test's own."""
    settings = Settings(data=tmp_path_factory.mktemp("scene"), secret=SecretStr("a secret for tests only"))
    house = House.open(settings)
    yield build(house)
    house.database.dispose()


@pytest.fixture
def sign_in() -> SignIn:
    """Return a function that signs a page in; `password` of the scene's accounts."""
    return enter


def enter(page: Page, address: str, username: str, password: str = PASSWORD) -> None:
    """Accept the conditions and sign in."""
    page.goto(f"{address}/sign-in")
    page.get_by_text("I have read these conditions").click()
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def _start(house: House) -> tuple[uvicorn.Server, threading.Thread]:
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(house),
            host="127.0.0.1",
            port=0,
            log_level="warning",
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            return server, thread
        time.sleep(0.05)
    pytest.fail("the server did not start within ten seconds")


def _address(server: uvicorn.Server) -> str:
    return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"


def _stop(server: uvicorn.Server, thread: threading.Thread) -> None:
    server.should_exit = True
    thread.join(timeout=5)
    server.force_exit = True
    thread.join(timeout=5)
