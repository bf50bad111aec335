"""Which special request of a reservation belongs to which passenger: by name first, and never by guess."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from feeds.codes.countries import country
from feeds.manifest.passengers import Passenger, folded, untitled
from feeds.manifest.special_requests import address, document, electronic, other_document
from matchers.identity import TravelDocument

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from feeds.manifest.special_requests import DocumentRequest, Request
    from feeds.reporting import Report

MOST_NAMESAKES = 120
"""Passengers of one surname that a document is compared with; a reservation holds 99 at most."""

_LAST = "\U0010ffff"
"""Behind all letters."""

_ALIKE = 3
"""Letters that two surnames must begin with for one to be the other cut short."""


class Sent(NamedTuple):
    """A request, and the passenger whose name it followed."""

    request: Request
    near: Passenger | None


class _Namesakes:
    """The passengers of one surname and age by the forms of their given names that a document may bear."""

    def __init__(self) -> None:
        self._by_form: dict[str, dict[Passenger, None]] = {}
        self.count = 0

    def join(self, passenger: Passenger) -> None:
        """Add a passenger."""
        self.count += 1
        for form in {folded(passenger.given), folded(untitled(passenger.given))}:
            self._by_form.setdefault(form, {})[passenger] = None

    def of(self, given: str) -> dict[Passenger, None]:
        """Return those who bear these given names."""
        return self._by_form.get(given, {})

    def alike(self, given: str) -> dict[Passenger, None]:
        """Return those whose given names begin with these, or these with theirs; by order, not one by one."""
        forms = self._ordered[bisect_left(self._ordered, given) : bisect_left(self._ordered, given + _LAST)]
        forms += [given[:length] for length in self._lengths if length < len(given) and given[:length] in self._by_form]
        return dict.fromkeys(chain.from_iterable(map(self._by_form.__getitem__, forms)))

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted(self._by_form)

    @cached_property
    def _lengths(self) -> set[int]:
        return set(map(len, self._by_form))


class _Left(NamedTuple):
    """A DOCS whose name is nobody's, or several people's, and whom its number or place speaks of."""

    request: Request
    found: DocumentRequest
    hinted: list[Passenger]


def tie(passengers: Sequence[Passenger], sent: Sequence[Sent], flight: date, report: Report) -> list[Passenger]:
    """Put every request to its passenger; return those whom only a document names.

    One system sends the infant's document under the adult's name and number: the name decides, and the number only
    between namesakes, or for a document without a name.
    """
    numbered: dict[str, list[Passenger]] = defaultdict(list)
    for passenger in passengers:
        if passenger.number:
            numbered[passenger.number].append(passenger)
    documents: list[Sent] = []
    for one in sent:
        if one.request.code == "DOCS":
            documents.append(one)
        elif one.request.code in _OTHERS:
            hinted = _hinted(one, numbered, passengers)
            if len(hinted) == 1:
                _OTHERS[one.request.code](hinted[0], one.request, report)
            else:
                report.warn(
                    "untied-request", one.request.segment.where, one.request.code, field="references",
                    reason="several passengers, and nothing says whose it is; left out",
                    cure="send the passenger's number",
                )  # fmt: skip
    return _tie_documents(passengers, documents, numbered, flight, report)


def _hinted(one: Sent, numbered: dict[str, list[Passenger]], passengers: Sequence[Passenger]) -> list[Passenger]:
    """Return whom the number speaks of, else whose name stood before, else the only passenger."""
    by_number = numbered.get(one.request.passenger, [])
    return by_number or ([one.near] if one.near else list(passengers) if len(passengers) == 1 else [])


def _tie_documents(
    passengers: Sequence[Passenger],
    sent: list[Sent],
    numbered: dict[str, list[Passenger]],
    flight: date,
    report: Report,
) -> list[Passenger]:
    by_surname: dict[tuple[str, bool], _Namesakes] = defaultdict(_Namesakes)
    for passenger in passengers if sent else ():
        by_surname[folded(passenger.surname), passenger.infant].join(passenger)
    told: set[tuple[str, str]] = set()
    left: list[_Left] = []
    for one in sent:
        told_as = (one.request.passenger, one.request.text)
        if told_as in told or not one.request.text.strip("/ "):
            continue
        told.add(told_as)
        found = document(one.request.text)
        if found.odd:
            report.warn(
                "odd-document", one.request.segment.where, one.request.segment.raw.strip(), field="documents",
                reason="the parts of the DOCS are not in their places; only what is sure was read",
                cure="send type, issuer, number, nationality, birth date, sex, expiry, surname and given name",
            )  # fmt: skip
        hinted = _hinted(one, numbered, passengers)
        owner = _namesake(found, by_surname, hinted)
        if owner:
            owner.describe(found, one.request.segment, flight, report)
        elif found.surname or not found.odd:
            left.append(_Left(one.request, found, hinted))
    strangers: dict[tuple[str, str, str, str], Passenger] = {}
    for rest in left:
        _tie_left(rest, strangers, flight, report)
    return list(strangers.values())


def _namesake(
    found: DocumentRequest, by_surname: dict[tuple[str, bool], _Namesakes], hinted: list[Passenger]
) -> Passenger | None:
    """Return the one passenger of the document's name; the number decides between several."""
    surname, given = folded(found.surname), folded(found.given)
    ages = [found.infant, not found.infant]
    alike = [by_surname[surname, infant] for infant in ages if (surname, infant) in by_surname]
    if not found.surname or sum(one.count for one in alike) > MOST_NAMESAKES:
        return None
    for search in (_Namesakes.of, _Namesakes.alike):
        same = next(filter(None, (search(one, given) for one in alike)), {})
        known = [one for one in hinted if one in same] if len(same) > 1 else [*same]
        if len(known) == 1:
            return known[0]
    return None


