"""What a mapping file says, once it has been checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from feeds.tables import Shape

if TYPE_CHECKING:
    from feeds.mapping.patterns import Pattern
    from feeds.mapping.targets import Target, Yields

PREFIX = "mapping:"
"""What a format that is a mapping begins with, before the mapping's name."""


class FileKind(StrEnum):
    """What the sender's files are."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Origin:
    """A column, or a path through a JSON record; `from_top` starts at the document instead of the record."""

    written: str
    steps: tuple[str, ...]
    from_top: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Where one field comes from, and what is done to it in this order: join, split, default, codes or dates.

    A rule without origins has its `default` always. `part` counts from 1, or from the end if it is negative.
    `empty` are texts that mean nothing. `codes` has its keys as `folded` writes them; None means as written.
    """

    name: str
    target: Target
    origins: tuple[Origin, ...] = ()
    join: str = " "
    split: str = ""
    part: int = 1
    separator: str = ""
    empty: frozenset[str] = frozenset()
    default: str = ""
    dates: tuple[Pattern, ...] = ()
    codes: dict[str, str] | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """One sender's layout. `encoding` is found out when empty; `records` is the path to the list in a JSON document."""

    name: str
    title: str
    yields: Yields
    kind: FileKind
    encoding: str = ""
    shape: Shape = field(default_factory=Shape)
    records: tuple[str, ...] = ()
    voyage: tuple[Rule, ...] = ()
    fields: tuple[Rule, ...] = ()

    @property
    def format(self) -> str:
        """How a feed and the command line name it."""
        return f"{PREFIX}{self.name}"

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, those of the voyage first."""
        return self.voyage + self.fields


def folded(text: str) -> str:
    """Write a code so that blanks around it and small letters make no difference."""
    return " ".join(text.split()).casefold()
