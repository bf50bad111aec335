"""The records every reader yields, whatever format they came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from matchers.identity import Identity, Name

if TYPE_CHECKING:
    from feeds.findings import Finding
    from feeds.notice.records import Notice
    from feeds.registry.records import RegistryRecord
    from matchers.identity import PartialDate, TravelDocument


HOME = frozenset({"USA", "PRI", "VIR", "GUM", "MNP", "ASM", "UMI"})
"""The United States and its territories, as airport and port tables write their country."""


class ListKind(StrEnum):
    """Whom a manifest lists, or what else the message is."""

    PASSENGER = "passenger"
    CREW = "crew"
    STATUS = "status"
    RESPONSE = "response"
    CROSSING = "crossing"
    RESERVATION = "reservation"
    """Who booked, as PNRGOV tells it before the journey; nobody on it has been seen at a border."""
    NOTICE = "notice"
    REGISTRY = "registry"


class Direction(StrEnum):
    """Seen from the home country (the United States)."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"
    DOMESTIC = "domestic"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


class Mode(StrEnum):
    """How the border was crossed."""

    AIR = "air"
    SEA = "sea"
    LAND = "land"


@dataclass(frozen=True, slots=True)
class Leg:
    """One hop. `departs` and `arrives` are local times `YYYY-MM-DDTHH:MM` without a zone; empty if unknown.

    A sender that gave only the day leaves `YYYY-MM-DD`, which counts as its first minute.

    `departure` and `arrival` are place codes as sent, the countries ISO 3166 alpha-3 or empty,
    the zones IANA names or empty.
    """

    departure: str
    arrival: str
    departs: str = ""
    arrives: str = ""
    departure_country: str = ""
    arrival_country: str = ""
    departure_zone: str = ""
    arrival_zone: str = ""

    @property
    def departs_at(self) -> datetime | None:
        """The departure in UTC; None when the time or the zone is unknown."""
        return _in_utc(self.departs, self.departure_zone)

    @property
    def arrives_at(self) -> datetime | None:
        """The arrival in UTC; None when the time or the zone is unknown."""
        return _in_utc(self.arrives, self.arrival_zone)


def _in_utc(local: str, zone: str) -> datetime | None:
    if not local or not zone:
        return None
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Voyage:
    """One flight, sailing or day at a land port, with its legs in order."""

    carrier: str = ""
    number: str = ""
    legs: tuple[Leg, ...] = ()
    direction: Direction = Direction.UNKNOWN
    mode: Mode = Mode.AIR

    @property
    def border_leg(self) -> Leg | None:
        """The leg that crosses the home border; the first leg when none is known to."""
        for leg in self.legs:
            ends = (leg.departure_country, leg.arrival_country)
            if all(ends) and (ends[0] in HOME) != (ends[1] in HOME):
                return leg
        return self.legs[0] if self.legs else None


@dataclass(frozen=True, slots=True)
class Traveller:
    """One person on a manifest, or one border crossing. What was sent is kept in `raw` beside what was understood."""

    surname: str
    given_names: str = ""
    birth_date: PartialDate | None = None
    sex: str = ""
    nationality: str = ""
    residence: str = ""
    crew: bool = False
    in_transit: bool = False
    documents: tuple[TravelDocument, ...] = ()
    embarkation: str = ""
    debarkation: str = ""
    crossed_at: datetime | None = None
    references: dict[str, str] = field(default_factory=dict)
    """`pnr`, `unique` (carrier's own reference), `seat`, `ticket`, `plate`, `address` … as sent."""
    raw: str = ""
    """The person's segments or row, verbatim."""
    where: str = ""
    """`segment 40` or `line 12`."""

    @property
    def identity(self) -> Identity:
        """What the matcher compares; a name sent in one piece is a whole name of unknown order."""
        name = Name(self.surname, self.given_names) if self.given_names else Name(whole=self.surname)
        return Identity(
            names=(name,),
            birth_dates=(self.birth_date,) if self.birth_date else (),
            sex=self.sex,
            nationalities=(self.nationality,) if self.nationality else (),
            documents=self.documents,
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """One message: who is on one voyage. `message` is the message code (BGM) as sent, for instance `745`.

    `function` is `new`, `change`, `cancel`, `close` or empty. `key` names the message for its sender:
    sender, interchange reference and message reference; a re-sent one has the same key. `reference` is the sender's
    transaction, which all parts and later versions of one list share.
    """

    format: str
    list: ListKind
    voyage: Voyage
    travellers: tuple[Traveller, ...] = ()
    findings: tuple[Finding, ...] = ()
    message: str = ""
    document: str = ""
    function: str = "new"
    sender: str = ""
    reference: str = ""
    key: str = ""
    delimiters: str = ""
    """The six service characters as a UNA writes them; empty for what is not EDIFACT."""
    revision: str = ""
    """The revision of the transaction `reference`, as sent."""
    sent: str = ""
    """When the sender wrote it by its own clock, `YYYY-MM-DDTHH:MM`; empty if not said."""
    part: str = ""
    """Which part of a split list this is: `01:F` alone, `02:C` of several, `03:F` the last; empty if not said."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file held; `findings` are those that belong to no message or record of it."""

    name: str
    sha256: str
    encoding: str
    format: str
    manifests: tuple[Manifest, ...] = ()
    notices: tuple[Notice, ...] = ()
    registry: tuple[RegistryRecord, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether anything in the file could be used."""
        return bool(self.manifests or self.notices or self.registry)
