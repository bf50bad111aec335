"""Writes a message: picks the template, fills in what the recipient may read, and answers eight plain questions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from alerts.facts import Audience, Facts, Recipient, Sender
from alerts.kinds import AlertKind, Urgency
from alerts.message import Message
from alerts.redaction import Field, cover, disclose, joined, name_for, place, plain, probability_in_words
from alerts.wording import DISCLOSED_KIND, NO_GROUND_FOR_ARREST, TEMPLATES, USUAL_WHY

if TYPE_CHECKING:
    from collections.abc import Mapping

_SOON = timedelta(hours=24)
_TO_THE_DAY = 10


class NotForThisAudienceError(ValueError):
    """This kind of alert is not written for this class of recipient."""


class Question(StrEnum):
    """The headings of a message, in the order they are answered."""

    WHO = "Who"
    WHAT = "What"
    WHEN = "When"
    WHY_YOU = "Why you"
    ASKED = "What is asked"
    BY_WHEN = "By when"
    CALL = "Whom to call"
    HOW_SURE = "How sure this is"


def compose(
    kind: AlertKind,
    facts: Facts,
    recipient: Recipient,
    sender: Sender,
    *,
    alert_id: str,
    created_at: datetime,
    provisions: tuple[str, ...] = (),
    due_at: datetime | None = None,
) -> Message:
    """Write the message for one recipient; only `recipient.audience` decides what of `facts` it holds.

    A foreign recipient gets the disclosed kind (`alerts.wording.DISCLOSED_KIND`), no deadline and no provision of
    domestic duty. Raises `NotForThisAudienceError` for a kind that audience is never told.
    """
    foreign = recipient.audience is Audience.FOREIGN
    kind = DISCLOSED_KIND.get(kind, kind) if foreign else kind
    template = TEMPLATES[recipient.audience].get(kind)
    if template is None:
        raise NotForThisAudienceError(f"{kind}, {recipient.audience}")
    due_at = None if foreign else due_at
    shown = dict(disclose(facts, recipient.audience, retracted=kind is AlertKind.RETRACTION))
    answers = {
        Question.WHO: _who(shown, recipient.audience),
        Question.WHAT: template.what.format(**_placeholders(facts, recipient.audience, created_at)),
        Question.WHEN: _when(facts),
        Question.WHY_YOU: recipient.why or USUAL_WHY[recipient.audience],
        Question.ASKED: template.asked,
        Question.BY_WHEN: f"By {in_words(due_at)}." if due_at else "No deadline is set.",
        Question.CALL: f"{sender.name}, {sender.phone}. Give the alert number {alert_id}.",
        Question.HOW_SURE: _how_sure(kind, facts, recipient.audience),
    }
    return Message(
        id=alert_id,
        kind=kind,
        audience=recipient.audience,
        recipient_ori=recipient.ori,
        recipient_name=recipient.name,
        sender_ori=sender.ori,
        sender_name=sender.name,
        created_at=created_at,
        urgency=urgency_of(kind, created_at, due_at),
        headline=template.headline or kind.title,
        paragraphs=tuple((str(question), cover(text, facts, recipient.audience)) for question, text in answers.items()),
        facts=tuple(shown.items()),
        provisions=() if foreign else provisions,
        due_at=due_at,
    )


def urgency_of(kind: AlertKind, created_at: datetime, due_at: datetime | None) -> Urgency:
    """Return the kind's own urgency, or `immediate` when less than a day is left."""
    return Urgency.IMMEDIATE if due_at and due_at - created_at < _SOON else kind.urgency


