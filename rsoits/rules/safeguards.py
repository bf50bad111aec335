"""What must hold before word of a person leaves the country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rsoits.rules import provisions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from matchers.evidence import Evidence
    from rsoits.rules.routing import Recipient

NAME: Final = "name"
SECOND_IDENTIFIERS: Final = frozenset({"birth date", "document"})
IDENTIFYING_BITS: Final = 8.0
"""House rule: a second identifier must be 256 times likelier for one person than for two; a birth year alone is not."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The answer and why."""

    allowed: bool
    reason: str
    provision: str


def second_reader_required(recipients: Iterable[Recipient]) -> bool:
    """Say whether a second person must confirm the match (house rule: yes when word of it leaves the country)."""
    return any(recipient.needs_two_readers for recipient in recipients)


def agreeing(evidence: Iterable[Evidence]) -> frozenset[str]:
    """Return which of name, birth date and travel document agree well enough to identify a person.

    House rule: a name agrees when it speaks for the match at all, a second identifier from `IDENTIFYING_BITS` on.
    """
    rows = [row for row in evidence if row.bits > 0]
    names = {NAME for row in rows if NAME in row.feature}
    seconds = {row.feature for row in rows if row.feature in SECOND_IDENTIFIERS and row.bits >= IDENTIFYING_BITS}
    return frozenset(names | seconds)


def may_notify_foreign(features: AbstractSet[str]) -> Allowed:
    """Say whether the evidence carries a notice abroad; `features` are what `agreeing` returns.

    House rule, prompted by the corrections 34 U.S.C. 21504(d) demands for wrong notices: a name alone is not enough,
    and neither is anything else alone. Two of name, birth date and travel document must agree; sex and nationality
    support but do not identify.
    """
    second = features & SECOND_IDENTIFIERS
    if second == SECOND_IDENTIFIERS or (second and NAME in features):
        told = ", ".join(sorted(features & (SECOND_IDENTIFIERS | {NAME})))
        return Allowed(allowed=True, reason=f"These agree: {told}.", provision=provisions.HOUSE_RULE)
    if NAME in features:
        reason = "Only the name agrees; nothing leaves the country on a name alone."
    elif second:
        reason = f"Only one identifier agrees ({', '.join(second)}); two are needed before anything leaves."
    else:
        reason = "Neither name, birth date nor travel document agrees, so nothing leaves the country."
    return Allowed(allowed=False, reason=reason, provision=provisions.HOUSE_RULE)
