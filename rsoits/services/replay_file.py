"""Reads a stored file again: as if it had just come if nothing was made of it, else only to screen its people anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session

from rsoits.errors import BytesNotKeptError, NotFoundError
from rsoits.security.audit import record, stand_in_line
from rsoits.services.declared import declared
from rsoits.services.ingest import Parcel, take_in
from rsoits.services.screen import screen_again, screen_listed
from rsoits.store.brought import registrants_brought, voyages_brought
from rsoits.store.files import SourceFile
from rsoits.store.intakes import Intake, IntakeState, was_taken_in
from rsoits.store.manifests import SCREENED, Traveller, Voyage, aboard

if TYPE_CHECKING:
    from feeds.mapping.mapping import Mapping
    from rsoits.house import House
    from rsoits.security.permissions import Actor


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading a file again led to: its new intake, and how many travellers on record were screened again."""

    intake: Intake
    screened: int = 0


def reread(house: House, intake_id: int, actor: Actor | str, form: str | Mapping | None = None) -> Reread:
    """Read the bytes of an intake again; raises `NotFoundError`, `BytesNotKeptError`.

    Bytes that nothing was made of are taken in, as format `form` if it is given, else as their feed says. Bytes that
    were taken in before change nothing on record: whoever is listed on their voyages, or may be one of the
    registrants they gave, is compared anew, and a pair that has a match keeps it with what was decided.
    """
    with house.database.reading() as session:
        intake = session.get(Intake, intake_id)
        source = session.get(SourceFile, intake.source_file_id) if intake else None
        if intake is None or source is None:
            raise NotFoundError
        is_known = was_taken_in(session, source.id or 0, intake.jurisdiction)
        if len(source.content) < source.size:
            raise BytesNotKeptError
    if is_known:
        return _screen(house, intake, actor)
    declares = {feed.name: feed.format for feed in declared(house.settings).feeds}
    parcel = Parcel(
        intake.name,
        source.content,
        intake.feed,
        format=form or declares.get(intake.feed),
        replay_of=intake.id,
        jurisdiction=intake.jurisdiction,
    )
    return Reread(take_in(house, parcel, actor))


def _screen(house: House, intake: Intake, actor: Actor | str) -> Reread:
    with house.database.reading() as session:
        house.screener.matcher(session, house.now().date())
    with house.writing(actor) as (session, acting):
        stand_in_line(session)
        listed = _listed(session, intake.source_file_id)
        registrants = registrants_brought(session, intake.source_file_id)
        raised = screen_listed(session, acting, house.screener, listed)
        raised += screen_again(session, acting, house.screener, registrants)
        again = Intake(
            source_file_id=intake.source_file_id,
            feed=intake.feed,
            name=intake.name,
            format=intake.format,
            state=IntakeState.DUPLICATE,
            at=acting.now,
            matches=len(raised),
            replay_of=intake.id,
            jurisdiction=intake.jurisdiction,
        )
        session.add(again)
        session.flush()
        detail = {"replay_of": intake.id, "screened": len(listed), "matches": len(raised)}
        record(session, acting, "file screened again", "intake", again.id, outcome="done", **detail)
    return Reread(again, len(listed))


def _listed(session: Session, source_file_id: int) -> list[tuple[Traveller, Voyage]]:
    voyages = [voyage for voyage in voyages_brought(session, source_file_id) if voyage.direction in SCREENED]
    return [(traveller, voyage) for voyage in voyages for traveller in aboard(session, voyage.id or 0)]