def in_words(moment: datetime) -> str:
    """Return an aware time as `21 November 2026, 19:05 UTC`."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _who(shown: Mapping[str, str], audience: Audience) -> str:
    parts = [shown[Field.NAME]]
    parts += [f"born {shown[Field.BIRTH_DATES]}"] if Field.BIRTH_DATES in shown else []
    parts += [f"sex {shown[Field.SEX]}"] if Field.SEX in shown else []
    parts += [f"national of {shown[Field.NATIONALITIES]}"] if Field.NATIONALITIES in shown else []
    sentences = [", ".join(parts) + "."]
    if Field.TRAVELS_AS in shown and shown[Field.TRAVELS_AS] != shown[Field.NAME]:
        sentences.append(f"Travels as {shown[Field.TRAVELS_AS]}.")
    if Field.JURISDICTION in shown:
        tier = f", federal tier {shown[Field.TIER]}" if Field.TIER in shown else ""
        sentences.append(f"Registered in {shown[Field.JURISDICTION]}{tier}.")
    if Field.OFFENCE in shown:
        verb = "Convicted of" if audience is Audience.FOREIGN else "Registered for"
        sentences.append(f"{verb}: {shown[Field.OFFENCE].rstrip('.')}.")
    if shown.get(Field.AGAINST_MINOR) == "yes":
        sentences.append("The offence was against a minor.")
    return " ".join(sentences)


def _placeholders(facts: Facts, audience: Audience, now: datetime) -> dict[str, str]:
    travel = facts.travel
    inbound = travel.direction == "inbound"
    moment = travel.arrives_at if inbound else travel.departs_at
    done = moment is not None and moment <= now
    route = f"{place(travel.from_place, travel.from_country)} to {place(travel.to_place, travel.to_country)}"
    carrier = plain(f"{travel.carrier} {travel.number}", 80)
    return {
        "person": name_for(facts, audience),
        "journey": f"from {route}" + (f" on {carrier}" if carrier else ""),
        "verb": {
            (False, False): "is leaving the United States",
            (False, True): "has left the United States",
            (True, False): "is coming into the United States",
            (True, True): "has come into the United States",
        }[inbound, done],
        "notice": plain(facts.notice, 80) or "on record",
        "differences": joined(facts.differences).rstrip(".") or "see the two records",
        "corrects": plain(facts.corrects, 80),
        "correction": plain(facts.correction),
    }


def _when(facts: Facts) -> str:
    travel = facts.travel
    departs = _local_in_words(travel.departs_local, travel.departs_at)
    arrives = _local_in_words(travel.arrives_local, travel.arrives_at)
    return f"Departs {departs}; arrives {arrives}."


def _local_in_words(local: str, moment: datetime | None) -> str:
    in_utc = in_words(moment) if moment else ""
    try:
        if len(local) == _TO_THE_DAY:
            day = date.fromisoformat(local)
            written = f"{day.day} {day:%B %Y}"
        else:
            read = datetime.fromisoformat(local)
            written = f"{read.day} {read:%B %Y, %H:%M} local time"
    except ValueError:
        written = plain(local, 40)
    if written and in_utc:
        return f"{written} ({in_utc})"
    return written or in_utc or "at a time not known"


def _how_sure(kind: AlertKind, facts: Facts, audience: Audience) -> str:
    if kind is AlertKind.RETRACTION:
        return "The earlier alert must not be relied on."
    found = facts.identification
    sentences = []
    if found.probability is not None:
        sentences.append(
            f"The comparison of the two records gives a probability of {probability_in_words(found.probability)} "
            "that they are one person."
        )
    if found.readers:
        people = {1: "One person has", 2: "Two people have"}.get(found.readers, f"{found.readers} people have")
        sentences.append(f"{people} read both records and confirmed it.")
    elif found.probability is None:
        sentences.append("The sender of the notice named the person; no records had to be compared.")
    else:
        sentences.append("Nobody has read both records yet.")
    if audience is Audience.FOREIGN:
        return " ".join(sentences)
    if found.sentences:
        sentences.append(f"What spoke for and against: {joined(found.sentences).rstrip('.')}.")
    return " ".join([*sentences, NO_GROUND_FOR_ARREST])
