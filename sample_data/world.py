"""An invented world with its ground truth: a registry, manifests, crossings and notices, all from one seed."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sample_data import air, land, notices
from sample_data.cast import Casting, Role
from sample_data.chance import happens, stream
from sample_data.flights import Planned, timetable
from sample_data.notices import Case, Desk
from sample_data.registry import FEED as REGISTRY_FEED
from sample_data.registry import registry, write_extracts
from sample_data.travellers import stranger
from sample_data.truth import FileTruth, Sighting, Traveller, Truth
from sample_data.world_file import WorldFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

PURPOSE = 6
_SHARE_BY_LAND, _SHARE_CREW = 0.1, 0.05


class NowMustBeUtcError(ValueError):
    """The moment the world is seen from must be given in UTC."""


@dataclass(frozen=True, slots=True)
class World:
    """All files of a world as they would arrive, and what is true of them."""

    seed: int
    now: datetime
    files: tuple[WorldFile, ...]
    truth: Truth


@dataclass(frozen=True, slots=True)
class Movements:
    """The world without its registry."""

    files: tuple[WorldFile, ...]
    truth: Truth


def make_world(seed: int, now: datetime, registrants: int = 5000, travellers: int = 2500) -> World:
    """Make a world as seen at `now` (UTC); equal arguments make equal files, byte for byte."""
    texts: dict[str, io.StringIO] = {}

    def open_extract(name: str) -> io.StringIO:
        return texts.setdefault(name, io.StringIO())

    counts = write_extracts(registry(seed, now.date(), registrants), now.date(), open_extract)
    files = tuple(WorldFile(REGISTRY_FEED, name, text.getvalue().encode()) for name, text in texts.items())
    moved = make_movements(seed, now, registrants, travellers)
    truth = replace(moved.truth, files=(*registry_truths(counts), *moved.truth.files))
    return World(seed, now, (*files, *moved.files), truth)


def registry_truths(counts: dict[str, int]) -> list[FileTruth]:
    """Return the truth of registry extracts, which list no travellers."""
    return [
        FileTruth(REGISTRY_FEED, name, "registry", records, 0, note=f"{records} records")
        for name, records in counts.items()
    ]


def make_movements(seed: int, now: datetime, registrants: int, travellers: int) -> Movements:
    """Make everything that moves in the world of `make_world`; it holds the travellers but not the registry."""
    if now.utcoffset() != timedelta(0):
        raise NowMustBeUtcError
    plan = _Plan(seed, now, registrants, travellers)
    output = air.Output()
    for loaded in air.manifests(seed, now.date(), plan.loaded()):
        output.files += loaded.files
        output.sightings += loaded.sightings
        output.truths += loaded.truths
    file, seen, truth = land.crossings(seed, now, [role.traveller for role in plan.by_land], plan.land_size)
    output.files.append(file)
    output.sightings += seen
    output.truths.append(truth)
    told = _notices(plan, output.sightings)
    output.files += [file for file, _, _ in told]
    output.truths += [truth for _, truth, _ in told]
    listed = tuple(replace(notice.truth, file=truth.file) for _, truth, announced in told for notice in announced)
    return Movements(tuple(output.files), Truth(tuple(output.sightings), tuple(output.truths), listed))


class _Plan:
    """Who travels how."""

    def __init__(self, seed: int, now: datetime, registrants: int, travellers: int) -> None:
        self.seed, self.now, self.rng = seed, now, stream(seed, PURPOSE)
        self.land_size = max(30, round(travellers * _SHARE_BY_LAND))
        crew = round(travellers * _SHARE_CREW)
        self.flights = timetable(seed, now, travellers - self.land_size - crew)
        self.crew_size = max(4, crew // len(self.flights))
        self.passengers = max(0, travellers - self.land_size - self.crew_size * len(self.flights))
        self.casting = Casting(seed, now.date(), registrants)
        self.by_land: list[Role] = []
        self.aboard: list[list[Role]] = [[] for _ in self.flights]
        self.on_duty: list[list[Role]] = [[] for _ in self.flights]
        for role in self.casting.all(travellers):
            self._seat(role)
        self._send_back()
        self.partner_roles = self._partners()

    def _seat(self, role: Role) -> None:
        draw, flight = self.rng.random(), self.rng.randrange(len(self.flights))
        if draw < _SHARE_BY_LAND:
            self.by_land.append(role)
        elif draw < _SHARE_BY_LAND + _SHARE_CREW and role.traveller.shown.surname:
            self.on_duty[flight].append(role)
        else:
            self.aboard[flight].append(role)

    def _send_back(self) -> None:
        """Let a quarter of the registrants who left fly home on a later flight of the world."""
        for planned, roles in zip(self.flights, [list(roles) for roles in self.aboard], strict=True):
            later = [
                number
                for number, other in enumerate(self.flights)
                if other.flight.arriving and other.departs > planned.arrives + timedelta(hours=20)
            ]
            for role in roles:
                if not planned.flight.arriving and later and role.traveller.status and happens(self.rng, 0.25):
                    self.aboard[self.rng.choice(later)].append(role)

    def _partners(self) -> list[tuple[Case, Role | None, Traveller, int]]:
        """Put people announced by a foreign partner on inbound flights: one in the registry, one not."""
        inbound = [number for number, planned in enumerate(self.flights) if planned.flight.arriving]
        announced: list[tuple[Case, Role | None, Traveller, int]] = [
            (Case.PARTNER_KNOWN, role, role.traveller, inbound[1]) for role in self.casting.registered()
        ]
        unknown = Traveller(stranger(self.rng, "english", self.now.date()))
        unknown = replace(unknown, shown=replace(unknown.shown, nationality="GBR"))
        announced.append((Case.PARTNER_UNKNOWN, None, unknown, inbound[0]))
        return announced

    def loaded(self) -> list[air.Loaded]:
        """Return every flight with its cast, sized so that all travellers of the world find a place."""
        weights = [self.rng.uniform(80, 220) for _ in self.flights]
        whole = sum(weights)
        loaded = []
        for number, planned in enumerate(self.flights):
            extra = [traveller for _, _, traveller, flight in self.partner_roles if flight == number]
            loaded.append(
                air.Loaded(
                    planned,
                    number,
                    passengers=(*(role.traveller for role in self.aboard[number]), *extra),
                    crew=tuple(role.traveller for role in self.on_duty[number]),
                    size=round(self.passengers * weights[number] / whole),
                    crew_size=self.crew_size,
                )
            )
        return loaded


_Told = tuple[WorldFile, FileTruth, list[notices.Announced]]


def _notices(plan: _Plan, sightings: Sequence[Sighting]) -> list[_Told]:
    """Announce three of five departures of registrants, some trips of nobody seen, and the partners' people."""
    desk, partners = Desk(plan.rng, plan.now), Desk(plan.rng, plan.now)
    flight_of = {planned.key.replace("-", "D"): planned for planned in plan.flights}
    seen: dict[int, list[Sighting]] = {}
    for sighting in sightings:
        seen.setdefault(id(sighting.traveller), []).append(sighting)
    told = 0
    for planned, roles in zip(plan.flights, plan.aboard, strict=True):
        for role in roles:
            if planned.flight.arriving or role.traveller.status != "registered" or not happens(plan.rng, 0.6):
                continue
            places = [(_flight(flight_of, one), one) for one in seen[id(role.traveller)]]
            here = next(one for flight, one in places if flight is planned)
            back = _day_back([flight for flight, _ in places])
            case = notices.OF_TRAVELLERS[told % len(notices.OF_TRAVELLERS)]
            desk.of_traveller(case, role.about, planned, here.traveller_id, back)
            told += 1
    for case in notices.OF_THE_UNSEEN * 3:
        for role in plan.casting.registered():
            desk.of_the_unseen(case, role.about)
    for case, known, traveller, number in plan.partner_roles:
        traveller_id = seen[id(traveller)][0].traveller_id
        about = known.about if known else None
        partners.of_partner(case, about, traveller.shown, plan.flights[number], traveller_id)
    day = f"{plan.now:%Y%m%d}"
    half = len(desk.announced) // 2
    in_json, in_csv = desk.announced[:half], desk.announced[half:]
    return [
        (*notices.as_json(notices.FEED, f"notices-{day}.json", in_json), in_json),
        (*notices.as_csv(notices.FEED, f"notices-{day}.csv", in_csv), in_csv),
        (*notices.as_json(notices.PARTNER_FEED, f"partners-{day}.json", partners.announced), partners.announced),
    ]


def _flight(flights: dict[str, Planned], sighting: Sighting) -> Planned | None:
    return flights.get(sighting.traveller_id[:-4])


def _day_back(flights: Sequence[Planned | None]) -> date | None:
    days = [flight.flight.legs[0].departs.date() for flight in flights if flight and flight.flight.arriving]
    return max(days, default=None)
