"""The `--format` of commands: a format's name, an installation's mapping, or a mapping file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from feeds.mapping.mapping import PREFIX, Mapping
from feeds.mapping.shelf import check, resolved
from feeds.reader import Format as Known
from rsoits.commands.outcome import STDERR, Exit, fail

Format = Annotated[
    str | None,
    typer.Option(
        "--format", help="Read as this format, mapping:NAME or mapping file NAME.toml instead of recognising it."
    ),
]


def chosen(written: str | None) -> str | Mapping | None:
    """Return the format or mapping; ends the command when there is none of this name or the mapping is unusable."""
    if written is None:
        return None
    if written.endswith(".toml"):
        return _from_file(Path(written))
    from rsoits.commands.opening import read_settings  # noqa: PLC0415  it loads the database's part, which few need

    folder = read_settings().mappings
    found = resolved(written, folder)
    if isinstance(found, str) and found.startswith(PREFIX):
        name = found.removeprefix(PREFIX)
        fail(f"There is no usable mapping {name} in {folder}; see `rsoits feeds check`.", Exit.USAGE)
    if isinstance(found, str) and found not in list(Known):
        names = ", ".join(Known)
        fail(f"{found} is not a format; use one of {names}, mapping:NAME or a mapping file NAME.toml.", Exit.USAGE)
    return found


def _from_file(path: Path) -> Mapping:
    checked = check(path)
    for finding in checked.findings:
        sentence = "; ".join(filter(None, (finding.reason, finding.cure)))
        STDERR.print(": ".join(filter(None, (str(path), finding.field, sentence))) + ".", markup=False)
    if checked.mapping is None:
        raise typer.Exit(Exit.UNUSABLE)
    return checked.mapping
