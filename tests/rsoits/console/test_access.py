from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from rsoits import api
from rsoits.access import public, signed_in
from rsoits.app import create_app
from rsoits.console import pages
from tests.console_scene import Scene

Visit = Callable[[str], TestClient]


def routes_of(router: APIRouter) -> Iterator[APIRoute]:
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from routes_of(route.original_router)  # type: ignore[attr-defined]  # a router inside a router


def asked(dependant: Dependant) -> Iterator[Any]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from asked(inner)


def test_every_route_asks_for_a_permission_or_is_public() -> None:
    routes = [*routes_of(pages.router), *routes_of(api.router)]
    assert len(routes) > 30
    open_to_all = [
        route.path
        for route in routes
        if not any(hasattr(call, "permissions") or call in {public, signed_in} for call in asked(route.dependant))
    ]
    assert open_to_all == []


def test_only_these_routes_are_public() -> None:
    routes = [*routes_of(pages.router), *routes_of(api.router)]
    free = {route.path.removeprefix("/api") for route in routes if public in asked(route.dependant)}
    assert free == {"/", "/sign-in", "/sign-out", "/health", "/openapi.json"}


PAGES = {
    "/matches": {"ana", "sol"},
    "/matches/1": {"ana", "sol"},
    "/trips": {"ana", "sol", "mara", "gil", "rex", "uma", "vera"},
    "/trips/2": {"ana", "sol", "mara", "gil", "rex", "uma"},
    "/inbox": {"mara", "gil", "rex", "vera"},
    "/marshals": {"mara", "sol"},
    "/feeds": {"odd", "sol"},
    "/feeds/air-manifests": {"odd", "sol"},
    "/feeds/rejects": {"odd", "sol"},
    "/feeds/rejects.csv": {"odd", "sol"},
    "/feeds/quarantine": {"odd", "sol"},
    "/feeds/intakes/2": {"odd", "sol"},
    "/feeds/intakes/2/file": {"odd"},
    "/feeds/intakes/2/beginning": {"odd"},
    "/coverage": {"odd", "sol", "ana", "uma", "mara"},
    "/api/coverage": {"odd", "sol", "ana", "uma", "mara"},
    "/api/feeds": {"odd", "sol"},
    "/notices": {"rex", "sol", "mara"},
    "/notices/1": {"rex", "sol", "mara"},
    "/notices/1/return": {"sol", "mara"},
    "/notices/1/cancel": {"rex"},
    "/notices/new": {"rex"},
    "/api/notices": {"rex", "sol", "mara"},
    "/registry": {"sol", "odd", "rex"},
    "/registry/worklist.csv": {"sol", "odd", "rex"},
    "/registry/links": {"sol", "odd"},
    "/audit": {"uma"},
    "/accounts": {"ada"},
    "/api/matches": {"ana", "sol"},
    "/api/registry/quality": {"sol", "odd", "rex"},
    "/api/alerts": {"mara", "gil", "rex", "vera"},
}
EVERYONE = ("ana", "sol", "odd", "mara", "gil", "vera", "rex", "uma", "ada")


@pytest.mark.parametrize("username", EVERYONE)
def test_each_role_opens_its_own_pages_and_no_others(shared: Scene, reader: Visit, username: str) -> None:
    assert shared.trip == 2
    opened = {path for path in PAGES if reader(username).get(path).status_code == 200}
    assert opened == {path for path, allowed in PAGES.items() if username in allowed}


@pytest.mark.parametrize("username", EVERYONE)
def test_the_navigation_offers_what_opens(reader: Visit, username: str) -> None:
    client = reader(username)
    home = client.get(client.get("/").headers["location"])
    assert home.status_code == 200
    offered = [path for path in PAGES if f'<li><a href="{path}"' in home.text]
    assert offered
    assert all(client.get(path).status_code == 200 for path in offered)


def test_a_refused_page_says_so_in_one_sentence(reader: Visit) -> None:
    answer = reader("odd").get("/matches")
    assert answer.status_code == 403
    assert "Your role does not allow this." in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path", ["/matches/999", "/matches/abc", "/trips/999", "/nowhere", "/matches/99999999999999999999"]
)
def test_what_is_not_there_is_not_found(reader: Visit, path: str) -> None:
    answer = reader("ana").get(path)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_machines_are_told_in_json(reader: Visit) -> None:
    answer = reader("odd").get("/api/matches")
    assert answer.status_code == 403
    assert answer.json().keys() == {"error", "cure"}


def test_a_stranger_is_led_to_the_sign_in_and_back(shared: Scene) -> None:
    client = TestClient(create_app(shared.house), follow_redirects=False)
    answer = client.get("/trips/2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Ftrips%2F2")
    assert client.get("/api/matches").status_code == 401
    assert client.get("/matches/live-rows", headers={"hx-request": "true"}).headers["hx-redirect"] == "/sign-in"


def test_a_failure_shows_no_inside_and_logs_no_text(
    reader: Visit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("HOLLIS, Marten born 1971-03-09")

    monkeypatch.setattr("rsoits.console.pages.matches.queue_rows", fail)
    answer = reader("ana").get("/matches")
    assert answer.status_code == 500
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "Something went wrong on our side." in answer.text
    told = capsys.readouterr()
    assert "ValueError" in told.out + told.err
    assert "HOLLIS" not in answer.text + told.out + told.err
