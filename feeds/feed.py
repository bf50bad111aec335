"""One feed as it is declared: where its files come from, how they are read, when, and what they should tell of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.records import Mode
    from feeds.schedule import Schedule

PUSH = "push"
"""The source of a feed whose files are sent to us: nobody looks for them."""


class Counted(StrEnum):
    """What a feed's volume is counted in."""

    TRAVELLERS = "travellers"
    NOTICES = "notices"
    REGISTRANTS = "registrants"


@dataclass(frozen=True, slots=True)
class Band:
    """How much a feed brings on an ordinary day."""

    fewest: int
    most: int
    of: Counted = Counted.TRAVELLERS


@dataclass(frozen=True, slots=True)
class Cover:
    """What a feed tells of: modes of travel, ports and jurisdictions; an empty list leaves it unspecified."""

    modes: tuple[Mode, ...] = ()
    ports: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed. `format` None means found out by content; `mode` None, that it says nothing of a mode of travel.

    `source` is an address such as `folder:air-manifests`, or `push`. `format` is a `Format` or `mapping:NAME`.
    `cadence_minutes` is how often a file is expected, 0 for at no fixed time. `schedule` None means as often as the
    installation looks by default; `jitter` is up to how many seconds later than due it is looked at.
    """

    name: str
    title: str
    source: str
    format: str | None = None
    mode: Mode | None = None
    cadence_minutes: int = 0
    schedule: Schedule | None = None
    jitter: float = 0.0
    band: Band | None = None
    covers: Cover = field(default_factory=Cover)

    @property
    def is_pushed(self) -> bool:
        """Tell whether its files are sent to us."""
        return self.source == PUSH
