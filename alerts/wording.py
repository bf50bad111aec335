"""The templates: one per kind of alert and class of recipient, in plain language.

Placeholders: `{person}`, `{journey}`, `{verb}` (is leaving / has left), `{notice}`, `{differences}`, `{corrects}`,
`{correction}`. A template holds no fact by itself; what may be filled in is decided by `alerts.redaction`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.facts import Audience
from alerts.kinds import AlertKind

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_GROUND_FOR_ARREST = (
    "A registry hit alone is no ground for arrest: confirm identity and registration status with the registering "
    "agency before acting on this message."
)
INFORMATION_ONLY = (
    "Nothing is asked of you. This is information only; whether to admit the traveller is for your country to decide."
)
USUAL_WHY: Mapping[Audience, str] = {
    Audience.DOMESTIC: "Your agency is on the list of those who must be told of this person's travel.",
    Audience.FEDERAL: "Your desk is responsible for travel notices, compliance and referrals.",
    Audience.FOREIGN: "Your country is on the traveller's route.",
}
DISCLOSED_KIND: Mapping[AlertKind, AlertKind] = {
    AlertKind.NOTICE_LATE: AlertKind.NOTICE_RECEIVED,
    AlertKind.DEPARTURE_NO_NOTICE: AlertKind.DEPARTURE_CONFIRMED,
    AlertKind.ITINERARY_DISCREPANCY: AlertKind.DEPARTURE_CONFIRMED,
}
"""Abroad an alert tells of the journey, not of how the traveller kept a duty at home."""


@dataclass(frozen=True, slots=True)
class Template:
    """What one kind says to one audience; an empty `headline` takes the kind's own."""

    what: str
    asked: str
    headline: str = ""


_DOMESTIC: dict[AlertKind, Template] = {
    AlertKind.NOTICE_RECEIVED: Template(
        "{person} announced a journey abroad: {journey}. The notice is {notice}.",
        "Compare the notice with your record, and report at once if it is changed or withdrawn.",
    ),
    AlertKind.NOTICE_LATE: Template(
        "{person} announced a journey abroad: {journey}. The notice, {notice}, came later than the law asks.",
        "Ask why the notice is late, record the reason, and report at once if the journey is changed or withdrawn.",
    ),
    AlertKind.DEPARTURE_CONFIRMED: Template(
        "{person} {verb}: {journey}. This agrees with the notice {notice}.",
        "Acknowledge this message, note the absence in your record, and expect the person back as announced.",
    ),
    AlertKind.DEPARTURE_NO_NOTICE: Template(
        "{person} {verb}: {journey}. No notice of this journey is on record.",
        "Acknowledge this message, say whether you hold a notice that was not passed on, and if you hold none "
        "open a compliance inquiry.",
    ),
    AlertKind.ITINERARY_DISCREPANCY: Template(
        "{person} {verb}: {journey}. This differs from the notice {notice}: {differences}.",
        "Acknowledge this message, say whether you know of the change, and if not open a compliance inquiry.",
    ),
    AlertKind.RETURN_INBOUND: Template(
        "{person} {verb}: {journey}.",
        "Acknowledge this message, expect the person to appear in person, and report whether that happened.",
    ),
    AlertKind.FOREIGN_CONVICTION_ENTRY: Template(
        "{person} {verb}: {journey}. The conviction was pronounced abroad and may have to be registered here.",
        "Acknowledge this message, decide whether the conviction must be registered, and report whether the person "
        "appeared.",
    ),
    AlertKind.CORRECTION: Template(
        "Alert {corrects} was wrong in part. {correction} It concerned {person} and this journey: {journey}.",
        "Acknowledge this message, correct your record, and pass the correction to everyone you told.",
    ),
    AlertKind.RETRACTION: Template(
        "Alert {corrects} is withdrawn. {correction} It concerned {person} and this journey: {journey}.",
        "Acknowledge this message, undo what you did because of that alert, and tell everyone you passed it to.",
    ),
}

_FEDERAL: dict[AlertKind, Template] = {
    AlertKind.NOTICE_RECEIVED: Template(
        _DOMESTIC[AlertKind.NOTICE_RECEIVED].what,
        "Review the notice, and decide whether and how the countries on the route are told.",
    ),
    AlertKind.NOTICE_LATE: Template(
        _DOMESTIC[AlertKind.NOTICE_LATE].what,
        "Review the notice first, for little time is left, and decide whether and how the countries on the route "
        "are told.",
    ),
    AlertKind.DEPARTURE_CONFIRMED: Template(
        _DOMESTIC[AlertKind.DEPARTURE_CONFIRMED].what,
        "Acknowledge this message, and make sure the countries on the route have been told or that a decision not "
        "to tell them is recorded.",
    ),
    AlertKind.DEPARTURE_NO_NOTICE: Template(
        _DOMESTIC[AlertKind.DEPARTURE_NO_NOTICE].what,
        "Acknowledge this message, determine compliance, and decide on telling the countries on the route and on "
        "opening an inquiry.",
    ),
    AlertKind.ITINERARY_DISCREPANCY: Template(
        _DOMESTIC[AlertKind.ITINERARY_DISCREPANCY].what,
        "Acknowledge this message, determine compliance, and tell the countries that were told something else.",
    ),
    AlertKind.RETURN_INBOUND: Template(
        _DOMESTIC[AlertKind.RETURN_INBOUND].what,
        "Acknowledge this message; the registering agency is told to expect the person.",
    ),
    AlertKind.FOREIGN_CONVICTION_ENTRY: Template(
        _DOMESTIC[AlertKind.FOREIGN_CONVICTION_ENTRY].what,
        "Acknowledge this message, and help the receiving agency decide whether the conviction must be registered.",
    ),
    AlertKind.CORRECTION: _DOMESTIC[AlertKind.CORRECTION],
    AlertKind.RETRACTION: _DOMESTIC[AlertKind.RETRACTION],
}

_FOREIGN: dict[AlertKind, Template] = {
    AlertKind.NOTICE_RECEIVED: Template(
        "{person} has said that he or she will travel: {journey}.", INFORMATION_ONLY, "Information about a traveller"
    ),
    AlertKind.DEPARTURE_CONFIRMED: Template(
        "{person} {verb}: {journey}.", INFORMATION_ONLY, "Information about a traveller"
    ),
    AlertKind.CORRECTION: Template(
        "Our message {corrects} was wrong in part. {correction} It concerned {person} and this journey: {journey}.",
        "Please correct your records. " + INFORMATION_ONLY,
        "Correction of an earlier message",
    ),
    AlertKind.RETRACTION: Template(
        "Our message {corrects} is withdrawn. {correction} It concerned {person} and this journey: {journey}.",
        "Please remove it from your records. " + INFORMATION_ONLY,
        "Earlier message withdrawn",
    ),
}

TEMPLATES: Mapping[Audience, Mapping[AlertKind, Template]] = {
    Audience.DOMESTIC: _DOMESTIC,
    Audience.FEDERAL: _FEDERAL,
    Audience.FOREIGN: _FOREIGN,
}
