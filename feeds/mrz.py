"""The machine-readable zone of a travel document: its lines in, what they say and what is doubtful out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.codes.countries import country
from feeds.codes.sexes import sex
from feeds.dates import birth_date, document_date
from feeds.mrz_layouts import FILLER, LAYOUTS, MrzKind, checks, misread
from feeds.reporting import Report
from matchers.identity import Name, TravelDocument
from matchers.mrz_name import may_be_cut

if TYPE_CHECKING:
    from datetime import date

    from feeds.findings import Finding
    from feeds.mrz_layouts import Layout
    from matchers.identity import PartialDate

LONGEST = 200
"""Signs of a zone with its line ends."""

PASSPORTS = {
    "PP": "ordinary", "PE": "emergency", "PD": "diplomatic", "PO": "official", "PR": "refugee", "PT": "alien",
    "PS": "stateless", "PL": "laissez-passer", "PM": "military", "PU": "single sheet",
}  # fmt: skip
"""Second letters of passports from 1 January 2026 (Doc 9303-4, amendment of 20 February 2026)."""

_FIRST_LETTERS = "PIACV"
_SHORTEST_SHARE = 2
_TOTALS = {88: 2, 72: 2, 90: 3}
_LONGEST_TD2 = 40


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a zone says; nothing but `lines` and `findings` when it cannot be read.

    `document.type` is the document code without fillers, `truncated` says that the name fills its field and may have
    been cut, `optional` holds what the issuing state put in, `lines` are as sent.
    """

    lines: tuple[str, ...]
    kind: MrzKind | None = None
    name: Name | None = None
    document: TravelDocument | None = None
    birth_date: PartialDate | None = None
    sex: str = ""
    nationality: str = ""
    optional: str = ""
    truncated: bool = False
    findings: tuple[Finding, ...] = ()


def read_mrz(written: str, on: date, where: str = "mrz") -> Mrz:
    """Read a zone whose lines are joined by line ends, `|` or blanks; never raises, and mends nothing.

    `on` is the day of the journey, to which two-digit years belong. Each finding names its field, and how to cure it.
    """
    report = Report()
    sent = tuple(line.strip() for line in written[:LONGEST].replace("|", "\n").splitlines() if line.strip())
    lines = _lines(sent)
    kind = _kind(lines) if len(written) <= LONGEST else None
    if kind is None:
        report.warn(
            "unreadable-mrz", where, written, field="mrz", reason="not two lines of 44 or 36 signs or three of 30",
            cure="send the lines as they stand on the document, joined by |",
        )  # fmt: skip
        return Mrz(sent, findings=report.findings)
    zone = _Zone(lines, LAYOUTS[kind], where, report)
    number, digit, optional = _number(zone, kind)
    zone.check("document_number", number, digit)
    for field, place in (("birth_date", zone.layout.birth_date), ("document_expires", zone.layout.expires)):
        zone.check(field, zone[place], zone[_after(place)])
    _check_the_rest(zone)
    issuer = _country(zone, (0, 2, 5), "document_issuer")
    document = TravelDocument(_plain(number), _code(zone, kind), issuer, _expiry(zone, on))
    return Mrz(
        sent,
        kind,
        _name(zone, zone[zone.layout.name]),
        document if document.number else None,
        _birth(zone, on),
        _sex(zone),
        _country(zone, zone.layout.nationality, "nationality"),
        optional,
        may_be_cut(zone[zone.layout.name]),
        report.findings,
    )


class _Zone:
    """The lines at their nominal width; `zone[line, first, end]` is a field."""

    def __init__(self, lines: list[str], layout: Layout, where: str, report: Report) -> None:
        self.layout, self.where, self.report = layout, where, report
        self._lines = [line[: layout.width].ljust(layout.width, FILLER) for line in lines]
        for number, line in enumerate(lines, 1):
            if len(line) != layout.width:
                self.warn("mrz-length", "mrz", line, f"line {number} has {len(line)} signs, not {layout.width}")
            if not all(sign == FILLER or (sign.isascii() and sign.isalnum()) for sign in line):
                self.warn("mrz-sign", "mrz", line, f"line {number} has signs other than A to Z, 0 to 9 and <")

    def __getitem__(self, place: tuple[int, int, int]) -> str:
        line, first, end = place
        return self._lines[line][first:end]

    def warn(self, code: str, field: str, value: str, reason: str, cure: str = "") -> None:
        self.report.warn(
            code,
            self.where,
            value,
            field=field,
            reason=reason,
            cure=cure or "compare with the document and send it again",
        )

    def check(self, field: str, signs: str, digit: str) -> None:
        if checks(signs, digit):
            return
        other = misread(signs, digit) if field != "mrz" else ""
        hint = f"look at the document again: with O and 0 exchanged, {other} would be right" if other else ""
        self.warn("mrz-check-digit", field, signs + digit, "the check digit does not belong to the field", hint)


