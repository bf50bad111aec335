"""One file read and told: its JSON lines to a writer, or its summary, and in a sentence why it could not be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.mapping.mapping import Mapping
from feeds.source_bytes import MOST_BYTES
from feeds.stream import readings
from rsoits.commands.json_lines import objects
from rsoits.commands.summary import Summary

if TYPE_CHECKING:
    from feeds.findings import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; `complaint` is a sentence without its full stop, empty when something could be read."""

    path: Path
    readable: bool = False
    complaint: str = ""
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """How files are read: `form` as `feeds.reader.read` takes it, `today` for two-digit years, told as JSON or not."""

    form: str | Mapping | None
    today: date
    as_json: bool

    def do(self, path: Path, write: Callable[[str], object]) -> Outcome:
        """Read one file; its JSON lines are written message by message."""
        try:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            reason = f"cannot be read ({error.strerror}); check that it exists, is a file and is readable"
            return Outcome(path, complaint=reason)
        parts = readings(str(path), data, self.today, self.form)
        del data
        readable, summary = False, Summary(str(path))
        first: Finding | None = None
        for reading in parts:
            readable = readable or reading.readable
            first = first or next(iter(reading.findings), None)
            if self.as_json:
                for value in objects(reading, readable=readable):
                    write(json.dumps(value) + "\n")
            else:
                summary.add(reading)
        complaint = f"{first.reason}; {first.cure}" if first and not readable else ""
        return Outcome(path, readable, complaint, None if self.as_json else summary)
