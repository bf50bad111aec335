"""The processes as they are started from a shell."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from rsoits.demonstration import PASSPHRASE as DEMO_PASSPHRASE
from rsoits.demonstration import SIGN_INS
from rsoits.house import House
from rsoits.security.permissions import Role
from rsoits.settings import Settings
from tests.rsoits.scenes import PASSPHRASE, person

PATIENCE = 60.0
SOON = 6.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(log: Path, data: Path, *words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from rsoits.cli import main; main()", *words]
    with log.open("wb") as output:
        return subprocess.Popen(  # noqa: S603  our own command
            command, env=os.environ | {"RSOITS_DATA": str(data), "COLUMNS": "120"}, stdout=output, stderr=output
        )


def await_health(port: int, process: subprocess.Popen[bytes]) -> httpx2.Response:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return httpx2.get(f"http://127.0.0.1:{port}/api/health", trust_env=False)
        except httpx2.TransportError:
            time.sleep(0.2)
    pytest.fail("the console did not answer")


@contextmanager
def watching(port: int, username: str, password: str) -> Iterator[None]:
    """Keep the live queue open, as a reader's browser does."""
    with httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=PATIENCE) as client:
        client.post("/sign-in", data={"username": username, "password": password, "accept": "yes"})
        with client.stream("GET", "/matches/live") as stream:
            assert stream.status_code == 200
            pieces = stream.iter_raw()
            assert next(pieces)
            yield


def stop(process: subprocess.Popen[bytes]) -> float:
    """Ask the process to end, and return after how many seconds it did."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) in {0, -signal.SIGTERM}
    return time.monotonic() - began


def half_built(data: Path) -> None:
    """Leave what a demonstration that was stopped half-way leaves, and a note that someone put beside it."""
    house = House.open(Settings(data=data))
    person(house, "leftover", Role.ANALYST)
    house.database.dispose()
    for name in ("world/building", "feeds/air-manifests/leftover.edi", "notes.txt"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).touch()


def test_the_demo_begins_anew_after_a_stop_and_prints_one_sign_in_per_role(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    half_built(tmp_path / "demo")
    options = ("--registrants", "200", "--travellers", "100")
    process = start(log, tmp_path, "demo", "--port", str(port), "--data", str(tmp_path / "demo"), *options)
    try:
        assert await_health(port, process).status_code == 200
        told = log.read_text()
        assert f"http://127.0.0.1:{port}" in told
        for one in SIGN_INS:
            assert one.username in told
            assert one.role.value in told
        assert "built from nothing" in told
        with watching(port, SIGN_INS[0].username, DEMO_PASSPHRASE):
            assert stop(process) < SOON
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in log.read_text()
    left = {path.relative_to(tmp_path / "demo").as_posix() for path in (tmp_path / "demo").rglob("*")}
    assert "notes.txt" in left
    assert not left & {"world/building", "feeds/air-manifests/leftover.edi", "feeds/air-manifests/done/leftover.edi"}


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = start(tmp_path / "log", tmp_path / "data", "serve", "--port", port)
        assert process.wait(timeout=PATIENCE) == 3
    told = (tmp_path / "log").read_text()
    assert "choose another with --port" in told
    assert "Traceback" not in told


def test_serve_and_work_are_two_processes_on_one_database(tmp_path: Path) -> None:
    port = free_port()
    serving = start(tmp_path / "serve.log", tmp_path / "data", "serve", "--port", str(port))
    working = start(tmp_path / "work.log", tmp_path / "data", "work")
    try:
        assert await_health(port, serving).json()["database"] == "ok"
        watched = tmp_path / "data" / "feeds" / "air-manifests"
        deadline = time.monotonic() + PATIENCE
        while not watched.is_dir() and working.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        assert watched.is_dir()
        assert stop(working) < SOON
        house = House.open(Settings(data=tmp_path / "data"))
        person(house, "kim", Role.ANALYST)
        house.database.dispose()
        with watching(port, "kim", PASSPHRASE):
            assert stop(serving) < SOON
    finally:
        for process in (working, serving):
            process.kill()
            process.wait()
