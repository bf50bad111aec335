from datetime import date

import pytest

from feeds.notice.records import NoticeLeg
from feeds.records import Direction
from matchers.identity import PartialDate
from rsoits.rules.itinerary import Aspect, Observed, compare_itinerary, destination

OUT = NoticeLeg("IAH", "USA", PartialDate(2026, 3, 28), "MEX", "MEX", PartialDate(2026, 3, 28), "QZ", "514", "air")
ONWARD = NoticeLeg("MEX", "MEX", PartialDate(2026, 3, 30), "GUA", "GTM", PartialDate(2026, 3, 30), "QZ", "90", "air")
BACK = NoticeLeg("MEX", "MEX", PartialDate(2026, 4, 10), "IAH", "USA", PartialDate(2026, 4, 10), "QZ", "515", "air")
LEAVING, COMING = Direction.OUTBOUND, Direction.INBOUND


def seen(direction: Direction, day: str, countries: str, carrier: str = "", number: str = "") -> Observed:
    return Observed(direction, date.fromisoformat(day) if day else None, tuple(countries.split()), carrier, number)


SCENARIOS = [
    # 34 U.S.C. 20914(a)(7): dates, places, carrier and flight numbers
    (seen(LEAVING, "2026-03-28", "MEX", "QZ", "514"), ""),
    (seen(LEAVING, "2026-03-27", "MEX", "QZ", "0514"), ""),
    (seen(LEAVING, "2026-03-29", "MEX", "qz", "QZ514"), ""),
    (seen(LEAVING, "2026-03-28", "MEX", "", "QZ 514"), ""),
    (seen(LEAVING, "2026-03-28", "MEX", "QZA", "514"), ""),
    (seen(LEAVING, "2026-03-28", "MEX", "Quartz Air", "514"), ""),
    (seen(LEAVING, "2026-03-26", "MEX", "QZ", "514"), "date"),
    (seen(LEAVING, "2026-03-30", "MEX", "QZ", "514"), "date"),
    (seen(LEAVING, "2026-03-28", "THA", "QZ", "514"), "country"),
    (seen(LEAVING, "2026-03-28", "JPN MEX", "QZ", "514"), ""),
    (seen(LEAVING, "2026-03-28", "MEX", "YY", "514"), "carrier"),
    (seen(LEAVING, "2026-03-28", "MEX", "QZ", "516"), "number"),
    (seen(LEAVING, "2026-03-28", "MEX", "QZ", "514A"), "number"),
    (seen(LEAVING, "2026-05-01", "KHM", "YY", "7"), "date country carrier number"),
    (seen(LEAVING, "2026-03-28", "", "", ""), ""),
    (seen(LEAVING, "", "", "", ""), ""),
    (seen(COMING, "2026-04-10", "MEX", "QZ", "515"), ""),
    (seen(COMING, "2026-04-10", "MEX", "QZ", "514"), "number"),
    (seen(COMING, "2026-04-20", "GTM", "QZ", "515"), "date country"),
    (seen(Direction.DOMESTIC, "2026-04-20", "GTM", "QZ", "515"), ""),
]


@pytest.mark.parametrize(("observed", "differing"), SCENARIOS)
def test_a_crossing_against_its_notice(observed: Observed, differing: str) -> None:
    found = compare_itinerary([OUT, ONWARD, BACK], PartialDate(2026, 4, 10), observed)
    assert [row.aspect for row in found] == [Aspect(name) for name in differing.split()]
    assert all(row.sentence.endswith(".") and row.provision == "34 U.S.C. 20914(a)(7)" for row in found)


def test_of_several_announced_departures_the_one_that_fits_counts() -> None:
    second = NoticeLeg("EL PASO", "USA", PartialDate(2026, 5), "JUAREZ", "MEX", means="car")
    assert compare_itinerary([OUT, second], None, seen(LEAVING, "2026-05-17", "MEX")) == ()
    assert compare_itinerary([OUT, second], None, seen(LEAVING, "2026-06-17", "MEX"))[0].announced in {
        "2026-03-28",
        "2026-05",
    }


def test_without_a_return_leg_the_return_day_is_compared() -> None:
    observed = seen(COMING, "2026-04-20", "THA", "QZ", "9")
    (difference,) = compare_itinerary([OUT], PartialDate(2026, 4, 10), observed)
    assert difference.sentence == "Announced for 2026-04-10, crossed on 2026-04-20."
    assert compare_itinerary([OUT], None, observed) == ()


def test_a_notice_without_countries_of_departure_is_still_compared() -> None:
    leg = NoticeLeg(departs=PartialDate(2026, 3, 28), arrival_country="MEX")
    assert [row.aspect for row in compare_itinerary([leg], None, seen(LEAVING, "2026-03-28", "THA"))] == ["country"]


def test_a_notice_without_legs_differs_in_nothing() -> None:
    assert compare_itinerary([], None, seen(LEAVING, "2026-03-28", "THA")) == ()


THROUGH = NoticeLeg("IAH", "USA", PartialDate(2026, 3, 28), "CDG", "FRA", PartialDate(2026, 3, 29), transit=True)
ON = NoticeLeg("CDG", "FRA", PartialDate(2026, 3, 29), "BKK", "THA", PartialDate(2026, 3, 30))
BACK_THROUGH = NoticeLeg("BKK", "THA", PartialDate(2026, 4, 9), "CDG", "FRA", PartialDate(2026, 4, 9), transit=True)
HOME_AGAIN = NoticeLeg("CDG", "FRA", PartialDate(2026, 4, 10), "IAH", "USA", PartialDate(2026, 4, 10))


@pytest.mark.parametrize(
    ("observed", "differs"),
    [
        (seen(LEAVING, "2026-03-28", "FRA"), []),
        (seen(LEAVING, "2026-03-28", "THA"), []),
        (seen(LEAVING, "2026-03-28", "PER"), [Aspect.COUNTRY]),
        (seen(COMING, "2026-04-10", "FRA"), []),
        (seen(COMING, "2026-04-10", "THA"), []),
        (seen(COMING, "2026-04-10", "PER"), [Aspect.COUNTRY]),
    ],
)
def test_a_country_passed_through_is_as_good_as_the_one_it_leads_to(observed: Observed, differs: list[Aspect]) -> None:
    found = compare_itinerary((THROUGH, ON, BACK_THROUGH, HOME_AGAIN), None, observed)
    assert [row.aspect for row in found] == differs


@pytest.mark.parametrize(
    ("legs", "country"),
    [
        ((THROUGH, ON, BACK_THROUGH, HOME_AGAIN), "THA"),
        ((THROUGH,), "FRA"),
        ((OUT, ONWARD), "GTM"),
        ((HOME_AGAIN,), ""),
        ((), ""),
    ],
)
def test_a_journey_is_called_by_where_it_ends(legs: tuple[NoticeLeg, ...], country: str) -> None:
    assert destination(legs) == country
