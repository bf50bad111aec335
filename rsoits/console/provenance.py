"""Every field of a registry record with the day it was true and the file that said so."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from rsoits.store.files import SourceFile
from rsoits.store.registrants import Registrant


@dataclass(frozen=True, slots=True)
class Sourced:
    """One field as it is on record."""

    field: str
    value: str
    as_of: str
    file: str


def sources(session: Session, registrant: Registrant) -> list[Sourced]:
    """Return what a record says, field by field; a field that a later extract no longer stated is empty."""
    ids = {stamp["file"] for stamp in registrant.provenance.values()}
    found = session.exec(select(SourceFile.id, SourceFile.name).where(col(SourceFile.id).in_(ids)))
    names = dict(found.all())
    return [
        Sourced(field, _told(getattr(registrant, field)), stamp["as_of"], names.get(stamp["file"], "not known"))
        for field, stamp in registrant.provenance.items()
    ]


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
