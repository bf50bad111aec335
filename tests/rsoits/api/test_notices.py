"""The notice API: by token or cookie, one way in, every refusal explained."""

from __future__ import annotations

import base64
import json
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from rsoits.app import create_app
from rsoits.cli import app
from rsoits.security import tokens
from rsoits.store.accounts import ApiToken, account_named
from rsoits.store.files import SourceFile
from rsoits.store.notices import Notice
from tests.console_scene import Scene
from tests.rsoits.console.conftest import ADDRESS, visit

PDF = b"%PDF-1.7 an invented ticket"


def _notice(**change: Any) -> dict[str, Any]:  # noqa: ANN401  JSON values
    return {
        "kind": "intended_travel",
        "reference": "TX-API-1",
        "version": 1,
        "jurisdiction": "TX",
        "registrant_id": "TX-009001",
        "person": {"names": ["HOLLIS, Marten Ray"], "birth_dates": ["1971-03-09"]},
        "legs": [
            {"departure_place": "IAH", "departure_country": "USA", "departs": "2031-03-28",
             "arrival_place": "CDG", "arrival_country": "FRA", "arrives": "2031-03-29",
             "carrier": "QZ", "number": "88", "means": "air", "transit": True},
            {"departure_place": "CDG", "departure_country": "FRA", "departs": "2031-03-29",
             "arrival_place": "BKK", "arrival_country": "THA", "arrives": "2031-03-30",
             "carrier": "QZ", "number": "90", "means": "air"},
        ],
        "returns": "2031-04-20", "return_place": "IAH", "purpose": "vacation", "contact": "+66 2 555 0100",
        "attachments": [{"name": "ticket.pdf", "content": base64.b64encode(PDF).decode()}],
        **change,
    }  # fmt: skip


@pytest.fixture
def client(scene: Scene) -> TestClient:
    return TestClient(create_app(scene.house), base_url=ADDRESS)


def _token(scene: Scene, username: str, feed: str = "", days: int = 5) -> str:
    with scene.house.writing("test") as (session, acting):
        account = account_named(session, username)
        assert account
        return tokens.make(session, acting, account, "a test's machine", timedelta(days=days), feed)


