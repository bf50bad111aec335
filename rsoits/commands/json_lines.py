"""What was read, as JSON: one object a message or record, with the keys that `rsoits read --json` promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.findings import Finding
    from feeds.notice.records import Notice, NoticeLeg
    from feeds.records import Leg, Manifest, Reading, Traveller
    from feeds.registry.records import RegistryRecord
    from matchers.identity import Identity, TravelDocument


def objects(reading: Reading, *, readable: bool) -> Iterator[dict[str, Any]]:
    """Yield an object for each message or record, and one more for findings that belong to none of them.

    `readable` says whether anything in the whole file was, since a reading may be the last part of one.
    """
    file = printable(reading.name)
    for manifest in reading.manifests:
        yield {"file": file} | _manifest(manifest)
    for notice in reading.notices:
        yield {"file": file, "format": reading.format} | _notice(notice)
    for record in reading.registry:
        yield {"file": file, "format": reading.format} | _record(record)
    if reading.findings:
        found = {"format": (reading.format or None) if readable else None, "list": None, "message": None}
        yield {"file": file, **found, "voyage": None, "travellers": [], "findings": _findings(reading.findings)}


def printable(text: str) -> str:
    """Return the text so that any terminal can show it, and obeys nothing in it; a file may hold any bytes."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join("�" if category(sign) == "Cc" else sign for sign in whole)


def _manifest(manifest: Manifest) -> dict[str, Any]:
    voyage = manifest.voyage
    return {
        "format": manifest.format,
        "list": manifest.list,
        "message": manifest.message,
        "document": manifest.document,
        "function": manifest.function,
        "sender": manifest.sender,
        "reference": manifest.reference,
        "revision": manifest.revision,
        "part": manifest.part,
        "delimiters": manifest.delimiters,
        "voyage": {
            "carrier": voyage.carrier,
            "number": voyage.number,
            "legs": [_leg(leg) for leg in voyage.legs],
            "direction": voyage.direction,
            "mode": voyage.mode,
        },
        "travellers": [_traveller(traveller) for traveller in manifest.travellers],
        "findings": _findings(manifest.findings),
    }


def _leg(leg: Leg) -> dict[str, str]:
    return {
        "departure": leg.departure,
        "arrival": leg.arrival,
        "departs": leg.departs,
        "arrives": leg.arrives,
        "departure_country": leg.departure_country,
        "arrival_country": leg.arrival_country,
    }


def _traveller(traveller: Traveller) -> dict[str, Any]:
    return {
        "surname": traveller.surname,
        "given_names": traveller.given_names,
        "birth_date": _text(traveller.birth_date),
        "sex": traveller.sex,
        "nationality": traveller.nationality,
        "residence": traveller.residence,
        "crew": traveller.crew,
        "in_transit": traveller.in_transit,
        "documents": [_document(document) for document in traveller.documents],
        "embarkation": traveller.embarkation,
        "debarkation": traveller.debarkation,
        "crossed_at": traveller.crossed_at.isoformat() if traveller.crossed_at else None,
        "references": traveller.references,
        "where": traveller.where,
    }


def _document(document: TravelDocument) -> dict[str, str | None]:
    expires = _text(document.expires)
    return {"type": document.type, "number": document.number, "issuer": document.issuer, "expires": expires}


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "list": "notice",
        "message": notice.kind,
        "reference": notice.reference,
        "version": notice.version,
        "jurisdiction": notice.jurisdiction,
        "submitting_ori": notice.submitting_ori,
        "submitted_at": notice.submitted_at.isoformat() if notice.submitted_at else None,
        "registrant_id": notice.registrant_id,
        "voyage": {"legs": [_notice_leg(leg) for leg in notice.legs], "returns": _text(notice.returns)},
        "travellers": [_person(notice.identity)],
        "purpose": notice.purpose,
        "destination_address": notice.destination_address,
        "contact": notice.contact,
        "emergency": notice.emergency,
        "late_reason": notice.late_reason,
        "conviction": notice.conviction,
        "findings": _findings(notice.findings),
    }


def _notice_leg(leg: NoticeLeg) -> dict[str, str | None]:
    return {
        "departure": leg.departure_place,
        "arrival": leg.arrival_place,
        "departs": _text(leg.departs),
        "arrives": _text(leg.arrives),
        "departure_country": leg.departure_country,
        "arrival_country": leg.arrival_country,
        "carrier": leg.carrier,
        "number": leg.number,
        "means": leg.means,
    }


def _record(record: RegistryRecord) -> dict[str, Any]:
    return {
        "list": "registry",
        "message": "",
        "reference": record.registrant_id,
        "jurisdiction": record.jurisdiction,
        "federal_tier": record.federal_tier,
        "status": record.status,
        "protected": record.protected,
        "voyage": None,
        "travellers": [_person(record.identity)],
        "findings": _findings(record.findings),
    }


def _person(identity: Identity) -> dict[str, Any]:
    first, *aliases = identity.names
    return {
        "surname": first.surname or first.whole,
        "given_names": first.given_names,
        "aliases": [str(name) for name in aliases],
        "birth_date": _text(identity.birth_dates[0]) if identity.birth_dates else None,
        "birth_dates": [str(day) for day in identity.birth_dates],
        "sex": identity.sex,
        "nationality": identity.nationalities[0] if identity.nationalities else "",
        "crew": False,
        "documents": [_document(document) for document in identity.documents],
    }


def _findings(findings: tuple[Finding, ...]) -> list[dict[str, str]]:
    return [finding.to_json() for finding in findings]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
