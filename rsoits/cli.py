"""The `rsoits` command: each command's module is imported only when it is called, so that small ones start at once."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command

from rsoits.commands.outcome import STDERR, Exit

COMMANDS: Final = {
    "demo": "demo:demo",
    "serve": "serving:serve",
    "work": "serving:work",
    "read": "read:read",
    "ingest": "ingest:ingest",
    "registry": "ingest:registry",
    "feeds": "feeds:feeds",
    "compare": "compare:compare",
    "score": "score:score",
    "screen": "screen:screen",
    "simulate": "simulate:simulate",
    "evaluate": "evaluate:evaluate",
    "alerts": "records:alerts",
    "audit": "records:audit",
    "user": "users:app",
    "report": "records:report",
    "db": "records:database",
}
_SETTINGS: Final = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


class _Commands(TyperGroup):
    """The table above as a group."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002  the group's own signature
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002  the group's own signature
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(f"rsoits.commands.{module}"), attribute)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(**_SETTINGS)  # type: ignore[arg-type]  # keyword arguments by name
            alone.command(cmd_name)(found)
            found = alone
        command = get_command(found)
        command.name = cmd_name
        return command


app = typer.Typer(name="rsoits", cls=_Commands, no_args_is_help=True, **_SETTINGS)  # type: ignore[arg-type]  # as above


@app.callback()
def _rsoits() -> None:
    """Links international travellers to sex-offender registry records and tells the right desks in time."""


def main() -> None:
    """Run the command; an unexpected error ends it with one sentence, without a traceback."""
    try:
        app()
    except Exception as error:  # noqa: BLE001  the last resort of a command line
        STDERR.print(f"Something unexpected went wrong ({type(error).__name__}); please report how.", markup=False)
        sys.exit(Exit.UNEXPECTED)
