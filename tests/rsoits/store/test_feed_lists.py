"""What the operators' pages ask of the store, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

from feeds.feed import Counted
from rsoits.house import House
from rsoits.services.declared import declared, feed_named
from rsoits.services.replay_file import reread
from rsoits.services.volumes import volumes
from rsoits.store.intakes import FeedRun, Intake, IntakeState, RunState
from rsoits.store.progress import how_many_runs, last_ended, runs_under_way, standing
from rsoits.store.quarantined import how_many_shelved, shelved
from rsoits.store.reasons import Asked, findings, reasons, samples
from rsoits.store.stored_bytes import beginning_of, readings_of, size_of
from tests.console_feeds import furnish


def test_lists_of_runs_quarantine_reasons_and_bytes(house: House) -> None:
    made = furnish(house)
    again = reread(house, made.quarantined, "odd").intake
    assert again.state is IntakeState.QUARANTINED
    with house.database.reading() as session:
        assert [run.id for run in runs_under_way(session)] == [made.run]
        assert last_ended(session)["air-manifests"].state is RunState.DONE
        assert how_many_runs(session, "air-manifests") == 5
        assert standing(session) == standing(session)

        [row] = shelved(session, 10)
        assert (row.intake.id, row.tries, row.reason) == (again.id, 2, "a required column is missing")
        assert (how_many_shelved(session), how_many_shelved(session, settled=True)) == (1, 0)
        file = row.intake.source_file_id
        assert size_of(session, file) == row.size
        assert beginning_of(session, file, 3) == b"UNA"
        assert beginning_of(session, file + 1000, 3) == b""
        assert [one.id for one in readings_of(session, file, 5)] == [again.id, made.quarantined]

        asked = Asked(house.now() - timedelta(days=60), feed="air-manifests")
        counted = {one.code: one.findings for one in reasons(session, asked, 10)}
        assert counted == {"birth-date-unreadable": 28, "surname-missing": 21, "document-expired": 6}
        assert len(list(findings(session, asked))) == sum(counted.values())
        [(reject, intake)] = samples(session, Asked(asked.since, "land-crossings"), 1)
        assert (reject.code, intake.id) == ("missing-column", again.id)

        band = feed_named(house.settings, "air-manifests").band
        assert band is not None
        assert band.of is Counted.TRAVELLERS
        assert declared(house.settings).findings == ()
        assert volumes(session, feed_named(house.settings, "air-manifests"), house.now(), 30)[-1].files == 2


def test_a_run_that_begins_or_moves_on_is_another_standing(house: House) -> None:
    made = furnish(house)
    with house.database.writing() as session:
        before = standing(session)
        session.get_one(FeedRun, made.run).current = "QZ651.edi"
        session.flush()
        assert standing(session) != before
        assert session.get_one(Intake, made.taken).travellers == 1
