"""`rsoits feeds …` as an operator calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from rsoits.cli import app
from rsoits.commands import progress
from rsoits.house import House
from rsoits.services.runs import Turn, begin
from rsoits.settings import Settings
from tests.faults.processes import drop
from tests.rsoits.scenes import HOLLIS, STRANGER, manifest

Run = Callable[..., Result]
AIR = "air-manifests"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RSOITS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("RSOITS_SETTLE_SECONDS", "0")
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.fixture
def run(data: Path) -> Run:
    assert data.is_dir()

    def call(*words: str | Path) -> Result:
        return CliRunner().invoke(app, ["feeds", *map(str, words)])

    return call


def test_a_feed_is_run_here_and_now_and_its_run_is_listed(run: Run, data: Path) -> None:
    day = datetime(2031, 5, 1, 9, 0)  # noqa: DTZ001  local time at the airport
    drop(data / "feeds" / AIR, "a.edi", manifest(HOLLIS, STRANGER, departs=day))
    drop(data / "feeds" / AIR, "b.edi", b"nothing of the kind")

    done = run("run", AIR)
    assert (done.exit_code, done.output) == (0, f"{AIR}: done; 2 files, 2 travellers.\n")
    assert run("run", AIR).output == f"Nothing waits at {AIR}.\n"
    (told,) = run("runs", AIR, "--json").output.splitlines()
    found = json.loads(told)
    assert (found["state"], found["files"], found["travellers"], found["asked_by"]) == ("done", 2, 2, "command line")
    assert "command line" in run("runs").output
    assert run("runs", "travel-notices", "--json").output == ""
    assert (run("runs", "sea-monsters").exit_code, run("replay", "9" * 20).exit_code) == (2, 2)

    again = run("replay", "2", "--format", "paxlst")
    assert (again.exit_code, "quarantined" in again.output) == (3, True)
    assert run("replay", "1").output == "a.edi: on record; 2 travellers screened again, 0 new matches.\n"
    assert run("replay", "99").exit_code == 2


def test_a_feed_is_paused_and_goes_on(run: Run) -> None:
    assert run("pause", AIR).output == f"{AIR} is paused.\n"
    assert run("pause", AIR).output == f"{AIR} was paused already.\n"
    listed = {row["name"]: row for row in map(json.loads, run("list", "--json").output.splitlines())}
    assert listed[AIR]["state"] == "paused by command line"
    assert listed["reservations"]["state"] == "watched"
    assert AIR in run("list").output
    assert run("resume", AIR).output == f"{AIR} goes on.\n"
    assert run("resume", AIR).output == f"{AIR} was not paused.\n"


def test_a_run_under_way_is_not_joined(run: Run, data: Path) -> None:
    house = House.open(Settings(data=data))
    with house.database.writing() as session:
        begin(session, AIR, Turn(house.now()), "elsewhere:1", 9, house.now(), house.lease)
    house.database.dispose()
    done = run("run", AIR)
    assert done.exit_code == 3
    assert "under way" in done.output
    assert "running" in run("list").output


def test_what_cannot_be_looked_at_is_one_sentence(run: Run, data: Path) -> None:
    (data / "feeds.toml").write_text(
        '[[feed]]\nname = "ferry"\nsource = "sftp://rs@host.example/out"\n[[feed]]\nname = "sent"\nsource = "push"\n'
    )
    assert run("run", "sea-monsters").exit_code == 2
    assert "rsoits feeds list" in run("run", "sea-monsters").output
    assert (run("run", "sent").exit_code, "sent to us" in run("run", "sent").output) == (2, True)
    ferry = run("run", "ferry")
    assert (ferry.exit_code, "Traceback" in ferry.output) == (3, False)
    assert "host.example" in ferry.output


def test_check_tells_what_is_wrong_with_declarations_and_stops_no_feed(run: Run, data: Path) -> None:
    assert run("check").exit_code == 0
    (data / "feeds.toml").write_text(f'[[feed]]\nname = "{AIR}"\nschedul = "every 5 s"\n')
    checked = run("check")
    assert checked.exit_code == 3
    assert f"{AIR}.schedul" in checked.output
    assert "did you mean schedule?" in checked.output
    (told,) = map(json.loads, run("check", "--json").output.splitlines())
    assert (told["usable"], told["findings"][0]["field"]) == (False, f"{AIR}.schedul")
    listed = run("list")
    assert listed.exit_code == 0
    assert AIR in listed.output
    assert "rsoits feeds check" in listed.output


def test_a_bar_shows_files_and_travellers_on_a_terminal(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data.is_dir()
    with (tmp_path / "screen").open("w") as screen:
        monkeypatch.setattr(progress, "STDERR", Console(file=screen, force_terminal=True, width=120))
        folder = tmp_path / "flights"
        day = datetime(2031, 5, 1, 9, 0)  # noqa: DTZ001  local time at the airport
        for number in range(3):
            drop(folder, f"{number}.edi", manifest(STRANGER, departs=day, reference=f"Q{number}"))
        assert CliRunner().invoke(app, ["ingest", str(folder)]).exit_code == 0
    shown = (tmp_path / "screen").read_text()
    assert "Ingesting" in shown
    assert "3 files · 3 travellers" in shown
