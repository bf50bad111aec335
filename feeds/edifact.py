"""Segments of any EDIFACT dialect: every delimiter set, telex wraps, noise around the interchange; never raises."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_SEGMENTS = 2_000_000
"""Segments read from one file."""

LONGEST_SEGMENT = 65_536
"""Characters of a segment that are split into elements; its raw text is kept whole."""

_TAGS = "UN[A-Z]|BGM|RFF|DTM|NAD|COM|TDT|LOC|ATT|MEA|GEI|FTX|EMP|NAT|DOC|CNT|ERP|ERC|UC[FIM]|CTA|PDT"
_KNOWN_TAG_LAST = re.compile(rf"(?:{_TAGS})$")
_TAG = re.compile(r"[A-Z]{3}")
_UNA = re.compile(r"UNA(.{6}|.{5})\s*(?=UN[BGH])", re.IGNORECASE | re.DOTALL)
_SYMBOL = r"([^A-Za-z0-9 \t\r\n\xa0])"
_HEADERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"UNB\s*{_SYMBOL}\s*[A-Z]{{4}}(?:\s*{_SYMBOL}\s*\d|\s*\1)",
        rf"UNG\s*{_SYMBOL}\s*[A-Z]{{6}}\s*\1",
        rf"UNH\s*{_SYMBOL}(?:(?!\1).){{0,40}}\1\s*(?:PAXLST|CUSRES|CONTRL){_SYMBOL}",
        rf"BGM\s*{_SYMBOL}\s*\d{{1,3}}(?![A-Z0-9])",
        rf"TDT\s*{_SYMBOL}\s*\d\d\s*\1",
        rf"NAD\s*{_SYMBOL}\s*(?:FL|FM|DDU|DDT|VW)\s*\1",
    )
)
_INTERCHANGE, *_INNER_HEADERS = _HEADERS

_LEVEL_B = re.compile(r"UN[BGH]\x1d")
"""Syntax level B writes the information separators 28, 29 and 31 as its delimiters; then they are no noise."""

_LINE_ENDED = re.compile(
    rf"UNA.{{4}}[ *]\r?\n\s*UN[BGH]|(?:^(?:{_TAGS})[^A-Za-z0-9\s][^\r\n]*[A-Za-z0-9]\r?\n){{3}}", re.MULTILINE
)
"""Three segments a line each, or a UNA, that end in nothing else: the line break is the terminator."""


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The six service characters; `release` is empty when a blank says that there is none."""

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    repetition: str = " "
    terminator: str = "'"

    def __str__(self) -> str:
        """Write them as UNA does, six characters."""
        return "".join(
            (self.component, self.element, self.decimal, self.release or " ", self.repetition, self.terminator)
        )


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
        if position < len(self.elements) and component < len(self.elements[position]):
            return self.elements[position][component].strip()
        return ""


@dataclass(frozen=True, slots=True)
class Interchange:
    """What one set of delimiters covers. `before` and `after` are noise that is no part of it.

    `pieces` are the segments verbatim, the first of which is number `first` of the file. `truncated` says that the
    last one had no terminator, `declared` that the delimiters came from a UNA, `cut` that there were too many.
    """

    delimiters: Delimiters
    pieces: tuple[str, ...]
    first: int = 1
    before: str = ""
    after: str = ""
    truncated: bool = False
    declared: bool = False
    cut: bool = False

    def segments(self) -> Iterator[Segment]:
        """Split the pieces one by one, so that a large file is never held in pieces of pieces."""
        for number, raw in enumerate(self.pieces, self.first):
            yield _segment(number, raw, self.delimiters)


class _Start(NamedTuple):
    """Where an interchange begins in the text, and its delimiters if a UNA states them."""

    at: int
    body: int
    una: str


def looks_like_edifact(text: str) -> bool:
    """Tell whether an interchange or a message begins anywhere in the text."""
    clean = _without_noise(text)
    return any(header.search(clean) for header in _HEADERS)


def interchanges(text: str, most_segments: int = MOST_SEGMENTS) -> list[Interchange]:
    """Split a file into interchanges; an empty list when no message begins anywhere in it."""
    clean = _without_noise(text)
    read: list[Interchange] = []
    first = 1
    for start, end in pairwise((*_starts(clean), _Start(len(clean), len(clean), ""))):
        body = clean[start.body : end.at]
        delimiters = _delimiters(body, start.una, read[-1].delimiters if read else Delimiters())
        pieces, after, truncated, cut = _pieces(body, delimiters, most_segments - first + 1)
        before = "" if read else clean[: start.at]
        read.append(Interchange(delimiters, pieces, first, before, after, truncated, bool(start.una), cut))
        first += len(pieces)
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
    kept = "\x1c\x1d\x1f" if _LEVEL_B.search(text) else "\n" if _LINE_ENDED.search(text, 0, LONGEST_SEGMENT) else ""
    return text.translate({code: None for code in range(32) if chr(code) not in kept})


def _starts(clean: str) -> list[_Start]:
    """Find every UNA and every UNB without one; and what comes before them if a message begins there."""
    starts = [_Start(found.start(), found.end(), _stated(found[1])) for found in _UNA.finditer(clean)]
    bodies = {start.body for start in starts}
    bare = (found.start() for found in _INTERCHANGE.finditer(clean))
    starts += [_Start(at, at, "") for at in bare if at not in bodies]
    starts.sort()
    end = starts[0].at if starts else len(clean)
    first = min((found.start() for header in _INNER_HEADERS if (found := header.search(clean, 0, end))), default=None)
    return starts if first is None else [_Start(first, first, ""), *starts]


