"""Cuts what is longer than any sender's number or name can be, so that one such text does not cost the whole file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from feeds.identifiers import LONGEST, LONGEST_CODE, shortened
from feeds.reporting import Report

if TYPE_CHECKING:
    from feeds.records import Leg, Manifest, Traveller, Voyage
    from matchers.identity import TravelDocument

_Item = TypeVar("_Item")

MOST_DOCUMENTS = 20
MOST_LEGS = 100

_REFERENCES = frozenset(
    {"unique", "pnr", "seat", "ticket", "redress", "known_traveller", "crossing_id", "plate", "port_name"}
)
"""References that name something; the others are free text."""


def bounded(manifest: Manifest) -> Manifest:
    """Return the manifest with every identifier, code and name bounded, and a WARNING for each that was cut."""
    cut = _Cut("file")
    sender, reference = cut(manifest.sender, "sender"), cut(manifest.reference, "reference")
    document = cut(manifest.document, "document")
    voyage = _voyage(manifest.voyage, cut)
    travellers = tuple(_traveller(traveller, cut) for traveller in manifest.travellers)
    if not cut.report:
        return manifest
    findings = (*manifest.findings, *cut.report.findings)
    return replace(
        manifest, sender=sender, reference=reference, document=document, voyage=voyage, travellers=travellers,
        findings=findings,
    )  # fmt: skip


class _Cut:
    """Shortens texts and warns of each; `where` is the record the text stands in."""

    def __init__(self, where: str) -> None:
        self.report = Report()
        self.where = where

    def __call__(self, written: str, field: str, most: int = LONGEST) -> str:
        if len(written) > most:
            self.report.warn(
                "long-identifier", self.where, written, field=field, reason=f"longer than {most} characters; cut",
                cure="check the delimiters and send it as issued",
            )  # fmt: skip
        return shortened(written, most)

    def few(self, items: tuple[_Item, ...], field: str, most: int) -> tuple[_Item, ...]:
        """Return the first `most`."""
        if len(items) > most:
            self.report.warn(
                "too-many-values", self.where, str(len(items)), field=field,
                reason=f"more than {most}; the rest was left out", cure="check what was sent",
            )  # fmt: skip
        return items[:most]


def _voyage(voyage: Voyage, cut: _Cut) -> Voyage:
    return replace(
        voyage,
        carrier=cut(voyage.carrier, "carrier", LONGEST_CODE),
        number=cut(voyage.number, "number", LONGEST_CODE),
        legs=tuple(_leg(leg, cut) for leg in cut.few(voyage.legs, "legs", MOST_LEGS)),
    )


def _leg(leg: Leg, cut: _Cut) -> Leg:
    departure, arrival = (cut(place, "place", LONGEST_CODE) for place in (leg.departure, leg.arrival))
    return replace(leg, departure=departure, arrival=arrival)


def _traveller(traveller: Traveller, cut: _Cut) -> Traveller:
    if _fits(traveller):
        return traveller
    cut.where = traveller.where
    references = {
        name: cut(value, name) if name in _REFERENCES else value for name, value in traveller.references.items()
    }
    return replace(
        traveller,
        surname=cut(traveller.surname, "surname"),
        given_names=cut(traveller.given_names, "given_names"),
        documents=tuple(
            _document(document, cut) for document in cut.few(traveller.documents, "documents", MOST_DOCUMENTS)
        ),
        embarkation=cut(traveller.embarkation, "embarkation", LONGEST_CODE),
        debarkation=cut(traveller.debarkation, "debarkation", LONGEST_CODE),
        references=references,
    )


def _fits(traveller: Traveller) -> bool:
    """Tell whether nothing needs to be cut, which is so for nearly everyone."""
    texts = [traveller.surname, traveller.given_names, *traveller.references.values()]
    codes = [traveller.embarkation, traveller.debarkation]
    for document in traveller.documents:
        texts.append(document.number)
        codes += (document.type, document.issuer)
    return (
        len(traveller.documents) <= MOST_DOCUMENTS
        and (len("".join(texts)) <= LONGEST or max(map(len, texts)) <= LONGEST)
        and (len("".join(codes)) <= LONGEST_CODE or max(map(len, codes)) <= LONGEST_CODE)
    )


def _document(document: TravelDocument, cut: _Cut) -> TravelDocument:
    return replace(
        document,
        number=cut(document.number, "documents"),
        type=cut(document.type, "documents", LONGEST_CODE),
        issuer=cut(document.issuer, "documents", LONGEST_CODE),
    )
