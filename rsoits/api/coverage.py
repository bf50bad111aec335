"""What of the border is observed and what is not, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from feeds.records import Direction, Mode
from rsoits.access import Reading, house_of, may
from rsoits.rules.blind_spots import BLIND_SPOTS
from rsoits.rules.jurisdictions import JurisdictionKind
from rsoits.security.permissions import Actor, Permission
from rsoits.services.coverage import Sight, coverage
from rsoits.services.declared import declared
from rsoits.services.punctuality import Punctuality

router = APIRouter()


class _Row(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class TellingFeed(BaseModel):
    """A feed that tells of a way, and how it keeps time."""

    name: str
    punctuality: Punctuality


class WayAnswer(BaseModel):
    """One mode in one direction."""

    mode: Mode
    direction: Direction
    sight: Sight
    feeds: list[TellingFeed]
    last: datetime | None = Field(description="When travellers on it were last listed.")
    lately: int = Field(description="Travellers listed in the last seven days.")


class BlindSpotAnswer(_Row):
    """A way of travelling that no list tells of."""

    way: str
    mode: Mode
    direction: Direction
    why: str
    source: str


class PortAnswer(_Row):
    """One port of entry."""

    code: str
    name: str
    jurisdiction: str
    mode: Mode
    last_out: datetime | None
    last_in: datetime | None
    lately: int
    sight: Sight


class RegistryAnswer(_Row):
    """One registering jurisdiction."""

    code: str
    name: str
    kind: JurisdictionKind
    records: int
    last_extract: datetime | None
    last_notice: datetime | None
    sight: Sight


class CoverageAnswer(BaseModel):
    """Ways, blind spots, ports and jurisdictions."""

    ways: list[WayAnswer]
    blind_spots: list[BlindSpotAnswer]
    ports: list[PortAnswer]
    jurisdictions: list[RegistryAnswer]


@router.get("/coverage")
def covered(
    request: Request, _actor: Annotated[Actor, Depends(may(Permission.READ_COVERAGE))], session: Reading
) -> CoverageAnswer:
    """Return what is observed, how well, and what no list tells of."""
    house = house_of(request)
    found = coverage(session, declared(house.settings).feeds, house.now())
    ways = [
        WayAnswer(
            mode=way.mode,
            direction=way.direction,
            sight=way.sight,
            feeds=[TellingFeed(name=feed.name, punctuality=told) for feed, told in way.feeds],
            last=way.last,
            lately=way.lately,
        )
        for way in found.ways
    ]
    return CoverageAnswer(
        ways=ways,
        blind_spots=[BlindSpotAnswer.model_validate(spot) for spot in BLIND_SPOTS],
        ports=[PortAnswer.model_validate(port) for port in found.ports],
        jurisdictions=[RegistryAnswer.model_validate(place) for place in found.jurisdictions],
    )
