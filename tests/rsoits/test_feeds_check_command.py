from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import sample_data
from rsoits.cli import app
from rsoits.house import House
from rsoits.services.ingest import Parcel, take_in
from rsoits.settings import Settings
from rsoits.store.intakes import IntakeState
from tests.feeds.test_mapping_file import SMALL
from tests.feeds.test_mapping_reading import HEADER, HOLLIS, MARROW

SHIPPED = Path(sample_data.__file__).parent / "mappings"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("RSOITS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.toml"
    path.write_text(SMALL)
    return path


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "march.csv"
    path.write_text("\n".join((f"{HEADER};Deck", HOLLIS, MARROW.replace("MARROW", ""))))
    return path


def _install(mapping: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "mappings"
    folder.mkdir(parents=True)
    shutil.copy(mapping, folder)


def _told(result: Result) -> dict[str, Any]:
    (line,) = result.stdout.splitlines()
    told: dict[str, Any] = json.loads(line)
    return told


def test_a_right_mapping_ends_with_none_and_a_wrong_one_with_three_and_every_fault(run: Run, mapping: Path) -> None:
    assert run("feeds", "check", mapping).exit_code == 0

    mapping.write_text(SMALL.replace("sex =", "sexx =").replace("DD.MM.YYYY", "TT.MM.JJJJ"))
    done = run("feeds", "check", mapping)

    assert done.exit_code == 3
    for text in ("fields.sexx", "did you mean sex?", "voyage.departs.dates", "J is no part of a date", "DD.MM.YYYY"):
        assert text in done.output


def test_without_a_name_the_installations_own_are_checked(run: Run, mapping: Path, tmp_path: Path) -> None:
    none = run("feeds", "check")
    assert none.exit_code == 0
    assert "no mapping files" in none.output

    _install(mapping, tmp_path)
    (tmp_path / "data" / "mappings" / "broken.toml").write_text("name = 3")
    done = run("feeds", "check")

    assert done.exit_code == 3
    assert "ferry.toml: right" in done.output
    assert "broken.toml: cannot be used" in done.output


def test_what_a_file_would_be_read_as_is_shown(run: Run, mapping: Path, sent: Path) -> None:
    done = run("feeds", "check", mapping, "--with", sent)

    assert done.exit_code == 0
    assert "1 accepted, 1 rejected" in done.output
    assert "not used: deck" in done.output
    (born,) = [line for line in done.output.splitlines() if "departs" in line]
    assert [cell.strip() for cell in born.split("│")[1:-1]] == ["Date", "28.03.2026", "departs", "2026-03-28"]
    assert "line 3 · surname" in done.output


def test_the_same_is_told_to_machines(run: Run, mapping: Path, sent: Path) -> None:
    told = _told(run("feeds", "check", mapping, "--with", sent, "--json"))

    assert (told["name"], told["usable"], told["findings"]) == ("ferry", True, [])
    data = told["data"]
    assert (data["accepted"], data["rejected"], data["unknown_columns"]) == (1, 1, ["deck"])
    assert {"where": "line 2", "columns": "Sex", "written": "H", "field": "sex", "value": "M"} in data["rows"][0]


def test_a_file_that_nothing_can_be_made_of_ends_with_three(run: Run, mapping: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a;b\n1;2\n")

    done = run("feeds", "check", mapping, "--with", other)
    assert done.exit_code == 3
    assert "a required column is missing" in done.output
    assert run("feeds", "check", mapping, "--with", tmp_path / "absent.csv").exit_code == 3
    assert run("feeds", "check", tmp_path / "absent.toml").exit_code == 3
    os.mkfifo(tmp_path / "pipe.toml")
    for path in (tmp_path, tmp_path / "pipe.toml"):
        assert "not a file" in run("feeds", "check", path).output
        assert "not a file" in run("feeds", "check", mapping, "--with", path).output


def test_a_file_cannot_be_tried_on_several_mappings(run: Run, mapping: Path, sent: Path) -> None:
    done = run("feeds", "check", mapping, mapping, "--with", sent)

    assert done.exit_code == 2
    assert "Name the one mapping file" in done.output


def test_a_file_is_read_by_a_mapping_file_or_by_one_of_the_installation(
    run: Run, mapping: Path, sent: Path, tmp_path: Path
) -> None:
    _install(mapping, tmp_path)
    for form in (mapping, "mapping:ferry"):
        done = run("read", "--format", form, sent, "--json")
        first = json.loads(done.stdout.splitlines()[0])
        assert (first["format"], first["travellers"][0]["surname"]) == ("mapping:ferry", "HOLLIS")


@pytest.mark.parametrize("command", ["read", "ingest"])
def test_a_format_that_there_is_not_is_a_sentence(run: Run, command: str, sent: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("name = 'bad'\nyields = 'registry'\n")
    for form, code, told in (
        ("telegram", 2, "telegram is not a format"),
        ("mapping:other", 2, "no usable mapping other"),
        (tmp_path / "bad.toml", 3, "fields.registrant_id: a required field is not mapped"),
        (tmp_path / "absent.toml", 3, "No such file"),
    ):
        done = run(command, "--format", form, sent)
        assert (done.exit_code, told in " ".join(done.output.split())) == (code, True), done.output


def test_a_mapped_file_is_taken_in(run: Run, tmp_path: Path) -> None:
    _install(SHIPPED / "border-ferry.toml", tmp_path)
    done = run("ingest", "--format", "mapping:border-ferry", SHIPPED / "border-ferry.csv", "--json")

    told = _told(done)
    assert (told["state"], told["format"]) == ("partly accepted", "mapping:border-ferry")
    assert (told["messages"], told["travellers"], told["rejects"]) == (2, 4, 1)


def test_a_feed_that_names_a_mapping_of_the_installation_is_read_by_it(tmp_path: Path) -> None:
    _install(SHIPPED / "border-ferry.toml", tmp_path)
    house = House.open(Settings(data=tmp_path / "data"))
    data = (SHIPPED / "border-ferry.csv").read_bytes()

    unread = take_in(house, Parcel("march.csv", data, format="mapping:nowhere"), "test")
    assert unread.state is IntakeState.QUARANTINED
    taken = take_in(house, Parcel("march.csv", data, format="mapping:border-ferry"), "test")
    assert (taken.state, taken.travellers) == (IntakeState.PARTLY, 4)
