from datetime import UTC, date, datetime

import pytest

from alerts.kinds import AlertKind
from feeds.records import Direction
from matchers.identity import PartialDate
from rsoits.rules.alert_kind import kind_of_movement, kind_of_notice
from rsoits.rules.itinerary import Aspect, Difference
from rsoits.rules.movement import Movement
from rsoits.rules.notice import timeliness

OTHER_DAY = Difference(Aspect.DATE, "2026-03-28", "2026-04-02", "Announced for 2026-03-28, crossed on 2026-04-02.")


@pytest.mark.parametrize(
    ("movement", "differences", "kind", "provision"),
    [
        (Movement(Direction.OUTBOUND, noticed=True), (), "departure_confirmed", "34 U.S.C. 20914(a)(7)"),
        (Movement(Direction.OUTBOUND, noticed=True), (OTHER_DAY,), "itinerary_discrepancy", "34 U.S.C. 20914(a)(7)"),
        (Movement(Direction.OUTBOUND), (), "departure_no_notice", "18 U.S.C. 2250(b)"),
        (Movement(Direction.INBOUND), (), "return_inbound", "34 U.S.C. 20930"),
        (Movement(Direction.INBOUND, noticed=True), (OTHER_DAY,), "return_inbound", "34 U.S.C. 20930"),
        (
            Movement(Direction.INBOUND, foreign_conviction=True),
            (),
            "foreign_conviction_entry",
            "28 CFR 72.7(a)(2)(ii)",
        ),
    ],
)
def test_the_kind_of_a_crossing(
    movement: Movement, differences: tuple[Difference, ...], kind: str, provision: str
) -> None:
    found = kind_of_movement(movement, differences)
    assert found is not None
    assert found.kind is AlertKind(kind)
    assert provision in found.provision
    assert found.sentence.endswith(".")


def test_a_discrepancy_says_what_differs() -> None:
    found = kind_of_movement(Movement(Direction.OUTBOUND, noticed=True), [OTHER_DAY])
    assert found is not None
    assert OTHER_DAY.sentence in found.sentence


@pytest.mark.parametrize("direction", [Direction.DOMESTIC, Direction.FOREIGN, Direction.UNKNOWN])
def test_what_does_not_cross_the_border_is_no_alert(direction: Direction) -> None:
    assert kind_of_movement(Movement(direction)) is None


@pytest.mark.parametrize(
    ("departs", "emergency", "kind"),
    [
        (date(2026, 3, 28), False, AlertKind.NOTICE_RECEIVED),
        (date(2026, 3, 5), False, AlertKind.NOTICE_LATE),
        (date(2026, 3, 5), True, AlertKind.NOTICE_RECEIVED),
        (date(2026, 2, 5), True, AlertKind.NOTICE_LATE),
    ],
)
def test_the_kind_of_a_notice(*, departs: date, emergency: bool, kind: AlertKind) -> None:
    judged = timeliness(datetime(2026, 3, 1, tzinfo=UTC), PartialDate.of(departs), "TX", emergency=emergency)
    found = kind_of_notice(judged)
    assert (found.kind, found.sentence, found.provision) == (kind, judged.sentence, judged.provision)
