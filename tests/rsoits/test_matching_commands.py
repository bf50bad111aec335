from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner, Result

from rsoits.commands import compare, engines, evaluate, score, screen

REGISTRY = """registrant_id,name,aliases,birth_dates,sex,nationalities,documents
TX-1,"KESTRELLING, Ondra Marten","HOLLBERG, Ondra",1971-03-09|1971-03-19,M,USA,P:USA:561204937
NV-2,"SMITH, John",,1980-05-14,M,USA,
NA-3,"NA, Min",,1966,F,NAM,
TX-4,"OSTERWALDER, Quentin",,not a date|1990-12-30,M,USA,nonsense:document
"""
TRAVELLERS = """\
traveller_id,surname,given_names,birth_date,sex,nationality,document_type,document_issuer,document_number
T1,KESTRELLING,ONDRAMR,1971-03-09,M,USA,P,USA,561204937
T2,SMITH,JOHN,1991-11-02,M,USA,P,USA,999204931
T3,NA,MIN,1966-02-03,F,NAM,,,
T4,HOLLBERG,ONDRA,09/03/1971,M,USA,P,USA,S61204937
T5,NOBODY,ELSE,1950-06-17,F,NZL,,,
"""


def run(*arguments: object) -> Result:
    app = typer.Typer(pretty_exceptions_enable=False)
    for command in (compare.compare, score.score, screen.screen, evaluate.evaluate):
        app.command()(command)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def world(tmp_path: Path) -> Path:
    (tmp_path / "registry.csv").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "travellers.csv").write_text(TRAVELLERS, encoding="utf-8")
    return tmp_path


