"""The rows of a CSV and the records of a JSON document, alike to whoever asks them for a field."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from feeds import json_values
from feeds.findings import Severity
from feeds.mapping.mapping import FileKind
from feeds.tables import LONGEST_ROW, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.mapping.mapping import Mapping, Origin
    from feeds.reporting import Report
    from feeds.tables import Row

_MOST_ITEMS = 200
"""Values read of one list."""


class Sent(Protocol):
    """One row or record as sent."""

    @property
    def number(self) -> int:
        """Its line, or its place in the list."""

    @property
    def unit(self) -> str:
        """What `number` counts."""

    @property
    def raw(self) -> str:
        """Its text, verbatim."""

    def texts(self, origin: Origin) -> list[str]:
        """Return what stands in a column or at the end of a path; empty when nothing does."""


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row of a CSV."""

    row: Row
    unit: str = "line"

    @property
    def number(self) -> int:
        """Its line."""
        return self.row.line

    @property
    def raw(self) -> str:
        """The line."""
        return self.row.raw

    def texts(self, origin: Origin) -> list[str]:
        """Return the cell."""
        cell = self.row[origin.steps[0]]
        return [cell] if cell else []


@dataclass(frozen=True, slots=True)
class SentRecord:
    """A record of a JSON document."""

    number: int
    item: object
    document: object
    unit: str = "record"

    @property
    def raw(self) -> str:
        """The record, on one line."""
        return json.dumps(self.item, ensure_ascii=False)[:LONGEST_ROW].encode("utf-8", "replace").decode("utf-8")

    def texts(self, origin: Origin) -> list[str]:
        """Return the values at the end of the path, those of a list each."""
        value = step_down(self.document if origin.from_top else self.item, origin.steps)
        return json_values.texts(value[:_MOST_ITEMS] if isinstance(value, list) else value)


def sent(text: str, mapping: Mapping, report: Report) -> Iterator[Sent]:
    """Yield what the file holds in order; a FATAL finding says why there is nothing."""
    if mapping.kind is FileKind.JSON:
        return _records(text, mapping, report)
    known = frozenset(origin.steps[0] for rule in mapping.rules for origin in rule.origins)
    needed = (rule for rule in mapping.rules if rule.required or rule.target.vital)
    required = frozenset(origin.steps[0] for rule in needed for origin in rule.origins)
    return map(SentRow, rows(text, known, required, report, mapping.shape))


def step_down(value: object, steps: tuple[str, ...]) -> object:
    """Follow a path through objects, and through lists by number from 0; None where it ends early."""
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step[:9]) < len(value):
            value = value[int(step[:9])]
        else:
            return None
    return value


def _records(text: str, mapping: Mapping, report: Report) -> Iterator[Sent]:
    try:
        document = json_values.document(text)
    except json_values.UnreadableJsonError:
        _refuse(report, "unreadable-json", "not a JSON document", "check the file with a JSON validator")
        return
    found = step_down(document, mapping.records)
    if not isinstance(found, list):
        path = ".".join(mapping.records) or "the document"
        _refuse(report, "missing-list", f"{path} is no list", f"send one, or change records in {mapping.name}.toml")
        return
    known = {origin.steps[0] for rule in mapping.rules for origin in rule.origins if not origin.from_top}
    for number, item in enumerate(found[: json_values.MOST_ITEMS], 1):
        if not isinstance(item, dict):
            report.add(
                Severity.REJECT, "not-an-object", f"record {number}", json_values.text(item), field="record",
                reason="not a JSON object", cure="write each record as an object",
            )  # fmt: skip
            continue
        for key in item.keys() - known:
            report.once("unknown-column", f"record {number}", json_values.text(key), "the key is kept and not used")
        yield SentRecord(number, item, document)


def _refuse(report: Report, code: str, reason: str, cure: str) -> None:
    report.add(Severity.FATAL, code, "file", field="records", reason=reason, cure=cure)
