"""One registrant's one crossing of the border, as far as the rules need to know it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.records import Direction


@dataclass(frozen=True, slots=True)
class Movement:
    """What routing and the kind of alert depend on; empty strings and unknown codes are allowed everywhere.

    `registering`, `residence`, `work` and `school` are jurisdiction codes; `destination_country` and
    `transit_countries` ISO alpha-3 (of a departure); `arrival_port_jurisdiction` is the state of the port (of an
    entry). `noticed`: a notice of this journey is on record. `foreign_conviction`: the entry was announced by a
    partner because of a conviction abroad, whether or not a domestic duty to register is known.
    """

    direction: Direction
    registering: tuple[str, ...] = ()
    residence: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    school: tuple[str, ...] = ()
    destination_country: str = ""
    transit_countries: tuple[str, ...] = ()
    arrival_port_jurisdiction: str = ""
    offence_against_minor: bool = False
    duty_required: bool = True
    noticed: bool = False
    foreign_conviction: bool = False
