"""A notice between what a reader yields, the row that is kept, and the JSON layout of `docs/formats.md`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from feeds.notice.records import Notice as SentNotice
from feeds.notice.records import NoticeKind, NoticeLeg
from matchers.identity import PartialDate
from rsoits.rules import itinerary
from rsoits.rules.notice import Timeliness
from rsoits.security.audit import Acting
from rsoits.services.receipt import receipt_of
from rsoits.store.files import SourceFile
from rsoits.store.notices import Notice, NoticeChannel
from rsoits.store.registrants import Registrant

WHERE = "where"
"""The key of `Notice.details` that says where in its file the notice stood."""

_PLAIN = (
    "kind", "reference", "version", "jurisdiction", "submitting_ori", "purpose", "destination_address", "contact",
    "emergency", "late_reason", "conviction",
)  # fmt: skip


def row_of(
    acting: Acting,
    source: SourceFile,
    channel: NoticeChannel,
    sent: SentNotice,
    registrant: Registrant | None,
    timely: Timeliness,
) -> Notice:
    """Return the row that keeps a notice as its reader understood it."""
    known = {name: value for name, value in asdict(sent.particulars).items() if value}
    return Notice(
        source_file_id=source.id or 0,
        registrant_id=registrant.id if registrant else None,
        registrant_reference=sent.registrant_id,
        kind=sent.kind.value,
        reference=sent.reference,
        version=sent.version,
        jurisdiction=sent.jurisdiction,
        submitting_ori=sent.submitting_ori,
        submitted_at=sent.submitted_at or acting.now,
        person=sent.identity.to_json(),
        legs=[_stored(leg) for leg in sent.legs],
        departs_on=str(departs(sent.legs) or ""),
        returns_on=str(sent.returns or ""),
        destination=_destination(sent),
        purpose=sent.purpose,
        destination_address=sent.destination_address,
        contact=sent.contact,
        emergency=sent.emergency,
        late_reason=sent.late_reason,
        conviction=sent.conviction,
        details={**known, WHERE: sent.where},
        lead_days=timely.lead_days,
        late=timely.late,
        receipt=receipt_of(sent.jurisdiction, sent.reference, sent.version),
        channel=channel,
        received_at=acting.now,
    )


def content_of(notice: Notice) -> dict[str, Any]:
    """Return a kept notice in the JSON layout, without its attachments and without what was never stated."""
    content: dict[str, Any] = {name: getattr(notice, name) for name in _PLAIN}
    content |= {name: value for name, value in notice.details.items() if name != WHERE}
    content["registrant_id"], content["returns"] = notice.registrant_reference, notice.returns_on
    content["submitted_at"] = notice.submitted_at.isoformat()
    content["person"] = {name: value for name, value in notice.person.items() if value}
    content["legs"] = [{name: value for name, value in leg.items() if value} for leg in notice.legs]
    return {name: value for name, value in content.items() if value or name == "legs"}


def same_content(one: Notice, other: Notice) -> bool:
    """Tell whether two rows say the same, whenever each was submitted."""
    told = [{**content_of(row), "submitted_at": ""} for row in (one, other)]
    return told[0] == told[1]


def departs(legs: tuple[NoticeLeg, ...]) -> PartialDate | None:
    """Return the first date of a journey."""
    first = next((leg for leg in legs if leg.departs or leg.arrives), None)
    return (first.departs or first.arrives) if first else None


def _destination(sent: SentNotice) -> str:
    if sent.kind is NoticeKind.PARTNER:
        return sent.legs[-1].arrival_country if sent.legs else ""
    return itinerary.destination(sent.legs)


def _stored(leg: NoticeLeg) -> dict[str, str]:
    dates = {"departs": str(leg.departs or ""), "arrives": str(leg.arrives or "")}
    return asdict(leg) | dates | {"transit": "yes" if leg.transit else ""}
