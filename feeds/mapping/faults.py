"""What is wrong with a mapping file: every fault with the key it stands under, its reason and its cure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz, process

from feeds.findings import Severity
from feeds.reporting import Report

if TYPE_CHECKING:
    from collections.abc import Collection

    from feeds.findings import Finding

LONGEST = 200
"""Characters of a text in a mapping file."""

_LIKE_ENOUGH = 60.0


class Faults:
    """Collects the faults of one file; the methods read a value and note what is wrong with it."""

    def __init__(self, file: str) -> None:
        self._report = Report()
        self._file = file

    def add(self, code: str, key: str, reason: str, cure: str, value: object = "") -> None:
        """Note a fault; the mapping cannot be used."""
        written = value if isinstance(value, str) else repr(value)[:LONGEST]
        self._report.add(Severity.FATAL, code, self._file, plain(written), field=plain(key), reason=reason, cure=cure)

    @property
    def found(self) -> tuple[Finding, ...]:
        """All faults in the order met."""
        return self._report.findings

    def unknown(self, table: dict[str, Any], known: Collection[str], at: str, what: str) -> None:
        """Note every key that is not known, with the one that was probably meant."""
        for key in table:
            if key not in known:
                cure = f"use one of {', '.join(sorted(known))}"
                self.add("unknown-key", join(at, key), f"{what} has no such name{did_you_mean(key, known)}", cure, key)

    def text(self, table: dict[str, Any], key: str, at: str, default: str = "") -> str:
        """Return a text."""
        return self.a_text(table.get(key, default), join(at, key))

    def a_text(self, value: object, at: str) -> str:
        """Return the value if it is a text of one line, else empty."""
        if not isinstance(value, str):
            self.add("wrong-type", at, "not a text", 'write it in quotation marks, as "Name"', value)
        elif len(value) > LONGEST:
            self.add("too-long", at, f"longer than {LONGEST} characters", "shorten it", value)
        elif any(not letter.isprintable() and letter != "\t" for letter in value):
            self.add("unprintable", at, "it holds a character that cannot be printed", "write one line of text", value)
        else:
            return value
        return ""

    def texts(self, table: dict[str, Any], key: str, at: str, most: int) -> list[str]:
        """Return a list of texts; one text alone is a list of one."""
        value = table.get(key, [])
        items = value if isinstance(value, list) else [value]
        if len(items) > most:
            self.add("too-many", join(at, key), f"more than {most}", "name fewer", len(items))
        return [self.a_text(item, join(at, key)) for item in items[:most]]

    def yes(self, table: dict[str, Any], key: str, at: str, *, default: bool) -> bool:
        """Return a yes or no."""
        value = table.get(key, default)
        if not isinstance(value, bool):
            self.add("wrong-type", join(at, key), "neither true nor false", "write true or false", value)
            return default
        return value

    def number(self, table: dict[str, Any], key: str, at: str, default: int, within: range) -> int:
        """Return a whole number."""
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value not in within:
            reason = f"not a whole number from {within[0]} to {within[-1]}"
            self.add("wrong-type", join(at, key), reason, "write such a number, without quotation marks", value)
            return default
        return value

    def table(self, table: dict[str, Any], key: str, at: str = "") -> dict[str, Any]:
        """Return a table; empty when there is none."""
        value = table.get(key, {})
        if not isinstance(value, dict):
            self.add("wrong-type", join(at, key), "not a table", f"write it below [{join(at, key)}]", value)
            return {}
        return value

    def word(self, table: dict[str, Any], key: str, at: str, words: Collection[str], default: str = "") -> str:
        """Return one of the words; the default, or else empty, when it is none of them."""
        if key not in table:
            if not default:
                self.add("missing-key", join(at, key), "missing", f"write one of {', '.join(words)}")
            return default
        value = table[key]
        if not isinstance(value, str) or value not in words:
            meant = did_you_mean(value, words) if isinstance(value, str) else ""
            cure = f"use one of {', '.join(words)}"
            self.add("unknown-word", join(at, key), f"none of the words{meant}", cure, value)
            return default
        return value


def did_you_mean(written: str, known: Collection[str]) -> str:
    """Return `; did you mean …?`, or nothing when nothing is like it."""
    found = process.extractOne(written[:LONGEST].lower(), sorted(known), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return f"; did you mean {found[0]}?" if found else ""


def join(at: str, key: str) -> str:
    """Name a key within its table."""
    return f"{at}.{key}" if at else key


def plain(text: str) -> str:
    """Return the text so that any terminal can show it."""
    whole = text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
    return "".join(letter if letter.isprintable() else " " for letter in whole)
