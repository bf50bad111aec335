from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from rsoits.commands import many_files
from rsoits.commands.read import read
from tests.feeds.messages import END, FILE, HEAD, HOLLIS, LEG, OSHEA, UNA, UNB

COMMAND = (sys.executable, "-c", "from rsoits.cli import main; main()", "read", "--json")

app = typer.Typer()
app.command()(read)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Nine lists in three folders, the first of them long."""
    people = HOLLIS + OSHEA * 100
    for number in range(9):
        below = tmp_path / "lists" / f"{number // 3}"
        below.mkdir(parents=True, exist_ok=True)
        text = UNA + UNB + HEAD.replace("QZ514TX", f"TX{number}") + LEG + (people if number else people * 3) + END
        (below / f"{number}.edi").write_text(text)
    return tmp_path / "lists"


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_folder_stands_for_every_file_below_it_in_order(tmp_path: Path) -> None:
    for name in ("b/2.edi", "b/1.edi", "a.edi", "c/d/3.edi"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(FILE)
    (tmp_path / "b" / "link.edi").symlink_to(tmp_path / "a.edi")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")

    result = _run(tmp_path, "--json")

    assert result.exit_code == 0
    files = [json.loads(line)["file"] for line in result.stdout.splitlines()]
    assert files == [str(tmp_path / name) for name in ("a.edi", "b/1.edi", "b/2.edi", "c/d/3.edi")]


def test_an_empty_folder_ends_with_three_and_says_so(tmp_path: Path) -> None:
    result = _run(tmp_path, "--json")

    assert (result.exit_code, result.stdout) == (3, "")
    assert "no file in there" in result.stderr


def test_all_cores_say_what_one_says_and_in_the_same_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "1" / "3a.bin").write_bytes(b"\x1f\x8bpacked")
    monkeypatch.setattr(many_files, "_KEPT", 60_000)
    monkeypatch.setattr(many_files, "ALONE", 10_000)
    shared, tables = _run(folder, "--json"), _run(folder)
    monkeypatch.setattr(many_files, "ALONE", 10**9)
    alone = _run(folder, "--json")

    assert (shared.exit_code, shared.stdout, shared.stderr) == (0, alone.stdout, alone.stderr)
    assert len(shared.stdout.splitlines()) == 10
    assert "3a.bin: the file is packed with gzip" in shared.stderr
    assert tables.stdout == _run(folder).stdout


def test_a_reader_that_goes_away_ends_the_command_quietly(folder: Path) -> None:
    with subprocess.Popen([*COMMAND, folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith(b'{"file"')
        process.stdout.close()
        complaint = process.stderr.read()

    assert process.returncode == 1
    assert complaint == b""


def test_a_file_of_many_messages_is_told_message_by_message(tmp_path: Path) -> None:
    path = tmp_path / "day.edi"
    path.write_text(UNA + UNB + "".join(f"{HEAD}{LEG}{OSHEA}UNT+1+PAX001'" for _ in range(50)) + "UNZ+50+1'rest")

    lines = [json.loads(line) for line in _run(path, "--json").stdout.splitlines()]

    assert [len(line["travellers"]) for line in lines] == [1] * 50
    assert "text-after" in {finding["code"] for finding in lines[0]["findings"]}
    assert str(path) in " ".join(_run(path).stdout.split())
