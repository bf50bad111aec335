"""Mapped rows to manifests: one for each voyage, its direction by the countries of its places."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from feeds.codes.places import place
from feeds.codes.sexes import sex
from feeds.identifiers import LONGEST_CODE, shortened
from feeds.manifest.itinerary import flight_number
from feeds.mapping.targets import REFERENCES, VOYAGE
from feeds.people import iso_country, iso_day
from feeds.records import HOME, Direction, Leg, ListKind, Manifest, Mode, Traveller, Voyage
from feeds.reporting import Report
from matchers.identity import TravelDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from feeds.mapping.mapping import Mapping
    from feeds.mapping.understanding import Fields


def manifests(rows: Iterable[Fields], mapping: Mapping, report: Report) -> tuple[Manifest, ...]:
    """Group the rows by their voyage, in the order of their first rows."""
    groups: dict[tuple[str, ...], list[Fields]] = {}
    for fields in rows:
        groups.setdefault(tuple(fields[name] for name in VOYAGE), []).append(fields)
    return tuple(_manifest(group, mapping, report) for group in groups.values())


def _manifest(group: list[Fields], mapping: Mapping, report: Report) -> Manifest:
    """Build one; findings about a row are the file's, those about the voyage the manifest's."""
    own = Report()
    voyage = _voyage(group[0], own)
    travellers = tuple(_traveller(fields, report) for fields in group)
    crew = all(traveller.crew for traveller in travellers)
    day = voyage.legs[0].departs[:10]
    names = (voyage.carrier, voyage.number, voyage.legs[0].departure, voyage.legs[0].arrival, day, voyage.direction)
    mark = hashlib.sha256("\n".join((*names, *sorted(traveller.raw for traveller in travellers))).encode()).hexdigest()
    return Manifest(
        format=mapping.format,
        list=ListKind.CREW if crew else ListKind.PASSENGER,
        voyage=voyage,
        travellers=travellers,
        findings=own.findings,
        sender=voyage.carrier,
        reference=f"{shortened(voyage.carrier + voyage.number, LONGEST_CODE)}/{day}",
        key=f"{mapping.format}/{mark[:32]}",
    )


def _voyage(first: Fields, report: Report) -> Voyage:
    mode = Mode(first["mode"])
    carrier, number = first["carrier"].upper(), first["number"].upper()
    if mode is Mode.AIR and number:
        carrier, number = flight_number(number, carrier)
    departure, arrival = first["departure"], first["arrival"]
    start, end = place(departure), place(arrival)
    for field, code, found in (("departure", departure, start), ("arrival", arrival, end)):
        if not found.country:
            report.warn(
                "unknown-place", first.where, code, field=field,
                reason="the place code is in no table, so its country is unknown",
                cure="give the field a list of codes that names an IATA code or a UN/LOCODE",
            )  # fmt: skip
    zones = first["departure_zone"] or start.zone, first["arrival_zone"] or end.zone
    departs = _local(first, "departs", zones[0], report)
    arrives = _local(first, "arrives", zones[1], report)
    leg = Leg(departure, arrival, departs, arrives, start.country, end.country, *zones)
    return Voyage(carrier, number, (leg,), _direction(leg, first, report), mode)


def _local(fields: Fields, name: str, zone: str, report: Report) -> str:
    """Return the time at the place; one that came with an offset is brought there."""
    written = fields[name]
    if len(written) <= len("2026-01-01"):
        return written
    moment = datetime.fromisoformat(written)
    if moment.tzinfo and zone:
        moment = moment.astimezone(ZoneInfo(zone))
    elif moment.tzinfo:
        report.warn(
            "unknown-zone", fields.where, written, field=name,
            reason="the time has an offset and the time zone of the place is unknown; taken for local time",
            cure="map departure_zone and arrival_zone",
        )  # fmt: skip
    return f"{moment:%Y-%m-%dT%H:%M}"


def _direction(leg: Leg, first: Fields, report: Report) -> Direction:
    """Tell the direction by the countries; what the sender says of it counts where they are unknown."""
    stated = Direction(first["direction"]) if first["direction"] else Direction.UNKNOWN
    ends = leg.departure_country, leg.arrival_country
    if not all(ends):
        if not stated.strip() or stated is Direction.UNKNOWN:
            cure = "map direction, or name the places by IATA code or UN/LOCODE"
            report.warn("unknown-direction", first.where, reason="the countries are unknown", cure=cure)
        return stated
    home = ends[0] in HOME, ends[1] in HOME
    told = {
        (True, False): Direction.OUTBOUND,
        (False, True): Direction.INBOUND,
        (True, True): Direction.DOMESTIC,
        (False, False): Direction.FOREIGN,
    }[home]
    if stated not in (Direction.UNKNOWN, told):
        report.warn(
            "direction-differs", first.where, stated, field="direction",
            reason=f"from {ends[0]} to {ends[1]} is {told}", cure="check the places and the direction",
        )  # fmt: skip
    return told


def _traveller(fields: Fields, report: Report) -> Traveller:
    where = fields.where
    code = sex(fields["sex"])
    if code is None:
        report.warn("unknown-sex", where, fields["sex"], field="sex", reason="not M, F or X", cure="map it with codes")
    return Traveller(
        surname=fields["surname"],
        given_names=fields["given_names"],
        birth_date=iso_day(fields["birth_date"], "birth_date", where, report),
        sex=code or "",
        nationality=iso_country(fields["nationality"], "nationality", where, report),
        residence=iso_country(fields["residence"], "residence", where, report),
        crew=_flag(fields, "crew", report),
        in_transit=_flag(fields, "in_transit", report),
        documents=_documents(fields, report),
        embarkation=fields["embarkation"],
        debarkation=fields["debarkation"],
        references={name: fields[name] for name in REFERENCES if fields[name]},
        raw=fields.sent.raw,
        where=where,
    )


def _flag(fields: Fields, name: str, report: Report) -> bool:
    if fields[name] not in ("yes", "no", ""):
        report.warn(
            "bad-flag", fields.where, fields[name], field=name, reason="neither yes nor no; taken for no",
            cure="map it with codes",
        )  # fmt: skip
    return fields[name] == "yes"


def _documents(fields: Fields, report: Report) -> tuple[TravelDocument, ...]:
    if not fields["document_number"]:
        return ()
    issuer = iso_country(fields["document_issuer"], "document_issuer", fields.where, report)
    expires = iso_day(fields["document_expires"], "document_expires", fields.where, report)
    return (TravelDocument(fields["document_number"], fields["document_type"].upper(), issuer, expires),)
