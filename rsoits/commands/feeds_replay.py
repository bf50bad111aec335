"""`rsoits feeds replay`: reads a stored file again."""

from __future__ import annotations

from typing import Annotated

import typer

from rsoits.commands.formats import Format, chosen
from rsoits.commands.opening import open_house
from rsoits.commands.outcome import Exit, fail
from rsoits.console.addresses import LARGEST_ROW
from rsoits.errors import BytesNotKeptError, NotFoundError
from rsoits.services.replay_file import reread
from rsoits.store.intakes import IntakeState

ACTOR = "command line"
Intake = Annotated[
    int,
    typer.Argument(metavar="INTAKE", min=1, max=LARGEST_ROW, help="The intake's number, from its page's address."),
]


def replay(intake: Intake, form: Format = None) -> None:
    """Read a stored file again: one from quarantine is taken in, one on record has its travellers screened again.

    Example: rsoits feeds replay 17 --format crossings
    """
    named = chosen(form)
    house = open_house()
    try:
        found = reread(house, intake, ACTOR, named)
    except BytesNotKeptError as error:
        fail(str(error), Exit.UNUSABLE)
    except NotFoundError:
        fail(f"There is no intake {intake}; `rsoits ingest --json` and the feeds page show the numbers.", Exit.USAGE)
    again = found.intake
    if again.state is IntakeState.DUPLICATE:
        typer.echo(f"{again.name}: on record; {found.screened} travellers screened again, {again.matches} new matches.")
        return
    typer.echo(
        f"{again.name}: {again.state.value}; {again.travellers} travellers, {again.notices} notices, "
        f"{again.registrants} registry records, {again.matches} matches, {again.rejects} set aside."
    )
    if again.state is IntakeState.QUARANTINED:
        raise typer.Exit(Exit.UNUSABLE)
