from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer

from rsoits.commands.simulate import simulate
from sample_data.world import make_world
from sample_data.write import write_world

AS_OF = datetime(2026, 9, 1, 14, 7)  # noqa: DTZ001  as typed on the command line


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_it_writes_what_screening_reads_and_the_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    simulate(tmp_path, registrants=700, travellers=500, seed=5, as_of=AS_OF)
    assert "700 registrants" in capsys.readouterr().out
    registry = rows(tmp_path / "registry.csv")
    assert list(registry[0]) == [
        "registrant_id", "name", "aliases", "birth_dates", "sex", "nationalities", "documents",
    ]  # fmt: skip
    travellers = rows(tmp_path / "travellers.csv")
    assert list(travellers[0]) == [
        "traveller_id", "surname", "given_names", "birth_date", "sex", "nationality",
        "document_type", "document_issuer", "document_number",
    ]  # fmt: skip
    truth = rows(tmp_path / "truth.csv")
    assert list(truth[0])[:3] == ["traveller_id", "registrant_id", "damage"]
    listed = {row["traveller_id"] for row in travellers}
    assert len(listed) == len(travellers)
    assert {row["traveller_id"] for row in truth if row["rejected"] == "no"} == listed
    assert {row["registrant_id"] for row in truth} <= {"", *(row["registrant_id"] for row in registry)}


def test_protected_people_are_in_their_extract_but_not_in_the_screening_list(tmp_path: Path) -> None:
    simulate(tmp_path, registrants=1500, travellers=10, seed=5, as_of=AS_OF)
    screened = {row["registrant_id"] for row in rows(tmp_path / "registry.csv")}
    protected = {
        row["registrant_id"]
        for path in (tmp_path / "registry").glob("*.csv")
        for row in rows(path)
        if row["protected"] == "yes"
    }
    assert protected
    assert not protected & screened


def test_streaming_writes_the_same_world_as_memory(tmp_path: Path) -> None:
    simulate(tmp_path / "streamed", registrants=300, travellers=200, seed=5, as_of=AS_OF)
    whole_world = make_world(5, AS_OF.replace(tzinfo=UTC), 300, 200)
    write_world(whole_world, tmp_path / "whole")
    whole = {path.relative_to(tmp_path / "whole"): path.read_bytes() for path in (tmp_path / "whole").rglob("*.*")}
    assert len(whole) > 100
    for path, content in whole.items():
        assert (tmp_path / "streamed" / path).read_bytes() == content, path


def test_a_place_that_cannot_be_written_to_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(typer.Exit) as stopped:
        simulate(tmp_path / "taken", registrants=5, travellers=5)
    assert stopped.value.exit_code == 3
    assert "choose a directory" in capsys.readouterr().err
