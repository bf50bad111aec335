"""A person as typed: a name, a birth date, or a JSON object."""

from __future__ import annotations

import json
from contextlib import suppress

from matchers.identity import Identity, Name, PartialDate, UnreadableIdentityError

_LONGEST = 20_000


def read_person(text: str) -> Identity:
    """Read what `rsoits compare --help` describes; raises `UnreadableIdentityError`."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        raise UnreadableIdentityError
    if text.startswith("{"):
        return _from_json(text)
    with suppress(UnreadableIdentityError):
        return Identity((), (PartialDate.read(text),))
    return Identity((Name.read(text),))


def _from_json(text: str) -> Identity:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableIdentityError from error
    person = Identity.from_json(value)
    if not (person.names or person.birth_dates or person.documents):
        raise UnreadableIdentityError
    return person
