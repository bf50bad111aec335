"""Who can be told: the agencies of every jurisdiction, and how each wants to be reached."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from rsoits.rules.jurisdictions import all_jurisdictions
from rsoits.store.agencies import Agency


def list_agencies(session: Session, today: date) -> int:
    """Add the agency of every jurisdiction of `rsoits/rules/jurisdictions.csv` that has none; returns how many."""
    known = set(session.exec(select(Agency.ori)))
    missing = [place for place in all_jurisdictions(today) if place.ori not in known]
    session.add_all(
        Agency(ori=place.ori, name=place.agency, jurisdiction=place.code, kind=place.kind.value) for place in missing
    )
    session.flush()
    return len(missing)
