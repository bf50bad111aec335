"""Who must register on a given day, for how long, and how often to appear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from rsoits.rules import provisions

if TYPE_CHECKING:
    from matchers.identity import PartialDate

LIFE: Final = None
_YEARS: Final = {1: 15, 2: 25, 3: LIFE}
_MONTHS: Final = {1: 12, 2: 6, 3: 3}


class UnknownTierError(ValueError):
    """The federal tiers are 1, 2 and 3 (34 U.S.C. 20911)."""


class DutyStatus(StrEnum):
    """A registry record's status, as `docs/formats.md` lists them, and that of a person a foreign partner named."""

    REGISTERED = "registered"
    ABSCONDER = "absconder"
    DUTY_ENDED = "duty_ended"
    DECEASED = "deceased"
    FOREIGN_NOTICE = "foreign_notice"


class DutyFacts(Protocol):
    """What the rule reads of a registry record; `feeds.records.RegistryRecord` fits."""

    @property
    def status(self) -> str:
        """A `DutyStatus` value; anything else is treated with care."""

    @property
    def protected(self) -> bool:
        """Whether the person is under witness protection."""

    @property
    def duty_ends(self) -> date | PartialDate | None:
        """The last day of the duty; None is for life."""


@dataclass(frozen=True, slots=True)
class Duty:
    """The answer: `required` to register that day, `matchable` at all, and why.

    `undecided`: a partner named the person, and no jurisdiction has yet said whether a duty follows.
    """

    required: bool
    matchable: bool
    reason: str
    provision: str
    undecided: bool = False

    @property
    def screened(self) -> bool:
        """Whether manifests are compared with the record."""
        return self.matchable and (self.required or self.undecided)


def duty(record: DutyFacts, on: date) -> Duty:
    """Say whether a person must register on a day.

    18 U.S.C. 3521(b)(1)(H): protected witnesses are registered elsewhere, so they are never compared with travellers.
    28 CFR 72.7(a)(2)(ii): a person a partner named has a duty only once a jurisdiction has found one.
    34 U.S.C. 20915(a): the duty runs to its end date; its last day still counts, and a partial date means its last
    possible day (house rule). A status that is not known counts as registered, so that a person looks (house rule).
    """
    if record.protected:
        return Duty(
            required=False,
            matchable=False,
            reason="This record is protected and is not used.",
            provision=provisions.PROTECTED_WITNESS,
        )
    if record.status == DutyStatus.DECEASED:
        return Duty(
            required=False,
            matchable=True,
            reason="The registry says this person has died, so no duty remains.",
            provision=provisions.HOUSE_RULE,
        )
    if record.status == DutyStatus.DUTY_ENDED:
        return Duty(
            required=False,
            matchable=True,
            reason="The registry says the duty to register has ended.",
            provision=provisions.DURATION,
        )
    if record.status == DutyStatus.FOREIGN_NOTICE:
        return Duty(
            required=False,
            matchable=True,
            reason="A partner named this person for a conviction abroad; no duty to register has been found yet.",
            provision=provisions.FOREIGN_CONVICTION,
            undecided=True,
        )
    return _by_end_date(record, on)


def _by_end_date(record: DutyFacts, on: date) -> Duty:
    last = _last_day(record.duty_ends)
    if last is not None and last < on:
        reason = f"The duty to register ended on {last}."
        if record.status == DutyStatus.ABSCONDER:
            reason += " The registry lists an absconder: ask it whether flight extends the duty."
        return Duty(required=False, matchable=True, reason=reason, provision=provisions.DURATION)
    term = "for life" if last is None else f"until {last}"
    reason = f"This person must register {term}."
    provision = provisions.DURATION
    if record.status == DutyStatus.ABSCONDER:
        reason += " The registry lists an absconder."
        provision = f"{provisions.DURATION}; {provisions.FUGITIVES}"
    elif record.status != DutyStatus.REGISTERED:
        reason += f" The status {record.status[:40]!r} is not one we know and is read as registered."
        provision = f"{provisions.DURATION}; {provisions.HOUSE_RULE}"
    return Duty(required=True, matchable=True, reason=reason, provision=provision)


def _last_day(ends: date | PartialDate | None) -> date | None:
    return ends if ends is None or isinstance(ends, date) else ends.latest


@dataclass(frozen=True, slots=True)
class Term:
    """How long the duty lasts: `years`, or None for life."""

    years: int | None
    provision: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Interval:
    """How often to appear in person: every `months` months."""

    months: int
    provision: str
    sentence: str


def term(tier: int) -> Term:
    """Return the full registration period of a federal tier.

    34 U.S.C. 20915(a): 15 years for tier I, 25 for tier II, life for tier III. Raises `UnknownTierError`.
    """
    if tier not in _YEARS:
        raise UnknownTierError(tier)
    years = _YEARS[tier]
    span = "for life" if years is LIFE else f"for {years} years"
    return Term(years, provisions.DURATION, f"A tier {tier} offender must register {span}.")


def verification(tier: int) -> Interval:
    """Return how often a federal tier must appear in person.

    34 U.S.C. 20918: each year for tier I, every 6 months for tier II, every 3 for tier III. Raises `UnknownTierError`.
    """
    if tier not in _MONTHS:
        raise UnknownTierError(tier)
    months = _MONTHS[tier]
    sentence = f"A tier {tier} offender must appear in person every {months} months."
    return Interval(months, provisions.VERIFICATION, sentence)
