"""How commands end: exit codes, and one sentence that names the cure."""

from __future__ import annotations

from enum import IntEnum
from typing import NoReturn

import typer
from rich.console import Console

STDERR = Console(stderr=True, highlight=False, soft_wrap=True)


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    UNUSABLE = 3


def fail(sentence: str, code: Exit) -> NoReturn:
    """End the command with one sentence on standard error."""
    STDERR.print(sentence, markup=False)
    raise typer.Exit(code)
