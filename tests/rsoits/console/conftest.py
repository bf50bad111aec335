"""One furnished house for the tests that only read, a fresh one on each database for those that write."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from rsoits.app import create_app
from rsoits.house import House
from rsoits.settings import Settings
from rsoits.store.matches import Verdict
from tests.console_feeds import Furnished, furnish
from tests.console_scene import PASSWORD, Scene, build

Visit = Callable[[str], TestClient]
ADDRESS = "http://127.0.0.1:8000"


def visit(house: House, username: str) -> TestClient:
    """Return a client that is signed in."""
    client = TestClient(create_app(house), base_url=ADDRESS, follow_redirects=False)
    answer = client.post("/sign-in", data={"username": username, "password": PASSWORD, "accept": "yes"})
    assert answer.status_code == 303, answer.text
    return client


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Yield a scene in which one match waits for its second reader; tests must not change it."""
    settings = Settings(data=tmp_path_factory.mktemp("shared"), secret=SecretStr("a secret for tests only"))
    house = House.open(settings)
    scene = build(house)
    scene.decide("ana", scene.matches[1], Verdict.CONFIRM, "The first reader's own words.")
    yield scene
    house.database.dispose()


@pytest.fixture(scope="session")
def reader(shared: Scene) -> Visit:
    """Return signed-in clients on the shared scene, one per account."""
    clients: dict[str, TestClient] = {}

    def as_user(username: str) -> TestClient:
        if username not in clients:
            clients[username] = visit(shared.house, username)
        return clients[username]

    return as_user


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Return a closed scene whose database file can be copied."""
    settings = Settings(data=tmp_path_factory.mktemp("furnished"), secret=SecretStr("a secret for tests only"))
    house = House.open(settings)
    scene = build(house)
    house.database.dispose()
    return scene


@pytest.fixture
def scene(furnished: Scene, tmp_path: Path) -> Iterator[Scene]:
    """Yield a scene of the test's own."""
    data = tmp_path / "data"
    shutil.copytree(furnished.house.settings.data, data)
    house = House.open(furnished.house.settings.model_copy(update={"data": data}))
    yield replace(furnished, house=house, matches=[*furnished.matches])
    house.database.dispose()


@pytest.fixture
def scene_on_each(house: House) -> Scene:
    """Return a scene of the test's own, once on each kind of database."""
    return build(house)


@pytest.fixture(scope="session")
def operated(furnished: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Scene, Furnished]]:
    """Yield a scene whose feeds have a month behind them; tests must not change it."""
    house = _copy(furnished, tmp_path_factory.mktemp("operated"))
    yield replace(furnished, house=house), furnish(house)
    house.database.dispose()


@pytest.fixture(scope="session")
def operator(operated: tuple[Scene, Furnished]) -> TestClient:
    """Return the operator's client on the scene whose feeds have a month behind them."""
    return visit(operated[0].house, "odd")


@pytest.fixture
def furnished_scene(operated: tuple[Scene, Furnished], tmp_path: Path) -> Iterator[tuple[Scene, Furnished]]:
    """Yield such a scene of the test's own."""
    scene, found = operated
    house = _copy(scene, tmp_path)
    yield replace(scene, house=house), found
    house.database.dispose()


def _copy(scene: Scene, folder: Path) -> House:
    data = folder / "data"
    shutil.copytree(scene.house.settings.data, data)
    return House.open(scene.house.settings.model_copy(update={"data": data}))
