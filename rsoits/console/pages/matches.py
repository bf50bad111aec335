"""The match queue: what has to be read, the nearest to the border first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from matchers.evidence import Band
from rsoits.access import Acts, Reading, Writing, house_of, may
from rsoits.console.addresses import RowId, RowQuery
from rsoits.console.outcome import outcome_of
from rsoits.console.rendering import page
from rsoits.security.permissions import Actor, Permission
from rsoits.services.claim import claim, let_go, next_unclaimed
from rsoits.store.matches import UNDECIDED, MatchState
from rsoits.store.queue import DECIDED, Wanted, by_state, how_many, queue_rows

router = APIRouter(prefix="/matches")
Reader = Annotated[Actor, Depends(may(Permission.READ_MATCHES))]
Decider = Annotated[Actor, Depends(may(Permission.DECIDE))]
PER_PAGE = 200


class View(StrEnum):
    """Which part of the queue is shown; the word stands in the address."""

    TO_READ = "to-read"
    OPEN = "open"
    SECOND = "second-reading"
    DISPUTED = "disputed"
    INSUFFICIENT = "not-enough-information"
    DECIDED = "decided"


_VIEWS: dict[View, tuple[str, tuple[MatchState, ...]]] = {
    View.TO_READ: ("To read", UNDECIDED),
    View.OPEN: ("First reading", (MatchState.OPEN,)),
    View.SECOND: ("Second reading", (MatchState.SECOND_READING,)),
    View.DISPUTED: ("Disputed", (MatchState.DISPUTED,)),
    View.INSUFFICIENT: ("Not enough information", (MatchState.INSUFFICIENT,)),
    View.DECIDED: ("Decided", DECIDED),
}


@dataclass(frozen=True)
class Filter:
    """What the address asks for. It is also the bookmark."""

    view: Annotated[View, Query()] = View.TO_READ
    band: Annotated[Band | None, Query()] = None
    mine: Annotated[bool, Query()] = False
    page: Annotated[int, Query(ge=1, le=10_000)] = 1

    def address(self, **changes: object) -> str:
        """Return the address of this view with something changed; whatever is usual is left out."""
        asked: dict[str, object] = {"view": self.view, "band": self.band, "mine": self.mine, "page": 1, **changes}
        usual = {"view": View.TO_READ, "band": None, "mine": False, "page": 1}
        told = {name: "yes" if value is True else value for name, value in asked.items() if value != usual[name]}
        return "/matches" + (f"?{urlencode(told)}" if told else "")


Asked = Annotated[Filter, Depends()]


@router.get("")
def queue(
    request: Request,
    actor: Reader,
    session: Reading,
    asked: Asked,
    message: str = "",
    decided: RowQuery = None,
) -> Response:
    """Show the queue."""
    return _shown(request, actor, session, asked, message=message, decided=decided)


@router.get("/live-rows")
def live_rows(request: Request, actor: Reader, session: Reading, asked: Asked) -> Response:
    """Show the queue's moving part alone; asked for by an open page, so it keeps no session alive."""
    return _shown(request, actor, session, asked, block="rows")


@router.post("/next")
def read_next(request: Request, actor: Decider, session: Writing, acts: Acts) -> Response:
    """Claim the most pressing match that nobody reads, and open it."""
    found = next_unclaimed(session, actor.account_id, acts.now)
    if found is None:
        return RedirectResponse("/matches?message=nothing-left", status_code=303)
    claim(session, acts, found, acts.now + timedelta(minutes=house_of(request).settings.claim_minutes))
    return RedirectResponse(f"/matches/{found}", status_code=303)


@router.post("/{match_id}/claim")
def claim_match(request: Request, match_id: RowId, _actor: Decider, session: Writing, acts: Acts) -> Response:
    """Claim a match and open it."""
    claim(session, acts, match_id, acts.now + timedelta(minutes=house_of(request).settings.claim_minutes))
    return RedirectResponse(f"/matches/{match_id}", status_code=303)


@router.post("/{match_id}/let-go")
def let_match_go(match_id: RowId, _actor: Decider, session: Writing, acts: Acts) -> Response:
    """Give a claimed match back."""
    let_go(session, acts, match_id)
    return RedirectResponse("/matches", status_code=303)


def _shown(
    request: Request,
    actor: Actor,
    session: Session,
    asked: Filter,
    block: str = "",
    message: str = "",
    decided: int | None = None,
) -> Response:
    now, counts = house_of(request).now(), by_state(session)
    wanted = Wanted(_VIEWS[asked.view][1], asked.band or "", actor.account_id if asked.mine else None, now)
    total = how_many(session, wanted)
    tabs = [
        (title, asked.address(view=view), sum(counts.get(state, 0) for state in states), view is asked.view)
        for view, (title, states) in _VIEWS.items()
    ]
    return page(
        request,
        "matches.html",
        {
            "asked": asked,
            "message": message,
            "outcome": outcome_of(session, actor, decided),
            "page_address": lambda number: asked.address(page=number),
            "tabs": tabs,
            "rows": queue_rows(session, wanted, PER_PAGE, (asked.page - 1) * PER_PAGE),
            "total": total,
            "pages": -(-total // PER_PAGE),
        },
        block=block,
    )
