from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from rsoits.console.comparison import compare_records
from rsoits.console.scores import scores
from rsoits.house import House
from rsoits.store.audit import AuditEntry
from rsoits.store.matches import Match
from rsoits.store.registrants import LinkState, RecordLink, Registrant
from tests.console_scene import Scene
from tests.rsoits.console.conftest import visit
from tests.rsoits.scenes import HOLLIS, load_registry, manifest, receive, soon

COLUMNS = (
    "registrant_id,jurisdiction,name,birth_dates,sex,nationalities,documents,federal_tier,offence,"
    "offence_against_minor,status,protected,residence_jurisdiction,fbi_number,as_of"
)
WHOLE = 'TX-000042,TX,"HOLLIS, Marten Ray",1971-03-09,M,USA,P:USA:Z56120493,3,Enticement,yes,,no,TX,123456AB7,{today}'
TWIN = 'NM-000012,NM,"HOLLIS, Martin",1971-03-09,M,USA,,3,Enticement,yes,,no,NM,123456AB7,{today}'
ALIKE = 'OH-000003,OH,"HOLLIS, Marten Ray",1971-03-09,M,USA,,3,Enticement,yes,,no,OH,,2026-01-02'
BARE = "TX-000077,TX,MARROWAY,,,,,,,,,no,,,"
HIDDEN = "TX-000078,TX,QUAYLE,,,,,,,,,yes,,,"
GONE = "TX-000079,TX,PELL,,,,,,,,deceased,no,,,"
FOREIGN = "VT-000001,VT,=OAKES,,,,,,,,,no,,,"
REASON = "Spoke to both registries."


def load(house: House, *rows: str) -> None:
    written = "\n".join((COLUMNS, *rows, "")).replace("{today}", house.now().date().isoformat())
    load_registry(house, written)


def test_figures_and_worklist_name_records_and_what_they_lack_but_no_person(scene_on_each: Scene) -> None:
    load(scene_on_each.house, WHOLE, BARE, HIDDEN, GONE, FOREIGN)
    page = visit(scene_on_each.house, "odd").get("/registry").text
    assert re.search(
        r'data-label="Mean score" class="number">50.0</td><td data-label="Records" class="number">2<', page
    )
    assert "TX-000077" in page
    assert "birth date, passport number with its country, given name and surname" in page
    for silent in ("MARROWAY", "HOLLIS", "TX-000042", "TX-000078", "TX-000079"):
        assert silent not in page.replace("/registry?jurisdiction=TX", "")


def test_the_worklist_can_be_narrowed_to_one_jurisdiction_and_saved(scene: Scene) -> None:
    load(scene.house, BARE, FOREIGN)
    client = visit(scene.house, "sol")
    narrowed = client.get("/registry?jurisdiction=vt").text
    assert "VT-000001" in narrowed
    assert "TX-000077" not in narrowed
    saved = list(csv.DictReader(io.StringIO(client.get("/registry/worklist.csv?jurisdiction=VT").text)))
    assert [(row["registrant_id"], row["score"], row["unmatchable"]) for row in saved] == [("VT-000001", "0", "yes")]
    assert saved[0]["missing"].startswith("birth date; ")
    assert "OAKES" not in str(saved)


def test_a_registry_officer_sees_their_own_jurisdiction_whatever_they_ask_for(scene: Scene) -> None:
    load(scene.house, BARE, FOREIGN)
    client = visit(scene.house, "rex")
    for address in ("/registry?jurisdiction=VT", "/registry/worklist.csv?jurisdiction=VT", "/api/registry/quality"):
        told = client.get(address).text
        assert "TX" in told
        assert "VT-000001" not in told
    assert [row["jurisdiction"] for row in client.get("/api/registry/quality").json()["jurisdictions"]] == ["TX"]


def test_the_figures_as_json(scene_on_each: Scene) -> None:
    load(scene_on_each.house, WHOLE, BARE, ALIKE)
    told = visit(scene_on_each.house, "odd").get("/api/registry/quality").json()
    assert told["stale_after_days"] == 90
    assert [row for row in told["jurisdictions"] if row["jurisdiction"] in {"TX", "OH"}] == [
        {"jurisdiction": "TX", "records": 2, "mean": 50.0, "without_birth_date": 1, "without_passport": 1,
         "unmatchable": 1, "poor": 1, "stale": 1},
        {"jurisdiction": "OH", "records": 1, "mean": 65.0, "without_birth_date": 0, "without_passport": 1,
         "unmatchable": 0, "poor": 0, "stale": 1},
    ]  # fmt: skip


