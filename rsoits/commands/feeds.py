"""`rsoits feeds`: what an operator does with feeds."""

from __future__ import annotations

import typer

from rsoits.commands.feeds_check import check
from rsoits.commands.feeds_list import list_, runs
from rsoits.commands.feeds_replay import replay
from rsoits.commands.feeds_run import pause, resume, run

feeds = typer.Typer(no_args_is_help=True, help="Feeds, their runs, and mappings of senders' own layouts.")
feeds.command(name="list")(list_)
for command in (runs, run, pause, resume, replay, check):
    feeds.command()(command)
