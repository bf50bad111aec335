"""Which kind of alert a movement or a notice gives rise to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.kinds import AlertKind
from feeds.records import Direction
from rsoits.rules import provisions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rsoits.rules.itinerary import Difference
    from rsoits.rules.movement import Movement
    from rsoits.rules.notice import Timeliness


@dataclass(frozen=True, slots=True)
class KindOfAlert:
    """The kind, the provision behind it and why it is this kind."""

    kind: AlertKind
    provision: str
    sentence: str


def kind_of_movement(movement: Movement, differences: Sequence[Difference] = ()) -> KindOfAlert | None:
    """Return the kind of alert for a crossing; None when it does not cross the home border.

    A departure is announced, announced otherwise or not announced (34 U.S.C. 20914(a)(7); 18 U.S.C. 2250(b)); an entry
    is a return, or that of a person a partner named for a foreign conviction (34 U.S.C. 20930; 28 CFR 72.7(a)(2)(ii)).
    Who is told, if anyone, is `routing.recipients`.
    """
    match movement.direction:
        case Direction.OUTBOUND:
            return _departure(differences, noticed=movement.noticed)
        case Direction.INBOUND:
            return _entry(foreign_conviction=movement.foreign_conviction)
        case _:
            return None


def _departure(differences: Sequence[Difference], *, noticed: bool) -> KindOfAlert:
    if not noticed:
        return KindOfAlert(
            AlertKind.DEPARTURE_NO_NOTICE,
            f"{provisions.ADVANCE_NOTICE}; {provisions.FAILURE_TO_REPORT}",
            "Leaving the country, and no notice of the journey is on record.",
        )
    if differences:
        told = " ".join(difference.sentence for difference in differences)
        return KindOfAlert(AlertKind.ITINERARY_DISCREPANCY, provisions.TRAVEL_INFORMATION, f"Not as announced. {told}")
    return KindOfAlert(
        AlertKind.DEPARTURE_CONFIRMED, provisions.TRAVEL_INFORMATION, "Leaving the country as announced."
    )


def _entry(*, foreign_conviction: bool) -> KindOfAlert:
    if foreign_conviction:
        return KindOfAlert(
            AlertKind.FOREIGN_CONVICTION_ENTRY,
            f"{provisions.PERSONS_ENTERING}; {provisions.FOREIGN_CONVICTION}",
            "Entering the country after a partner's notice of a conviction abroad.",
        )
    return KindOfAlert(
        AlertKind.RETURN_INBOUND, provisions.PERSONS_ENTERING, "A person who must register is entering the country."
    )


def kind_of_notice(timeliness: Timeliness) -> KindOfAlert:
    """Return the kind of alert for a notice: received, or received late (34 U.S.C. 20914(a)(7); 28 CFR 72.7(f))."""
    kind = AlertKind.NOTICE_LATE if timeliness.late else AlertKind.NOTICE_RECEIVED
    return KindOfAlert(kind, timeliness.provision, timeliness.sentence)