def test_compare_prints_what_is_fixed() -> None:
    person = '{"names": ["KESTRELLING, Ondra"], "birth_dates": ["1971-03-09"], "documents": ["P:USA:561204937"]}'
    result = run("compare", person, person, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {"probability", "bits", "band", "evidence"} <= set(told)
    assert told["band"] == "strong"
    assert {"feature", "level", "bits", "left", "right", "sentence"} == set(told["evidence"][0])


def test_compare_explains_in_words() -> None:
    result = run("compare", "PETROV, Ivan", "PETROW, Ivan")
    assert "surname differs by one letter (PETROV / PETROW)" in result.stdout
    assert "birth date, document, sex, nationality" in result.stdout


@pytest.mark.parametrize(
    "bad", ["", "{", '{"names": 5}', "{}", '{"birth_dates": ["1971-13-40"]}', '{"a":' + "[" * 9000, "x" * 30_000]
)
def test_an_unreadable_person_is_a_usage_error_without_a_traceback(bad: str) -> None:
    result = run("compare", "KESTREL, Ann", bad)
    assert result.exit_code == 2
    assert "cannot be read" in result.stderr
    assert "Traceback" not in result.output


def test_score_keeps_the_rows_and_their_order(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        'left,right,note\n"KESTRELLING, Ondra","KESTRELLING, Ondra",NA\n1962-09-20,1962-09-02,\nюлий,iulii,x\n'
        "юлий,osterwalder,\n,Ann,broken\n",
        encoding="utf-8",
    )
    result = run("score", pairs, "--out", tmp_path / "out.csv")
    told = rows(tmp_path / "out.csv")
    assert result.exit_code == 0
    assert list(told[0]) == ["left", "right", "note", "probability", "bits", "band"]
    assert [row["note"] for row in told] == ["NA", "", "x", "", "broken"]
    assert float(told[2]["bits"]) > float(told[3]["bits"]) + 5
    assert (told[4]["probability"], told[4]["bits"], told[4]["band"]) == ("", "", "")
    assert "Row 6" in result.stderr
    assert "4 of 5 pairs" in result.stdout


def test_screen_finds_the_damaged_and_forgets_the_namesake(world: Path) -> None:
    result = run("screen", world / "travellers.csv", "--registry", world / "registry.csv", "--out", world / "hits.csv")
    assert result.exit_code == 0, result.output
    hits = rows(world / "hits.csv")
    assert list(hits[0]) == ["traveller_id", "registrant_id", "probability", "bits", "band", "evidence"]
    assert {(hit["traveller_id"], hit["registrant_id"]) for hit in hits} == {
        ("T1", "TX-1"),
        ("T3", "NA-3"),
        ("T4", "TX-1"),
    }
    assert hits[0]["band"] == "strong"
    assert "same document number" in hits[0]["evidence"]
    for figure in ("travellers/s", "candidates/traveller", "peak memory"):
        assert figure in result.stdout


def test_screen_tells_where_a_value_was_left_out_but_not_the_value(world: Path) -> None:
    result = run("screen", world / "travellers.csv", "--registry", world / "registry.csv", "--out", world / "hits.csv")
    assert "Registry row 5" in result.stderr
    assert "Traveller row 5" in result.stderr
    assert "09/03/1971" not in result.output
    assert "KESTRELLING" not in result.output


def test_parquet_and_several_workers_give_the_same_hits(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "ALONE", 0)
    monkeypatch.setattr(engines, "BATCH", 2)
    for name in ("registry", "travellers"):
        table = pd.read_csv(world / f"{name}.csv", dtype=str, keep_default_na=False)
        table.to_parquet(world / f"{name}.parquet", index=False)
    run(
        "screen",
        world / "travellers.csv",
        "--registry",
        world / "registry.csv",
        "--out",
        world / "a.csv",
        "--workers",
        1,
    )
    result = run(
        "screen", world / "travellers.parquet", "--registry", world / "registry.parquet", "--out", world / "b.parquet",
        "--workers", 2,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert pd.read_parquet(world / "b.parquet").to_dict("records") == rows(world / "a.csv")


def test_ray_that_is_not_installed_is_a_usage_error(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    result = run(
        "screen", world / "travellers.csv", "--registry", world / "registry.csv", "--out", world / "h.csv",
        "--engine", "ray",
    )  # fmt: skip
    assert result.exit_code == 2
    assert "rsoits[cluster]" in result.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.csv", b'\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\x00\x01,"\n'),
        ("other.csv", b"a,b\n1,2\n"),
        ("broken.parquet", b"PAR1 this is not one"),
    ],
)
def test_a_file_that_is_no_table_is_unusable_without_a_traceback(world: Path, name: str, content: bytes) -> None:
    (world / name).write_bytes(content)
    for arguments in (
        ("screen", world / name, "--registry", world / "registry.csv", "--out", world / "h.csv"),
        ("score", world / name, "--out", world / "h.csv"),
        ("evaluate", world / name),
    ):
        result = run(*arguments)
        assert result.exit_code == 3, result.output
        assert name in result.stderr
        assert "Traceback" not in result.output


def test_a_ragged_row_is_left_out_and_told(world: Path) -> None:
    with (world / "travellers.csv").open("a", encoding="utf-8") as file:
        file.write("T6,TOO,MANY,,,,,,,,,cells\nT7,KESTRELLING,ONDRA,1971-03-09,M,USA,P,USA,561204937\n")
    result = run("screen", world / "travellers.csv", "--registry", world / "registry.csv", "--out", world / "hits.csv")
    assert result.exit_code == 0
    assert "line 7" in result.stderr
    assert "T7" in {hit["traveller_id"] for hit in rows(world / "hits.csv")}


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    assert run("score", tmp_path / "absent.csv", "--out", tmp_path / "o.csv").exit_code == 2


def test_a_place_that_cannot_be_written_is_a_usage_error(world: Path) -> None:
    result = run(
        "screen", world / "travellers.csv", "--registry", world / "registry.csv", "--out", world / "absent" / "h.csv"
    )
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_evaluate_prints_figures_and_draws_the_curve(tmp_path: Path) -> None:
    pairs = tmp_path / "labelled.csv"
    pairs.write_text(
        "left,right,is_match,notes\nюлий,iulii,true,russian|count=1\nюлий,osterwalder,false,russian|other\n"
        "Ann Kestrel,Ann Kestrel,maybe,unlabelled\n",
        encoding="utf-8",
    )
    result = run("evaluate", pairs, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "1 pairs of one person, 1 of two" in result.stdout
    assert "1.0000" in result.stdout
    assert "russian" in result.stdout
    assert (tmp_path / "out" / "labelled.curve.svg").read_text(encoding="utf-8").startswith("<svg")


def test_evaluate_without_labels_is_unusable(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("left,right,is_match\nA,B,\n", encoding="utf-8")
    assert run("evaluate", tmp_path / "p.csv").exit_code == 3
