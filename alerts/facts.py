"""What the application knows when it alerts somebody: the person, the journey, the identification, who is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from matchers.identity import Identity


class Audience(StrEnum):
    """The classes of recipient, each with its own wording and its own redaction profile."""

    DOMESTIC = "domestic"
    """A state, territorial, tribal or local agency of the United States."""
    FEDERAL = "federal"
    """A federal desk: the Marshals, the Angel Watch Center, border protection."""
    FOREIGN = "foreign"
    """An authority of another country, told for information only."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told. `why` is a sentence that says what makes it this agency's business; empty takes the usual one."""

    ori: str
    name: str
    audience: Audience
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """The desk that answers for the message; `phone` is one that is answered day and night."""

    ori: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Travel:
    """The border leg: codes as sent, countries ISO 3166 alpha-3, local times `YYYY-MM-DD[THH:MM]`, the others aware."""

    direction: str
    carrier: str = ""
    number: str = ""
    from_place: str = ""
    from_country: str = ""
    to_place: str = ""
    to_country: str = ""
    departs_local: str = ""
    arrives_local: str = ""
    departs_at: datetime | None = None
    arrives_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Identification:
    """How sure it is that traveller and registrant are one person, why, and who decided so.

    `probability` is the comparison's, None when nobody had to be compared; `readers` counts the people who
    read both records and agreed.
    """

    probability: float | None = None
    sentences: tuple[str, ...] = ()
    decided_by: str = ""
    readers: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one alert may be written from; what each recipient sees of it is for `alerts.redaction` to say.

    `registrant` is the registry's identity, `traveller` the one on the manifest, crossing or notice.
    `notice` is the sender's reference, empty when there is none. `corrects` is the id of the alert that a
    correction or retraction speaks of, `correction` the sentence that says what was wrong.
    """

    registrant: Identity
    travel: Travel
    identification: Identification
    traveller: Identity | None = None
    registrant_id: str = ""
    jurisdiction: str = ""
    tier: int | None = None
    offence: str = ""
    offence_against_minor: bool = False
    fbi_number: str = ""
    residence_address: str = ""
    notice: str = ""
    differences: tuple[str, ...] = ()
    corrects: str = ""
    correction: str = ""
