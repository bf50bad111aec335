"""Segments of any EDIFACT dialect: every delimiter set, telex wraps, noise around the interchange; never raises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from feeds.delimiters import HEADERS, LEVEL_B, TAGS, Delimiters, delimiters, stated
from feeds.pieces import blocks, segments_of, survey
from feeds.splitting import LONGEST_SEGMENT, Split, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_SEGMENTS = 2_000_000
"""Segments read from one file."""


_KNOWN, _SHORT = 2_048, 40
"""Segments kept split, since half of those of a list say what others said before, and how long they may be."""

_UNA = re.compile(r"UNA(.{6}|.{5})\s*(?=UN[BGH])", re.IGNORECASE | re.DOTALL)
_UNA_BEFORE_A_PREFIX = re.compile(r"UNA(.(.).{4}).{1,60}?(?=UN[BGH]\s*\2)", re.IGNORECASE | re.DOTALL)
"""A log or a mail puts something before every line."""

_UNA_OR_UNB, _UNA_OR_UNB_IN_CAPITALS = re.compile("UN[AB]", re.IGNORECASE), re.compile("UN[AB]")
_INTERCHANGE, *_INNER_HEADERS = HEADERS

_UNA_OF_LINES = re.compile(r"UNA.{4}[ *]\r?\n\s*UN[BGH]")
_THREE_LINES = re.compile(rf"\n(?:(?:{TAGS})[^A-Za-z0-9\s][^\r\n]*+(?<=[A-Za-z0-9])\r?\n){{3}}")
"""Three segments a line each, or a UNA, that end in nothing else: the line break is the terminator."""

_BARE_END = re.compile(r"\n(?:(?<=[A-Za-z0-9]\n)|(?<=[A-Za-z0-9]\r\n))")
"""What one such line ends in, which is found, or found missing, in a hundredth of the time."""


class Segment(NamedTuple):
    """One segment. `number` counts from 1 through the file; `raw` is verbatim, without control characters.

    `elements[0]` holds the tag; every element is a tuple of components with the release characters resolved.
    `tag` is in capitals, and empty for text that is no segment.
    """

    number: int
    tag: str
    elements: tuple[tuple[str, ...], ...]
    raw: str

    @property
    def where(self) -> str:
        """Name the segment in findings."""
        return f"segment {self.number}"

    def element(self, position: int) -> tuple[str, ...]:
        """Return the components of an element, empty when it was not sent."""
        return self.elements[position] if position < len(self.elements) else ()

    def value(self, position: int, component: int = 0) -> str:
        """Return one component without blanks around it, empty when it was not sent."""
        try:
            return self.elements[position][component].strip()
        except IndexError:
            return ""


_segment = partial(tuple.__new__, Segment)
"""Makes a segment of its fields in a third of the time, which counts when there are millions."""


@dataclass(frozen=True, slots=True)
class Interchange:
    """What one set of delimiters covers. `before` and `after` are noise that is no part of it.

    `body` is its text, cut into `count` segments as they are asked for; the first is number `first` of the file.
    `end` is where those with a terminator end, `last` the one without. `declared` says that the delimiters came from a
    UNA, `cut` that there were too many segments, `oversize` that one may be longer than `LONGEST_SEGMENT`.
    """

    delimiters: Delimiters
    body: str
    count: int
    end: int
    last: str = ""
    first: int = 1
    before: str = ""
    after: str = ""
    declared: bool = False
    cut: bool = False
    oversize: bool = False

    @property
    def truncated(self) -> bool:
        """Whether the last segment had no terminator."""
        return bool(self.last)

    @property
    def pieces(self) -> tuple[str, ...]:
        """All segments verbatim."""
        return tuple(piece for block in self._blocks() for piece in block)

    def segments(self) -> Iterator[Segment]:
        """Split the pieces one by one, so that a large file is never held in pieces of pieces."""
        known = _Known(self.delimiters)
        number = self.first
        for block in filter(None, self._blocks()):
            tags, elements = zip(*map(known.__getitem__, block), strict=True)
            following = number + len(block)
            yield from map(_segment, zip(range(number, following), tags, elements, block, strict=True))
            number = following
            if len(known) > _KNOWN:
                known.clear()

    def _blocks(self) -> Iterator[list[str]]:
        for pieces in blocks(self.body, self.end, self.delimiters):
            pieces.pop()
            yield segments_of(pieces)
        if self.last:
            yield [self.last]


class _Known(dict[str, Split]):
    """The short segments already split; what is not among them is split when asked for."""

    def __init__(self, delimiters: Delimiters) -> None:
        super().__init__()
        self._delimiters = delimiters

    def __missing__(self, raw: str) -> Split:
        found = split(raw, self._delimiters)
        if len(raw) <= _SHORT:
            self[raw] = found
        return found


class _Start(NamedTuple):
    """Where an interchange begins in the text, and its delimiters if a UNA states them."""

    at: int
    body: int
    una: str


def looks_like_edifact(text: str) -> bool:
    """Tell whether an interchange or a message begins anywhere in the text."""
    return any(_has_header(part) for part in (text[:LONGEST_SEGMENT], text))


def _has_header(text: str) -> bool:
    clean = _without_noise(text)
    return any(header.search(clean) for header in HEADERS)


def interchanges(text: str, most_segments: int = MOST_SEGMENTS) -> list[Interchange]:
    """Split a file into interchanges; an empty list when no message begins anywhere in it."""
    clean = _without_noise(text)
    read: list[Interchange] = []
    first = 1
    for start, end in pairwise((*_starts(clean), _Start(len(clean), len(clean), ""))):
        body = clean[start.body : end.at]
        chosen = delimiters(body, start.una, read[-1].delimiters if read else Delimiters())
        found = survey(body, chosen, max(most_segments - first + 1, 0))
        read.append(
            Interchange(
                chosen,
                body,
                found.segments,
                found.end,
                found.last,
                first,
                before="" if read else clean[: start.at],
                after=found.after,
                declared=bool(start.una),
                cut=found.cut,
                oversize=found.longest > LONGEST_SEGMENT,
            )
        )
        first += found.segments
    return read


def written(segments: Iterable[Segment], delimiters: Delimiters) -> str:
    """Write segments with a UNA and the given delimiters; `interchanges` reads them back equal."""
    return f"UNA{delimiters}" + "".join(_written(segment, delimiters) for segment in segments)


def _written(segment: Segment, delimiters: Delimiters) -> str:
    elements = (
        delimiters.component.join(_released(component, delimiters) for component in element)
        for element in segment.elements
    )
    return delimiters.element.join(elements) + delimiters.terminator


def _released(component: str, delimiters: Delimiters) -> str:
    release = delimiters.release
    if not release:
        return component
    special = {release, delimiters.component, delimiters.element, delimiters.terminator}
    return "".join(release + letter if letter in special else letter for letter in component)


def _without_noise(text: str) -> str:
    kept = "\x1c\x1d\x1f" if LEVEL_B.search(text) else "\n" if _ends_in_lines(text[:LONGEST_SEGMENT]) else ""
    return text.translate({code: None for code in range(32) if chr(code) not in kept})


def _ends_in_lines(text: str) -> bool:
    return bool(_UNA_OF_LINES.search(text) or (_BARE_END.search(text) and _THREE_LINES.search("\n" + text)))


def _starts(clean: str) -> list[_Start]:
    """Find every UNA and every UNB without one; and what comes before them if a message begins there."""
    starts: list[_Start] = []
    behind = -1
    for mark in _UNA_OR_UNB_IN_CAPITALS.finditer(clean.upper()) if clean.isascii() else _UNA_OR_UNB.finditer(clean):
        at = mark.start()
        una = _UNA.match(clean, at) or _UNA_BEFORE_A_PREFIX.match(clean, at)
        if una and at >= behind:
            starts.append(_Start(at, una.end(), stated(una[1])))
            behind = una.end()
        elif at != behind and _INTERCHANGE.match(clean, at):
            starts.append(_Start(at, at, ""))
    end = starts[0].at if starts else len(clean)
    first = min((found.start() for header in _INNER_HEADERS if (found := header.search(clean, 0, end))), default=None)
    return starts if first is None else [_Start(first, first, ""), *starts]
