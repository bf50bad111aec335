"""Values of a JSON document as one-line texts, whatever type the sender gave them."""

from __future__ import annotations

import json
from typing import Any

LONGEST = 10_000
"""Characters of one text."""

MOST_ITEMS = 1_000_000
"""Records of one document."""


class UnreadableJsonError(ValueError):
    """The file is not a JSON document; `line` is where it breaks, None when that is not known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def document(text: str) -> Any:  # noqa: ANN401  a JSON document may be anything
    """Parse a document; raises `UnreadableJsonError`, also for one nested too deep."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableJsonError("not a JSON document; it breaks here", error.lineno) from error
    except RecursionError as error:
        raise UnreadableJsonError("nested deeper than can be read") from error
    except ValueError as error:
        raise UnreadableJsonError("a number in it has more digits than can be read") from error


def records(value: object, key: str) -> list[object]:
    """Return the items of a list, of `{key: [...]}`, or the one object itself."""
    if isinstance(value, dict) and isinstance(value.get(key), list):
        value = value[key]
    return value[:MOST_ITEMS] if isinstance(value, list) else [value]


def left_out(value: object, key: str) -> int:
    """Return how many records a document has beyond those that `records` gives."""
    if isinstance(value, dict):
        value = value.get(key)
    return max(0, len(value) - MOST_ITEMS) if isinstance(value, list) else 0


def text(value: object) -> str:
    """Return a plain value as one line of text; an object or a list gives none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        whole = value[:LONGEST].encode("utf-8", "replace").decode("utf-8")
        return " ".join("".join(letter if letter.isprintable() else " " for letter in whole).split())
    if isinstance(value, int | float):
        return repr(value)[:LONGEST]
    return ""


def texts(value: object) -> list[str]:
    """Return the plain values of a list, or of one value, that are not empty."""
    items = value if isinstance(value, list) else [value]
    return [item for item in map(text, items) if item]
