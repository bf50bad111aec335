"""A month of an invented installation's feeds for the console's tests: on time, late, paused, unreachable, running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from rsoits.house import House
from rsoits.services.ingest import Parcel, take_in
from rsoits.store.files import SourceFile
from rsoits.store.intakes import FeedRun, FeedState, Intake, IntakeState, Reject, RunState
from tests.rsoits.scenes import HOLLIS, STRANGER, manifest, soon

OWN_FEEDS = """
[[feed]]
name = "air-manifests"
volume = { fewest = 900, most = 1400 }

[[feed]]
name = "vessel-notices"
title = "Notices of arrival of vessels"
source = "sftp://rsoits@ships.example:2222/out"
mode = "sea"
schedule = "every 15 min"
jitter = 20
cadence_minutes = 720

[[feed]]
name = "rail-lists"
title = "Rail passenger lists"
source = "push"
mode = "land"
cadence_minutes = 1440
"""
UNREACHABLE = "The source did not answer as it must; it is tried again at the next look. (no route to ships.example)"
_BROUGHT = (1180, 1015, 1302, 990, 1120, 1250, 940, 1075, 0, 1190, 1333, 1010, 960, 1720, 1105)
_REASONS = (
    ("birth-date-unreadable", "reject", "birth_date", "This is not a date.", "Send the date of birth as YYMMDD."),
    ("surname-missing", "reject", "surname", "This person has no surname.", "Send the surname in NAD+FL."),
    ("country-unknown", "warning", "nationality", "No country has this code.", "Send the three letters of ICAO 9303."),
    ("document-expired", "reject", "expires", "The document had expired.", "Ask the carrier for the document shown."),
)


@dataclass(frozen=True, slots=True)
class Furnished:
    """What tests look for: a file that can be read as `paxlst` only, one that was taken in, and the run under way."""

    quarantined: int
    taken: int
    run: int


def furnish(house: House) -> Furnished:
    """Declare feeds of the installation's own, and give all of them a past."""
    house.settings.data.mkdir(parents=True, exist_ok=True)
    house.settings.own_feeds.write_text(OWN_FEEDS)
    departs = soon(house)
    mistaken = Parcel("QZ514.edi", manifest(HOLLIS, departs=departs), "land-crossings", format="crossings")
    quarantined = take_in(house, mistaken, "scheduler").id or 0
    again = Parcel("QZ514B.edi", manifest(STRANGER, departs=departs, reference="QZ514B"), "air-manifests")
    taken = take_in(house, again, "scheduler").id or 0
    with house.database.writing() as session:
        now = house.now()
        for number in range(30):
            _day(session, now - timedelta(days=29 - number), number)
        _states(session, now)
        run = _runs(session, now)
    return Furnished(quarantined, taken, run)


def _day(session: Session, at: datetime, number: int) -> None:
    travellers = _BROUGHT[number % len(_BROUGHT)]
    if not travellers:
        return
    source = SourceFile(sha256=f"day {number}", name="x", size=9, received_at=at, content=b"UNA")
    session.add(source)
    session.flush()
    intake = Intake(
        source_file_id=source.id or 0,
        feed="air-manifests",
        name=f"QZ-{at:%m%d}.edi",
        format="paxlst",
        state=IntakeState.PARTLY,
        at=at,
        messages=9,
        travellers=travellers,
        rejects=3,
    )
    session.add(intake)
    session.flush()
    for place, (code, severity, field, reason, cure) in enumerate(_REASONS[: 1 + number % len(_REASONS)]):
        session.add(
            Reject(
                intake_id=intake.id or 0,
                code=code,
                severity=severity,
                place=f"segment {40 + place}",
                field=field,
                value="=1+1",
                reason=reason,
                cure=cure,
            )
        )


def _states(session: Session, now: datetime) -> None:
    minute = timedelta(minutes=1)
    session.add_all(
        [
            FeedState(feed="air-manifests", delivered_at=now - 4 * minute, looked_at=now),
            FeedState(feed="registry-extracts", delivered_at=now - 300 * minute, looked_at=now),
            FeedState(feed="travel-notices", delivered_at=now - 60 * 80 * minute, looked_at=now),
            FeedState(feed="land-crossings", paused_at=now - 200 * minute, paused_by="odd", looked_at=now),
            FeedState(feed="vessel-notices", failure=UNREACHABLE, wanted_at=now, wanted_by="odd", looked_at=now),
            FeedState(feed="rail-lists", delivered_at=now - 60 * 30 * minute),
        ]
    )


def _runs(session: Session, now: datetime) -> int:
    hour, worker = timedelta(hours=1), "host:1:ab"
    told = (
        (RunState.INTERRUPTED, "its worker was lost", ""),
        (RunState.DONE, "", "odd"),
        (RunState.FAILED, "a file was left for the next look (TimeoutError)", ""),
        (RunState.DONE, "", ""),
    )
    for number, (state, failure, asked_by) in enumerate(told):
        at = now - (len(told) - number) * hour
        session.add(
            FeedRun(
                feed="air-manifests",
                due_at=at,
                started_at=at,
                finished_at=at + timedelta(seconds=number * 40),
                beat_at=at,
                state=state,
                worker=worker,
                asked_by=asked_by,
                waiting=14,
                files=14 if state is RunState.DONE else 9,
                travellers=1100 + number,
                failure=failure,
            )
        )
    run = FeedRun(
        feed="air-manifests",
        due_at=now,
        started_at=now - timedelta(seconds=8),
        beat_at=now + timedelta(hours=1),
        worker=worker,
        waiting=40,
        files=12,
        travellers=3410,
        current="QZ650-1122.edi",
    )
    session.add(run)
    session.flush()
    return run.id or 0
