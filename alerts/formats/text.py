"""The full message as text in the manner of an Nlets administrative message: fixed fields, dates as ccyymmdd.

    AML.<sender ORI>.<recipient ORI>.*<control>.TXT
    NAM/DOE, JANE
    WHA/DOE, JANE IS LEAVING THE UNITED STATES ...
        (a continued value is set in by four blanks)
    END/<alert id>

Every line is printable upper-case ASCII of at most 80 characters, so a value can never look like a field: fields
start in the first column and only this module writes there. `AML` is the administrative message for law enforcement
only (Nlets, message structure); field codes are NCIC's where it has one.
"""

from __future__ import annotations

import re
import textwrap
from datetime import UTC
from typing import TYPE_CHECKING

from anyascii import anyascii

from alerts.compose import Question
from alerts.redaction import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from alerts.message import Message

WIDTH = 80
INDENT = "    "
_REFUSED = re.compile(r"[^A-Z0-9 !\"#%&'()*+,\-./:;<=>?@\[\]]")
_UNROUTED = re.compile(r"[^A-Z0-9]")
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:[T ](\d{2}):(\d{2}))?")
_CONTROL_LENGTH = 10

FIELD_CODES: Mapping[str, str] = {
    Field.NAME: "NAM",
    Field.TRAVELS_AS: "TRV",
    Field.ALIASES: "AKA",
    Field.BIRTH_DATES: "DOB",
    Field.SEX: "SEX",
    Field.NATIONALITIES: "CTZ",
    Field.PASSPORT_USED: "PPN",
    Field.DOCUMENTS: "MNU",
    Field.FBI_NUMBER: "FBI",
    Field.RESIDENCE: "ADD",
    Field.REGISTRANT_ID: "OCA",
    Field.JURISDICTION: "STA",
    Field.TIER: "TIR",
    Field.OFFENCE: "CRR",
    Field.AGAINST_MINOR: "MIN",
    Field.CARRIER: "CAR",
    Field.ROUTE: "RTE",
    Field.DEPARTS: "DEP",
    Field.ARRIVES: "ARR",
    Field.NOTICE: "NOT",
    Field.DIFFERENCES: "DIF",
    Field.PROBABILITY: "PRB",
    Field.EXPLANATION: "EXP",
    Field.DECIDED_BY: "DEC",
    Field.CORRECTS: "COR",
    Question.WHO: "WHO",
    Question.WHAT: "WHA",
    Question.WHEN: "WHE",
    Question.WHY_YOU: "WHY",
    Question.ASKED: "ASK",
    Question.BY_WHEN: "BYW",
    Question.CALL: "TEL",
    Question.HOW_SURE: "SUR",
}
_DATED = frozenset({"DOB", "DEP", "ARR"})


def to_text(message: Message) -> str:
    """Return the whole message, one field a line, ending in a line feed. The same message is always the same text."""
    lines = [_header(message)]
    for code, value in _fields(message):
        lines += textwrap.wrap(f"{code}/{to_ascii(value)}", WIDTH, subsequent_indent=INDENT, break_on_hyphens=False)
    return "\n".join(lines) + "\n"


def to_ascii(text: str) -> str:
    """Return the text transliterated to the signs a teleprinter has."""
    return " ".join(_REFUSED.sub(" ", anyascii(text.replace("§", "SEC.")).upper()).split())


def _header(message: Message) -> str:
    sender, recipient, control = (
        _UNROUTED.sub("", to_ascii(part)) for part in (message.sender_ori, message.recipient_ori, message.id)
    )
    return f"AML.{sender[:9]}.{recipient[:9]}.*{control[-_CONTROL_LENGTH:]}.TXT"


def _fields(message: Message) -> Iterator[tuple[str, str]]:
    yield "KND", message.kind.value.replace("_", " ")
    yield "SUB", message.headline
    yield "URG", message.urgency
    yield "DTE", _ccyymmdd(message.created_at)
    yield "FRM", message.sender_name
    yield "TOO", message.recipient_name
    if message.due_at:
        yield "DUE", _ccyymmdd(message.due_at)
    for label, value in message.facts:
        code = FIELD_CODES.get(label, "MIS")
        yield code, _PARTIAL_DATE.sub(_compact, value) if code in _DATED else value
    for heading, value in message.paragraphs:
        yield FIELD_CODES.get(heading, "MIS"), value
    for provision in message.provisions:
        yield "LAW", provision
    yield "END", message.id


def _ccyymmdd(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%d %H%M} UTC"


def _compact(found: re.Match[str]) -> str:
    year, month, day, hour, minute = found.groups()
    clock = f" {hour}{minute}" if hour else ""
    return f"{year}{month or '00'}{day or '00'}{clock}"
