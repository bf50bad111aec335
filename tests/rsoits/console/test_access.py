from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
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
from rsoits.security import tokens
from rsoits.security.permissions import MAY
from rsoits.store.accounts import account_named
from tests.console_scene import USERS, Scene
from tests.rsoits.console.conftest import ADDRESS

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


def every_route() -> Iterator[tuple[str, Dependant]]:
    """Yield each route as method and path, with what it asks first."""
    for start, router in (("", pages.router), ("/api", api.router)):
        for route in routes_of(router):
            for method in route.methods or ():
                yield f"{method} {start}{route.path}", route.dependant


def test_every_route_asks_for_a_permission_or_is_public() -> None:
    open_to_all = [
        route
        for route, dependant in every_route()
        if not any(hasattr(call, "permissions") or call in {public, signed_in} for call in asked(dependant))
    ]
    assert open_to_all == []


def test_only_these_routes_are_public() -> None:
    free = {route for route, dependant in every_route() if public in asked(dependant)}
    assert free == {
        "GET /",
        "GET /sign-in",
        "POST /sign-in",
        "POST /sign-out",
        "GET /api/health",
        "GET /api/openapi.json",
    }


GATES = {
    "ana sol odd mara gil vera rex uma ada": ["POST /still-here"],
    "ana sol": [
        "GET /matches",
        "GET /matches/live",
        "GET /matches/live-rows",
        "GET /matches/{match_id}",
        "POST /matches/next",
        "POST /matches/{match_id}/claim",
        "POST /matches/{match_id}/let-go",
        "POST /matches/{match_id}/decision",
        "GET /api/matches",
        "POST /api/compare",
    ],
    "ana sol mara gil vera rex uma": ["GET /trips", "GET /trips/{trip_id}", "GET /api/trips/{trip_id}"],
    "mara gil vera rex": [
        "GET /inbox",
        "GET /alerts/{reference}",
        "POST /alerts/{reference}/acknowledgement",
        "GET /api/alerts",
        "GET /api/alerts/{reference}",
        "POST /api/alerts/{reference}/acknowledgement",
    ],
    "sol mara": [
        "GET /marshals",
        "GET /notices/{notice_id}/return",
        "POST /notices/{notice_id}/return",
        "POST /api/notices/{receipt}/return",
    ],
    "sol odd": [
        "GET /feeds",
        "GET /feeds/live",
        "GET /feeds/live-rows",
        "GET /feeds/{name}",
        "GET /feeds/rejects",
        "GET /feeds/rejects.csv",
        "GET /feeds/quarantine",
        "GET /feeds/intakes/{intake_id}",
        "GET /feeds/intakes/{intake_id}/findings.csv",
        "GET /registry/links",
        "GET /registry/links/{link_id}",
        "POST /registry/links/{link_id}",
        "GET /api/feeds",
    ],
    "odd": [
        "POST /feeds/upload",
        "POST /feeds/{name}/{ask}",
        "GET /feeds/intakes/{intake_id}/beginning",
        "GET /feeds/intakes/{intake_id}/file",
        "POST /feeds/intakes/{intake_id}/reading",
        "POST /feeds/intakes/{intake_id}/settled",
    ],
    "ana sol odd mara uma": ["GET /coverage", "GET /api/coverage"],
    "sol mara rex": [
        "GET /notices",
        "GET /notices/{notice_id}",
        "GET /notices/{notice_id}/attachments/{attachment_id}",
        "GET /api/notices",
        "GET /api/notices/{receipt}",
    ],
    "rex": [
        "POST /notices/upload",
        "GET /notices/intakes/{intake_id}",
        "GET /notices/new",
        "POST /notices/new",
        "GET /notices/drafts/{draft_id}",
        "POST /notices/drafts/{draft_id}",
        "POST /notices/drafts/{draft_id}/discard",
        "GET /notices/drafts/{draft_id}/attachments",
        "POST /notices/drafts/{draft_id}/attachments",
        "POST /notices/drafts/{draft_id}/attachments/{attachment_id}/remove",
        "GET /notices/drafts/{draft_id}/review",
        "POST /notices/drafts/{draft_id}/hand-in",
        "POST /notices/{notice_id}/amend",
        "GET /notices/{notice_id}/cancel",
        "POST /notices/{notice_id}/cancel",
        "POST /api/notices",
        "POST /api/notices/{receipt}/cancel",
    ],
    "sol odd rex": [
        "GET /registry",
        "GET /registry/worklist.csv",
        "GET /api/registry/quality",
        "GET /api/intakes/{intake_id}",
        "GET /api/intakes/{intake_id}/findings",
    ],
    "odd rex": ["POST /api/feeds/{feed}/files"],
    "uma": ["GET /audit"],
    "ada": [
        "GET /accounts",
        "POST /accounts",
        "POST /accounts/{account_id}/release",
        "POST /accounts/{account_id}/disabled",
    ],
}
"""Who may use what, each route once; the permissions in the routes must come to the same."""

