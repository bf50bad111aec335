from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from rsoits.app import create_app
from tests.console_scene import PASSWORD, Scene
from tests.rsoits.console.conftest import ADDRESS, visit


@pytest.fixture
def client(scene: Scene) -> TestClient:
    return TestClient(create_app(scene.house), base_url=ADDRESS, follow_redirects=False)


def form(**changes: str) -> dict[str, str]:
    return {"username": "ana", "password": PASSWORD, "accept": "yes", **changes}


def test_five_wrong_passwords_lock_the_account_until_it_is_released(scene: Scene, client: TestClient) -> None:
    for _ in range(5):
        answer = client.post("/sign-in", data=form(password="not the password"))
        assert answer.status_code == 422
        assert "do not fit together" in answer.text
    assert "locked" in client.post("/sign-in", data=form()).text
    administrator = visit(scene.house, "ada")
    ana = scene.actor("ana").account_id
    assert administrator.post(f"/accounts/{ana}/release").status_code == 303
    assert client.post("/sign-in", data=form()).status_code == 303


def test_nobody_enters_without_accepting_the_conditions(client: TestClient) -> None:
    answer = client.post("/sign-in", data=form(accept=""))
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers
    assert 'value="ana"' in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.parametrize(
    ("goal", "lands"),
    [
        ("/trips/2", "/trips/2"),
        ("//elsewhere.example", "/"),
        ("https://elsewhere.example", "/"),
        ("/\\elsewhere.example", "/"),
        ("/\telsewhere", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_never_leaves_the_site(client: TestClient, goal: str, lands: str) -> None:
    assert client.post("/sign-in", data=form(next=goal)).headers["location"] == lands


def test_the_cookie_is_out_of_reach_of_scripts_and_ends_with_the_session(client: TestClient) -> None:
    cookie = client.post("/sign-in", data=form()).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    kept = dict(client.cookies)
    assert client.get("/matches").status_code == 200
    assert client.post("/sign-out").status_code == 303
    client.cookies.update(kept)
    assert client.get("/matches").status_code == 303


def test_an_unknown_user_is_refused_in_the_same_words(client: TestClient) -> None:
    assert "do not fit together" in client.post("/sign-in", data=form(username="nobody-here")).text
