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

from alerts.outbox import DeliveryState
from rsoits.commands.journey_table import journey_table
from rsoits.commands.opening import open_house, read_settings
from rsoits.commands.outcome import Exit, fail
from rsoits.commands.registry_table import registry_table
from rsoits.console.addresses import LARGEST_ROW
from rsoits.security.audit import verify as verify_trail
from rsoits.services.figures import figures
from rsoits.services.relay import channels_of, relay
from rsoits.services.replay import replay as replay_delivery
from rsoits.settings import Settings
from rsoits.store.alerts import Alert, Delivery
from rsoits.store.registry_quality import by_jurisdiction

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
        why = found.reason
        if found.broken_at == 1 and "changed" in why:
            why += ", or the key is not the one it was signed with (RSOITS_SECRET, or secret.key in the data folder)"
        fail(f"The audit trail is broken at entry {found.broken_at}: {why}.", Exit.UNEXPECTED)
    typer.echo(f"{found.entries} entries are whole; the last has the hash {found.head or 'none'}.")


@alerts.command(name="list")
def list_(
    state: Annotated[DeliveryState | None, typer.Option(help="Only deliveries in this state.")] = None,
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
    Console(markup=False).print(table)


@alerts.command()
def relay_now() -> None:
    """Send what is due now and stop.

    Example: rsoits alerts relay-now
    """
    house = open_house()
    done = relay(house, channels_of(house.settings), "command line")
    typer.echo(f"{done.delivered} delivered, {done.waiting} to be tried again, {done.dead} dead.")


@alerts.command()
def replay(
    delivery: Annotated[int, typer.Argument(min=1, max=LARGEST_ROW, help="The number `rsoits alerts list` shows.")],
) -> None:
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


@report.command()
def registry(as_json: AsJson = False) -> None:  # noqa: FBT002  a flag
    """Tell by jurisdiction how good the registry is: run it each night, and see what an extract made better or worse.

    Example: rsoits report registry
    """
    house = open_house()
    with house.database.reading() as session:
        found = by_jurisdiction(session, house.now().date())
    if as_json:
        typer.echo(json_text.dumps([row.to_json() for row in found]))
    else:
        Console().print(registry_table(found))


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
    house = open_house()
    try:
        file.touch(exist_ok=False)
    except FileExistsError:
        fail(f"{file} exists; name a new file.", Exit.USAGE)
    except OSError as error:
        fail(f"{file} cannot be written ({error.strerror}); name a file in a folder you may write to.", Exit.UNUSABLE)
    if house.database.is_sqlite:
        _copy(_sqlite(house.settings), file)
    else:
        try:
            _run("pg_dump", "--format=custom", f"--file={file}", house.settings.database)
        except typer.Exit:
            file.unlink()
            raise
    typer.echo(f"Saved to {file}.")


@database.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `rsoits db backup` wrote.", exists=True, dir_okay=False)],
) -> None:
    """Replace an empty or missing database by a backup; stop the other processes first.

    Example: rsoits db restore /backups/2026-11-21.rsoits
    """
    settings = read_settings()
    if settings.database.startswith("sqlite"):
        if not _is_ours(file):
            fail(f"{file} is not a backup of an RSOITS database; give a file `rsoits db backup` wrote.", Exit.UNUSABLE)
        target = _sqlite(settings)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch(exist_ok=False)
        except FileExistsError:
            fail(f"{target} exists; move it away first, so that nothing is lost.", Exit.USAGE)
        except OSError as error:
            fail(f"{target} cannot be written ({error.strerror}); set RSOITS_DATA to a usable folder.", Exit.UNUSABLE)
        _copy(file, target)
    else:
        _run("pg_restore", "--exit-on-error", f"--dbname={settings.database}", str(file))
    open_house()
    typer.echo(f"Restored from {file}.")


def _is_ours(file: Path) -> bool:
    """Tell whether a file is an SQLite database of this system, without changing anything about it."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    except sqlite3.Error:
        return False
    return {("alembic_version",), ("audit_entry",)} <= set(found)


def _copy(source: Path, target: Path) -> None:
    """Copy a database that may be in use over an empty file; the copy is one file, and on failure there is none."""
    try:
        with closing(sqlite3.connect(source)) as there, closing(sqlite3.connect(target)) as here:
            there.backup(here)
            here.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        target.unlink()
        fail(f"{target} could not be written ({error}); nothing is left of it.", Exit.UNUSABLE)


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
