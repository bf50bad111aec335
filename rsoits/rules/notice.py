"""Whether a notice of intended travel came in time.

The federal rule is 21 days (34 U.S.C. 20914(a)(7); 28 CFR 72.7(f)); a jurisdiction may have its own row in
`notice_rules.csv`, each valid from its date. `*` is every jurisdiction without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rsoits.rules import provisions
from rsoits.rules.clock import on_the_clock
from rsoits.rules.jurisdictions import find
from rsoits.rules.tables import rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchers.identity import PartialDate

ANYWHERE: Final = "*"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """How many days ahead a jurisdiction (or `*`) wants notice, from a day on."""

    jurisdiction: str
    valid_from: date
    lead_days: int
    provision: str


RULES: Final = tuple(
    NoticeRule(row["jurisdiction"], date.fromisoformat(row["valid_from"]), int(row["lead_days"]), row["provision"])
    for row in rows("notice_rules.csv")
)


class Standing(StrEnum):
    """How a notice stands to its rule; only `LATE` and `AFTER_DEPARTURE` count as late."""

    IN_TIME = "in_time"
    LATE = "late"
    EMERGENCY = "emergency"
    AFTER_DEPARTURE = "after_departure"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Timeliness:
    """The answer: `lead_days` are whole days from notice to departure on the jurisdiction's own dates.

    `lead_days` is None when the notice does not say on which day the journey begins, and negative after departure.
    """

    standing: Standing
    lead_days: int | None
    required_days: int
    provision: str
    sentence: str

    @property
    def late(self) -> bool:
        """Whether the notice came later than its rule asks."""
        return self.standing in {Standing.LATE, Standing.AFTER_DEPARTURE}


def notice_rule(jurisdiction: str, on: date, rules: Sequence[NoticeRule] = RULES) -> NoticeRule:
    """Return the newest rule of a jurisdiction in force on a day, else the newest one for everybody.

    Before the first rule there is none: 0 days.
    """
    code = jurisdiction.strip().upper()
    in_force = [rule for rule in rules if rule.valid_from <= on]
    own = [rule for rule in in_force if rule.jurisdiction == code]
    common = [rule for rule in in_force if rule.jurisdiction == ANYWHERE]
    none = NoticeRule(ANYWHERE, date.min, 0, "none: no rule was in force")
    return max(own or common, key=lambda rule: rule.valid_from, default=none)


def timeliness(
    submitted_at: datetime,
    departs: PartialDate | None,
    jurisdiction: str,
    *,
    emergency: bool = False,
    rules: Sequence[NoticeRule] = RULES,
) -> Timeliness:
    """Say whether a notice came in time, and by which rule (34 U.S.C. 20914(a)(7); 28 CFR 72.7(f)).

    Days are counted between the dates on the residence jurisdiction's wall calendar (house rule; UTC when the code is
    unknown). A partial departure date is judged by its first possible day when its last one gives the same answer,
    otherwise the notice is `UNDATED`. `submitted_at` must have a zone, else `NoZoneError`.
    """
    known = find(jurisdiction)
    submitted = on_the_clock(submitted_at).astimezone(known.zone if known else UTC).date()
    rule = notice_rule(jurisdiction, submitted, rules)
    if departs is None:
        return _undated(rule)
    lead = (departs.earliest - submitted).days
    standing = _standing(lead, rule, emergency=emergency)
    if standing != _standing((departs.latest - submitted).days, rule, emergency=emergency):
        return _undated(rule)
    provision = provisions.EMERGENCY_NOTICE if standing is Standing.EMERGENCY else rule.provision
    return Timeliness(standing, lead, rule.lead_days, provision, _sentence(standing, lead, rule))


def _standing(lead: int, rule: NoticeRule, *, emergency: bool) -> Standing:
    if rule.lead_days and lead < 0:
        return Standing.AFTER_DEPARTURE
    if lead >= rule.lead_days or not rule.lead_days:
        return Standing.IN_TIME
    return Standing.EMERGENCY if emergency else Standing.LATE


def _undated(rule: NoticeRule) -> Timeliness:
    sentence = (
        f"The notice does not say on which day the journey begins, so the {rule.lead_days} days cannot be counted."
    )
    return Timeliness(Standing.UNDATED, None, rule.lead_days, rule.provision, sentence)


def _sentence(standing: Standing, lead: int, rule: NoticeRule) -> str:
    if not rule.lead_days:
        return "No rule asked for advance notice on that day."
    came = f"The notice came {_days(abs(lead))} {'after' if lead < 0 else 'before'} departure"
    asked = f"the rule asks for {_days(rule.lead_days)}"
    match standing:
        case Standing.IN_TIME:
            return f"{came}; {asked}, so it is in time."
        case Standing.EMERGENCY:
            return f"{came}; {asked}, but emergency travel is reported as soon as it is scheduled: check the emergency."
        case Standing.AFTER_DEPARTURE:
            return f"{came}; {asked} ahead."
        case _:
            return f"{came}; {asked}, so it is {_days(rule.lead_days - lead)} late."


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
