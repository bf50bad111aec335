"""The processes as they are started from a shell."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import pytest

from rsoits.demonstration import SIGN_INS

PATIENCE = 60.0


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


def test_the_demo_serves_and_prints_one_sign_in_per_role(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    options = ("--registrants", "200", "--travellers", "100")
    process = start(log, tmp_path, "demo", "--port", str(port), "--data", str(tmp_path / "demo"), *options)
    try:
        assert await_health(port, process).status_code == 200
        told = log.read_text()
        assert f"http://127.0.0.1:{port}" in told
        for person in SIGN_INS:
            assert person.username in told
            assert person.role.value in told
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) in {0, -signal.SIGTERM}
    assert "Traceback" not in log.read_text()


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
    finally:
        for process in (working, serving):
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
