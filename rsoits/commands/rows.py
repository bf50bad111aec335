"""Rows of the bulk tables to identities; what cannot be read is left out of the identity and told by place."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from matchers.identity import Identity, Name, NameKind, PartialDate, TravelDocument, UnreadableIdentityError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

REGISTRY = ("registrant_id", "name", "aliases", "birth_dates", "sex", "nationalities", "documents")
TRAVELLERS = (
    "traveller_id", "surname", "given_names", "birth_date", "sex", "nationality", "document_type", "document_issuer",
    "document_number",
)  # fmt: skip
_LONGEST = 500
_CURES = {"birth_dates": "dates are YYYY-MM-DD, YYYY-MM or YYYY", "documents": "documents are type:issuer:number"}

Read = TypeVar("Read")


def registrant(row: tuple[str, ...], line: int, findings: list[str]) -> tuple[str, Identity]:
    """Return the id and identity of a row of the registry, its cells in the order of `REGISTRY`."""
    registrant_id, name, aliases, birth_dates, sex, nationalities, documents = (cell.strip() for cell in row)
    names = [Name.read(name[:_LONGEST])] if name else []
    names += [Name.read(alias[:_LONGEST], NameKind.ALIAS) for alias in _list(aliases)]
    where = f"Registry row {line}"
    identity = Identity(
        tuple(names),
        tuple(_read(PartialDate.read, _list(birth_dates), where, "birth_dates", findings)),
        sex.upper()[:1],
        tuple(code.upper() for code in _list(nationalities)),
        tuple(_read(TravelDocument.read, _list(documents), where, "documents", findings)),
    )
    return registrant_id, identity


def traveller(row: tuple[str, ...], line: int, findings: list[str]) -> tuple[str, Identity]:
    """Return the id and identity of a row of travellers, its cells in the order of `TRAVELLERS`."""
    cells = [cell.strip() for cell in row]
    traveller_id, surname, given_names, birth_date, sex, nationality, kind, issuer, number = cells
    named = bool(surname or given_names)
    where = f"Traveller row {line}"
    identity = Identity(
        (Name(surname[:_LONGEST], given_names[:_LONGEST]),) if named else (),
        tuple(_read(PartialDate.read, [birth_date] if birth_date else [], where, "birth_dates", findings)),
        sex.upper()[:1],
        (nationality.upper(),) if nationality else (),
        (TravelDocument(number[:_LONGEST], kind, issuer),) if number else (),
    )
    return traveller_id, identity


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _read(
    reader: Callable[[str], Read], parts: Iterable[str], where: str, field: str, findings: list[str]
) -> list[Read]:
    read: list[Read] = []
    for part in parts:
        try:
            read.append(reader(part[:_LONGEST]))
        except UnreadableIdentityError:
            findings.append(f"{where}: one of {field} left out, it cannot be read; {_CURES[field]}.")
    return read
