"""`rsoits audit`, `rsoits alerts`, `rsoits report` and `rsoits db`: looking after what is on record."""

from __future__ import annotations

import json as json_text
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import col, select

from rsoits.commands.journey_table import journey_table
from rsoits.commands.opening import open_house
from rsoits.commands.outcome import Exit, fail
from rsoits.security.audit import verify as verify_trail
from rsoits.services.figures import figures
from rsoits.services.relay import channels_of, relay
from rsoits.services.replay import replay as replay_delivery
from rsoits.settings import Settings
from rsoits.store.alerts import Alert, Delivery

audit = typer.Typer(no_args_is_help=True, help="The audit trail.")
alerts = typer.Typer(no_args_is_help=True, help="Alerts and their deliveries.")
report = typer.Typer(no_args_is_help=True, help="Figures from the store.")
database = typer.Typer(no_args_is_help=True, help="The database: upgrade, backup, restore.")
for group in (audit, report):
    group.callback()(lambda: None)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@audit.command()
def verify() -> None:
    """Read the whole audit trail and say whether anything in it was changed, removed or cut off.

    Example: rsoits audit verify
    """
    house = open_house()
    with house.database.reading() as session:
        found = verify_trail(session, house.key)
    if found.broken_at is not None:
        fail(f"The audit trail is broken at entry {found.broken_at}: {found.reason}.", Exit.UNEXPECTED)
    typer.echo(f"{found.entries} entries are whole; the last has the hash {found.head or 'none'}.")


@alerts.command(name="list")
def list_(
    state: Annotated[str, typer.Option(help="Only deliveries in this state: queued, waiting, delivered, dead.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most this many, the newest first.")] = 50,
) -> None:
    """List deliveries.

    Example: rsoits alerts list --state dead
    """
    wanted = select(Delivery, Alert).join(Alert, col(Delivery.alert_id) == col(Alert.id))
    if state:
        wanted = wanted.where(Delivery.state == state)
    table = Table("Delivery", "Alert", "Kind", "Recipient", "Channel", "State", "Attempts")
    with open_house().database.reading() as session:
        for delivery, alert in session.exec(wanted.order_by(col(Delivery.id).desc()).limit(limit)):
            where = (str(delivery.id), alert.reference, alert.kind, alert.recipient_ori)
            table.add_row(*where, delivery.channel, delivery.state, str(delivery.attempts))
    Console().print(table)


@alerts.command()
def relay_now() -> None:
    """Send what is due now and stop.

    Example: rsoits alerts relay-now
    """
    house = open_house()
    done = relay(house, channels_of(house.settings), "command line")
    typer.echo(f"{done.delivered} delivered, {done.waiting} to be tried again, {done.dead} dead.")


@alerts.command()
def replay(delivery: Annotated[int, typer.Argument(help="The number `rsoits alerts list` shows.")]) -> None:
    """Put a dead delivery back into the queue.

    Example: rsoits alerts replay 41
    """
    with open_house().writing("command line") as (session, acting):
        if not replay_delivery(session, acting, delivery):
            fail(f"Delivery {delivery} is not dead; see `rsoits alerts list --state dead`.", Exit.USAGE)
    typer.echo(f"Delivery {delivery} is queued again.")


@report.command()
def journey(as_json: AsJson = False) -> None:  # noqa: FBT002  a flag
    """Count the journey from file to acknowledgement.

    Example: rsoits report journey
    """
    with open_house().database.reading() as session:
        counted = figures(session)
    if as_json:
        typer.echo(json_text.dumps(counted.to_json()))
    else:
        Console().print(journey_table(counted))


@database.command()
def upgrade() -> None:
    """Bring the database to the newest schema; every other command does so too.

    Example: rsoits db upgrade
    """
    typer.echo(f"The database {_told(open_house().settings)} is up to date.")


@database.command()
def backup(file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """Write a consistent copy while the system runs (PostgreSQL: with pg_dump).

    Example: rsoits db backup /backups/2026-11-21.rsoits
    """
    if file.exists():
        fail(f"{file} exists; name a new file.", Exit.USAGE)
    house = open_house()
    if house.database.is_sqlite:
        with closing(sqlite3.connect(_sqlite(house.settings))) as source, closing(sqlite3.connect(file)) as target:
            source.backup(target)
    else:
        _run("pg_dump", "--format=custom", f"--file={file}", house.settings.database)
    typer.echo(f"Saved to {file}.")


@database.command()
def restore(file: Annotated[Path, typer.Argument(help="A file that `rsoits db backup` wrote.", exists=True)]) -> None:
    """Replace an empty or missing database by a backup; stop the other processes first.

    Example: rsoits db restore /backups/2026-11-21.rsoits
    """
    settings = Settings()
    if settings.database.startswith("sqlite"):
        target = _sqlite(settings)
        if target.exists():
            fail(f"{target} exists; move it away first, so that nothing is lost.", Exit.USAGE)
        target.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
            try:
                source.backup(copy)
            except sqlite3.DatabaseError:
                target.unlink()
                fail(f"{file} is not a backup of an SQLite database.", Exit.UNUSABLE)
    else:
        _run("pg_restore", "--exit-on-error", f"--dbname={settings.database}", str(file))
    open_house()
    typer.echo(f"Restored from {file}.")


def _sqlite(settings: Settings) -> Path:
    return Path(settings.database.removeprefix("sqlite:///"))


def _told(settings: Settings) -> str:
    """Name the database without its password."""
    return settings.database.rpartition("@")[2].removeprefix("sqlite:///")


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        fail(f"{program} is missing; install the PostgreSQL client programs.", Exit.UNUSABLE)
    done = subprocess.run([found, *arguments], check=False, capture_output=True, text=True)  # noqa: S603  own arguments
    if done.returncode:
        fail(
            f"{program} failed: {done.stderr.strip().splitlines()[-1] if done.stderr else 'no message'}", Exit.UNUSABLE
        )
