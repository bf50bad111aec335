"""Gives every person of a manifest a key of their own, the same each time the person is sent."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import count, takewhile

from sqlmodel import Session

from feeds.records import ListKind
from feeds.records import Manifest as SentManifest
from feeds.records import Traveller as SentTraveller
from matchers.fingerprint import fingerprint
from matchers.identity import Identity
from rsoits.store.manifests import Manifest, Traveller, aboard, latest_on

_SCOPES = {ListKind.CREW: "crew ", ListKind.RESERVATION: "reserved "}
"""A carrier numbers its crew, its bookings and its passengers apart, so that a number alone does not name a person."""


def tell_apart(
    session: Session, voyage_id: int, sent: SentManifest
) -> tuple[dict[str, SentTraveller], dict[str, Traveller]]:
    """Return the persons of a manifest by key, and the last records on this voyage that have those keys.

    The carrier's reference names a person, else the document, else name and birth date. People sent under one name,
    together or by different senders, all stay, numbered: whoever was sent just so keeps the number, else whoever is
    alike; nobody takes the place of another only because they share a reference.
    """
    named: dict[str, dict[Identity, SentTraveller]] = {}
    for person in sent.travellers:
        named.setdefault(_SCOPES.get(sent.list, "") + _person_key(person), {})[person.identity] = person
    rows = _on_record(session, voyage_id, list(named))
    keyed: dict[str, SentTraveller] = {}
    for name, people in named.items():
        numbered = _numbered(name, rows)
        one_each = len(people) == 1 and len(numbered) <= 1
        if one_each and all(_sender(session, row) == sent.sender for row in numbered):
            keyed[name] = next(iter(people.values()))
        else:
            keyed |= _shared_out(name, list(people.values()), numbered)
    return keyed, {key: row for key, row in rows.items() if key in keyed}


def named_otherwise(session: Session, voyage_id: int, people: Mapping[str, SentTraveller]) -> dict[str, Traveller]:
    """Return, by key, those who are listed under another key with the same document, or the same name and birth date.

    Cancellations often name a person by less than the list did. What several share means nobody.
    """
    listed: dict[Hashable, list[Traveller]] = {}
    for row in aboard(session, voyage_id) if people else ():
        for mark in _particulars(row.person_key, row, row.documents):
            listed.setdefault(mark, []).append(row)
    found = {}
    for key, person in people.items():
        marks = _particulars(key, person, [str(document) for document in person.documents])
        fitting = (rows[0] for mark in marks if len(rows := listed.get(mark, [])) == 1)
        if meant := next(fitting, None):
            found[key] = meant
    return found


def _particulars(key: str, one: SentTraveller | Traveller, documents: Sequence[str]) -> Iterator[Hashable]:
    scope = next((scope for scope in _SCOPES.values() if key.startswith(scope)), "")
    yield from ((scope, document) for document in documents)
    if one.birth_date:
        yield scope, one.surname, one.given_names, str(one.birth_date)


def _sender(session: Session, row: Traveller) -> str:
    return session.get_one(Manifest, row.manifest_id).sender


def _on_record(session: Session, voyage_id: int, names: Sequence[str]) -> dict[str, Traveller]:
    """Return the records under these names, and under the numbers that follow each without a gap."""
    rows: dict[str, Traveller] = {}
    asked, number, ahead = list(names), 1, 1
    while asked:
        keys = [_key(name, number + step) for name in asked for step in range(ahead)]
        found = latest_on(session, voyage_id, keys)
        rows |= found
        number += ahead
        asked = [name for name in asked if _key(name, number - 1) in found]
        ahead = number - 1
    return rows


def _numbered(name: str, rows: Mapping[str, Traveller]) -> list[Traveller]:
    return [rows[key] for key in takewhile(rows.__contains__, (_key(name, number) for number in count(1)))]


def _shared_out(name: str, people: list[SentTraveller], rows: Sequence[Traveller]) -> dict[str, SentTraveller]:
    keyed: dict[str, SentTraveller] = {}
    left = people
    for mark in _MARKS:
        free: dict[Hashable, list[str]] = {}
        for row in rows:
            if row.person_key not in keyed:
                free.setdefault(mark(row), []).append(row.person_key)
        unplaced = []
        for person in left:
            if keys := free.get(mark(person)):
                keyed[keys.pop(0)] = person
            else:
                unplaced.append(person)
        left = unplaced
    return keyed | {_key(name, number): person for number, person in enumerate(left, len(rows) + 1)}


_MARKS: tuple[Callable[[SentTraveller | Traveller], Hashable], ...] = (
    lambda one: fingerprint(one.identity),
    lambda one: (one.surname, one.given_names),
    lambda one: (one.given_names, str(one.birth_date or "")),
)
"""What shows that a record is of somebody who shares a name with others, the surest first."""


def _key(name: str, number: int) -> str:
    return name if number == 1 else f"{name} #{number}"


def _person_key(person: SentTraveller) -> str:
    if unique := person.references.get("unique") or person.references.get("crossing_id"):
        return f"ref {unique}"
    if person.documents:
        return f"doc {person.documents[0]}"
    return f"name {person.surname}/{person.given_names}/{person.birth_date or ''}"
