"""The operator's, the registry officer's, the auditor's and the administrator's pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import anyio
import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from rsoits.console.spreadsheet import attachment
from rsoits.store.audit import AuditEntry
from tests.console_scene import PASSWORD, Scene
from tests.rsoits.console.conftest import visit

Visit = Callable[[str], TestClient]
NOTICE = b"""[{"kind": "intended_travel", "reference": "TX-2026-000900", "jurisdiction": "TX",
 "submitted_at": "2026-11-01T15:04:00+00:00", "person": {"names": ["HOLLIS, Marten Ray"]},
 "legs": [{"departure_place": "IAH", "departure_country": "USA", "departs": "2026-12-28", "arrival_place": "MEX",
 "arrival_country": "MEX", "arrives": "2026-12-28", "carrier": "QZ", "number": "514", "means": "air"}]}]"""


def test_findings_go_out_as_csv_that_no_spreadsheet_runs(shared: Scene, reader: Visit) -> None:
    answer = reader("odd").get(f"/feeds/intakes/{shared.intake}/findings.csv")
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert row["value"] == "'=6013450"
    assert row["cure"] == "Send the date of birth as YYMMDD."
    assert "attachment" in answer.headers["content-disposition"]
    assert "=6013450" in reader("odd").get(f"/feeds/intakes/{shared.intake}").text
    with shared.house.database.reading() as session:
        told = session.exec(select(AuditEntry).where(AuditEntry.action == "findings fetched")).all()
    assert (told[-1].actor, told[-1].object_kind, told[-1].object_id) == ("odd", "intake", str(shared.intake))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])  # noqa: RUF001  wide signs
def test_a_cell_that_a_spreadsheet_would_run_is_text(sign: str) -> None:
    async def sent() -> str:
        return "".join([str(piece) async for piece in attachment("x.csv", ["cell"], [[f"{sign}1+1"]]).body_iterator])

    (row,) = csv.DictReader(io.StringIO(anyio.run(sent), newline=""))
    assert row["cell"] == f"'{sign}1+1"


def test_a_file_handed_in_shows_what_became_of_it(scene: Scene) -> None:
    operator = visit(scene.house, "odd")
    answer = operator.post(
        "/feeds/upload", files={"file": ("../../etc/noise.bin", b"\x00\xff nothing readable")}, data={"feed": "none"}
    )
    shown = operator.get(answer.headers["location"]).text
    assert "noise.bin" in shown
    assert "quarantined" in shown
    assert "etc" not in shown


def test_an_officer_hands_in_a_notice_and_sees_it_listed(scene: Scene) -> None:
    officer = visit(scene.house, "rex")
    answer = officer.post("/notices/upload", files={"file": ("notice.json", NOTICE)})
    goal = answer.headers["location"]
    assert "accepted" in officer.get(goal).text
    assert "TX-2026-000900" in officer.get("/notices").text
    assert officer.get(f"/notices/intakes/{scene.intake}").status_code == 404
    assert officer.post("/feeds/upload", files={"file": ("notice.json", NOTICE)}).status_code == 403


def test_too_large_a_file_is_refused_in_words(scene: Scene) -> None:
    small = scene.house.settings.model_copy(update={"largest_file_bytes": 1000})
    answer = visit(replace(scene.house, settings=small), "odd").post(
        "/feeds/upload", files={"file": ("big.edi", b"x" * 100_000)}
    )
    assert answer.status_code == 413
    assert "larger than this installation takes" in answer.text


def test_the_auditor_filters_and_sees_tampering(scene: Scene) -> None:
    auditor = visit(scene.house, "uma")
    visit(scene.house, "ana")
    text = auditor.get("/audit?by=ana&action=sign-in").text
    assert text.count('data-label="Who">ana') == 1
    assert 'data-label="Who">scene' not in text
    assert "The trail is intact" in auditor.get("/audit?verify=yes").text
    with scene.house.database.writing() as session:
        session.add(AuditEntry(id=10_000, at=scene.house.now(), actor="nobody", action="x", previous="", hash=""))
    assert "The trail is broken" in auditor.get("/audit?verify=yes").text


def test_the_administrator_opens_disables_and_enables_accounts(scene: Scene) -> None:
    administrator = visit(scene.house, "ada")
    new = {
        "username": "nils",
        "name": "Nils Odell",
        "role": "agency",
        "place": "OK",
        "password": "grey willow 8 stones",
    }
    weak = administrator.post("/accounts", data={**new, "password": "short"})
    assert weak.status_code == 422
    assert "at least 12 characters" in weak.text
    assert 'value="Nils Odell"' in weak.text
    assert administrator.post("/accounts", data={**new, "place": ""}).status_code == 422
    assert administrator.post("/accounts", data={**new, "username": "ana"}).status_code == 422
    assert administrator.post("/accounts", data=new).status_code == 303
    assert "OKRSO" in administrator.get("/accounts").text
    ana, client = scene.actor("ana").account_id, visit(scene.house, "ana")
    administrator.post(f"/accounts/{ana}/disabled", data={"disabled": "yes"})
    assert client.get("/matches").status_code == 303
    refused = client.post("/sign-in", data={"username": "ana", "password": PASSWORD, "accept": "yes"})
    assert refused.status_code == 422
    administrator.post(f"/accounts/{ana}/disabled", data={"disabled": "no"})
    visit(scene.house, "ana")


def test_nobody_disables_the_account_they_are_using(scene: Scene) -> None:
    administrator = visit(scene.house, "ada")
    own = scene.actor("ada").account_id
    administrator.post(f"/accounts/{own}/disabled", data={"disabled": "yes"})
    assert administrator.get("/accounts").status_code == 200
