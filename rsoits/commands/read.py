"""`rsoits read`: parses files and prints what is in them, without a database."""

from __future__ import annotations

import json as json_text
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from feeds.reader import Format
from feeds.reader import read as read_file
from feeds.records import Manifest, Reading
from feeds.source_bytes import MOST_BYTES
from rsoits.commands.outcome import STDERR, Exit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from feeds.findings import Finding
    from feeds.notice.records import Notice, NoticeLeg
    from feeds.records import Leg, Traveller
    from feeds.registry.records import RegistryRecord
    from matchers.identity import Identity, TravelDocument

_SHOWN = 20
"""Findings shown for a file in the table; `--json` has them all."""

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to read.", show_default=False)]
FormatOption = Annotated[Format | None, typer.Option("--format", help="Read as this format instead of recognising it.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON lines: one object a message or record.")]


def read(files: Files, file_format: FormatOption = None, as_json: AsJson = False) -> None:  # noqa: FBT002  a flag
    """Parse files and print what they hold; nothing is stored. Ends with 3 when nothing could be read.

    Example: rsoits read sample_data/examples/manifest.edi --json
    """
    today = datetime.now(UTC).date()
    readable = False
    for path in files:
        reading = _reading(path, file_format, today)
        if reading is None:
            continue
        readable = readable or reading.readable
        if as_json:
            for value in _objects(reading):
                typer.echo(json_text.dumps(value))
        elif reading.readable or len(reading.findings) > 1:
            _show(reading)
    if not readable:
        raise typer.Exit(Exit.UNUSABLE)


def _reading(path: Path, file_format: Format | None, today: date) -> Reading | None:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        _complain(path, f"cannot be read ({error.strerror}); check that it exists, is a file and is readable")
        return None
    reading = read_file(str(path), data, today, file_format)
    if not reading.readable:
        for finding in reading.findings[:1]:
            _complain(path, f"{finding.reason}; {finding.cure}")
    return reading


def _complain(path: Path, sentence: str) -> None:
    STDERR.print(f"{_printable(str(path))}: {sentence}.", markup=False)


def _objects(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield an object for each message or record, and one more for findings that belong to none of them."""
    file = _printable(reading.name)
    for manifest in reading.manifests:
        yield {"file": file} | _manifest(manifest)
    for notice in reading.notices:
        yield {"file": file, "format": reading.format} | _notice(notice)
    for record in reading.registry:
        yield {"file": file, "format": reading.format} | _record(record)
    if reading.findings:
        found = {"format": (reading.format or None) if reading.readable else None, "list": None, "message": None}
        yield {"file": file, **found, "voyage": None, "travellers": [], "findings": _findings(reading.findings)}


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


def _printable(text: str) -> str:
    """Return the text so that any terminal can show it; a file name may hold any bytes."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _show(reading: Reading) -> None:
    console = Console(soft_wrap=False)
    table = Table(title=escape(_printable(reading.name)), title_justify="left")
    for heading in ("what", "reference", "journey", "persons", "findings"):
        table.add_column(heading, justify="right" if heading in ("persons", "findings") else "left")
    for row in _rows(reading):
        table.add_row(*map(escape, row))
    if table.row_count:
        console.print(table)
    findings = list(_all_findings(reading))
    for finding in findings[:_SHOWN]:
        parts = (finding.severity, finding.where, finding.field, finding.reason or finding.code, finding.cure)
        console.print(escape("  " + " · ".join(filter(None, parts))), highlight=False)
    if len(findings) > _SHOWN:
        console.print(f"  … {len(findings) - _SHOWN} more findings; --json shows them all")


def _rows(reading: Reading) -> Iterator[tuple[str, ...]]:
    for manifest in reading.manifests:
        persons = str(len(manifest.travellers))
        what = " ".join(filter(None, (manifest.list, manifest.message, manifest.function)))
        yield what, manifest.reference, _journey(manifest), persons, str(len(manifest.findings))
    for notice in reading.notices:
        journey = ", ".join(f"{leg.departure_country}-{leg.arrival_country}" for leg in notice.legs)
        yield f"notice {notice.kind}", notice.reference, journey, "1", str(len(notice.findings))
    if reading.registry:
        noticed = sum(len(record.findings) for record in reading.registry)
        yield "registry extract", "", "", str(len(reading.registry)), str(noticed)


def _journey(manifest: Manifest) -> str:
    voyage = manifest.voyage
    legs = ", ".join(f"{leg.departure}-{leg.arrival} {leg.departs}" for leg in voyage.legs)
    return " ".join(filter(None, (f"{voyage.carrier}{voyage.number}", legs, voyage.direction)))


def _all_findings(reading: Reading) -> Iterator[Finding]:
    yield from reading.findings
    for group in (reading.manifests, reading.notices, reading.registry):
        for record in group:
            yield from record.findings
