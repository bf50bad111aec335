"""Vessels' notices of the invented world: cruises, a ferry and cargo ships, some told again, one that never sails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sample_data.chance import code, stream
from sample_data.crowd import fill
from sample_data.output import Output
from sample_data.travellers import Shown
from sample_data.truth import Sighting, Traveller
from sample_data.vessel_notice import Harbor, Sailing, Vessel, write_notice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

PURPOSE = 7
FEED = "vessel-notices"
FORMAT = "noad"

_CORAL = Vessel("CORAL TIDE", "C6ZZ1", "0000001", "BHS", "Tide Lines")
_SOUND = Vessel("NORTH SOUND", "CFZZ2", "0000002", "CAN", "Sound Ferries")
_BRIDGE = Vessel("GULF BRIDGE", "3EZZ3", "0000003", "PAN", "Bridge Bulk Shipping")
_LANTERN = Vessel("PACIFIC LANTERN", "A8ZZ4", "0000004", "LBR", "Lantern Container Line")


@dataclass(frozen=True, slots=True)
class _Service:
    """A sailing of the timetable: `hours` from now until it reaches or leaves home, and how long it takes.

    `share` is what part of the passengers at sea it carries; a ship with none carries cargo.
    """

    vessel: Vessel
    home: Harbor
    home_zone: str
    abroad: Harbor
    abroad_zone: str
    arriving: bool
    hours: float
    length: float
    share: float
    cultures: tuple[str, ...]


_SERVICES = (
    _Service(
        _CORAL, Harbor("USMIA", "Miami", "Florida"), "America/New_York",
        Harbor("MXCZM", "Cozumel", country="MEX"), "America/Cancun",
        arriving=True, hours=-46, length=38, share=0.45, cultures=("english", "spanish"),
    ),
    _Service(
        _SOUND, Harbor("USSEA", "Seattle", "Washington"), "America/Los_Angeles",
        Harbor("CAVIC", "Victoria", country="CAN"), "America/Vancouver",
        arriving=True, hours=-19, length=3, share=0.2, cultures=("english", "chinese"),
    ),
    _Service(
        _BRIDGE, Harbor("USGLS", "Galveston", "Texas"), "America/Chicago",
        Harbor("MXVER", "Veracruz", country="MEX"), "America/Mexico_City",
        arriving=False, hours=-30, length=44, share=0, cultures=("filipino", "greek", "spanish"),
    ),
    _Service(
        _CORAL, Harbor("USMIA", "Miami", "Florida"), "America/New_York",
        Harbor("BSNAS", "Nassau", country="BHS"), "America/Nassau",
        arriving=False, hours=27, length=15, share=0.35, cultures=("english", "spanish", "french"),
    ),
    _Service(
        _LANTERN, Harbor("USHNL", "Honolulu", "Hawaii"), "Pacific/Honolulu",
        Harbor("JPTYO", "Tokyo", country="JPN"), "Asia/Tokyo",
        arriving=True, hours=61, length=190, share=0, cultures=("filipino", "indigenous", "scandinavian"),
    ),
)  # fmt: skip
_TOLD_AGAIN, _NEVER_SAILS, _NOBODY_NAMED = 0, 4, 1
_CREW = 8
_NOBODY = Traveller(Shown(surname=""))


def notices(seed: int, now: datetime, passengers: Sequence[Traveller], crew: Sequence[Traveller], size: int) -> Output:
    """Write the notices of every sailing; `size` people in all travel as passengers, the cast among them."""
    output = Output(FEED, FORMAT)
    rng = stream(seed, PURPOSE)
    carrying = [number for number, service in enumerate(_SERVICES) if service.share]
    aboard: list[list[Traveller]] = [[] for _ in _SERVICES]
    on_duty: list[list[Traveller]] = [[] for _ in _SERVICES]
    for spot, traveller in enumerate(passengers):
        aboard[carrying[spot % len(carrying)]].append(traveller)
    for spot, traveller in enumerate(crew):
        on_duty[spot % len(_SERVICES)].append(traveller)
    for number, service in enumerate(_SERVICES):
        others = fill(rng, now.date(), aboard[number], round(size * service.share), service.cultures)
        hands = fill(rng, now.date(), on_duty[number], _CREW, service.cultures)
        _write(output, rng, now, number, hands, others)
    return output


def _write(
    output: Output, rng: Random, now: datetime, number: int, crew: list[Traveller], others: list[Traveller]
) -> None:
    service = _SERVICES[number]
    sailing = _sailing(service, now, rng)
    notice = _Notice(output, sailing, code(rng, "########-####-4###-####-############"))
    if number == _NOBODY_NAMED:
        others = [*others, _NOBODY]
    if number == _TOLD_AGAIN:
        notice.write("Initial", crew, others[:-1])
        notice.write("Update", crew, others, "told again with one person more")
        return
    notice.write("Initial", crew, others)
    if number == _NEVER_SAILS:
        notice.write("Cancel", crew, others, "cancels the notice")


@dataclass(frozen=True, slots=True)
class _Notice:
    """Writes the notices of one sailing, each a file."""

    output: Output
    sailing: Sailing
    notice_id: str

    def write(self, transaction: str, crew: Sequence[Traveller], others: Sequence[Traveller], note: str = "") -> None:
        """Write one of them; who is told of is named by the notice and his place in it, for it numbers nobody."""
        people = [*crew, *others]
        seen = [
            Sighting(f"{self.notice_id}/{spot}", one, FEED, "", 1, spot, one is _NOBODY)
            for spot, one in enumerate(people, start=1)
        ]
        content = write_notice(
            self.sailing, self.notice_id, transaction, [one.shown for one in crew], [one.shown for one in others]
        )
        way = "ARR" if self.sailing.arriving else "DEP"
        day = self.sailing.arrives if self.sailing.arriving else self.sailing.departs
        name = f"{self.sailing.vessel.name.replace(' ', '-')}-{day:%y%m%d}-{way}-{transaction.upper()}.xml"
        self.output.add(name, content, [seen], note)


def _sailing(service: _Service, now: datetime, rng: Random) -> Sailing:
    at_home = (now + timedelta(hours=service.hours)).replace(minute=0, second=0, microsecond=0)
    there = at_home + timedelta(hours=-service.length if service.arriving else service.length)
    home_time = at_home.astimezone(ZoneInfo(service.home_zone)).replace(tzinfo=None)
    abroad_time = there.astimezone(ZoneInfo(service.abroad_zone)).replace(tzinfo=None)
    departs, arrives = (abroad_time, home_time) if service.arriving else (home_time, abroad_time)
    sailing = Sailing(service.vessel, "", service.home, service.abroad, departs, arrives, service.arriving)
    return replace(sailing, number=f"{rng.randrange(100, 300)}{'N' if service.arriving else 'S'}")