BY_FEED = {
    "POST /api/feeds/{feed}/files",
    "GET /api/intakes/{intake_id}",
    "GET /api/intakes/{intake_id}/findings",
}
"""All that a token for one feed opens."""

IN_ADDRESSES = {"name": "air-manifests", "feed": "air-manifests", "ask": "run"}


def gates() -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield each gate, its method, an address behind it, and who may go through."""
    for allowed, routes in GATES.items():
        for route in routes:
            method, _, path = route.partition(" ")
            address = re.sub(r"{(\w+)}", lambda place: IN_ADDRESSES.get(place[1], "1"), path)
            yield route, method, address, allowed.split()


def test_every_route_stands_in_the_table_of_gates() -> None:
    gated = {route for route, dependant in every_route() if public not in asked(dependant)}
    assert sorted(route for route, *_ in gates()) == sorted(gated)


def test_the_permissions_of_the_routes_come_to_the_table_of_gates() -> None:
    asks = {
        route: [call.permissions for call in asked(dependant) if hasattr(call, "permissions")]
        for route, dependant in every_route()
    }
    may = {name: MAY[role] for name, (_, role, _) in USERS.items() if name in EVERYONE}
    found = {
        route: [name for name, held in may.items() if all(held & set(one) for one in asks[route])]
        for route, *_ in gates()
    }
    assert found == {route: [name for name in may if name in allowed] for route, _, _, allowed in gates()}


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
def test_every_gate_is_shut_to_all_others(reader: Visit, username: str) -> None:
    client = reader(username)
    passed = [
        route
        for route, method, address, allowed in gates()
        if username not in allowed and client.request(method, address).status_code != 403
    ]
    assert passed == []


def test_a_token_opens_no_page_and_one_for_a_feed_nothing_but_its_files(scene: Scene) -> None:
    with scene.house.writing("test") as (session, acting):
        account = account_named(session, "odd")
        assert account
        whole, limited = (
            tokens.make(session, acting, account, "a test's machine", timedelta(days=1), feed)
            for feed in ("", "air-manifests")
        )

    def answers(token: str) -> dict[str, int]:
        client = TestClient(create_app(scene.house), base_url=ADDRESS, follow_redirects=False)
        headers = {"Authorization": f"Bearer {token}"}
        return {
            route: client.request(method, address, headers=headers).status_code for route, method, address, _ in gates()
        }

    by_the_whole, by_the_limited = answers(whole), answers(limited)
    pages_only = {route for route in by_the_whole if " /api/" not in route}
    assert {by_the_whole[route] for route in pages_only} == {303}
    assert {by_the_limited[route] for route in pages_only} == {303}
    assert by_the_whole["GET /api/feeds"] == 200
    shut = by_the_limited.keys() - pages_only - BY_FEED
    assert {by_the_limited[route] for route in shut} == {403}
    assert {by_the_limited[route] for route in BY_FEED} & {401, 403} == set()


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
