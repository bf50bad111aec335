"""The commands that use the database, as an operator calls them."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rsoits.cli import app
from rsoits.house import House
from rsoits.settings import Settings
from tests.rsoits.scenes import HOLLIS, PASSPHRASE, REGISTRY, STRANGER, manifest

Run = Callable[..., Result]
EXAMPLES = Path(__file__).parents[2] / "sample_data" / "examples"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("RSOITS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words: str | Path, typed: str = "") -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=typed)

    return call


@pytest.fixture
def flight(tmp_path: Path) -> Path:
    path = tmp_path / "flight.edi"
    path.write_bytes(manifest(HOLLIS, STRANGER, departs=datetime(2031, 5, 1, 9, 0)))  # noqa: DTZ001  local time
    return path


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    path = tmp_path / "registry.csv"
    path.write_text(REGISTRY)
    return path


def test_a_registry_and_a_manifest_give_a_match(run: Run, registry: Path, flight: Path) -> None:
    assert run("registry", "load", registry).exit_code == 0
    done = run("ingest", flight, "--json")
    assert done.exit_code == 0
    told = json.loads(done.output)
    assert (told["state"], told["travellers"], told["matches"]) == ("accepted", 2, 1)


def test_the_committed_examples_are_taken_in(run: Run) -> None:
    done = run("ingest", EXAMPLES)
    assert done.exit_code == 0
    assert "line 6" in done.output


def test_rubbish_is_reported_with_its_cure_and_ends_with_three(run: Run, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.edi"
    rubbish.write_bytes(b"\x01\x02 nothing of the kind")
    done = run("ingest", rubbish, tmp_path / "missing.edi")
    assert done.exit_code == 3
    assert "quarantined" in done.output
    assert "Traceback" not in done.output


def test_what_a_file_holds_is_neither_markup_nor_an_order_to_the_terminal(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    folder.mkdir()
    header = "crossing_id,crossed_at,direction,port_code,surname,given_names,birth_date"
    rows = "C1,[/red],inbound,2301,A,B,1980\nC2,\x1b[31mE,inbound,2301,A,B,1980\n"
    (folder / "[bold]\x1b[2J.csv").write_text(f"{header}\n{rows}")
    (folder / os.fsdecode(b"\xff.csv")).write_text(f"{header}\nC3,2026-03-01T10:00:00Z,inbound,2301,A,B,1980\n")
    done = run("ingest", folder)
    assert done.exit_code == 0, done.output
    assert "[/red]" in done.output
    assert "\x1b" not in done.output
    assert "[bold]" in done.output
    assert done.output.count("accepted") + done.output.count("quarantined") == 2


def test_a_folder_that_holds_our_own_data_is_read_without_it(run: Run, flight: Path) -> None:
    run("db", "upgrade")
    done = run("ingest", flight.parent)
    assert "flight.edi" in done.output
    assert "secret.key" not in done.output


def test_an_unusable_setting_is_named(run: Run, flight: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSOITS_POLL_SECONDS", "often")
    done = run("ingest", flight)
    assert done.exit_code == 2
    assert "RSOITS_POLL_SECONDS" in done.output


WRONG_SETTINGS = [
    ("RSOITS_DATABASE_URL", "nonsense", 2),
    ("RSOITS_DATABASE_URL", "mysql://kim@host/name", 2),
    ("RSOITS_DATABASE_URL", "postgresql://kim@host:port/name", 2),
    ("RSOITS_DATABASE_URL", "sqlite://", 2),
    ("RSOITS_DATABASE_URL", "sqlite:///:memory:", 2),
    ("RSOITS_DATABASE_URL", f"sqlite:///{Path(__file__)}", 3),
    ("RSOITS_DATABASE_URL", f"sqlite:///{Path(__file__)}/below", 3),
    ("RSOITS_DATABASE_URL", "postgres://postgres@127.0.0.1:1/nowhere", 3),
    ("RSOITS_WEBHOOK_SECRETS", "x", 2),
    ("RSOITS_WEBHOOK_SECRETS", '["whsec_short"]', 2),
    ("RSOITS_WEBHOOK_SECRETS", '["bHVtaW5vdXMgbGFudGVybnMgb24gdGhlIHF1YXk="]', 2),
    ("RSOITS_WEBHOOK_NETWORKS", '["bad"]', 2),
    ("RSOITS_WEBHOOK_NETWORKS", "10.0.0.0/8", 2),
]


@pytest.mark.parametrize(("name", "value", "code"), WRONG_SETTINGS)
@pytest.mark.parametrize("words", [["db", "upgrade"], ["db", "restore", Path(__file__)]])
def test_a_setting_that_cannot_be_used_is_one_sentence_that_names_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: int, words: list[str]
) -> None:
    monkeypatch.setenv(name, value)
    done = run(*words)
    if words[1] == "upgrade" or code == 2:
        assert done.exit_code == code
        assert name in done.output
    assert done.exit_code in {2, 3}
    assert len(done.output.splitlines()) == 1
    assert value not in done.output


def test_a_signing_secret_and_a_network_are_accepted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RSOITS_WEBHOOK_SECRETS", '["whsec_bHVtaW5vdXMgbGFudGVybnMgb24gdGhlIHF1YXk="]')
    monkeypatch.setenv("RSOITS_WEBHOOK_NETWORKS", '["10.0.0.0/8", "fd00::/8"]')
    assert run("db", "upgrade").exit_code == 0


def test_a_database_of_another_version_is_one_sentence(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    with sqlite3.connect(tmp_path / "data" / "rsoits.sqlite3") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from the future'")
    connection.close()
    done = run("db", "upgrade")
    assert done.exit_code == 3
    assert "another version" in done.output


def test_a_database_that_does_not_answer_is_one_sentence(
    run: Run, flight: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RSOITS_DATABASE_URL", "postgresql://postgres@127.0.0.1:1/nowhere")
    done = run("ingest", flight)
    assert done.exit_code == 3
    assert "RSOITS_DATABASE_URL" in done.output


def test_the_audit_trail_is_verified_and_tampering_ends_with_one(run: Run, registry: Path, tmp_path: Path) -> None:
    run("registry", "load", registry)
    assert "are whole" in run("audit", "verify").output
    with sqlite3.connect(tmp_path / "data" / "rsoits.sqlite3") as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET actor = 'nobody' WHERE id = 1")
    connection.close()
    broken = run("audit", "verify")
    assert broken.exit_code == 1
    assert "entry 1" in broken.output


def test_a_trail_signed_with_another_key_is_told_with_the_likely_reason(
    run: Run, registry: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("registry", "load", registry)
    run("db", "backup", tmp_path / "saved")
    monkeypatch.setenv("RSOITS_DATA", str(tmp_path / "elsewhere"))
    assert run("db", "restore", tmp_path / "saved").exit_code == 0
    broken = run("audit", "verify")
    assert broken.exit_code == 1
    assert "RSOITS_SECRET" in broken.output
    assert "secret.key" in broken.output


def test_accounts_are_opened_listed_and_given_new_passwords(run: Run) -> None:
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    assert run("user", "add", "kim", "--role", "analyst", typed=typed).exit_code == 0
    assert run("user", "add", "kim", "--role", "analyst", typed=typed).exit_code == 2
    assert "analyst" in run("user", "list").output
    assert run("user", "password", "kim", typed=typed.replace("fog", "mist")).exit_code == 0
    assert run("user", "release", "nobody").exit_code == 2
    weak = run("user", "add", "noor", "--role", "analyst", typed="short\nshort\n")
    assert weak.exit_code == 2
    assert "12 characters" in weak.output


def test_a_backup_restores_into_an_empty_place(
    run: Run, registry: Path, flight: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("registry", "load", registry)
    run("ingest", flight)
    before = json.loads(run("report", "journey", "--json").output)
    saved = tmp_path / "saved.rsoits"
    assert run("db", "backup", saved).exit_code == 0
    assert run("db", "backup", saved).exit_code == 2
    assert run("db", "restore", saved).exit_code == 2
    monkeypatch.setenv("RSOITS_DATA", str(tmp_path / "elsewhere"))
    assert run("db", "restore", saved).exit_code == 0
    assert json.loads(run("report", "journey", "--json").output) == before


def test_something_that_is_no_backup_is_refused_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("not a database at all, only words, and enough of them to be sure of it")
    assert run("db", "restore", wrong).exit_code == 3
    assert not (tmp_path / "data" / "rsoits.sqlite3").exists()


def test_an_empty_or_foreign_database_is_no_backup_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    empty, foreign = tmp_path / "empty", tmp_path / "foreign"
    empty.touch()
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    connection.close()
    for wrong in (empty, foreign):
        done = run("db", "restore", wrong)
        assert (done.exit_code, len(done.output.splitlines())) == (3, 1)
        assert "not a backup" in done.output
    assert not (tmp_path / "data" / "rsoits.sqlite3").exists()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["empty", "foreign"]


def test_a_backup_that_cannot_be_written_is_one_sentence(run: Run, tmp_path: Path) -> None:
    for place in ("/nonexistent/x", tmp_path / ("x" * 300), "/proc/x"):
        done = run("db", "backup", place)
        assert (done.exit_code, len(done.output.splitlines())) == (3, 1)
        assert "cannot be written" in done.output


def test_a_backup_is_one_file(run: Run, tmp_path: Path) -> None:
    run("db", "backup", tmp_path / "saved")
    with sqlite3.connect(tmp_path / "saved") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


def test_deliveries_are_asked_for_by_a_state_there_is(run: Run) -> None:
    assert run("alerts", "list", "--state", "dead").exit_code == 0
    done = run("alerts", "list", "--state", "bogus")
    assert done.exit_code == 2
    assert "waiting" in done.output


def test_only_files_are_read_and_only_up_to_the_limit(
    run: Run, flight: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, large = tmp_path / "pipe", tmp_path / "large.edi"
    os.mkfifo(pipe)
    large.write_bytes(flight.read_bytes() * 10)
    monkeypatch.setenv("RSOITS_LARGEST_FILE_BYTES", str(flight.stat().st_size))
    done = run("ingest", "/dev/zero", pipe, large, flight)
    assert done.exit_code == 0
    for place in ("/dev/zero", pipe):
        assert f"{place}: cannot be read (not a file" in done.output
    assert f"{large}: quarantined" in done.output
    assert f"{flight}: accepted" in done.output


def test_an_account_of_an_agency_needs_one_that_exists(run: Run) -> None:
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    for wrong in ([], ["--ori", "XX0000000"], ["--ori", "TXRSO0001", "--jurisdiction", "CA"]):
        done = run("user", "add", "kim", "--role", "agency", *wrong, typed=typed)
        assert done.exit_code == 2
        assert "ORI" in done.output
    assert run("user", "add", " Kim ", "--role", "agency", "--ori", "txrso0001", typed=typed).exit_code == 0
    assert "TXRSO0001" in run("user", "list").output
    assert run("user", "add", "kim", "--role", "analyst", typed=typed).exit_code == 2
    assert run("user", "release", "KIM").exit_code == 0


def test_a_demonstration_touches_nothing_it_did_not_make(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "demo"
    kept = data / "feeds" / "kept.edi"
    kept.parent.mkdir(parents=True)
    kept.write_text("someone else's")
    foreign = run("demo", "--data", data)
    assert foreign.exit_code == 3
    assert "did not make" in foreign.output

    (data / "world").mkdir()
    (data / "world" / "building").touch()
    with (data / "world" / "building").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "Another process" in run("demo", "--data", data).output
    monkeypatch.setenv("RSOITS_DATABASE_URL", f"sqlite:///{tmp_path / 'own.sqlite3'}")
    configured = run("demo", "--data", data)
    assert configured.exit_code == 3
    assert "RSOITS_DATABASE_URL" in configured.output
    assert kept.exists()


def test_the_journey_is_not_run_in_a_database_that_is_in_use(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RSOITS_DATABASE_URL", f"sqlite:///{tmp_path / 'own.sqlite3'}")
    run("user", "add", "kim", "--role", "analyst", typed=f"{PASSPHRASE}\n{PASSPHRASE}\n")
    done = run("demo", "--once", "--registrants", "100", "--travellers", "100")
    assert done.exit_code == 3
    assert "RSOITS_DATABASE_URL" in done.output


def test_the_secret_key_is_readable_by_its_owner_only(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0


def test_the_journey_is_printed_from_the_store(run: Run) -> None:
    done = run("demo", "--once", "--registrants", "300", "--travellers", "200")
    assert done.exit_code == 0, done.output
    for step in ("Files", "Travellers", "Matches by band", "Decisions", "Alerts by recipient", "Acknowledgements"):
        assert step in done.output
    assert "audit entries, whole" in done.output


def test_an_open_house_keeps_its_key(tmp_path: Path) -> None:
    first = House.open(Settings(data=tmp_path))
    again = House.open(Settings(data=tmp_path))
    assert first.key == again.key
    first.database.dispose()
    again.database.dispose()


def test_the_registry_report_tells_every_jurisdiction(run: Run, registry: Path) -> None:
    assert "No record yet" in run("report", "registry").output
    run("registry", "load", registry)
    told = {row["jurisdiction"]: row for row in json.loads(run("report", "registry", "--json").output)}
    assert told["TX"]["records"] == 1
    assert "TX" in run("report", "registry").output
    assert "HOLLIS" not in run("report", "registry").output
