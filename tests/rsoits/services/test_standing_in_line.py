"""People and files at work at the same moment: nobody is thrown out, and nothing is told twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from sqlmodel import select

from rsoits.errors import RsoitsError
from rsoits.house import House
from rsoits.security.audit import verify
from rsoits.security.permissions import Actor, Role
from rsoits.services.acknowledge import acknowledge
from rsoits.services.claim import claim, let_go, next_unclaimed
from rsoits.store.alerts import Acknowledgement, Alert
from rsoits.store.matches import Decision, MatchState, Verdict
from rsoits.store.trips import Crossing
from tests.rsoits.scenes import HOLLIS, load_registry, manifest, matches, person, receive, soon, verdict

EACH = 8


def repeated(step: Callable[[int], object]) -> Callable[[], list[Exception]]:
    """Return a job that takes a step several times and collects what went wrong, other than as it should."""

    def job() -> list[Exception]:
        wrong: list[Exception] = []
        for number in range(EACH):
            try:
                step(number)
            except RsoitsError:
                continue
            except Exception as error:  # noqa: BLE001  whatever it is, the test shows it
                wrong.append(error)
        return wrong

    return job


def test_deciding_claiming_acknowledging_and_taking_in_files_at_once_never_get_in_each_others_way(
    house: House,
) -> None:
    load_registry(house)
    departs = soon(house)
    people = [replace(HOLLIS, reference=f"R{number}", extra=f"RAY{chr(65 + number)}") for number in range(6)]
    receive(house, manifest(*people, departs=departs))
    readers = [person(house, f"reader{number}", Role.ANALYST) for number in range(4)]
    desk = person(house, "lou", Role.AGENCY, "TX")
    listed = matches(house)
    verdict(house, readers[3], listed[0], Verdict.CONFIRM)
    with house.database.reading() as session:
        (reference,) = session.exec(select(Alert.reference).where(Alert.jurisdiction == "TX")).all()

    def decides(reader: Actor) -> Callable[[int], object]:
        return lambda number: verdict(house, reader, listed[number % len(listed)], Verdict.CONFIRM)

    def claims(reader: Actor) -> Callable[[int], object]:
        def step(_number: int) -> None:
            with house.writing(reader) as (session, acting):
                waiting = next_unclaimed(session, reader.account_id, acting.now)
                if waiting:
                    claim(session, acting, waiting, acting.now + timedelta(seconds=5))
            if waiting:
                with house.writing(reader) as (session, acting):
                    let_go(session, acting, waiting)

        return step

    def acknowledges(_number: int) -> None:
        with house.writing(desk) as (session, acting):
            acknowledge(session, acting, desk, reference)

    def takes_in(number: int) -> None:
        changed = [replace(one, sex="U", nationality="CAN" if number % 2 else "USA") for one in people]
        receive(house, manifest(*changed, departs=departs, reference=f"QZ{number}"), f"{number}.edi")

    steps = [*map(decides, readers[:2]), claims(readers[2]), acknowledges, acknowledges, takes_in]
    with ThreadPoolExecutor(len(steps)) as pool:
        wrong = [error for job in [pool.submit(repeated(step)) for step in steps] for error in job.result()]
    assert wrong == []
    with house.database.reading() as session:
        assert verify(session, house.key).broken_at is None
        assert len(session.exec(select(Acknowledgement)).all()) == 1
        crossed = [row.match_id for row in session.exec(select(Crossing))]
        read = [(row.match_id, row.account_id) for row in session.exec(select(Decision))]
        told = [(row.kind, row.recipient_ori) for row in session.exec(select(Alert))]
    assert len(crossed) == len(set(crossed))
    assert len(read) == len(set(read))
    assert len(told) == len(set(told))
    assert {match.id for match in matches(house, MatchState.CONFIRMED)} <= set(crossed)
