"""Which facts that 34 U.S.C. 20914(a)(7) asks of a notice it leaves out.

Nothing is refused for it: a late notice in an emergency must get in, and the rest is asked for.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from feeds.records import HOME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.notice.records import NoticeLeg
    from feeds.reporting import Report

PROVISION = "34 U.S.C. 20914(a)(7)"
MISSING = "missing-"
"""What the codes of these findings begin with."""

FOR_GOOD = frozenset({"relocation", "deportation"})
"""Purposes of a journey nobody is expected to come back from."""

_BY_TICKET = frozenset({"", "air"})
_ACROSS_THE_DATE_LINE = timedelta(days=1)


def warn_of_missing(
    texts: Mapping[str, str],
    legs: Sequence[NoticeLeg],
    written: Sequence[Mapping[str, str]],
    where: str,
    report: Report,
) -> None:
    """Add a WARNING for every fact the statute asks for and nobody wrote, and for dates in an impossible order.

    `written` are the legs' texts: a date that could not be read is not missing, it has a finding of its own.
    """
    for number, (leg, texts_of_leg) in enumerate(zip(legs, written, strict=False), 1):
        _warn_of_leg(leg, texts_of_leg, f"{where}, leg {number}", report)
    if not texts.get("purpose"):
        _ask(report, "purpose", where, "purpose", "the purpose of travel", "say why the person travels")
    if not (texts.get("destination_address") or texts.get("contact")):
        _ask(
            report, "destination-address", where, "destination_address",
            "the address or a contact at the destination", "give where the person can be reached there",
        )  # fmt: skip
    if texts.get("purpose", "").lower() not in FOR_GOOD:
        _warn_of_return(texts, legs, where, report)
    _warn_of_order(legs, where, report)


def _warn_of_leg(leg: NoticeLeg, written: Mapping[str, str], where: str, report: Report) -> None:
    for name, code, what in (
        ("departure_place", "departure-place", "the place of departure"),
        ("departs", "departure-date", "the date of departure"),
        ("arrival_place", "arrival-place", "the place of arrival"),
        ("arrives", "arrival-date", "the date of arrival"),
        ("means", "means", "the means of travel"),
    ):
        if not written.get(name):
            _ask(report, code, where, name, what, "add it to this leg")
    if leg.means in _BY_TICKET:
        for name, code, what in (("carrier", "carrier", "the carrier"), ("number", "number", "the flight number")):
            if not written.get(name):
                _ask(report, code, where, name, what, "add it as soon as it is booked")


def _warn_of_return(texts: Mapping[str, str], legs: Sequence[NoticeLeg], where: str, report: Report) -> None:
    home = [leg for leg in legs if leg.arrival_country in HOME and leg.departure_country not in HOME]
    if not (texts.get("returns") or any(leg.arrives or leg.departs for leg in home)):
        _ask(report, "return-date", where, "returns", "the date of return", "give the day the person means to return")
    if not (texts.get("return_place") or any(leg.arrival_place for leg in home)):
        _ask(report, "return-place", where, "return_place", "the place of return", "name the port, or add the leg home")


def _warn_of_order(legs: Sequence[NoticeLeg], where: str, report: Report) -> None:
    for number, leg in enumerate(legs, 1):
        if leg.departs and leg.arrives and leg.arrives.latest < leg.departs.earliest - _ACROSS_THE_DATE_LINE:
            report.warn(
                "arrival-before-departure", f"{where}, leg {number}", str(leg.arrives), field="arrives",
                reason="the arrival is before the departure", cure="check both dates",
            )  # fmt: skip


def _ask(report: Report, code: str, where: str, field: str, what: str, cure: str) -> None:
    report.warn(f"{MISSING}{code}", where, field=field, reason=f"{what} is not stated ({PROVISION})", cure=cure)
