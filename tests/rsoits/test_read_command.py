from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from rsoits.commands.read import read
from tests.feeds.messages import FILE
from tests.feeds.test_crossings import HEADER, HOLLIS
from tests.feeds.test_notices import NOTICE
from tests.feeds.test_registry import RECORD

app = typer.Typer()
app.command()(read)


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _objects(*arguments: object) -> list[dict[str, Any]]:
    result = _run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def manifest_file(tmp_path: Path) -> Path:
    path = tmp_path / "flight.edi"
    path.write_text(FILE)
    return path


def test_a_manifest_is_one_object(manifest_file: Path) -> None:
    (one,) = _objects(manifest_file)

    assert (one["file"], one["format"], one["list"], one["message"]) == (
        str(manifest_file),
        "paxlst",
        "passenger",
        "745",
    )
    assert (one["document"], one["function"], one["reference"], one["part"]) == ("", "new", "QZ514TX", "01:F")
    assert one["delimiters"] == ":+.? '"
    assert (one["voyage"]["carrier"], one["voyage"]["number"], one["voyage"]["direction"]) == ("QZ", "514", "outbound")
    (leg,) = one["voyage"]["legs"]
    assert (leg["departure"], leg["arrival"]) == ("IAH", "MEX")
    assert (leg["departs"], leg["arrives"]) == ("2026-03-28T12:05", "2026-03-28T14:30")
    hollis, oshea = one["travellers"]
    assert (hollis["surname"], hollis["given_names"], hollis["birth_date"]) == ("HOLLIS", "MARTEN RAY", "1971-03-09")
    assert (hollis["sex"], hollis["nationality"], hollis["crew"]) == ("M", "USA", False)
    assert hollis["documents"][0] == {"type": "P", "number": "561204937", "issuer": "USA", "expires": "2030-01-31"}
    assert (oshea["surname"], oshea["birth_date"]) == ("O'SHEA", "1988-02-29")
    assert {"code", "severity", "where", "value"} <= set(one["findings"][0])


def test_crossings_notices_and_registry_extracts_are_objects_too(tmp_path: Path) -> None:
    files = {"c.csv": f"{HEADER}\n{HOLLIS}\nC2\n", "n.json": json.dumps(NOTICE), "r.json": json.dumps([RECORD])}
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    crossing, rejects, notice, record = _objects(*(tmp_path / name for name in files))

    assert (crossing["list"], crossing["travellers"][0]["crossed_at"]) == ("crossing", "2026-03-28T19:05:00+00:00")
    assert [(finding["where"], finding["severity"]) for finding in rejects["findings"]] == [("line 3", "reject")]
    assert (notice["list"], notice["message"], notice["travellers"][0]["surname"]) == (
        "notice",
        "intended_travel",
        "HOLLIS",
    )
    assert notice["voyage"]["legs"][0]["arrival_country"] == "MEX"
    assert (record["list"], record["reference"]) == ("registry", "TX-000042")
    assert record["travellers"][0]["aliases"] == ["HOLLIS, Marty", "HOLIS, Martin"]


def test_without_json_a_table_is_shown_and_nobody_is_named(manifest_file: Path) -> None:
    result = _run(manifest_file)

    assert result.exit_code == 0
    assert "QZ514" in result.stdout
    assert "HOLLIS" not in result.stdout


def test_one_readable_file_is_enough(manifest_file: Path, tmp_path: Path) -> None:
    result = _run(tmp_path / "none.edi", manifest_file, "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["format"] == "paxlst"
    assert "none.edi: cannot be read (No such file or directory); check that" in result.stderr


def test_nothing_readable_ends_with_three(tmp_path: Path) -> None:
    junk = tmp_path / "junk.bin"
    junk.write_bytes(b"\x1f\x8b\x08junk")

    for files in ([junk], [tmp_path / "none.edi"], [tmp_path]):
        result = _run(*files, "--json")
        assert result.exit_code == 3
        assert len(result.stderr.splitlines()) == 1
        assert "Traceback" not in result.output


def test_a_file_of_findings_only_is_one_object_without_a_format(tmp_path: Path) -> None:
    (tmp_path / "junk").write_bytes(b"Dear all")

    one = json.loads(_run(tmp_path / "junk", "--json").stdout)

    assert (one["format"], one["travellers"]) == (None, [])
    assert [finding["severity"] for finding in one["findings"]] == ["fatal"]


def test_a_format_nobody_knows_is_a_usage_error(manifest_file: Path) -> None:
    assert _run(manifest_file, "--format", "telegram").exit_code == 2


def test_a_stated_format_overrules_the_content(manifest_file: Path) -> None:
    assert _run(manifest_file, "--format", "registry-csv").exit_code == 3
