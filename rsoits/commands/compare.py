"""`rsoits compare`: two people side by side, with everything that speaks for and against."""

from __future__ import annotations

import json as json_text
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from matchers.compare import compare as compare_identities
from matchers.identity import Identity, UnreadableIdentityError
from rsoits.commands.outcome import Exit, fail
from rsoits.commands.people import read_person

if TYPE_CHECKING:
    from matchers.evidence import Explanation

Person = Annotated[str, typer.Argument(help="A name (`SURNAME, Given` or in any order), or a JSON object.")]


def compare(
    left: Person,
    right: Person,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,  # noqa: FBT002  a flag
) -> None:
    """Say how likely two people are one, and why.

    A JSON object may state `names`, `birth_dates`, `sex`, `nationalities` and `documents`, the first name being the
    primary one, dates as YYYY, YYYY-MM or YYYY-MM-DD, documents as type:issuer:number.

    Example: rsoits compare "PETROV, Ivan" '{"names": ["PETROW, Iwan"], "birth_dates": ["1980-05-06"]}'
    """
    explanation = compare_identities(_read(left, "first"), _read(right, "second"))
    if as_json:
        typer.echo(json_text.dumps(explanation.to_json(), ensure_ascii=False))
    else:
        _print(explanation)


def _read(text: str, which: str) -> Identity:
    try:
        return read_person(text)
    except UnreadableIdentityError:
        fail(f"The {which} person cannot be read; write a name or the JSON of `rsoits compare --help`.", Exit.USAGE)


def _print(explanation: Explanation) -> None:
    console = Console(soft_wrap=True, highlight=False, markup=False)
    table = Table("Bits", "Evidence")
    table.columns[0].justify = "right"
    table.add_row(f"{explanation.prior:+.2f}", "before anything is compared")
    for row in explanation.evidence:
        table.add_row(f"{row.bits:+.2f}", row.sentence)
    table.add_row(f"{explanation.bits:+.2f}", f"together: probability {explanation.probability:.4f}")
    console.print(table)
    if explanation.missing:
        console.print(f"Not compared, stated on one side at most: {', '.join(explanation.missing)}.", markup=False)
    console.print(f"Band: {explanation.band}. Weights: {explanation.model}.", markup=False)
