"""The feeds we know, as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from feeds.reader import Format
from feeds.records import Mode


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed. `format` None means found out by content; `mode` None, that it says nothing of a mode of travel.

    `cadence_minutes` is how often a file is expected, 0 for at no fixed time.
    """

    name: str
    title: str
    folder: str
    format: Format | None
    mode: Mode | None
    cadence_minutes: int


@cache
def catalogue() -> tuple[Feed, ...]:
    """Return the feeds of `catalogue.toml` in its order."""
    rows = tomllib.loads((files("feeds") / "catalogue.toml").read_text(encoding="utf-8"))["feed"]
    return tuple(
        Feed(
            name=row["name"],
            title=row["title"],
            folder=row["folder"],
            format=Format(row["format"]) if row["format"] else None,
            mode=Mode(row["mode"]) if row["mode"] else None,
            cadence_minutes=row["cadence_minutes"],
        )
        for row in rows
    )


def feed(name: str) -> Feed:
    """Return the feed of this name; raises `KeyError`."""
    return {one.name: one for one in catalogue()}[name]
