"""How registration offices differ: one wrote a person down otherwise than another, and one wrote hardly anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from matchers.identity import PartialDate
from sample_data.chance import happens
from sample_data.recorded import Alias, AliasKind

if TYPE_CHECKING:
    from random import Random

    from sample_data.recorded import Registrant

_EXCHANGED, _BY_ALIAS = 0.1, 0.4
"""How often a second office exchanges surname and given name, and goes by an alias."""


def poorly_kept(rng: Random, person: Registrant) -> Registrant:
    """Keep no passport of anybody, of most no birth date or a year alone, and of some no more than a name."""
    born = (PartialDate(person.born.year),) if happens(rng, 0.3) else ()
    bare = replace(person, birth_dates=born, documents=(), local_class="", offence="")
    return replace(bare, sex="", nationalities=(), aliases=()) if happens(rng, 0.4) else bare


def registered_again(rng: Random, first: Registrant, where: str, registrant_id: str) -> Registrant:
    """Register a person anew elsewhere, as another office wrote it down, and at another time."""
    again = replace(
        first,
        registrant_id=registrant_id,
        jurisdiction=where,
        middle=first.middle[:1] if happens(rng, 0.5) else first.middle,
        aliases=first.aliases[:1],
        birth_dates=first.birth_dates[:1],
        documents=first.documents if happens(rng, 0.5) else (),
        local_class=f"{where} class {rng.randrange(1, 4)}",
        work_jurisdiction=where,
        fbi_number=first.fbi_number if happens(rng, 0.5) else "",
        as_of=first.as_of - timedelta(days=rng.randrange(1, 200)),
    )
    draw = rng.random()
    if draw < _EXCHANGED:
        return replace(again, surname=first.given, given=first.surname)
    named = [alias for alias in first.aliases if alias.surname and alias.kind is not AliasKind.NATIVE]
    if draw < _EXCHANGED + _BY_ALIAS and named:
        own = Alias(AliasKind.OTHER, first.surname, first.given)
        return replace(again, surname=named[0].surname, given=named[0].given, aliases=(own,))
    return again