def _as(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def officer(scene: Scene, client: TestClient) -> TestClient:
    client.headers.update(_as(_token(scene, "rex")))
    return client


def _explained(answer: Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["error"].endswith((".", "yes)")), answer.text
    assert answer.json()["cure"]


def test_a_notice_sent_by_a_machine_gets_a_receipt_and_can_be_followed(scene: Scene, officer: TestClient) -> None:
    sent = officer.post("/api/notices", json=_notice())
    assert sent.status_code == 201, sent.text
    told = sent.json()
    assert (told["status"], told["channel"], told["late"], told["findings"]) == ("received", "api", False, [])
    full = officer.get(f"/api/notices/{told['receipt'].lower().replace('-', ' ')}").json()
    assert full["notice"]["legs"][0]["transit"] == "yes"
    assert full["attachments"][0]["media_type"] == "application/pdf"
    listed = officer.get("/api/notices?limit=1").json()
    assert (listed["total"], listed["notices"][0]["receipt"]) == (2, told["receipt"])
    with scene.house.database.reading() as session:
        notice = session.exec(select(Notice).where(Notice.receipt == told["receipt"])).one()
        assert notice.destination == "THA"
        assert json.loads(session.get_one(SourceFile, notice.source_file_id).content) == _notice()


def test_the_same_again_changes_nothing_and_other_content_is_a_conflict(officer: TestClient) -> None:
    first = officer.post("/api/notices", json=_notice())
    again = officer.post("/api/notices", json=_notice())
    assert (again.status_code, again.json()["receipt"]) == (200, first.json()["receipt"])
    reworded = officer.post("/api/notices", json=_notice(submitted_at="2031-01-01T00:00:00+00:00"))
    assert (reworded.status_code, reworded.json()["receipt"]) == (200, first.json()["receipt"])
    other = officer.post("/api/notices", json=_notice(purpose="business"))
    _explained(other, 409)
    assert officer.get(f"/api/notices/{first.json()['receipt']}").json()["notice"]["purpose"] == "vacation"


def test_amending_cancelling_and_returning(scene: Scene, officer: TestClient) -> None:
    first = officer.post("/api/notices", json=_notice()).json()["receipt"]
    marshal = visit(scene.house, "mara")
    why = {"reason": "The passport number is missing."}
    back = marshal.post(f"/api/notices/{first}/return", json=why)
    assert (back.status_code, back.json()["status"]) == (200, "returned for correction")
    assert officer.get(f"/api/notices/{first}").json()["reason"] == why["reason"]
    second = officer.post("/api/notices", json=_notice(version=2, returns="2031-04-22")).json()
    assert second["receipt"] != first
    assert officer.get(f"/api/notices/{first}").json()["status"] == "amended"
    _explained(officer.post(f"/api/notices/{first}/cancel", json=why), 409)
    off = officer.post(f"/api/notices/{second['receipt']}/cancel", json={"reason": "The journey is off."})
    assert (off.status_code, off.json()["status"]) == (200, "cancelled")
    _explained(officer.post(f"/api/notices/{second['receipt']}/cancel", json=why), 409)


@pytest.mark.parametrize(
    ("document", "status", "code"),
    [
        (b"[", 422, "unreadable-json"),
        (b"[]", 422, "not-one-notice"),
        (json.dumps([_notice(), _notice(reference="B")]).encode(), 422, "not-one-notice"),
        (json.dumps(_notice(legs=[])).encode(), 422, "missing-legs"),
        (json.dumps(_notice(jurisdiction="VT")).encode(), 403, "not-yours-to-send"),
        (b"\xff\x00", 422, ""),
    ],
)
def test_what_cannot_be_taken_is_explained(officer: TestClient, document: bytes, status: int, code: str) -> None:
    answer = officer.post("/api/notices", content=document, headers={"Content-Type": "application/json"})
    _explained(answer, status)
    assert code in {finding["code"] for finding in answer.json()["findings"]} | {""}


def test_an_incomplete_notice_gets_in_and_says_what_is_missing(officer: TestClient) -> None:
    notice = deepcopy(_notice(returns="", return_place="", purpose="", contact="", emergency=True))
    notice["legs"] = [{"arrival_country": "MEX"}]
    told = officer.post("/api/notices", json=notice)
    assert told.status_code == 201
    findings = told.json()["findings"]
    assert {"missing-purpose", "missing-return-date", "missing-departure-date", "missing-means"} <= {
        row["code"] for row in findings
    }
    assert all("20914(a)(7)" in row["reason"] and row["cure"] for row in findings)


def test_a_token_is_good_for_the_api_only_and_until_it_ends(scene: Scene, client: TestClient) -> None:
    token = _token(scene, "rex")
    assert client.get("/api/notices", headers=_as(token)).status_code == 200
    assert client.get("/notices", headers=_as(token), follow_redirects=False).headers["location"].startswith("/sign-in")
    with scene.house.writing("test") as (session, acting):
        row = session.exec(select(ApiToken)).one()
        assert row.used_at
        assert token not in str(row)
        tokens.revoke(session, acting, row.id or 0)
    for bad in (token, "rsoits_nonsense", "", _token(scene, "rex", days=-1)):
        refused = client.get("/api/notices", headers=_as(bad))
        _explained(refused, 401)
        assert refused.headers["www-authenticate"] == "Bearer"


def test_tokens_are_made_listed_and_revoked_by_command(
    scene: Scene, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RSOITS_DATA", str(scene.house.settings.data))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, ["user", "token", *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    token = run("add", "REX", "--label", "registry system").strip()
    assert client.get("/api/notices", headers=_as(token)).status_code == 200
    listed = run("list")
    assert "registry system" in listed
    assert token not in listed
    run("revoke", "1")
    assert "revoked" in run("list")
    _explained(client.get("/api/notices", headers=_as(token)), 401)
    for wrong in (("revoke", "99"), ("revoke", "9" * 20), ("add", "rex", "--label", "x", "--feed", "sea-monsters")):
        assert CliRunner().invoke(app, ["user", "token", *wrong]).exit_code == 2
    run("add", "rex", "--label", "[/a] label")
    with scene.house.database.writing() as session:
        account = account_named(session, "rex")
        assert account
        account.disabled = True
    assert "[/a] label" in run("list")
    assert "account disabled" in run("list")


@pytest.mark.parametrize("ended", ["disabled", "locked_at"])
def test_the_tokens_of_a_disabled_or_locked_account_do_nothing(scene: Scene, client: TestClient, ended: str) -> None:
    headers = _as(_token(scene, "rex"))
    assert client.get("/api/notices", headers=headers).status_code == 200
    with scene.house.database.writing() as session:
        account = account_named(session, "rex")
        assert account
        setattr(account, ended, True if ended == "disabled" else scene.house.now())
    _explained(client.get("/api/notices", headers=headers), 401)


def test_a_bad_token_is_not_made_good_by_a_cookie(scene: Scene) -> None:
    signed_in = visit(scene.house, "rex")
    assert signed_in.get("/api/notices").status_code == 200
    _explained(signed_in.get("/api/notices", headers=_as("rsoits_nonsense")), 401)


def test_a_token_for_one_feed_opens_nothing_else(scene: Scene, client: TestClient) -> None:
    headers = _as(_token(scene, "odd", feed="air-manifests"))
    _explained(client.get("/api/matches", headers=headers), 403)
    _explained(client.post("/api/notices", headers=headers, json=_notice()), 403)


def test_refusals_are_json_with_a_cure(scene: Scene, officer: TestClient) -> None:
    _explained(officer.get("/api/notices/N-2222-2222-2222"), 404)
    _explained(officer.get("/api/nothing"), 404)
    _explained(officer.post("/api/notices", content=b"<a/>", headers={"Content-Type": "text/xml"}), 415)
    _explained(officer.post("/api/notices/N-2222-2222-2222/cancel", json={"reason": "short"}), 422)
    _explained(officer.post("/api/notices/N-2222-2222-2222/return", json={"reason": "long enough"}), 403)
    _explained(officer.get("/api/trips/99"), 404)
    big = b" " * (scene.house.settings.largest_file_bytes + 100_000)
    _explained(officer.post("/api/notices", content=big, headers={"Content-Type": "application/json"}), 413)
    signed_in = visit(scene.house, "rex")
    _explained(signed_in.post("/api/notices", json=_notice(), headers={"Sec-Fetch-Site": "cross-site"}), 403)
    bare = TestClient(create_app(scene.house), base_url=ADDRESS)
    elsewhere = {"Origin": "https://other.example", **_as(_token(scene, "rex"))}
    assert bare.post("/api/notices", json=_notice(), headers=elsewhere).status_code == 201


def test_notices_of_others_are_out_of_sight(scene: Scene, officer: TestClient) -> None:
    receipt = officer.post("/api/notices", json=_notice()).json()["receipt"]
    with scene.house.writing("test") as (session, _):
        account = account_named(session, "rex")
        assert account
        account.jurisdiction = "VT"
        session.add(account)
    _explained(officer.get(f"/api/notices/{receipt}"), 404)
    _explained(officer.post(f"/api/notices/{receipt}/cancel", json={"reason": "Not mine to cancel."}), 404)
    assert officer.get("/api/notices").json()["total"] == 0


def test_the_document_describes_the_routes_and_is_public(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["info"]["title"] == "RSOITS"
    sending = document["paths"]["/api/notices"]["post"]
    assert {"200", "201", "401", "403", "409", "413", "415", "422"} <= set(sending["responses"])
    schema = sending["requestBody"]["content"]["application/json"]["schema"]
    assert {"reference", "jurisdiction", "person", "legs"} == set(schema["required"])
    assert "fbi_number" in schema["properties"]
    assert "HTTPValidationError" not in json.dumps(document)
    for path, methods in document["paths"].items():
        assert path == "/api/health" or all("security" in one for one in methods.values()), path
