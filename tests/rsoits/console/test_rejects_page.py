"""Rejects by reason, and their CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from rsoits.console.shares import shares
from rsoits.store import reasons as module
from rsoits.store.intakes import Intake, IntakeState, Reject
from rsoits.store.reasons import Asked, findings, reasons
from tests.console_feeds import Furnished
from tests.console_scene import Scene

Operated = tuple[Scene, Furnished]


def rows(client: TestClient, query: str) -> list[dict[str, str]]:
    answer = client.get(f"/feeds/rejects.csv?{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.text)))


def counted(text: str) -> dict[str, int]:
    found = re.findall(
        r'<span class="sub">([a-z-]+) · .*?data-label="Findings" class="number">\s*([\d,]+)', text, re.DOTALL
    )
    return {code: int(number) for code, number in found}


def test_reasons_are_grouped_and_counted_over_the_days_asked_for(operator: TestClient) -> None:
    week = counted(operator.get("/feeds/rejects").text)
    month = counted(operator.get("/feeds/rejects?days=30").text)
    assert next(iter(month)) == "birth-date-unreadable"
    assert month["birth-date-unreadable"] > week["birth-date-unreadable"] > 0
    assert "country-unknown" not in month
    assert "country-unknown" in counted(operator.get("/feeds/rejects?days=30&doubts=yes").text)
    assert operator.get("/feeds/rejects?days=365").status_code == 422


def test_a_feed_is_looked_at_alone(operator: TestClient) -> None:
    assert counted(operator.get("/feeds/rejects?feed=land-crossings").text) == {"missing-column": 1}


def test_samples_lead_to_their_files(operated: Operated, operator: TestClient) -> None:
    text = operator.get("/feeds/rejects?feed=land-crossings").text
    assert f'href="/feeds/intakes/{operated[1].quarantined}"' in text
    assert "line 1" in text


def test_the_csv_holds_every_finding_of_the_page_and_runs_in_no_spreadsheet(operator: TestClient) -> None:
    page = counted(operator.get("/feeds/rejects?days=30").text)
    found = rows(operator, "days=30")
    assert len(found) == sum(page.values())
    one = rows(operator, "days=30&code=birth-date-unreadable")
    assert len(one) == page["birth-date-unreadable"]
    assert {row["value"] for row in one if row["file"] != "2"} == {"'=1+1"}
    assert rows(operator, "feed=nosuch") == []


def test_a_file_read_again_counts_by_its_last_reading(
    furnished_scene: Operated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", 2)
    house = furnished_scene[0].house
    asked = Asked(house.now() - timedelta(days=1), code="twice")
    with house.database.writing() as session:
        first = session.get_one(Intake, furnished_scene[1].quarantined)
        again = Intake(source_file_id=first.source_file_id, name="x", state=IntakeState.PARTLY, at=house.now())
        session.add(again)
        session.flush()
        for intake, many in ((first, 4), (again, 5)):
            session.add_all(
                Reject(intake_id=intake.id or 0, code="twice", severity="reject", place=f"line {n}")
                for n in range(many)
            )
        session.flush()
        [row] = reasons(session, asked, 10)
        assert (row.findings, row.files) == (5, 1)
        assert [reject.place for reject, _ in findings(session, asked)] == [f"line {n}" for n in range(5)]


def test_bars_are_as_long_as_their_share() -> None:
    chart = shares([("a", 50, 100), ("b", 0, 3), ("c", 1, 1000), ("d", 0, 0)])
    half, none, little, nothing = chart.rows
    assert half.width == half.whole / 2
    assert (none.width, nothing.width) == (0, 0)
    assert 0 < little.width < 5
    assert [row.width for row in shares([("a", 10, None), ("b", 5, None)]).rows] == [260.0, 130.0]
