"""Files of one feed and the truth about them, as they come."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sample_data.truth import FileTruth, Sighting
from sample_data.world_file import WorldFile

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Output:
    """What one feed brings, in the order in which it arrives."""

    feed: str
    format: str
    files: list[WorldFile] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    truths: list[FileTruth] = field(default_factory=list)

    def add(self, name: str, content: bytes, lists: Sequence[Sequence[Sighting]], note: str = "") -> None:
        """Take one file whose messages list these sightings."""
        rejects = sum(seen.rejected for listed in lists for seen in listed)
        seen = sum(map(len, lists))
        self.files.append(WorldFile(self.feed, name, content))
        self.sightings += [replace(sighting, file=name) for listed in lists for sighting in listed]
        self.truths.append(FileTruth(self.feed, name, self.format, len(lists), seen - rejects, rejects, note=note))

    def add_rubbish(self, name: str, content: bytes) -> None:
        """Take one file that nobody can read."""
        self.files.append(WorldFile(self.feed, name, content))
        self.truths.append(
            FileTruth(self.feed, name, self.format, 0, 0, readable=False, note="nothing that can be read")
        )
