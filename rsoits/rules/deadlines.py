"""The clocks the law starts, each with the rule that started it.

Moments are UTC; the business days and the end of the day are the jurisdiction's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from rsoits.rules import provisions
from rsoits.rules.calendars import PUBLISHED, Calendar, add_business_days
from rsoits.rules.clock import on_the_clock
from rsoits.rules.jurisdictions import by_code

APPEARANCE_DAYS: Final = 3
ANGEL_WATCH_LEAD: Final = timedelta(hours=48)
MARSHALS_LEAD: Final = timedelta(hours=24)
MARSHALS_GRACE: Final = timedelta(hours=72)
ACKNOWLEDGE_WITHIN: Final = timedelta(hours=4)
ACKNOWLEDGE_NEAR_THE_BORDER: Final = timedelta(hours=1)
NEAR_THE_BORDER: Final = timedelta(hours=24)
_LAST_SECOND: Final = time(23, 59, 59)


class DeadlineName(StrEnum):
    """Which clock it is."""

    APPEARANCE = "appearance"
    ANGEL_WATCH_CHECK = "angel_watch_check"
    MARSHALS_ANSWER = "marshals_answer"
    MARSHALS_LAST_ANSWER = "marshals_last_answer"
    ACKNOWLEDGEMENT = "acknowledgement"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One clock: `due_at` in UTC, the provision that started it, and what it means."""

    name: DeadlineName
    due_at: datetime
    provision: str
    sentence: str


def appearance(
    entered_at: datetime, jurisdiction: str, calendar: Calendar = PUBLISHED, *, foreign_conviction: bool = False
) -> Deadline:
    """Return when a person who entered must have appeared: the end of the third business day after the day of entry.

    34 U.S.C. 20913(c) and 28 CFR 72.7(c) for changes of residence, work or school; 28 CFR 72.7(a)(2)(ii) for a foreign
    conviction. House rule: the day of entry does not count, and the day is the one at the jurisdiction's seat.
    Raises `NoZoneError`, `UnknownJurisdictionError`.
    """
    receiving = by_code(jurisdiction)
    entered = on_the_clock(entered_at).astimezone(receiving.zone).date()
    last = add_business_days(entered, APPEARANCE_DAYS, receiving.code, calendar)
    due_at = datetime.combine(last, _LAST_SECOND, receiving.zone).astimezone(UTC)
    provision = provisions.FOREIGN_CONVICTION if foreign_conviction else provisions.CHANGES_IN_PERSON
    sentence = (
        f"Must appear in person in {receiving.name} within 3 business days of entry: by the end of {last:%A} {last}."
    )
    return Deadline(DeadlineName.APPEARANCE, due_at, provision, sentence)


def angel_watch_check(departs_at: datetime) -> Deadline:
    """Return when the Angel Watch Center must have checked a departure: 48 hours before (34 U.S.C. 21503(e)(1)).

    "Or as soon as practicable before": a deadline already past is due now, not missed. Raises `NoZoneError`.
    """
    due_at = on_the_clock(departs_at) - ANGEL_WATCH_LEAD
    sentence = (
        "The Angel Watch Center checks travellers 48 hours before scheduled departure, or as soon after as it can."
    )
    return Deadline(DeadlineName.ANGEL_WATCH_CHECK, due_at, provisions.ANGEL_WATCH_CHECK, sentence)


def marshals_answer(departs_at: datetime) -> Deadline:
    """Return when the Marshals should have answered on compliance: 24 hours before travel (34 U.S.C. 21504(c)).

    Raises `NoZoneError`.
    """
    due_at = on_the_clock(departs_at) - MARSHALS_LEAD
    sentence = "The Marshals say 24 hours before departure whether the traveller complies with registration."
    return Deadline(DeadlineName.MARSHALS_ANSWER, due_at, provisions.MARSHALS_ANSWER, sentence)


def marshals_last_answer(departs_at: datetime) -> Deadline:
    """Return when the Marshals must at the latest have answered: 72 hours after travel (34 U.S.C. 21504(c)).

    Raises `NoZoneError`.
    """
    due_at = on_the_clock(departs_at) + MARSHALS_GRACE
    sentence = "The Marshals' answer on compliance may come no later than 72 hours after departure."
    return Deadline(DeadlineName.MARSHALS_LAST_ANSWER, due_at, provisions.MARSHALS_ANSWER, sentence)


def acknowledgement(sent_at: datetime, border_at: datetime | None = None) -> Deadline:
    """Return when a receiver should have acknowledged an alert.

    House rule, no law: within 4 hours, or within 1 hour when the border is crossed less than 24 hours after sending
    or has been already. Raises `NoZoneError`.
    """
    sent = on_the_clock(sent_at)
    near = border_at is not None and on_the_clock(border_at) - sent < NEAR_THE_BORDER
    allowed = ACKNOWLEDGE_NEAR_THE_BORDER if near else ACKNOWLEDGE_WITHIN
    sentence = (
        "House rule: acknowledge within 1 hour, because the border is less than 24 hours away."
        if near
        else "House rule: acknowledge within 4 hours."
    )
    return Deadline(DeadlineName.ACKNOWLEDGEMENT, sent + allowed, provisions.HOUSE_RULE, sentence)
