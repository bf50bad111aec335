"""One file of the invented world, as it would arrive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorldFile:
    """A file and the feed it arrives on; the feeds are those of the catalogue and of `feeds.toml` beside this."""

    feed: str
    name: str
    content: bytes
