"""An invented world with its ground truth: a registry, who travels how, and what was announced, all from one seed."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sample_data import admissions, air, bookings, ferry, land, notices, sea
from sample_data.chance import happens
from sample_data.notices import Desk
from sample_data.plan import Plan
from sample_data.registry import FEED as REGISTRY_FEED
from sample_data.registry import people_truths, registry, write_extracts
from sample_data.truth import FileTruth, PersonTruth, Sighting, Traveller, Truth
from sample_data.world_file import WorldFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sample_data.cast import Role
    from sample_data.flights import Planned
    from sample_data.output import Output


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
    truth = whole_truth(moved, counts, people_truths(seed, now.date(), registrants))
    return World(seed, now, (*files, *moved.files), truth)


def whole_truth(moved: Movements, records: dict[str, int], people: tuple[PersonTruth, ...]) -> Truth:
    """Add to the truth of what moves that of the registry: the records in each extract, which list no travellers."""
    extracts = [
        FileTruth(REGISTRY_FEED, name, "registry", count, 0, note=f"{count} records") for name, count in records.items()
    ]
    return replace(moved.truth, files=(*extracts, *moved.truth.files), people=people)


def make_movements(seed: int, now: datetime, registrants: int, travellers: int) -> Movements:
    """Make everything that moves in the world of `make_world`; it holds the travellers but not the registry.

    The files of each feed are in the order in which they arrive.
    """
    if now.utcoffset() != timedelta(0):
        raise NowMustBeUtcError
    plan = Plan(seed, now, registrants, travellers)
    outputs, flown = _flown(plan)
    outputs += [
        land.crossings(seed, now, _shown(plan.by_land), plan.land_size),
        sea.notices(seed, now, _shown(plan.by_sea), _shown(plan.ship_crew), plan.sea_size),
        ferry.passenger_lists(seed, now, _shown(plan.by_ferry), plan.ferry_size),
        admissions.admissions(seed, now, _shown(plan.admitted), plan.admitted_size),
    ]
    told = _notices(plan, flown)
    files = [file for output in outputs for file in output.files] + [file for file, _, _ in told]
    truths = [truth for output in outputs for truth in output.truths] + [truth for _, truth, _ in told]
    seen = tuple(sighting for output in outputs for sighting in output.sightings)
    listed = tuple(replace(notice.truth, file=truth.file) for _, truth, announced in told for notice in announced)
    return Movements(tuple(files), Truth(seen, tuple(truths), listed))


def _flown(plan: Plan) -> tuple[list[Output], list[Sighting]]:
    """Return what comes of the flights, reservations before lists, and who was on the lists."""
    booked, listed = [], []
    flights = plan.loaded()
    for number, output in enumerate(air.manifests(plan.seed, plan.now.date(), flights)):
        listed.append(output)
        if number < len(flights) and bookings.is_booked(number, flights[number].planned, plan.now):
            aboard = [seen.traveller for seen in output.sightings if seen.file.endswith("-PAX.edi")]
            booked.append(bookings.bookings(plan.seed, number, flights[number].planned, aboard))
    return [*booked, *listed], [seen for output in listed for seen in output.sightings]


def _shown(roles: Sequence[Role]) -> list[Traveller]:
    return [role.traveller for role in roles]


_Told = tuple[WorldFile, FileTruth, list[notices.Announced]]


def _notices(plan: Plan, sightings: Sequence[Sighting]) -> list[_Told]:
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
