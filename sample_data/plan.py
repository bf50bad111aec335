"""Plans an invented world: how many travel which way, and what each of the cast does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sample_data import air, ferry
from sample_data.cast import Casting, Role
from sample_data.chance import happens, stream
from sample_data.flights import timetable
from sample_data.notices import Case
from sample_data.travellers import stranger
from sample_data.truth import Traveller

PURPOSE = 6
_OTHERWISE = ((30, 0.1), (24, 0.04), (12, 0.016), (12, 0.016))
"""How many at least, and what part of all travellers, go by land, by sea, by ferry, and are admitted with an I-94."""

_SHARE_CREW = 0.05
_BY_LAND, _BY_SEA, _BY_FERRY, _CREW_AT_SEA, _CREW = 0.1, 0.05, 0.02, 0.015, 0.04
"""What part of the cast goes by land, by sea and by ferry, and what part works aboard; the others fly."""


class Plan:
    """Who travels how."""

    def __init__(self, seed: int, now: datetime, registrants: int, travellers: int) -> None:
        self.seed, self.now, self.rng = seed, now, stream(seed, PURPOSE)
        self.land_size, self.sea_size, self.ferry_size, self.admitted_size = (
            max(least, round(travellers * share)) for least, share in _OTHERWISE
        )
        crew = round(travellers * _SHARE_CREW)
        flying = travellers - self.land_size - self.sea_size - self.ferry_size - self.admitted_size
        self.flights = timetable(seed, now, flying - crew)
        self.crew_size = max(4, crew // len(self.flights))
        self.passengers = max(0, flying - self.crew_size * len(self.flights))
        self.casting = Casting(seed, now.date(), registrants)
        self.by_land: list[Role] = []
        self.by_sea: list[Role] = []
        self.ship_crew: list[Role] = []
        self.by_ferry: list[Role] = []
        self.admitted: list[Role] = []
        self.aboard: list[list[Role]] = [[] for _ in self.flights]
        self.on_duty: list[list[Role]] = [[] for _ in self.flights]
        for role in self.casting.all(travellers):
            self._seat(role)
        self._send_back()
        self.partner_roles = self._partners()

    def _seat(self, role: Role) -> None:
        """Let one go by land, by sea or by air; what an I-94 is written of is a foreigner's entry."""
        draw, flight = self.rng.random(), self.rng.randrange(len(self.flights))
        shown = role.traveller.shown
        ways = [
            (_BY_LAND, self.admitted if shown.nationality != "USA" and shown.surname else self.by_land),
            (_BY_SEA, self.by_sea),
            (_BY_FERRY, self.by_ferry if ferry.suits(role.traveller) else self.by_land),
            (_CREW_AT_SEA, self.ship_crew),
            (_CREW, self.on_duty[flight] if shown.surname else self.aboard[flight]),
        ]
        for share, place in ways:
            draw -= share
            if draw < 0:
                place.append(role)
                return
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