def _lines(sent: tuple[str, ...]) -> list[str]:
    """Return the lines in capitals without blanks; lines that a blank joined are taken apart again."""
    parts = sent[0].split() if len(sent) == 1 else list(sent)
    joined = "".join("".join(parts).split())
    if len(sent) == 1 and len(joined) in _TOTALS:
        width = len(joined) // _TOTALS[len(joined)]
        parts = [joined[start : start + width] for start in range(0, len(joined), width)]
    return ["".join(part.split()).upper() for part in parts]


def _kind(lines: list[str]) -> MrzKind | None:
    if len(lines) not in (2, 3):
        return None
    longest = max(map(len, lines))
    if len(lines) == LAYOUTS[MrzKind.TD1].lines:
        kind = MrzKind.TD1
    elif longest >= _LONGEST_TD2:
        kind = MrzKind.MRV_A if lines[0].startswith("V") else MrzKind.TD3
    else:
        kind = MrzKind.MRV_B if lines[0].startswith("V") else MrzKind.TD2
    least, most = LAYOUTS[kind].width // _SHORTEST_SHARE, LAYOUTS[kind].width * _SHORTEST_SHARE
    return kind if all(least <= len(line) <= most for line in lines) else None


def _after(place: tuple[int, int, int]) -> tuple[int, int, int]:
    line, _, end = place
    return line, end, end + 1


def _number(zone: _Zone, kind: MrzKind) -> tuple[str, str, str]:
    """Return the number, its check digit and the optional data.

    On cards a number of more than nine signs has a filler for digit and goes on in the optional data, its digit behind
    it (Doc 9303-5, section 4.2.4; Doc 9303-6, section 4.2.4).
    """
    number, digit = zone[zone.layout.number], zone[_after(zone.layout.number)]
    first, *others = (zone[place] for place in zone.layout.optional)
    rest, _, left = first.partition(FILLER)
    if kind in (MrzKind.TD1, MrzKind.TD2) and digit == FILLER and FILLER not in number and len(rest) > 1:
        number, digit, first = number + rest[:-1], rest[-1], left
    optional = " ".join(part for part in (_plain(field) for field in (first, *others)) if part)
    return number, digit, optional


def _check_the_rest(zone: _Zone) -> None:
    layout = zone.layout
    if "optional" in layout.checked:
        zone.check("optional", zone[layout.optional[0]], zone[_after(layout.optional[0])])
    if layout.composite_digit:
        zone.check("mrz", "".join(zone[place] for place in layout.composite), zone[layout.composite_digit])


def _code(zone: _Zone, kind: MrzKind) -> str:
    code = zone[0, 0, 2].rstrip(FILLER)
    passport, visa = kind is MrzKind.TD3, kind in (MrzKind.MRV_A, MrzKind.MRV_B)
    if code[:1] not in _FIRST_LETTERS or not code or (passport and code[0] != "P") or (not visa and code[0] == "V"):
        zone.warn("mrz-document-code", "document_type", code, f"no document of the size {kind} has this code")
    elif passport and len(code) > 1 and code not in PASSPORTS:
        reason = "the second letter is none of those in use from 2026"
        zone.report.note("mrz-document-code", zone.where, code, field="document_type", reason=reason)
    return code


def _country(zone: _Zone, place: tuple[int, int, int], field: str) -> str:
    written = zone[place].rstrip(FILLER)
    code = country(written)
    if not code:
        zone.warn("unknown-country", field, written, "the country code is in no table")
    return code or written


def _name(zone: _Zone, field: str) -> Name | None:
    primary, _, secondary = field.partition(FILLER * 2)
    if not _plain(field):
        zone.warn("mrz-name", "name", field, "the name field is empty")
        return None
    if any(sign.isdigit() for sign in field):
        hint = "look at the document again: O and 0 are easily taken for each other" if "0" in field else ""
        zone.warn("mrz-name", "name", field, "a name field has no digits", hint)
    if FILLER * 2 in secondary.rstrip(FILLER) or field.startswith(FILLER):
        zone.warn("mrz-name", "name", field, "the name is not two parts divided by <<")
    if may_be_cut(field):
        reason = "the name fills its field, so the document may not show all of it"
        zone.report.note("mrz-name-may-be-cut", zone.where, field, field="name", reason=reason)
    return Name(_plain(primary), _plain(secondary))


def _birth(zone: _Zone, on: date) -> PartialDate | None:
    written = zone[zone.layout.birth_date]
    if written.startswith(FILLER * 2):
        reason = "the year of birth is unknown"
        zone.report.note("unknown-date", zone.where, written, field="birth_date", reason=reason)
        return None
    read = birth_date(written, on)
    if read.problem:
        zone.warn(read.problem, "birth_date", written, read.reason)
    return read.date


def _expiry(zone: _Zone, on: date) -> PartialDate | None:
    written = zone[zone.layout.expires]
    if not written.strip(FILLER):
        return None
    read = document_date(written, on)
    if read.problem:
        zone.warn(read.problem, "document_expires", written, read.reason)
    return read.date


def _sex(zone: _Zone) -> str:
    written = zone[zone.layout.sex]
    code = sex(written)
    if code is None:
        zone.warn("unknown-sex", "sex", written, "not M, F, X or <")
    return code or ""


def _plain(field: str) -> str:
    return " ".join(field.replace(FILLER, " ").split())
