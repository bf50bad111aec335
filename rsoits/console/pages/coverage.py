"""Coverage: what of the border is observed, how well, and what no list tells of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from feeds.records import Direction, Mode
from rsoits.access import Reading, house_of, may
from rsoits.console.addresses import PageNumber, Text
from rsoits.console.feed_row import TONES
from rsoits.console.rendering import page
from rsoits.console.shares import Shares, shares
from rsoits.rules.blind_spots import BLIND_SPOTS
from rsoits.security.permissions import Actor, Permission
from rsoits.services.coverage import RECENT, Coverage, Sight, coverage
from rsoits.services.declared import declared

router = APIRouter()
PER_PAGE = 25


@router.get("/coverage")
def covered(
    request: Request,
    actor: Annotated[Actor, Depends(may(Permission.READ_COVERAGE))],
    session: Reading,
    mode: Annotated[Mode | Literal[""], Query()] = "",
    place: Annotated[Text, Query(max_length=10)] = "",
    sight: Annotated[Sight | Literal[""], Query()] = "",
    number: PageNumber = 1,
) -> Response:
    """Show ways, blind spots, ports and jurisdictions; the ports narrowed to what is asked."""
    house = house_of(request)
    found = coverage(session, declared(house.settings).feeds, house.now())
    ports = [
        port
        for port in found.ports
        if mode in ("", port.mode) and place in ("", port.jurisdiction) and sight in ("", port.sight)
    ]
    ports.sort(key=lambda port: list(Sight).index(port.sight))
    asked = {key: str(text) for key, text in (("mode", mode), ("place", place), ("sight", sight)) if text}
    return page(
        request,
        "coverage.html",
        {
            "found": found,
            "ways": {(way.mode, way.direction): way for way in found.ways},
            "modes": list(Mode),
            "directions": (Direction.OUTBOUND, Direction.INBOUND),
            "sights": list(Sight),
            "blind": BLIND_SPOTS,
            "tones": TONES,
            "chart": _chart(found),
            "portless": [mode for mode in Mode if not any(port.mode is mode for port in found.ports)],
            "heard": [one for one in found.jurisdictions if one.records or one.last_notice],
            "unheard": [one.name for one in found.jurisdictions if not (one.records or one.last_notice)],
            "ports": ports[(number - 1) * PER_PAGE : number * PER_PAGE],
            "total": len(ports),
            "places": sorted({port.jurisdiction for port in found.ports}),
            "mode": mode,
            "place": place,
            "sight": sight,
            "number": number,
            "pages": -(-len(ports) // PER_PAGE),
            "page_address": lambda page: "/coverage?" + urlencode({**asked, "page": page}) + "#ports",
            "days": RECENT.days,
            "sees_feeds": actor.may(Permission.READ_FEEDS),
        },
    )


def _chart(found: Coverage) -> Shares:
    rows = []
    for mode in Mode:
        ports = [port.sight for port in found.ports if port.mode is mode]
        if ports:
            rows.append((f"{mode.capitalize()} ports", _observed(ports), len(ports)))
    registries = [one.sight for one in found.jurisdictions]
    rows.append(("Jurisdictions' registries", _observed(registries), len(registries)))
    return shares(rows)


def _observed(sights: Iterable[Sight]) -> int:
    return sum(sight is Sight.OBSERVED for sight in sights)
