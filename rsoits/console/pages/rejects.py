"""What had to be set aside in many files together: how often, for which reason, and all of it as CSV."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from rsoits.access import Acts, Reading, Writing, house_of, may
from rsoits.console.addresses import Text
from rsoits.console.rendering import page
from rsoits.console.shares import shares
from rsoits.console.spreadsheet import attachment
from rsoits.console.words import sentence
from rsoits.house import House
from rsoits.security.audit import record
from rsoits.security.permissions import Actor, Permission
from rsoits.services.declared import declared
from rsoits.store.quarantined import how_many_shelved
from rsoits.store.reasons import Asked, findings, reasons, samples

router = APIRouter(prefix="/feeds")
Reader = Annotated[Actor, Depends(may(Permission.READ_FEEDS))]
Days = Annotated[Literal["7", "30"], Query()]
Name = Annotated[Text, Query(max_length=100)]
_MOST_REASONS, _CHARTED, _SAMPLES = 100, 12, 3
_COLUMNS = ("file", "name", "feed", "received", "severity", "code", "place", "field", "value", "reason", "cure")


@router.get("/rejects")
def rejects(
    request: Request,
    _actor: Reader,
    session: Reading,
    days: Days = "7",
    feed: Name = "",
    doubts: Annotated[bool, Query()] = False,  # noqa: FBT002  a flag in the address
) -> Response:
    """Group findings of the last days by their reason, with a few places where each was met."""
    house = house_of(request)
    found = reasons(session, _asked(house, days, feed, "", doubts=doubts), _MOST_REASONS)
    places = {row.code: samples(session, _asked(house, days, feed, row.code, doubts=doubts), _SAMPLES) for row in found}

    def address(code: str = "") -> str:
        told = {"days": days, "feed": feed, "doubts": "yes" if doubts else "", "code": code}
        return "/feeds/rejects.csv?" + urlencode({key: text for key, text in told.items() if text})

    return page(
        request,
        "rejects.html",
        {
            "reasons": found,
            "places": places,
            "chart": shares([(sentence(row.reason or row.code), row.findings, None) for row in found[:_CHARTED]]),
            "total": sum(row.findings for row in found),
            "feeds": declared(house.settings).feeds,
            "days": days,
            "feed": feed,
            "doubts": doubts,
            "address": address,
            "waiting": how_many_shelved(session),
        },
    )


@router.get("/rejects.csv")
def as_csv(
    request: Request,
    _actor: Reader,
    session: Reading,
    keeping: Writing,
    acts: Acts,
    days: Days = "7",
    feed: Name = "",
    code: Name = "",
    doubts: Annotated[bool, Query()] = False,  # noqa: FBT002  a flag in the address
) -> Response:
    """Send every finding that is meant as CSV; that they were fetched goes on record."""
    record(keeping, acts, "findings fetched", "feed", feed, code=code, days=int(days))
    found = findings(session, _asked(house_of(request), days, feed, code, doubts=doubts))
    rows = (
        (
            intake.id,
            intake.name,
            intake.feed,
            intake.at.isoformat(timespec="seconds"),
            *(getattr(reject, column) for column in _COLUMNS[4:]),
        )
        for reject, intake in found
    )
    return attachment(f"findings-{days}-days.csv", _COLUMNS, rows)


def _asked(house: House, days: str, feed: str, code: str, *, doubts: bool) -> Asked:
    return Asked(house.now() - timedelta(days=int(days)), feed, code, doubts)
