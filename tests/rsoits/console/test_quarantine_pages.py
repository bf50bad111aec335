"""Quarantine, one file's page, its bytes, and reading it again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

import sample_data
from rsoits.console.first_bytes import lines
from rsoits.services.ingest import Parcel, take_in
from rsoits.store.audit import AuditEntry
from rsoits.store.intakes import IntakeState
from tests.console_feeds import Furnished
from tests.console_scene import Scene
from tests.rsoits.console.conftest import visit

Operated = tuple[Scene, Furnished]


def actions(scene: Scene) -> list[str]:
    with scene.house.database.reading() as session:
        return [entry.action for entry in session.exec(select(AuditEntry).where(AuditEntry.actor == "odd"))]


def test_quarantine_lists_what_waits_with_its_reason(operated: Operated, operator: TestClient) -> None:
    text = operator.get("/feeds/quarantine").text
    assert f"/feeds/intakes/{operated[1].quarantined}" in text
    assert "a required column is missing" in text
    assert "QZ514B.edi" not in text
    assert "Nothing was settled yet" in operator.get("/feeds/quarantine?view=settled").text


def test_a_file_read_as_something_else_leaves_quarantine(furnished_scene: Operated) -> None:
    scene, furnished = furnished_scene
    operator = visit(scene.house, "odd")
    address = f"/feeds/intakes/{furnished.quarantined}"
    still = operator.post(f"{address}/reading").headers["location"]
    assert "still nothing in it could be read" in operator.get(still).text
    listed = operator.get("/feeds/quarantine").text
    assert "2 times" in listed
    goal = operator.post(f"{address}/reading", data={"format": "paxlst"}).headers["location"]
    text = operator.get(goal).text
    assert f'<a class="usa-link" href="{address}">file {furnished.quarantined}</a> read again' in text
    assert "accepted" in text
    assert "QZ514.edi" not in operator.get("/feeds/quarantine").text
    original = operator.get(address).text
    assert f"taken in as intake {goal.rpartition('/')[2]}" in original
    assert f'href="{goal}"' in original
    assert "Re-process" not in original


def test_only_known_formats_are_tried(operator: TestClient, operated: Operated) -> None:
    address = f"/feeds/intakes/{operated[1].quarantined}/reading"
    assert operator.post(address, data={"format": "mapping:../../x"}).status_code == 404


def test_a_mapping_of_the_installation_is_offered(furnished_scene: Operated) -> None:
    scene, furnished = furnished_scene
    folder = scene.house.settings.mappings
    folder.mkdir(parents=True)
    example = min((Path(sample_data.__file__).parent / "mappings").glob("*.toml"))
    (folder / example.name).write_bytes(example.read_bytes())
    text = visit(scene.house, "odd").get(f"/feeds/intakes/{furnished.quarantined}").text
    assert f'<option value="mapping:{example.stem}">' in text


def test_settling_asks_for_a_reason_and_puts_every_try_to_rest(furnished_scene: Operated) -> None:
    scene, furnished = furnished_scene
    operator = visit(scene.house, "odd")
    address = f"/feeds/intakes/{furnished.quarantined}"
    operator.post(f"{address}/reading")
    refused = operator.post(f"{address}/settled", data={"reason": "no"})
    assert refused.status_code == 422
    assert "at least ten characters" in refused.text
    assert ">no</textarea>" in refused.text
    goal = operator.post(f"{address}/settled", data={"reason": "A test file of the carrier."}).headers["location"]
    text = operator.get(goal).text
    assert "is settled" in text
    assert "QZ514.edi" not in text
    settled = operator.get("/feeds/quarantine?view=settled").text
    assert "A test file of the carrier." in settled
    assert "Settled by odd" in operator.get(address).text
    again = operator.post(f"{address}/settled", data={"reason": "A test file of the carrier."})
    assert again.status_code == 409
    assert actions(scene).count("quarantined file settled") == 2


def test_whom_a_file_listed_is_screened_again_and_nothing_doubled(furnished_scene: Operated) -> None:
    scene, furnished = furnished_scene
    operator = visit(scene.house, "odd")
    assert "Screen again" in operator.get(f"/feeds/intakes/{furnished.taken}").text
    goal = operator.post(f"/feeds/intakes/{furnished.taken}/reading").headers["location"]
    text = operator.get(goal).text
    assert "1 traveller on record from this file compared anew: 0 new matches" in text
    assert f"file {furnished.taken} read again" in text
    assert "screened again" in operator.get(f"/feeds/intakes/{furnished.taken}").text


def test_a_duplicate_leads_to_what_was_taken_in(furnished_scene: Operated) -> None:
    scene, furnished = furnished_scene
    operator = visit(scene.house, "odd")
    data = operator.get(f"/feeds/intakes/{furnished.taken}/file").content
    twin = take_in(scene.house, Parcel("twin.edi", data, "air-manifests"), "test")
    assert twin.state is IntakeState.DUPLICATE
    text = operator.get(f"/feeds/intakes/{twin.id}").text
    assert f'as <a class="usa-link" href="/feeds/intakes/{furnished.taken}">' in text


def test_bytes_are_saved_never_shown_and_it_goes_on_record(furnished_scene: Operated) -> None:
    scene, furnished = furnished_scene
    operator = visit(scene.house, "odd")
    answer = operator.get(f"/feeds/intakes/{furnished.quarantined}/file")
    assert answer.content.startswith(b"UNA")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == f'attachment; filename="file-{furnished.quarantined}.bin"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    shown = operator.get(f"/feeds/intakes/{furnished.quarantined}/beginning").text
    assert "55 4e 41" in shown
    assert {"file fetched", "file opened"} <= set(actions(scene))


@pytest.mark.parametrize("place", ["beginning", "file"])
def test_bytes_are_for_operators_only(operated: Operated, place: str) -> None:
    supervisor = visit(operated[0].house, "sol")
    address = f"/feeds/intakes/{operated[1].quarantined}"
    assert supervisor.get(f"{address}/{place}").status_code == 403
    assert supervisor.post(f"{address}/reading").status_code == 403
    assert supervisor.post(f"{address}/settled", data={"reason": "long enough a reason"}).status_code == 403
    text = supervisor.get(address).text
    assert "Re-process" not in text
    assert "Download it" not in text


def test_hostile_bytes_are_shown_as_dots_and_escaped(furnished_scene: Operated) -> None:
    scene, _ = furnished_scene
    hostile = b"<script>\x00\x1b[31m\xe2\x80\xae" + bytes(range(256)) * 3
    intake = take_in(scene.house, Parcel("evil.bin", hostile), "test")
    text = visit(scene.house, "odd").get(f"/feeds/intakes/{intake.id}/beginning").text
    assert "&lt;script&gt;··[31m·" in text
    assert len(re.findall(r'class="bytes__place"', text)) == 32


def test_lines_hold_sixteen_bytes_of_at_most_512() -> None:
    assert [line.place for line in lines(b"x" * 1000)][-1] == "01f0"
    [line] = lines("Ä1".encode())
    assert (line.hexadecimal.strip(), line.text) == ("c3 84 31", "··1")
    assert lines(b"") == []


def test_an_officers_page_of_a_file_offers_nothing_of_this(scene: Scene) -> None:
    officer = visit(scene.house, "rex")
    goal = officer.post("/notices/upload", files={"file": ("x.bin", b"\x00\x01")}).headers["location"]
    text = officer.get(goal).text
    assert "quarantined" in text
    assert "Re-process" not in text
    assert "/feeds" not in re.sub(r"<nav.*?</nav>", "", text, flags=re.DOTALL)
