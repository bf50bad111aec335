"""One file of the invented world, as it would arrive."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorldFile:
    """A file and the feed it arrives on.

    Feeds: `air-manifests`, `land-crossings`, `travel-notices`, `partner-notices`, `registry-extracts`.
    """

    feed: str
    name: str
    content: bytes
