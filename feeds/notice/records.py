"""A notice as every reader of notices yields it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from feeds.notice.particulars import Particulars

if TYPE_CHECKING:
    from datetime import datetime

    from feeds.findings import Finding
    from feeds.notice.attachments import Attachment
    from matchers.identity import Identity, PartialDate


@dataclass(frozen=True, slots=True)
class NoticeLeg:
    """One announced hop: countries are ISO alpha-3, dates may be partial, places and carriers as written.

    Times of day are local, `HH:MM`. With `transit`, the place of arrival is only passed through; its country is one of
    destination all the same (34 U.S.C. 21502(4)).
    """

    departure_place: str = ""
    departure_country: str = ""
    departs: PartialDate | None = None
    arrival_place: str = ""
    arrival_country: str = ""
    arrives: PartialDate | None = None
    carrier: str = ""
    number: str = ""
    means: str = ""
    departs_time: str = ""
    arrives_time: str = ""
    transit: bool = False


class NoticeKind(StrEnum):
    """A registrant's own announcement of travel, or a foreign partner's warning of a person coming in."""

    INTENDED_TRAVEL = "intended_travel"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of intended international travel, 34 U.S.C. 20914(a)(7), or a partner's notice of an inbound person."""

    kind: NoticeKind
    reference: str
    """The sender's own number; with the sender it names the notice, and a higher `version` replaces a lower one."""
    identity: Identity
    legs: tuple[NoticeLeg, ...]
    version: int = 1
    registrant_id: str = ""
    jurisdiction: str = ""
    """The jurisdiction or country that sends it."""
    submitting_ori: str = ""
    submitted_at: datetime | None = None
    returns: PartialDate | None = None
    purpose: str = ""
    destination_address: str = ""
    contact: str = ""
    emergency: bool = False
    late_reason: str = ""
    conviction: str = ""
    """What a partner says of the conviction."""
    particulars: Particulars = field(default_factory=Particulars)
    attachments: tuple[Attachment, ...] = ()
    findings: tuple[Finding, ...] = ()
    where: str = ""
