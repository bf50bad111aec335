"""Reads a stored file again: to take in what was not the first time, and to screen its people anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import Session

from rsoits.errors import BytesNotKeptError, NotFoundError
from rsoits.security.audit import Acting, record, stand_in_line
from rsoits.services.declared import declared
from rsoits.services.ingest import Parcel, take_in
from rsoits.services.screen import screen_again, screen_listed
from rsoits.store.brought import registrants_brought, voyages_brought
from rsoits.store.files import SourceFile
from rsoits.store.intakes import Intake, IntakeState, was_taken_in, was_taken_in_partly
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

    Bytes that nothing was made of are taken in, as format `form` if it is given, else as their feed says. Of bytes
    that were taken in partly, what was set aside then and can be read now is taken in as if it had just come; all
    else on record stays as it is. Whoever is listed on the voyages of a file that was taken in, or may be one of the
    registrants it gave, is compared anew, and a pair that has a match keeps it with what was decided.
    """
    with house.database.reading() as session:
        intake = session.get(Intake, intake_id)
        source = session.get(SourceFile, intake.source_file_id) if intake else None
        if intake is None or source is None:
            raise NotFoundError
        is_known = was_taken_in(session, source.id or 0, intake.jurisdiction)
        is_whole = is_known and not was_taken_in_partly(session, source.id or 0)
        if len(source.content) < source.size:
            raise BytesNotKeptError
    if is_whole:
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
    taken = take_in(house, parcel, actor)
    return _screen(house, intake, actor, taken) if is_known else Reread(taken)


def _screen(house: House, intake: Intake, actor: Actor | str, taken: Intake | None = None) -> Reread:
    with house.database.reading() as session:
        house.screener.matcher(session, house.now().date())
    with house.writing(actor) as (session, acting):
        stand_in_line(session)
        listed = _listed(session, intake.source_file_id)
        registrants = registrants_brought(session, intake.source_file_id)
        raised = screen_listed(session, acting, house.screener, listed)
        raised += screen_again(session, acting, house.screener, registrants)
        again = session.get_one(Intake, taken.id) if taken else _repeated(intake, acting)
        again.matches += len(raised)
        session.add(again)
        session.flush()
        detail = {"replay_of": intake.id, "screened": len(listed), "matches": len(raised)}
        record(session, acting, "file screened again", "intake", again.id, outcome="done", **detail)
    return Reread(again, len(listed))


def _repeated(intake: Intake, acting: Acting) -> Intake:
    return Intake(
        source_file_id=intake.source_file_id,
        feed=intake.feed,
        name=intake.name,
        format=intake.format,
        state=IntakeState.DUPLICATE,
        at=acting.now,
        replay_of=intake.id,
        jurisdiction=intake.jurisdiction,
    )


def _listed(session: Session, source_file_id: int) -> list[tuple[Traveller, Voyage]]:
    voyages = [voyage for voyage in voyages_brought(session, source_file_id) if voyage.direction in SCREENED]
    return [(traveller, voyage) for voyage in voyages for traveller in aboard(session, voyage.id or 0)]
