"""The push API: one file in a request, the same intake as by any other way, every refusal explained."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import anyio
import pytest
from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient
from starlette.types import Message

from rsoits.app import create_app
from rsoits.house import House
from rsoits.security import tokens
from rsoits.store.accounts import account_named
from rsoits.store.files import SourceFile
from rsoits.store.intakes import Intake, state_held
from rsoits.store.notices import Notice
from tests.console_scene import Scene
from tests.rsoits.console.conftest import ADDRESS
from tests.rsoits.scenes import HOLLIS, STRANGER, manifest, soon

AIR = "/api/feeds/air-manifests/files"
NOTICES = "/api/feeds/travel-notices/files"
Sender = Callable[..., TestClient]


@pytest.fixture
def sender(scene: Scene) -> Sender:
    """Return clients that show a token, of an account and perhaps for one feed only."""

    def as_machine(username: str, feed: str = "", house: House | None = None) -> TestClient:
        with scene.house.writing("test") as (session, acting):
            account = account_named(session, username)
            assert account
            token = tokens.make(session, acting, account, "a test's machine", timedelta(days=5), feed)
        app = create_app(house or scene.house)
        return TestClient(app, base_url=ADDRESS, headers={"Authorization": f"Bearer {token}"})

    return as_machine


def _notice(jurisdiction: str, reference: str = "A-1") -> dict[str, object]:
    return {
        "reference": reference,
        "jurisdiction": jurisdiction,
        "registrant_id": "TX-009001",
        "person": {"names": ["HOLLIS, Marten Ray"], "birth_dates": ["1971-03-09"]},
        "legs": [{"departure_country": "USA", "departs": "2031-03-28", "arrival_country": "THA", "means": "air"}],
    }


def _explained(answer: Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["error"].strip()
    assert answer.json()["cure"].strip()


def _how_many(scene: Scene) -> tuple[int, int]:
    with scene.house.database.reading() as session:
        return len(session.exec(select(Intake)).all()), len(session.exec(select(SourceFile)).all())


def test_a_pushed_manifest_is_on_record_and_can_be_looked_up(scene: Scene, sender: Sender) -> None:
    operator = sender("odd", "air-manifests")
    data = manifest(HOLLIS, STRANGER, departs=soon(scene.house))
    answer = operator.post(AIR, content=data, headers={"X-File-Name": "QZ514%20M%C3%A4rz.edi"})
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["state"], told["format"], told["travellers"], told["name"]) == (
        "accepted",
        "paxlst",
        2,
        "QZ514 März.edi",
    )
    assert operator.get(f"/api/intakes/{told['id']}").json() == told
    assert told["findings"] == operator.get(f"/api/intakes/{told['id']}/findings").json()["findings"]
    with scene.house.database.reading() as session:
        delivered = state_held(session, "air-manifests").delivered_at
    assert delivered is not None
    assert scene.house.now() - delivered < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="../../etc/list.edi"', "list.edi"),
        ("attachment; filename*=utf-8''M%C3%A4rz%00.edi", "März.edi"),
        ("attachment; filename*=undefined''list.edi", "unnamed"),
        ("attachment; filename*=idna''%ff", "unnamed"),
        ("gibberish", "unnamed"),
    ],
)
def test_a_name_in_any_encoding_is_read_or_passed_over(sender: Sender, header: str, name: str) -> None:
    answer = sender("odd").post(AIR, content=b"no manifest at all", headers={"Content-Disposition": header})
    _explained(answer, 422)
    assert answer.json()["intake"]["name"] == name


def test_the_same_bytes_again_change_nothing(scene: Scene, sender: Sender) -> None:
    operator = sender("odd")
    data = manifest(HOLLIS, departs=soon(scene.house))
    assert operator.post(AIR, content=data).status_code == 201
    again = operator.post(AIR, content=data)
    assert (again.status_code, again.json()["state"], again.json()["travellers"]) == (200, "duplicate", 0)


def test_a_file_of_which_nothing_can_be_read_waits_in_quarantine_under_a_number(sender: Sender) -> None:
    operator = sender("odd")
    answer = operator.post(AIR, content=b"no manifest at all", headers={"X-File-Name": "x.edi"})
    _explained(answer, 422)
    told = answer.json()["intake"]
    assert (told["state"], told["name"]) == ("quarantined", "x.edi")
    assert told["findings"][0]["reason"]
    assert operator.get(f"/api/intakes/{told['id']}").json()["state"] == "quarantined"
    packed = operator.post(AIR, content=b"\x1f\x8b\x08 a packed file")
    assert packed.json()["intake"]["findings"][0]["code"] == "packed-file"


def test_findings_come_in_screenfuls(sender: Sender) -> None:
    operator = sender("odd")
    rows = "\n".join(f"C{number},x" for number in range(70))
    header = "crossing_id,crossed_at,direction,port,surname,given_names,birth_date"
    answer = operator.post("/api/feeds/land-crossings/files", content=f"{header}\n{rows}\n".encode())
    told = answer.json().get("intake", answer.json())
    assert len(told["findings"]) == 50
    page = operator.get(f"/api/intakes/{told['id']}/findings?offset=60&limit=5").json()
    assert (page["total"], len(page["findings"])) == (70, 5)
    assert page["findings"][0]["where"] == "line 62"


def test_what_may_not_come_in_is_refused_with_a_cure_and_nothing_is_kept(scene: Scene, sender: Sender) -> None:
    before = _how_many(scene)
    data = manifest(HOLLIS, departs=soon(scene.house))
    _explained(sender("odd").post("/api/feeds/nowhere/files", content=data), 404)
    _explained(sender("odd", "land-crossings").post(AIR, content=data), 403)
    _explained(sender("ana").post(AIR, content=data), 403)
    _explained(TestClient(create_app(scene.house), base_url=ADDRESS).post(AIR, content=data), 401)
    _explained(sender("odd").post(AIR, content=data, headers={"Content-Encoding": "gzip"}), 415)
    small = replace(scene.house, settings=scene.house.settings.model_copy(update={"largest_file_bytes": 1000}))
    for size in (1001, 100_000):
        _explained(sender("odd", house=small).post(AIR, content=b"x" * size), 413)
    assert _how_many(scene) == before


def test_a_paused_feed_asks_for_the_file_later(scene: Scene, sender: Sender) -> None:
    with scene.house.database.writing() as session:
        state_held(session, "air-manifests").paused_at = scene.house.now()
    before = _how_many(scene)
    answer = sender("odd").post(AIR, content=manifest(HOLLIS, departs=soon(scene.house)))
    _explained(answer, 503)
    assert int(answer.headers["retry-after"]) > 0
    assert _how_many(scene) == before


def test_an_officer_pushes_notices_of_the_own_jurisdiction_only(scene: Scene, sender: Sender) -> None:
    officer, operator = sender("rex"), sender("odd")
    both = json.dumps([_notice("TX"), _notice("VT")]).encode()
    told = officer.post(NOTICES, content=both).json()
    assert (told["state"], told["notices"]) == ("partly accepted", 1)
    assert "not-yours-to-send" in {row["code"] for row in told["findings"]}
    assert officer.get(f"/api/intakes/{told['id']}").status_code == 200
    _explained(officer.get(f"/api/intakes/{scene.intake}"), 404)
    refused = officer.post(AIR, content=manifest(HOLLIS, departs=soon(scene.house)))
    _explained(refused, 422)
    assert {row["code"] for row in refused.json()["intake"]["findings"]} == {"not-yours-to-send"}
    with scene.house.database.reading() as session:
        assert state_held(session, "air-manifests").delivered_at is None
    rest = operator.post(NOTICES, content=both).json()
    assert (rest["state"], rest["notices"]) == ("accepted", 1)
    with scene.house.database.reading() as session:
        found = session.exec(select(Notice.jurisdiction).where(Notice.reference == "A-1")).all()
    assert sorted(found) == ["TX", "VT"]
    assert officer.post(NOTICES, content=both).json()["state"] == "duplicate"


def test_half_a_body_is_not_taken(scene: Scene, sender: Sender) -> None:
    before = _how_many(scene)
    client = sender("odd")
    parts: list[Message] = [
        {"type": "http.request", "body": manifest(HOLLIS, departs=soon(scene.house))[:-20], "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return parts.pop(0) if parts else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"127.0.0.1:8000"), (b"authorization", client.headers["authorization"].encode())]
    scope = {
        "type": "http", "method": "POST", "path": AIR, "raw_path": AIR.encode(), "query_string": b"",
        "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000), "scheme": "http",
        "http_version": "1.1", "root_path": "",
    }  # fmt: skip
    anyio.run(client.app, scope, receive, send)
    assert _how_many(scene) == before
    assert [message for message in sent if message.get("status") == 201] == []