def _stated(una: str) -> str:
    """Complete a UNA that lost its blank or its decimal mark."""
    short = una.rstrip(" ") if una[5:].isspace() and una[5:] != "\n" else una
    if len(short) == 6:  # noqa: PLR2004  the service characters
        return short
    short = short.ljust(5)
    return f"{short[:4]} {short[4]}" if short[2] in ".," else f"{short[:2]}.{short[2:]}"


def _delimiters(body: str, una: str, previous: Delimiters) -> Delimiters:
    stated = Delimiters(una[0], una[1], una[2], una[3].strip(), una[4], una[5]) if una else None
    if stated and _fits(stated, body):
        return stated
    inferred = _inferred(body, stated or Delimiters())
    if stated:
        return inferred if _fits(inferred, body) else stated
    same = (inferred.component, inferred.element, inferred.terminator)
    return previous if same == (previous.component, previous.element, previous.terminator) else inferred


def _fits(delimiters: Delimiters, body: str) -> bool:
    terminator, element = re.escape(delimiters.terminator), re.escape(delimiters.element)
    return bool(re.search(rf"{terminator}\s*[A-Z]{{3}}\s*{element}", body, re.IGNORECASE))


def _inferred(body: str, otherwise: Delimiters) -> Delimiters:
    """Take the separators from the first header, the terminator as the symbol that most often stands before a tag."""
    if _LEVEL_B.search(body):
        return Delimiters("\x1f", "\x1d", ".", "", " ", "\x1c")
    header = next((found for pattern in _HEADERS if (found := pattern.match(body))), None)
    element = header[1] if header else otherwise.element
    component = (header[2] if header and header.re.groups > 1 else "") or otherwise.component
    tags = re.compile(rf"([^A-Za-z0-9 \t])\s*(?:{_TAGS})\s*{re.escape(element)}", re.IGNORECASE)
    votes = Counter(found[1] for found in tags.finditer(body) if found[1] not in (element, component))
    terminator = votes.most_common(1)[0][0] if votes else otherwise.terminator
    release = otherwise.release if otherwise.release not in (element, component, terminator) else ""
    return Delimiters(component, element, ".", release, " ", terminator)


def _pieces(body: str, delimiters: Delimiters, most: int) -> tuple[tuple[str, ...], str, bool, bool]:
    """Return the segments verbatim, the noise behind them, whether the last was truncated, whether there were more."""
    pieces = _parts(body, delimiters.terminator, delimiters.release, max(most, 0))
    rest = pieces.pop()
    cut = len(pieces) >= most
    ends = [place for place, piece in enumerate(pieces) if piece.lstrip()[:3].upper() == "UNZ"]
    noise = ""
    if ends and not any(_begins_segment(piece, delimiters) for piece in pieces[ends[-1] + 1 :]):
        noise = delimiters.terminator.join((*pieces[ends[-1] + 1 :], ""))
        del pieces[ends[-1] + 1 :]
    truncated = not cut and _begins_segment(rest, delimiters)
    if truncated:
        pieces.append(rest)
        rest = ""
    return tuple(piece for piece in pieces if piece.strip()), noise + rest, truncated, cut


def _begins_segment(piece: str, delimiters: Delimiters) -> bool:
    tag, found, _ = piece.partition(delimiters.element)
    return bool(found and _TAG.fullmatch(tag.strip().upper()))


def _segment(number: int, raw: str, delimiters: Delimiters) -> Segment:
    component, release = delimiters.component, delimiters.release
    text = raw[:LONGEST_SEGMENT]
    if not _TAG.match(text) or text[3:4] != delimiters.element:
        text = _from_tag(text, delimiters.element)
    if release and release in text:
        elements = tuple(
            tuple(_literal(part, release) for part in _parts(element, component, release))
            for element in _parts(text, delimiters.element, release)
        )
    else:
        elements = tuple([tuple(element.split(component)) for element in text.split(delimiters.element)])
    tag = elements[0][0]
    return Segment(number, tag if _TAG.fullmatch(tag) else "", elements, raw)


def _from_tag(text: str, element: str) -> str:
    """Put the tag in order: blanks around or in it, small letters, and noise before it, such as a page header."""
    first, divided, rest = text.partition(element)
    tag = "".join(first.split()).upper()
    if _TAG.fullmatch(tag):
        return tag + divided + rest
    if _KNOWN_TAG_LAST.search(tag):
        return tag[-3:] + divided + rest
    found = re.search(rf"(?<![A-Z])(?:{_TAGS})\s*{re.escape(element)}", text)
    return _from_tag(text[found.start() :], element) if found else text


def _parts(text: str, separator: str, release: str, most: int = -1) -> list[str]:
    """Split at every separator that is not released."""
    parts = text.split(separator, most)
    if not release or release + separator not in text:
        return parts
    joined: list[str] = []
    held: list[str] = []
    for part in parts:
        held.append(part)
        if (len(part) - len(part.rstrip(release))) % 2 == 0:
            joined.append(separator.join(held))
            held = []
    return [*joined, separator.join(held)] if held else joined


def _literal(text: str, release: str) -> str:
    if release not in text:
        return text
    return re.sub(re.escape(release) + r"(.)", r"\1", text, flags=re.DOTALL)
