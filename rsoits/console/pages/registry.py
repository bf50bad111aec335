"""The registry: how good each jurisdiction's records are, and which of them somebody should complete."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from rsoits.access import Reading, house_of, may
from rsoits.console.addresses import PageNumber, Text
from rsoits.console.rendering import page
from rsoits.console.scores import scores
from rsoits.console.sight import jurisdiction_for
from rsoits.console.spreadsheet import attachment
from rsoits.rules.jurisdictions import find
from rsoits.rules.quality import POOR_BELOW, STALE_AFTER, WORDS, Lack, is_stale, score
from rsoits.security.permissions import Actor, Permission
from rsoits.store.links import how_many_links
from rsoits.store.registrants import LinkState, Registrant
from rsoits.store.registry_quality import by_jurisdiction, how_many_on_worklist, worklist

router = APIRouter(prefix="/registry")
Reader = Annotated[Actor, Depends(may(Permission.READ_REGISTRY))]
Place = Annotated[Text, Query(max_length=200)]
PER_PAGE = 50
_CHARTED = 20
_COLUMNS = ("registrant_id", "jurisdiction", "score", "as_of", "unmatchable", "missing")


@router.get("")
def registry(
    request: Request, actor: Reader, session: Reading, jurisdiction: Place = "", number: PageNumber = 1
) -> Response:
    """Show figures by jurisdiction and the worklist; a registry officer sees their own jurisdiction only."""
    today = house_of(request).now().date()
    wanted = jurisdiction_for(actor, jurisdiction)
    everywhere = by_jurisdiction(session, today, jurisdiction_for(actor))
    total = how_many_on_worklist(session, today, wanted)
    return page(
        request,
        "registry.html",
        {
            "figures": everywhere,
            "chart": scores([(name_of(row.jurisdiction), row.mean) for row in everywhere[:_CHARTED]]),
            "rows": worklist(session, today, wanted, PER_PAGE, (number - 1) * PER_PAGE),
            "total": total,
            "number": number,
            "pages": -(-total // PER_PAGE),
            "page_address": lambda page: f"/registry?jurisdiction={wanted}&page={page}",
            "wanted": wanted,
            "name_of": name_of,
            "sees_all": actor.may(Permission.READ_FEEDS),
            "suggested": how_many_links(session).get(LinkState.SUGGESTED, 0),
            "poor": POOR_BELOW,
            "stale_days": STALE_AFTER.days,
            "score_of": lambda row: score(row.quality, row.as_of, today),
            "lacks_of": lambda row: lacks(row, today),
            "is_stale": lambda row: is_stale(row.as_of, today),
        },
    )


@router.get("/worklist.csv")
def as_csv(request: Request, actor: Reader, session: Reading, jurisdiction: Place = "") -> Response:
    """Send the worklist, without names, to be passed on to the jurisdiction that can complete it."""
    today = house_of(request).now().date()
    wanted = jurisdiction_for(actor, jurisdiction)
    rows = (
        (
            row.reference,
            row.jurisdiction,
            str(score(row.quality, row.as_of, today)),
            row.as_of,
            "yes" if row.unmatchable else "no",
            "; ".join(lacks(row, today)),
        )
        for row in worklist(session, today, wanted)
    )
    return attachment("worklist.csv", _COLUMNS, rows)


def name_of(code: str) -> str:
    """Say a jurisdiction by its name, or by its code when it is in no table."""
    place = find(code)
    return place.name if place else code


def lacks(row: Registrant, today: date) -> list[str]:
    """Say in words what a record lacks."""
    codes = [Lack(code) for code in row.missing]
    return [WORDS[code] for code in codes] + ([WORDS[Lack.FRESH]] if is_stale(row.as_of, today) else [])
