"""The feeds we know, as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from feeds.declarations import read_declarations

if TYPE_CHECKING:
    from feeds.feed import Feed

_FILE = "catalogue.toml"


@cache
def catalogue() -> tuple[Feed, ...]:
    """Return the feeds of `catalogue.toml` in its order; an installation adds its own with `read_declarations`."""
    return read_declarations(_FILE, (files("feeds") / _FILE).read_bytes()).feeds


def feed(name: str) -> Feed:
    """Return the feed of this name; raises `KeyError`."""
    return {one.name: one for one in catalogue()}[name]
