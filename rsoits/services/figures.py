"""Counts what is on record, for the journey's table and the pages: every figure comes from the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, case, col, func, select

from feeds.reader import Format
from feeds.records import ListKind
from rsoits.services.link import BY_ITSELF
from rsoits.store.alerts import Acknowledgement, Alert, Delivery
from rsoits.store.intakes import Intake
from rsoits.store.manifests import Manifest, Traveller
from rsoits.store.matches import Decision, Match
from rsoits.store.notices import Notice
from rsoits.store.registrants import LinkState, RecordLink, Registrant
from rsoits.store.trips import Trip


@dataclass(frozen=True, slots=True)
class Figures:
    """Totals over everything on record; the mappings are sorted by key."""

    files: dict[str, int]
    messages: int
    travellers: int
    rejects: int
    registrants: int
    unmatchable: int
    """Records of which too little is known to find anybody by them."""
    record_links: dict[str, int]
    """Pairs of records by whether they are of one person, and who says so."""
    notices: int
    vessel_notices: int
    at_sea: int
    """Persons whom vessels' notices tell of."""
    reserved: int
    """Passengers of reservations."""
    reservation_matches: dict[str, int]
    """Matches of people who are only booked, by state; `matches_by_state` counts them too."""
    matches_by_band: dict[str, int]
    matches_by_state: dict[str, int]
    decisions: dict[str, int]
    trips: dict[str, int]
    alerts_by_recipient: dict[tuple[str, str], int]
    """By recipient and channel."""
    alerts_by_kind: dict[str, int]
    deliveries: dict[tuple[str, str], int]
    acknowledgements: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types; recipients are keyed `recipient/channel`, deliveries `channel/state`."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        pairs = {"alerts_by_recipient": self.alerts_by_recipient, "deliveries": self.deliveries}
        return plain | {name: {"/".join(key): count for key, count in found.items()} for name, found in pairs.items()}


def figures(session: Session) -> Figures:
    """Count everything."""
    totals = session.exec(
        select(func.sum(Intake.messages), func.sum(Intake.travellers), func.sum(Intake.rejects))
    ).one()
    messages, travellers, rejects = (int(total or 0) for total in totals)
    return Figures(
        files=_by(session, Intake.state),
        messages=messages,
        travellers=travellers,
        rejects=rejects,
        registrants=_count(session, Registrant.id),
        unmatchable=_count(session, Registrant.id, col(Registrant.unmatchable)),
        record_links=_links(session),
        notices=_count(session, Notice.id),
        vessel_notices=_count(session, Manifest.id, Manifest.format == Format.NOAD.value),
        at_sea=_listed(session, Manifest.format == Format.NOAD.value),
        reserved=_listed(session, Manifest.list_kind == ListKind.RESERVATION.value),
        reservation_matches=_reservation_matches(session),
        matches_by_band=_by(session, Match.band),
        matches_by_state=_by(session, Match.state),
        decisions=_by(session, Decision.verdict),
        trips=_by(session, Trip.state),
        alerts_by_recipient=_by_recipient(session),
        alerts_by_kind=_by(session, Alert.kind),
        deliveries=_deliveries(session),
        acknowledgements=_count(session, Acknowledgement.id),
    )


def _count(session: Session, column: Any, *where: Any) -> int:  # noqa: ANN401  any column of any table, any condition
    return session.exec(select(func.count(column)).where(*where)).one()


def _listed(session: Session, which: Any) -> int:  # noqa: ANN401  any condition on a manifest
    found = select(func.count(col(Traveller.id))).join(Manifest, col(Traveller.manifest_id) == col(Manifest.id))
    return session.exec(found.where(which)).one()


def _links(session: Session) -> dict[str, int]:
    by_itself = case((col(RecordLink.decided_by) == BY_ITSELF, 1), else_=0)
    rows = session.execute(
        select(RecordLink.state, by_itself, func.count()).group_by(col(RecordLink.state), by_itself)
    ).all()
    found = {(str(state), bool(alone)): count for state, alone, count in rows}
    told = {
        "linked by a shared number": (LinkState.LINKED, True),
        "linked by a reader": (LinkState.LINKED, False),
        "refused by a reader": (LinkState.REFUSED, False),
        "waiting for a reader": (LinkState.SUGGESTED, True),
    }
    return {words: found[key.value, alone] for words, (key, alone) in told.items() if (key.value, alone) in found}


def _reservation_matches(session: Session) -> dict[str, int]:
    rows = session.exec(
        select(Match.state, func.count())
        .join(Traveller, col(Match.traveller_id) == col(Traveller.id))
        .join(Manifest, col(Traveller.manifest_id) == col(Manifest.id))
        .where(Manifest.list_kind == ListKind.RESERVATION.value)
        .group_by(col(Match.state))
        .order_by(col(Match.state))
    ).all()
    return {str(state): count for state, count in rows}


def _by(session: Session, column: Any) -> dict[str, int]:  # noqa: ANN401  any column of any table
    rows = session.exec(select(column, func.count()).group_by(column).order_by(column)).all()
    return {str(word): count for word, count in rows}


def _deliveries(session: Session) -> dict[tuple[str, str], int]:
    rows = session.exec(
        select(Delivery.channel, Delivery.state, func.count())
        .group_by(col(Delivery.channel), col(Delivery.state))
        .order_by(col(Delivery.channel), col(Delivery.state))
    ).all()
    return {(channel, state): count for channel, state, count in rows}


def _by_recipient(session: Session) -> dict[tuple[str, str], int]:
    rows = session.exec(
        select(Alert.recipient, Delivery.channel, func.count())
        .join(Delivery, col(Delivery.alert_id) == col(Alert.id))
        .group_by(col(Alert.recipient), col(Delivery.channel))
        .order_by(col(Alert.recipient), col(Delivery.channel))
    ).all()
    return {(recipient, channel): count for recipient, channel, count in rows}
