"""Takes registry records into the store: field by field, with the day each was true, and never from newer to older."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from feeds.findings import Finding, Severity
from feeds.registry.records import RegistryRecord
from matchers.identity import PartialDate
from rsoits.rules.jurisdictions import find
from rsoits.rules.quality import assess
from rsoits.security.audit import Acting, record
from rsoits.store.files import SourceFile
from rsoits.store.registrants import Registrant, RegistryChange, registrants_by_reference, registry_changed

_OURS = {"id", "as_of", "source_file_id", "changed_at", "person", "provenance", "quality", "missing", "unmatchable"}
FIELDS = tuple(name for name in Registrant.model_fields if name not in _OURS | {"reference"})
"""What an extract says of a person, each with a day and a file of its own."""
_MINOR = "offence_against_minor"
_PLACES = ("jurisdiction", "residence_jurisdiction", "work_jurisdiction", "school_jurisdiction")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The records that are new or say something new, and what to tell whoever sent them."""

    registrants: list[Registrant]
    findings: tuple[Finding, ...] = ()


def enrol(session: Session, acting: Acting, source: SourceFile, records: Sequence[RegistryRecord]) -> Enrolled:
    """Add new records and update those that say something else than before.

    A record missing from an extract stays; the registry says itself when a duty ends. An extract that is older than
    what is on record changes nothing, and no jurisdiction changes another's record. A record from before records were
    weighed and linked counts as changed once.
    """
    known = registrants_by_reference(session, [row.registrant_id for row in records])
    added: list[Registrant] = []
    changed: dict[str, Registrant] = {}
    findings: list[Finding] = []
    for row in records:
        new = registrant_of(row, source, acting)
        if row.as_of and row.as_of.earliest > acting.now.date():
            new.as_of = ""
            findings.append(_in_the_future(row))
        old = known.get(row.registrant_id)
        if old is None:
            _confirm(new, new, row, acting)
            session.add(new)
            known[row.registrant_id] = new
            added.append(new)
            continue
        if old.jurisdiction != new.jurisdiction:
            findings.append(_of_another(row, old))
            continue
        differing = [name for name in FIELDS if getattr(old, name) != getattr(new, name)]
        if _is_older(_as_of(new, acting), old):
            findings += [_older(row, old)] if differing else []
            continue
        was_never_weighed = not old.provenance
        session.add_all(_changes(old, new, differing, acting))
        _take_over(old, new, differing, row, acting)
        session.add(old)
        if differing or was_never_weighed:
            changed[old.reference] = old
    if added or changed:
        registry_changed(session)
    session.flush()
    if records:
        older = sum(finding.code == "older-record" for finding in findings)
        told = ("registry loaded", "file", source.id)
        record(session, acting, *told, added=len(added), changed=len(changed), older=older)
    new_ones = {row.reference for row in added}
    return Enrolled(added + [row for key, row in changed.items() if key not in new_ones], tuple(findings))


def _take_over(old: Registrant, new: Registrant, differing: list[str], row: RegistryRecord, acting: Acting) -> None:
    for name in differing:
        setattr(old, name, getattr(new, name))
    if differing:
        old.changed_at = acting.now
    old.as_of, old.source_file_id = new.as_of, new.source_file_id
    _confirm(old, new, row, acting, differing)


def _confirm(
    kept: Registrant, new: Registrant, row: RegistryRecord, acting: Acting, differing: Sequence[str] = ()
) -> None:
    """Note for every field that is stated, or no longer is, when it was true and which file said so; and weigh it all.

    An offence of which it was not said whether it was against a minor has no day for that.
    """
    stamp = {"as_of": _as_of(new, acting), "file": new.source_file_id}
    stated = {name for name in FIELDS if getattr(new, name)} | set(differing)
    if row.minor_stated:
        stated.add(_MINOR)
    kept.provenance = {**kept.provenance, **dict.fromkeys(sorted(stated), stamp)}
    found = assess(row.identity, kept, minor_stated=_MINOR in kept.provenance)
    kept.quality, kept.missing = found.points, [str(lack) for lack in found.missing]
    kept.unmatchable = found.unmatchable


def _as_of(new: Registrant, acting: Acting) -> str:
    return new.as_of or acting.now.date().isoformat()


def _is_older(as_of: str, old: Registrant) -> bool:
    """Tell whether a day lies wholly before the last one the record was true on."""
    written = {stamp["as_of"] for stamp in old.provenance.values()} or {old.as_of} - {""}
    return any(PartialDate.read(as_of).latest < PartialDate.read(day).earliest for day in written)


def _changes(old: Registrant, new: Registrant, differing: list[str], acting: Acting) -> list[RegistryChange]:
    return [
        RegistryChange(
            registrant_id=old.id or 0,
            field=name,
            before=_plain(getattr(old, name)),
            after=_plain(getattr(new, name)),
            as_of=_as_of(new, acting),
            source_file_id=new.source_file_id,
            at=acting.now,
        )
        for name in differing
    ]


def _plain(value: Any) -> Any:  # noqa: ANN401  a field may hold anything JSON can
    return list(value) if isinstance(value, list) else value


def _older(row: RegistryRecord, old: Registrant) -> Finding:
    return Finding(
        "older-record",
        Severity.WARNING,
        row.where,
        row.registrant_id,
        "as_of",
        f"what is on record is newer, as of {old.as_of or 'the day it came'}, and stands",
        "send the extract that is true now",
    )


def _of_another(row: RegistryRecord, old: Registrant) -> Finding:
    return Finding(
        "number-of-another-jurisdiction",
        Severity.REJECT,
        row.where,
        row.registrant_id,
        "registrant_id",
        f"this number is on record as one of {old.jurisdiction}, whose record stands",
        "give the record a number that no other jurisdiction uses",
    )


def _in_the_future(row: RegistryRecord) -> Finding:
    return Finding(
        "as-of-in-the-future",
        Severity.WARNING,
        row.where,
        str(row.as_of),
        "as_of",
        "nothing can be known to be true on a day to come; taken for not stated",
        "send the day the record was true",
    )


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
        state_id=row.state_id,
        statute=row.statute,
        victim_age=row.victim_age,
        victim_sex=row.victim_sex,
        supervision=row.supervision,
        description=row.description,
        photo=row.photo,
        vehicles=list(row.vehicles),
        vessels=list(row.vessels),
        as_of=str(row.as_of or ""),
        source_file_id=source.id,
        changed_at=acting.now,
    )
