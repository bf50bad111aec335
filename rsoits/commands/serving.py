"""`rsoits serve` and `rsoits work`: the web process, and the process that ingests, schedules and relays."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer
import uvicorn

from rsoits.app import create_app
from rsoits.commands.opening import open_house
from rsoits.commands.outcome import STDERR, Exit, fail
from rsoits.errors import RsoitsError
from rsoits.house import House
from rsoits.services.schedule import Worker

_SECONDS_TO_FINISH = 2
"""After these an open live queue does not delay the end."""


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the console and the API.

    Example: RSOITS_DATA=/var/lib/rsoits rsoits serve --port 8000
    """
    run_console(open_house(), host, port)


def work() -> None:
    """Watch the feeds, screen what arrives and deliver alerts, until told to stop (SIGTERM or Ctrl-C).

    Example: RSOITS_DATA=/var/lib/rsoits rsoits work
    """
    house = open_house()
    worker, stopped = Worker(house), threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    worker.start()
    STDERR.print(f"Watching {house.settings.feeds}; stop with Ctrl-C.", markup=False)
    stopped.wait()
    worker.stop()


def run_console(house: House, host: str, port: int) -> None:
    """Serve until told to stop; a port that cannot be had or missing web assets end the command with one sentence."""
    try:
        app = create_app(house)
    except RsoitsError as error:
        fail(str(error), Exit.UNUSABLE)
    try:
        uvicorn.run(
            app,
            host=host,
            port=port,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
    except SystemExit:
        fail(f"Port {port} cannot be used; choose another with --port.", Exit.UNUSABLE)
