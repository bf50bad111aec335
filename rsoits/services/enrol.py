"""Takes registry records into the store; a record sent again replaces what was known of it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from feeds.findings import Finding, Severity
from feeds.registry.records import RegistryRecord
from rsoits.rules.jurisdictions import find
from rsoits.security.audit import Acting, record
from rsoits.store.files import SourceFile
from rsoits.store.registrants import Registrant, registrants_by_reference, registry_changed

_COMPARED = tuple(name for name in Registrant.model_fields if name not in {"id", "source_file_id", "changed_at"})

_PLACES = ("jurisdiction", "residence_jurisdiction", "work_jurisdiction", "school_jurisdiction")


def enrol(session: Session, acting: Acting, source: SourceFile, records: Sequence[RegistryRecord]) -> list[Registrant]:
    """Add new records and update changed ones; returns those, so that travellers can be compared with them."""
    known = registrants_by_reference(session, [row.registrant_id for row in records])
    added: list[Registrant] = []
    changed: list[Registrant] = []
    for row in records:
        new = registrant_of(row, source, acting)
        old = known.get(row.registrant_id)
        if old is None:
            session.add(new)
            known[row.registrant_id] = new
            added.append(new)
        elif any(getattr(old, name) != getattr(new, name) for name in _COMPARED):
            for name in (*_COMPARED, "source_file_id", "changed_at"):
                setattr(old, name, getattr(new, name))
            session.add(old)
            changed.append(old)
    if added or changed:
        registry_changed(session)
    session.flush()
    if records:
        record(session, acting, "registry loaded", "file", source.id, added=len(added), changed=len(changed))
    return added + [row for row in changed if row not in added]


def unknown_places(records: Sequence[RegistryRecord]) -> tuple[Finding, ...]:
    """Warn of every code of a place to register that no agency stands behind: nobody would be told there."""
    return tuple(
        Finding(
            "unknown-jurisdiction",
            Severity.WARNING,
            row.where,
            code[:80],
            field,
            "no agency of this jurisdiction is known, so nobody can be told there",
            "use a code of rsoits/rules/jurisdictions.csv",
        )
        for row in records
        for field in _PLACES
        if (code := getattr(row, field)) and find(code) is None
    )


def registrant_of(row: RegistryRecord, source: SourceFile, acting: Acting) -> Registrant:
    """Return the store's form of a registry record."""
    names = [str(name) for name in row.identity.names]
    return Registrant(
        reference=row.registrant_id,
        jurisdiction=row.jurisdiction,
        name=names[0],
        aliases=names[1:],
        birth_dates=[str(day) for day in row.identity.birth_dates],
        sex=row.identity.sex,
        nationalities=list(row.identity.nationalities),
        documents=[str(document) for document in row.identity.documents],
        federal_tier=row.federal_tier,
        local_class=row.local_class,
        offence=row.offence,
        offence_against_minor=row.offence_against_minor,
        conviction_jurisdiction=row.conviction_jurisdiction,
        conviction_date=str(row.conviction_date or ""),
        duty_ends=str(row.duty_ends or ""),
        status=row.status,
        protected=row.protected,
        residence_jurisdiction=row.residence_jurisdiction,
        residence_address=row.residence_address,
        work_jurisdiction=row.work_jurisdiction,
        school_jurisdiction=row.school_jurisdiction,
        fbi_number=row.fbi_number,
        as_of=str(row.as_of or ""),
        source_file_id=source.id,
        changed_at=acting.now,
    )
