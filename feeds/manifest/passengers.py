"""One passenger of a reservation while its segments are read, and which document belongs to whom."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from feeds.codes.countries import country
from feeds.codes.sexes import sex
from feeds.dates import birth_date, document_date
from feeds.records import Traveller
from matchers.identity import TravelDocument

if TYPE_CHECKING:
    from datetime import date

    from feeds.dates import Reading
    from feeds.edifact import Segment
    from feeds.manifest.special_requests import DocumentRequest
    from feeds.reporting import Report
    from matchers.identity import PartialDate

TITLES = ("MISS", "MSTR", "MRS", "MS", "MR", "DR", "CHD", "INF")
"""Longest first; a system glues them to the given name."""

_SHORTEST = 3
"""Letters that must be left for a glued title to count as one."""

_INFANT = "IN"

MOST_DOCUMENTS = 20
"""Documents kept of one passenger."""

LONGEST_REFERENCE = 1_000
"""Characters of a reference that is told several times."""


@dataclass(slots=True, eq=False)
class Passenger:
    """A TIF, or a document that belongs to none, with what was found of the person."""

    segment: Segment
    surname: str = ""
    given: str = ""
    number: str = ""
    """The traveller reference number, by which SSR and check-in name the passenger."""
    kind: str = ""
    birth: PartialDate | None = None
    sex: str = ""
    nationality: str = ""
    residence: str = ""
    documents: list[TravelDocument] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)
    described: bool = False
    """Whether a DOCS of its own was found."""

    @property
    def infant(self) -> bool:
        """Whether the type says so."""
        return self.kind == _INFANT

    def remember(self, key: str, value: str) -> None:
        """Keep a reference; another value is added behind the first."""
        held = self.references.get(key, "")
        if value and len(held) < LONGEST_REFERENCE and value not in held.split(", "):
            self.references[key] = f"{held}, {value}" if held else value

    def describe(self, sent: DocumentRequest, segment: Segment, flight: date, report: Report) -> None:
        """Take birth date, sex, nationality and document of a DOCS; what was known before stays."""
        self.described = True
        self.segments.append(segment)
        born = _dated(birth_date(sent.birth, flight), "birth_date", segment, report) if sent.birth else None
        if self.birth and born and self.birth != born:
            report.warn(
                "birth-dates-differ", segment.where, segment.raw.strip(), field="birth_date",
                reason="two documents of one passenger disagree; the first is kept", cure="check the reservation",
            )  # fmt: skip
        self.birth = self.birth or born
        read_sex = sex(sent.sex)
        if read_sex is None:
            report.warn("unknown-sex", segment.where, sent.sex, field="sex", reason="not M, F, MI, FI, U or X")
        self.sex = self.sex or read_sex or ""
        nationality = _country(sent.nationality, "nationality", segment, report)
        if self.nationality and nationality and nationality != self.nationality:
            self.remember("other_nationality", nationality)
        self.nationality = self.nationality or nationality
        self.remember("document_name", "/".join(filter(None, (sent.surname, sent.given))))
        if sent.number:
            issuer = _country(sent.issuer, "issuer", segment, report)
            expires = _dated(document_date(sent.expires, flight), "expires", segment, report) if sent.expires else None
            self.hold(TravelDocument(sent.number, sent.type, issuer, expires), segment, report)

    def hold(self, document: TravelDocument, segment: Segment, report: Report) -> None:
        """Keep a document once, and no more than `MOST_DOCUMENTS`."""
        if len(self.documents) == MOST_DOCUMENTS:
            report.warn(
                "too-many-documents", segment.where, segment.raw.strip(), field="documents",
                reason=f"one passenger has more than {MOST_DOCUMENTS}; left out", cure="check the reservation",
            )  # fmt: skip
        elif document not in self.documents:
            self.documents.append(document)

    def traveller(self, terminator: str, embarkation: str, debarkation: str) -> Traveller:
        """Return the record; the raw text holds the segments that were tied to the person, never its payments."""
        return Traveller(
            surname=self.surname,
            given_names=self.given,
            birth_date=self.birth,
            sex=self.sex,
            nationality=self.nationality,
            residence=self.residence,
            documents=tuple(self.documents),
            embarkation=embarkation,
            debarkation=debarkation,
            references=self.references,
            raw="".join(segment.raw + terminator for segment in self.segments),
            where=self.segment.where,
        )


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return the letters of a name in capitals, without marks."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", name).upper() if letter.isalpha())


def title_of(given: str) -> str:
    """Return the title at the end of given names, glued or apart; empty if there is none."""
    words = given.upper().split()
    if not words:
        return ""
    if words[-1] in TITLES:
        return words[-1]
    return next(
        (title for title in TITLES if words[-1].endswith(title) and len(words[-1]) - len(title) >= _SHORTEST), ""
    )


def untitled(given: str) -> str:
    """Return given names without the title; only for comparing, since a name may end like one."""
    title = title_of(given)
    return given.rstrip()[: -len(title)].rstrip() if title else given


def _dated(read: Reading, name: str, segment: Segment, report: Report) -> PartialDate | None:
    if read.problem:
        report.warn(read.problem, segment.where, segment.raw.strip(), field=name, reason=read.reason)
    return read.date


def _country(written: str, name: str, segment: Segment, report: Report) -> str:
    code = country(written)
    if written and not code:
        report.warn("unknown-country", segment.where, written, field=name, reason="the country code is in no table")
    return code
