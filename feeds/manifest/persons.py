"""One person's segments, in any order, to a traveller."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.codes.countries import country
from feeds.codes.sexes import sex
from feeds.dates import Reading, birth_date, document_date
from feeds.findings import Severity
from feeds.manifest.papers import Paper
from feeds.manifest.person_names import sent_name
from feeds.records import Traveller

if TYPE_CHECKING:
    from datetime import date

    from feeds.edifact import Segment
    from feeds.reporting import Report
    from matchers.identity import PartialDate, TravelDocument

QUALIFIERS = frozenset({"FL", "FM", "DDU", "DDT", "VW"})
"""Passenger, crew, in-transit passenger, in-transit crew, truck driver."""

_CREW, _IN_TRANSIT = frozenset({"FM", "DDT", "VW"}), frozenset({"DDU", "DDT"})
_REFERENCES = {
    "AVF": "pnr", "ABO": "unique", "SEA": "seat", "YZY": "ticket", "AEA": "redress", "CR": "known_traveller",
}  # fmt: skip
_PLACES = {"22": "clearance", "180": "birth_place"}
_ADDRESS = 5
"""The element of NAD in which the address begins."""

_WORDS = 3
"""The component that says in words what its element has no code for."""

_STATE_CODES = "163"
"""The code list of US states: `LOC+91+VA:163` is Virginia, not the Vatican."""


@dataclass(slots=True)
class _Draft:
    """A person while its segments are read."""

    nad: Segment
    flight: date
    report: Report
    surname: str = ""
    given: str = ""
    birth: PartialDate | None = None
    sex: str = ""
    nationality: str = ""
    residence: str = ""
    embarkation: str = ""
    debarkation: str = ""
    papers: list[Paper] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)

    def remember(self, key: str, value: str) -> None:
        """Keep a reference; a repeated one is added behind the first."""
        if value:
            references = self.references
            references[key] = f"{references[key]}, {value}" if key in references else value

    def dated(self, reading: Reading, segment: Segment, name: str) -> PartialDate | None:
        """Report what is wrong with a date and return what is left of it."""
        if reading.problem:
            self.report.warn(reading.problem, segment.where, segment.raw.strip(), field=name, reason=reading.reason)
        return reading.date

    def paper(self, segment: Segment) -> Paper:
        """Return the document that a segment speaks of: the last one, or the first one to come."""
        if not self.papers:
            self.papers.append(Paper(segment))
        return self.papers[-1]

    def country(self, segment: Segment, name: str, written: str) -> str:
        """Normalise a country, in words if there is no code; an unknown code is reported, the raw segments keep it."""
        code = country(written or segment.value(2, _WORDS))
        if written and not code:
            self.report.warn(
                "unknown-country", segment.where, written, field=name, reason="the country code is in no table"
            )
        return code


def is_person(segment: Segment) -> bool:
    """Tell whether a NAD opens a person."""
    return segment.tag == "NAD" and segment.value(1).upper() in QUALIFIERS


def traveller(segments: list[Segment], flight: date, terminator: str, report: Report) -> Traveller | None:
    """Read a person from its NAD and what follows; None, with a REJECT finding, when nothing could name it."""
    nad = segments[0]
    draft = _Draft(nad, flight, report)
    _name(draft)
    for segment in segments[1:]:
        reader = _READERS.get(segment.tag)
        if reader:
            reader(draft, segment)
        else:
            report.once("unknown-segment", segment.where, segment.tag, "a segment of a kind not used here")
    documents = tuple(filter(None, [paper.document(flight, report) for paper in draft.papers]))
    if not (draft.surname or draft.given or documents):
        report.add(
            Severity.REJECT, "unusable-person", nad.where, nad.raw.strip(), field="surname",
            reason="the person has no surname, no given name and no document", cure="send the person again, complete",
        )  # fmt: skip
        return None
    _note_missing(draft, documents)
    qualifier = nad.value(1).upper()
    return Traveller(
        surname=draft.surname,
        given_names=draft.given,
        birth_date=draft.birth,
        sex=draft.sex,
        nationality=draft.nationality,
        residence=draft.residence,
        crew=qualifier in _CREW,
        in_transit=qualifier in _IN_TRANSIT,
        documents=documents,
        embarkation=draft.embarkation,
        debarkation=draft.debarkation,
        references=draft.references,
        raw=terminator.join([*[segment.raw for segment in segments], ""]),
        where=nad.where,
    )


def _name(draft: _Draft) -> None:
    nad = draft.nad
    draft.surname, draft.given, behind = sent_name(nad, draft.report)
    draft.remember("party", nad.value(2))
    if len(nad.elements) > _ADDRESS:
        draft.remember("address", _address(nad.elements[max(behind, _ADDRESS) : 10]))


def _address(elements: tuple[tuple[str, ...], ...]) -> str:
    lines = [" ".join(" ".join(element).split()) for element in elements]
    return ", ".join(line for line in lines if line)


def _att(draft: _Draft, segment: Segment) -> None:
    written = (segment.value(3) or segment.value(3, _WORDS) or segment.value(2)).partition("*")[0].strip()
    if segment.value(1) not in ("2", ""):
        return
    read = sex(written)
    if read is None:
        draft.report.warn("unknown-sex", segment.where, written, field="sex", reason="not M, F, U or X")
    draft.sex = draft.sex or read or ""


def _dtm(draft: _Draft, segment: Segment) -> None:
    qualifier, written = segment.value(1), segment.value(1, 1)
    if qualifier == "329":
        draft.birth = draft.birth or draft.dated(birth_date(written, draft.flight), segment, "birth_date")
    elif qualifier == "36" and written:
        paper = draft.paper(segment)
        paper.expires = paper.expires or draft.dated(document_date(written, draft.flight), segment, "expires")
    elif qualifier == "182" and written:
        paper = draft.paper(segment)
        paper.issued = paper.issued or draft.dated(document_date(written, draft.flight), segment, "issued")
    elif qualifier not in ("36", "182"):
        draft.report.once("unknown-qualifier", segment.where, f"DTM+{qualifier}", "a date of a kind not used here")


def _loc(draft: _Draft, segment: Segment) -> None:
    qualifier, written = segment.value(1), segment.value(2)
    if qualifier == "91":
        place = segment.element(2)
        if (written or len(place) > _WORDS) and (len(place) == 1 or place[1].strip() != _STATE_CODES):
            paper = draft.paper(segment)
            paper.issuer = paper.issuer or draft.country(segment, "issuer", written)
    elif qualifier == "174":
        draft.residence = draft.residence or draft.country(segment, "residence", written)
    elif qualifier == "178":
        draft.embarkation = draft.embarkation or written.upper()
    elif qualifier == "179":
        draft.debarkation = draft.debarkation or written.upper()
    elif qualifier in _PLACES:
        text = " ".join(" ".join(part for element in segment.elements[2:] for part in element).split())
        draft.remember(_PLACES[qualifier], text)
    else:
        draft.report.once("unknown-qualifier", segment.where, f"LOC+{qualifier}", "a place of a kind not used here")


def _nat(draft: _Draft, segment: Segment) -> None:
    written = segment.value(2) or (segment.value(1) if segment.value(1) != "2" else "")
    found = draft.country(segment, "nationality", written)
    if draft.nationality and found:
        draft.remember("other_nationality", found)
    draft.nationality = draft.nationality or found


def _rff(draft: _Draft, segment: Segment) -> None:
    code = segment.value(1).upper()
    draft.remember(_REFERENCES.get(code) or code.lower() or "reference", segment.value(1, 1))


def _doc(draft: _Draft, segment: Segment) -> None:
    if draft.papers and not draft.papers[-1].named:
        draft.papers[-1].segment = segment
    else:
        draft.papers.append(Paper(segment))


def _com(draft: _Draft, segment: Segment) -> None:
    for element in segment.elements[1:]:
        draft.remember("contact", element[0].strip())


def _gei(draft: _Draft, segment: Segment) -> None:
    draft.remember("verification", segment.value(2))


def _emp(draft: _Draft, segment: Segment) -> None:
    draft.remember("crew_role", segment.value(2))


def _ftx(draft: _Draft, segment: Segment) -> None:
    key = "bags" if segment.value(1).upper() == "BAG" else "text"
    draft.remember(key, " ".join(part.strip() for part in segment.element(4) if part.strip()))


def _mea(draft: _Draft, segment: Segment) -> None:
    key = "bag_weight" if segment.value(1).upper() == "WT" else "bag_count"
    draft.remember(key, segment.value(3, 1) or segment.value(3))


def _note_missing(draft: _Draft, documents: tuple[TravelDocument, ...]) -> None:
    if draft.surname and draft.given and draft.birth and draft.sex and draft.nationality and documents:
        return
    fields = {
        "surname": draft.surname, "given_names": draft.given, "birth_date": draft.birth, "sex": draft.sex,
        "nationality": draft.nationality, "documents": documents,
    }  # fmt: skip
    missing = ", ".join(name for name, value in fields.items() if not value)
    draft.report.note("incomplete-person", draft.nad.where, field=missing, reason="not sent, or not understood")


_READERS = {
    "ATT": _att, "DTM": _dtm, "LOC": _loc, "NAT": _nat, "RFF": _rff, "DOC": _doc, "COM": _com, "GEI": _gei,
    "EMP": _emp, "FTX": _ftx, "MEA": _mea,
}  # fmt: skip