def _tie_left(left: _Left, strangers: dict[tuple[str, str, str, str], Passenger], flight: date, report: Report) -> None:
    segment, found = left.request.segment, left.found
    only = left.hinted[0] if len(left.hinted) == 1 else None
    if only and only.infant == found.infant and (not found.surname or _cut_short(only, found)):
        if found.surname:
            report.note(
                "names-differ", segment.where, segment.raw.strip(), field="given_names",
                reason="booked under another given name than the document's; tied by the passenger's number",
            )  # fmt: skip
        only.describe(found, segment, flight, report)
        return
    key = (found.surname, found.given, found.birth, "" if found.surname else found.number)
    if key in strangers:
        strangers[key].describe(found, segment, flight, report)
        return
    if not found.surname and not found.given and not found.number:
        return
    strangers[key] = Passenger(segment, found.surname, found.given)
    strangers[key].describe(found, segment, flight, report)
    report.warn(
        "untied-document", segment.where, segment.raw.strip(), field="documents",
        reason="it is of no passenger of the reservation for certain; listed as a person of its own",
        cure="send the document with its passenger's name and number",
    )  # fmt: skip


def _cut_short(passenger: Passenger, found: DocumentRequest) -> bool:
    """Tell whether the surnames are one, and the passenger has no document of the booked name."""
    booked, document_name = folded(passenger.surname), folded(found.surname)
    shorter, longer = sorted((booked, document_name), key=len)
    alike = booked == document_name or (len(shorter) >= _ALIKE and longer.startswith(shorter))
    return alike and not passenger.described


def _doco(passenger: Passenger, sent: Request, report: Report) -> None:
    """Take a visa as a document, redress and known traveller's numbers as references."""
    found = other_document(sent.text)
    passenger.segments.append(sent.segment)
    if found.type == "V" and found.number:
        passenger.hold(TravelDocument(found.number, "V", country(found.country)), sent.segment, report)
    elif found.type in _NUMBERS:
        passenger.remember(_NUMBERS[found.type], found.number)
    passenger.remember("birth_place", found.birth_place)


def _doca(passenger: Passenger, sent: Request, report: Report) -> None:
    found = address(sent.text)
    passenger.segments.append(sent.segment)
    lives = country(found.country)
    if found.country and not lives:
        report.warn(
            "unknown-country", sent.segment.where, found.country, field="address",
            reason="the country code is in no table",
        )  # fmt: skip
    if found.type == "R":
        passenger.residence = passenger.residence or lives
    name = "residence_address" if found.type == "R" else "address"
    passenger.remember(name, ", ".join(filter(None, (found.lines, found.country))))


def _seat(passenger: Passenger, sent: Request, _report: Report) -> None:
    passenger.remember("seat", sent.segment.value(2))


def _contact(passenger: Passenger, sent: Request, _report: Report) -> None:
    passenger.segments.append(sent.segment)
    passenger.remember("contact", electronic(sent.text))


_NUMBERS = {"R": "redress", "K": "known_traveller"}
_OTHERS = {
    "DOCO": _doco, "DOCA": _doca, "SEAT": _seat, "CTCE": _contact, "CTCM": _contact,
}  # fmt: skip
