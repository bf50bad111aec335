"""`rsoits simulate`: an invented world of any size, with its ground truth."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from rsoits.commands.outcome import Exit, fail
from sample_data.write import write_for_screening


def simulate(
    out: Annotated[Path, typer.Option(help="Directory to write to; files of the same name are replaced.")],
    registrants: Annotated[int, typer.Option(min=1, max=10_000_000, help="Records in the registry.")] = 5000,
    travellers: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="People in manifests, at sea and at land ports.")
    ] = 2500,
    seed: Annotated[int, typer.Option(min=0, help="Equal seeds make equal worlds.")] = 1,
    as_of: Annotated[
        datetime | None, typer.Option(help="The moment the world is seen from, UTC; now if not given.")
    ] = None,
) -> None:
    """Write an invented registry, manifests, reservations, crossings and notices, with the truth about every traveller.

    Example: rsoits simulate --registrants 100000 --travellers 20000 --seed 7 --out world
    """
    now = (as_of or datetime.now(UTC)).replace(tzinfo=UTC, microsecond=0)
    try:
        out.mkdir(parents=True, exist_ok=True)
        truth = write_for_screening(seed, now, registrants, travellers, out)
    except OSError as error:
        fail(f"Cannot write to {out}: {error.strerror}; choose a directory you may write to.", Exit.UNUSABLE)
    linked = sum(bool(sighting.traveller.registrant_ids) for sighting in truth.sightings)
    twins = sum(sighting.traveller.twin is not None for sighting in truth.sightings)
    typer.echo(
        f"{registrants} registrants and {len(truth.sightings)} travellers"
        f" ({linked} of them registrants, {twins} near-twins)"
        f" in {len(truth.files)} files under {out}, as of {now:%Y-%m-%d %H:%M} UTC."
    )
