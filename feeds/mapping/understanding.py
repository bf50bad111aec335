"""A row as sent to the fields of ours, as texts in our terms; what cannot be understood is reported and left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from feeds.findings import Severity
from feeds.mapping.days import Understood, understood_date
from feeds.mapping.mapping import folded
from feeds.mapping.targets import DATES, Kind
from feeds.mapping.terms import UNCLEAR, is_zone, understood

if TYPE_CHECKING:
    from feeds.mapping.mapping import Mapping, Rule
    from feeds.mapping.sent import Sent
    from feeds.reporting import Report

_JOURNEY = ("departs", "arrives", "crossed_at")
"""Fields whose day settles the centuries of the others."""

_MOST_VALUES = 100
_KNOWN = 50_000
"""Texts kept once understood: the same codes and days come in row after row."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What one row says: the texts of each field that it fills, in our terms."""

    sent: Sent
    texts: dict[str, list[str]]

    @property
    def where(self) -> str:
        """Name the row in findings."""
        return f"{self.sent.unit} {self.sent.number}"

    def __getitem__(self, name: str) -> str:
        texts = self.texts.get(name)
        return texts[0] if texts else ""


def in_order(mapping: Mapping) -> tuple[Rule, ...]:
    """Return the rules, those first whose day settles the centuries of the others."""
    return tuple(sorted(mapping.rules, key=lambda rule: rule.name not in _JOURNEY))


def understand(sent: Sent, rules: tuple[Rule, ...], today: date, report: Report) -> Fields | None:
    """Return the fields of a row; None, with a REJECT finding, when a required one is empty or not understood."""
    fields = Fields(sent, {})
    reference = today
    for rule in rules:
        written = as_written(rule, sent) if rule.origins else []
        day = today if rule.target.kind is Kind.MOMENT else reference
        read = [_understood(rule, text, day) for text in written]
        values = [each.text for each in read if each.text]
        if not written and rule.default:
            values = [rule.default]
        if rule.required and not values:
            _reject(rule, fields.where, written, read[0] if read else Understood(), report)
            return None
        for text, each in zip(written, read, strict=True):
            if each.problem:
                _tell(rule, fields.where, text, each, report)
        if values:
            fields.texts[rule.name] = values
            if rule.name in _JOURNEY and reference is today:
                reference = date.fromisoformat(values[0][:10])
    return fields


def as_written(rule: Rule, sent: Sent) -> list[str]:
    """Return the texts of a field before they are understood: joined, split, without what means nothing."""
    texts = [text for origin in rule.origins for text in sent.texts(origin)]
    if len(texts) > 1 and not rule.target.many:
        texts = [rule.join.join(texts)]
    if rule.split:
        texts = [_part(text, rule) for text in texts]
    if rule.separator:
        texts = [part for text in texts for part in text.split(rule.separator, _MOST_VALUES)[:_MOST_VALUES]]
    texts = [text.strip() for text in texts[:_MOST_VALUES] if text]
    return [text for text in texts if text and not (rule.empty and folded(text) in rule.empty)]


def _part(text: str, rule: Rule) -> str:
    parts = text.split(rule.split)
    place = rule.part - 1 if rule.part > 0 else rule.part
    return parts[place] if -len(parts) <= place < len(parts) else ""


def _understood(rule: Rule, written: str, reference: date) -> Understood:
    if rule.target.kind is Kind.TEXT and rule.codes is None:
        return Understood(written)
    return _looked_up(rule, written, reference)


@lru_cache(_KNOWN)
def _looked_up(rule: Rule, written: str, reference: date) -> Understood:
    kind = rule.target.kind
    if rule.codes is not None:
        meaning = rule.codes.get(folded(written))
        if meaning is None:
            unclear = UNCLEAR if kind is Kind.FLAG else ""
            return Understood(unclear, "unknown-code", "the code list has no such value; left empty")
        return Understood(meaning)
    if kind in DATES:
        return understood_date(written, kind, rule.dates, reference)
    text = understood(written, rule.target)
    if kind is Kind.WORD and text not in rule.target.words:
        return Understood("", "unknown-word", f"none of {', '.join(sorted(rule.target.words))}; left empty")
    if kind is Kind.ZONE and not is_zone(text):
        return Understood("", "unknown-zone", "not the IANA name of a time zone")
    return Understood(text)


def _tell(rule: Rule, where: str, written: str, read: Understood, report: Report) -> None:
    reason = f"{_from(rule)}{read.reason}"
    if read.harmless:
        report.note(read.problem, where, written, field=rule.name, reason=reason)
    else:
        report.warn(read.problem, where, written, field=rule.name, reason=reason, cure=_cure(rule, read))


def _reject(rule: Rule, where: str, written: list[str], read: Understood, report: Report) -> None:
    code = read.problem or f"bad-{rule.name.replace('_', '-')}"
    reason = f"{_from(rule)}{read.reason or 'missing or empty'}"
    report.add(Severity.REJECT, code, where, " ".join(written), field=rule.name, reason=reason, cure=_cure(rule, read))


def _cure(rule: Rule, read: Understood) -> str:
    if read.problem in ("unknown-code", "unknown-word"):
        return f"add it to the codes of {rule.name} in the mapping, or have it sent as agreed"
    if rule.target.kind in DATES and read.problem:
        return f"have it sent as agreed, or add its form to the dates of {rule.name} in the mapping"
    return "complete the record and send it again"


def _from(rule: Rule) -> str:
    """Say which column it was, for the sender does not know our fields."""
    names = ", ".join(origin.written for origin in rule.origins)
    return f"{names}: " if names else ""
