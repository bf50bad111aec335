"""`rsoits demo`: an invented world in one process, to look at or to run through once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from rsoits import demonstration
from rsoits.commands import demo_folder
from rsoits.commands.journey_table import journey_table
from rsoits.commands.opening import open_house, read_settings
from rsoits.commands.outcome import STDERR, Exit, fail
from rsoits.commands.serving import run_console
from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.services.figures import figures
from rsoits.services.schedule import Worker

_HOST = "127.0.0.1"


def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to serve on.")] = 8000,
    data: Annotated[Path, typer.Option(help="Folder that holds the demonstration; kept between runs.")] = Path(
        "demo-data"
    ),
    once: Annotated[bool, typer.Option("--once", help="Run the whole journey without serving, and print it.")] = False,  # noqa: FBT002  a flag
    registrants: Annotated[int, typer.Option(min=100, max=200_000, help="Registrants to invent.")] = 5000,
    travellers: Annotated[int, typer.Option(min=100, max=200_000, help="Travellers to invent.")] = 2500,
) -> None:
    """Invent a world, let its files arrive, and serve console, worker and scheduler on it.

    Example: rsoits demo --port 8000
    """
    if once:
        with TemporaryDirectory(prefix="rsoits-") as folder:
            _once(Path(folder), registrants, travellers)
        return
    os.environ.setdefault("RSOITS_PUBLIC_ADDRESS", f"http://{_HOST}:{port}")
    os.environ.setdefault("RSOITS_POLL_SECONDS", "1")
    os.environ.setdefault("RSOITS_SETTLE_SECONDS", "0.5")
    demo_folder.clear_unfinished(read_settings(data))
    house = open_house(data)
    if demonstration.is_new(house):
        with demo_folder.marked(house.settings), _progress() as progress:
            world = demonstration.build(house, registrants, travellers, progress)
            demonstration.decide_all(house, world, progress, before=demonstration.read_until(house))
            demonstration.deliver(house)
            demonstration.acknowledge_all(house, progress, share=0.6)
    else:
        STDERR.print(f"Continuing the demonstration in {data}; remove the folder to begin anew.", markup=False)
    _serve(house, port)


def _serve(house: House, port: int) -> None:
    worker = Worker(house)
    worker.start()
    _tell(house, port)
    try:
        run_console(house, _HOST, port)
    finally:
        worker.stop()
        house.database.dispose()


def _tell(house: House, port: int) -> None:
    console = Console(soft_wrap=True, highlight=False)
    console.print(f"\nThe console is at [bold]http://{_HOST}:{port}[/bold]; stop with Ctrl-C.")
    console.print(f"Drop a manifest into {house.settings.feeds / 'air-manifests'} to see it arrive.", markup=False)
    table = Table("Role", "User name", "Passphrase", title="Sign in as")
    for person in demonstration.SIGN_INS:
        table.add_row(person.role.value, person.username, demonstration.PASSPHRASE)
    console.print(table)


def _once(data: Path, registrants: int, travellers: int) -> None:
    house = open_house(data)
    if not demonstration.is_new(house):
        fail("RSOITS_DATABASE_URL names a database that is in use; unset it for the demonstration.", Exit.UNUSABLE)
    started = time.monotonic()
    with _progress() as progress:
        world = demonstration.build(house, registrants, travellers, progress)
        demonstration.link_all(house, world, progress)
        demonstration.decide_all(house, world, progress)
        demonstration.deliver(house)
        demonstration.acknowledge_all(house, progress)
    console = Console()
    with house.database.reading() as session:
        console.print(journey_table(figures(session)))
        trail = verify(session, house.key)
    whole = "whole" if trail.broken_at is None else f"broken at entry {trail.broken_at}"
    console.print(
        f"{trail.entries:,} audit entries, {whole}. The journey took {time.monotonic() - started:.1f} s.\n"
        "Decisions were made by demonstration readers who know the invented world's truth.",
        markup=False,
    )
    house.database.dispose()


@contextmanager
def _progress() -> Iterator[Callable[[str, int], Callable[[], None]]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=STDERR) as bars:

        def begin(what: str, steps: int) -> Callable[[], None]:
            task = bars.add_task(what, total=steps)
            return lambda: bars.advance(task)

        yield begin
