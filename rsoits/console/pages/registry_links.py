"""Links between registry records: which pairs may be one person, side by side, and what somebody decided."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from sqlmodel import Session
from starlette.responses import Response

from matchers.evidence import Explanation
from rsoits.access import Acts, Reading, Writing, house_of, may
from rsoits.console.addresses import PageNumber, RowId, Text
from rsoits.console.comparison import compare_records
from rsoits.console.rendering import go_to, is_partial, page
from rsoits.console.waterfall import waterfall
from rsoits.errors import NotFoundError, ReasonMissingError
from rsoits.rules.quality import is_stale
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission
from rsoits.services.decide import SHORTEST_REASON
from rsoits.services.link import decide_link
from rsoits.store.links import contradictory, how_many_links, links_in
from rsoits.store.registrants import LINK_LEGAL, LinkState, RecordLink, Registrant

router = APIRouter(prefix="/registry/links")
Linker = Annotated[Actor, Depends(may(Permission.LINK_RECORDS))]
PER_PAGE = 50


@router.get("")
def links(
    request: Request, _actor: Linker, session: Reading, state: LinkState = LinkState.SUGGESTED, number: PageNumber = 1
) -> Response:
    """List pairs of records in one state, and refused pairs that other links chain together all the same."""
    counted = how_many_links(session)
    total = counted.get(state, 0)
    return page(
        request,
        "registry_links.html",
        {
            "rows": links_in(session, state, PER_PAGE, (number - 1) * PER_PAGE),
            "tabs": [(each, counted.get(each, 0)) for each in LinkState],
            "state": state,
            "contradictory": contradictory(session, PER_PAGE),
            "number": number,
            "pages": -(-total // PER_PAGE),
            "page_address": lambda page: f"/registry/links?state={state.value}&page={page}",
        },
    )


@router.get("/{link_id}")
def link(request: Request, link_id: RowId, _actor: Linker, session: Writing, acts: Acts) -> Response:
    """Show two records side by side; that they were looked at goes on record (CJIS Security Policy AU-2)."""
    shown = _everything(request, session, link_id)
    record(session, acts, "records read", "record link", link_id)
    return page(request, "registry_link.html", {**shown, "reason": "", "error": ""})


@router.post("/{link_id}")
def decide(
    request: Request,
    link_id: RowId,
    _actor: Linker,
    acts: Acts,
    state: Annotated[LinkState, Form()],
    reason: Annotated[Text, Form(max_length=5000)] = "",
) -> Response:
    """Put on record whether the two are one person; a form that is not complete comes back as it was."""
    house = house_of(request)
    try:
        with house.database.writing() as session:
            decide_link(session, acts, house.screener, link_id, state, reason)
    except ReasonMissingError as missing:
        with house.database.reading() as session:
            shown = {**_everything(request, session, link_id), "reason": reason, "error": str(missing)}
            block = "decision" if is_partial(request) else ""
            return page(request, "registry_link.html", shown, block=block, status=422)
    return go_to(request, "/registry/links")


def _everything(request: Request, session: Session, link_id: int) -> dict[str, object]:
    found = session.get(RecordLink, link_id)
    if found is None:
        raise NotFoundError
    left, right = session.get_one(Registrant, found.left_id), session.get_one(Registrant, found.right_id)
    explanation = Explanation.from_json(found.explanation)
    today = house_of(request).now().date()
    return {
        "link": found,
        "left": left,
        "right": right,
        "explanation": explanation,
        "fields": compare_records(left, right),
        "chart": waterfall(explanation),
        "choices": [state for state in LinkState if state in LINK_LEGAL[found.state] - {LinkState.SUGGESTED}],
        "shortest": SHORTEST_REASON,
        "is_stale": lambda row: is_stale(row.as_of, today),
    }
