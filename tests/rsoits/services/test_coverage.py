from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.catalogue import feed
from feeds.feed import Band
from feeds.records import Direction, Mode
from rsoits.house import House
from rsoits.services.coverage import Coverage, Sight, coverage
from rsoits.services.ingest import Parcel, take_in
from rsoits.services.punctuality import Punctuality, punctuality
from rsoits.services.volumes import Against, volumes
from rsoits.store.intakes import FeedState
from tests.rsoits.scenes import HOLLIS, STRANGER, at, load_registry, manifest, soon

AIR = feed("air-manifests")
NOON = at("2031-05-01T12:00")


def seen_by(house: House) -> Coverage:
    with house.database.reading() as session:
        return coverage(session, [AIR], house.now())


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(0.5, Punctuality.ON_TIME), (2, Punctuality.LATE), (4, Punctuality.SILENT)],
)
def test_an_hourly_feed_is_late_after_an_hour_and_a_half_and_silent_after_three(
    hours: float, expected: Punctuality
) -> None:
    state = FeedState(feed=AIR.name, delivered_at=NOON - timedelta(hours=hours))
    assert punctuality(replace(AIR, cadence_minutes=60), state, NOON) is expected


def test_a_paused_or_unreachable_feed_is_called_so_whatever_it_brought() -> None:
    fresh = FeedState(feed=AIR.name, delivered_at=NOON)
    assert punctuality(AIR, fresh, NOON) is Punctuality.ON_TIME
    fresh.failure = "the server does not answer"
    assert punctuality(AIR, fresh, NOON) is Punctuality.UNREACHABLE
    fresh.paused_at = NOON
    assert punctuality(AIR, fresh, NOON) is Punctuality.PAUSED


def test_a_feed_that_never_brought_anything_is_not_on_time_unless_it_comes_as_needed() -> None:
    assert punctuality(AIR, None, NOON) is Punctuality.NEVER
    assert punctuality(replace(AIR, cadence_minutes=0), None, NOON) is Punctuality.AS_NEEDED


def test_a_list_makes_its_port_and_its_way_observed_and_nothing_else(house: House) -> None:
    load_registry(house)
    take_in(house, Parcel("a.edi", manifest(HOLLIS, STRANGER, departs=soon(house)), AIR.name), "test")
    with house.database.writing() as session:
        session.add(FeedState(feed=AIR.name, delivered_at=house.now()))
    found = seen_by(house)
    ways = {(way.mode, way.direction): way for way in found.ways}
    assert ways[Mode.AIR, Direction.OUTBOUND].sight is Sight.OBSERVED
    assert ways[Mode.AIR, Direction.OUTBOUND].lately == 2
    assert ways[Mode.AIR, Direction.INBOUND].sight is Sight.UNOBSERVED
    assert ways[Mode.SEA, Direction.OUTBOUND].sight is Sight.UNOBSERVED
    ports = {port.code: port for port in found.ports}
    assert (ports["IAH"].sight, ports["IAH"].lately) == (Sight.OBSERVED, 2)
    assert ports["IAH"].last_in is None
    assert ports["JFK"].sight is Sight.UNOBSERVED
    registries = {place.code: place for place in found.jurisdictions}
    assert (registries["TX"].records, registries["TX"].sight) == (1, Sight.OBSERVED)
    assert registries["NM"].sight is Sight.UNOBSERVED


def test_a_way_whose_feed_fell_silent_is_doubtful_though_lists_came_lately(house: House) -> None:
    take_in(house, Parcel("a.edi", manifest(STRANGER, departs=soon(house)), AIR.name), "test")
    with house.database.writing() as session:
        session.add(FeedState(feed=AIR.name, delivered_at=house.now() - timedelta(days=2)))
    ways = {(way.mode, way.direction): way.sight for way in seen_by(house).ways}
    assert ways[Mode.AIR, Direction.OUTBOUND] is Sight.DOUBTFUL


def test_a_days_volume_is_held_against_the_band_but_today_is_not_over(house: House) -> None:
    take_in(house, Parcel("a.edi", manifest(HOLLIS, STRANGER, departs=soon(house)), AIR.name), "test")
    with house.database.reading() as session:
        expected = {
            band: [day.against for day in volumes(session, replace(AIR, band=band), house.now(), 3)][-2:]
            for band in (Band(1, 5), Band(3, 5), Band(0, 1), None)
        }
        today = volumes(session, AIR, house.now(), 3)[-1]
    assert (today.files, today.count, today.day) == (1, 2, house.now().date())
    assert expected[Band(1, 5)] == expected[Band(3, 5)] == [Against.UNJUDGED, Against.WITHIN]
    assert expected[Band(0, 1)] == [Against.UNJUDGED, Against.ABOVE]
    assert expected[None] == [Against.UNJUDGED, Against.UNJUDGED]


def test_a_day_after_the_first_that_brought_too_little_is_called_so(house: House) -> None:
    take_in(house, Parcel("a.edi", manifest(HOLLIS, STRANGER, departs=soon(house)), AIR.name), "test")
    later = house.now() + timedelta(days=2)
    with house.database.reading() as session:
        found = volumes(session, replace(AIR, band=Band(3, 5)), later, 3)
    assert [day.against for day in found] == [Against.BELOW, Against.BELOW, Against.WITHIN]