def test_a_long_worklist_comes_in_pages(scene: Scene) -> None:
    load(scene.house, *(BARE.replace("000077", f"{number:06}") for number in range(100, 155)))
    client = visit(scene.house, "odd")
    first, second = client.get("/registry").text, client.get("/registry?page=2").text
    assert "Page 1 of 2" in first
    assert ("TX-000149" in first, "TX-000150" in first) == (True, False)
    assert "TX-000154" in second


def test_a_suggested_pair_is_shown_side_by_side_and_linked_with_a_reason(scene: Scene) -> None:
    load(scene.house, WHOLE, ALIKE)
    client = visit(scene.house, "odd")
    listed = client.get("/registry/links").text
    number = max(int(found) for found in re.findall(r"/registry/links/(\d+)", listed))
    page = client.get(f"/registry/links/{number}").text
    assert "Are these records of one person?" in page
    short = client.post(f"/registry/links/{number}", data={"state": "linked", "reason": "yes"})
    assert short.status_code == 422
    assert "at least ten characters" in short.text
    done = client.post(f"/registry/links/{number}", data={"state": "linked", "reason": REASON})
    assert (done.status_code, done.headers["location"]) == (303, "/registry/links")
    assert REASON in client.get("/registry/links?state=linked").text
    again = client.post(f"/registry/links/{number}", data={"state": "linked", "reason": REASON})
    assert again.status_code == 409
    with scene.house.database.reading() as session:
        trail = [entry.action for entry in session.exec(select(AuditEntry))]
        assert {"records read", "records linked"} <= set(trail)
        assert session.get_one(RecordLink, number).state is LinkState.LINKED


@pytest.mark.parametrize("path", ["/registry/links/99999", "/registry/links/x"])
def test_a_pair_that_is_not_there_is_not_found(scene: Scene, path: str) -> None:
    assert visit(scene.house, "odd").get(path).status_code == 404


def test_a_match_names_the_persons_other_records_and_every_fields_source(scene: Scene) -> None:
    load(scene.house, WHOLE, TWIN)
    assert receive(scene.house, manifest(HOLLIS, departs=soon(scene.house))).matches >= 1
    with scene.house.database.reading() as session:
        whose = select(Match.id).join(Registrant, col(Registrant.id) == Match.registrant_id)
        number = session.exec(whose.where(Registrant.reference == "TX-000042")).one()
    page = visit(scene.house, "ana").get(f"/matches/{number}").text
    assert "in NM: NM-000012" in page
    assert "registry.csv" in page
    assert "The registration field by field" in page


def test_of_several_values_the_two_most_alike_are_compared() -> None:
    now = datetime(2031, 5, 1, tzinfo=UTC)
    left = Registrant(
        reference="TX-1", jurisdiction="TX", name="HOLLIS, Marten", birth_dates=["1980", "1971-03-09"], changed_at=now
    )
    right = Registrant(
        reference="NM-2", jurisdiction="NM", name="OAKES, Ray", aliases=["HOLLIS, Martin"],
        birth_dates=["1971-03-09"], fbi_number="123456AB7", changed_at=now,
    )  # fmt: skip
    told = {field.label: field for field in compare_records(left, right)}
    assert told["Name"].words == "“e” instead of “i”"
    assert told["Name"].others == ("OAKES, Ray",)
    assert told["Date of birth"].agrees
    assert told["Document"].words == "not stated in TX-1 or NM-2"
    assert told["FBI number"].words == "not stated in TX-1"
    assert "State id" not in told


def test_a_nickname_of_one_word_stands_for_nobody_who_has_a_name() -> None:
    now = datetime(2031, 5, 1, tzinfo=UTC)
    left = Registrant(reference="TX-1", jurisdiction="TX", name="HOLLIS, Ray", aliases=["Doc"], changed_at=now)
    right = Registrant(reference="NM-2", jurisdiction="NM", name="HOLLIS, R", aliases=["Doc"], changed_at=now)
    name = compare_records(left, right)[0]
    assert (name.words, name.others) == ("“ay” only in TX-1", ("Doc",))


@given(st.lists(st.tuples(st.text(max_size=9), st.floats(0, 100)), max_size=30))
def test_every_bar_lies_within_the_chart(rows: list[tuple[str, float]]) -> None:
    chart = scores(rows)
    assert len(chart.bars) == len(rows)
    assert all(0 <= bar.width <= chart.plot for bar in chart.bars)
    assert all(bar.y + chart.row <= chart.height for bar in chart.bars)
