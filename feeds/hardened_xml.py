"""A stream of XML elements from an untrusted text: no DTD, no entity, nothing external, bounded in every direction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from feeds.findings import Finding, Severity

MOST_CHARACTERS = 32 * 1024 * 1024
"""Characters of a document; the largest cruise ship's list has a quarter of them."""

MOST_ELEMENTS = 500_000
DEEPEST = 32
LONGEST_TEXT = 4_000
"""Characters kept of one element's text."""

_CHUNK = 4 * 1024 * 1024
"""Characters given to the parser at once: it reads an unfinished mark again with every piece, so few large ones."""


class _Refused(Exception):  # noqa: N818  not an error of ours: it carries the finding out of the parser
    """The document is over a bound; `finding` says which."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding


@dataclass(slots=True)
class Element:
    """An element while it is open: its plain name, the line it began in, and its text.

    A plain name has neither namespace nor separators, and small letters: `LAST_NAME` and `ns:LastName` are `lastname`.
    """

    name: str
    written: str
    line: int
    start: int
    pieces: list[str] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        """Its own text, blanks made single, cut to `LONGEST_TEXT`."""
        return " ".join("".join(self.pieces).split())


class Listener(Protocol):
    """Who is told of the elements, each with those it stands in, outermost first."""

    def opened(self, path: list[Element]) -> None:
        """Take the last element of `path`, which begins."""

    def closed(self, path: list[Element], end: int) -> None:
        """Take the last element of `path`, whose text is whole. `end` is where its end mark begins, in UTF-8 bytes."""


def listen(text: str, listener: Listener) -> Finding | None:
    """Tell the listener of every element; return what stopped the reading, None when the whole document was read.

    A finding `broken-xml` is a WARNING, since what came before it was read; any other is FATAL, and what was told
    before it must not be used.
    """
    if len(text) > MOST_CHARACTERS:
        return _fatal("too-large", "file", f"more than {MOST_CHARACTERS} characters of XML", "split the file")
    target = _Target(listener)
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.place = parser.parser
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode("utf-8", "replace").decode())
        parser.close()
    except _Refused as refused:
        return refused.finding
    except DefusedXmlException:
        reason = "the document declares a DTD or entities, which could make it grow without bound or read other files"
        return _fatal("forbidden-xml", f"line {target.line}", reason, "send it without a DOCTYPE")
    except (ParseError, ValueError):
        reason = "the XML ends early or is broken here; what stands before it was read"
        where = f"line {target.line}"
        return Finding("broken-xml", Severity.WARNING, where, reason=reason, cure="send the whole document again")
    return None


class _Target:
    """Keeps the open elements for expat's events."""

    def __init__(self, listener: Listener) -> None:
        self.place: _Place | None = None
        self._listener = listener
        self._path: list[Element] = []
        self._count = 0

    @property
    def line(self) -> int:
        """Return the line that is being read."""
        return self.place.CurrentLineNumber if self.place else 1

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._count += 1
        where = f"line {self.line}"
        if self._count > MOST_ELEMENTS:
            raise _Refused(_fatal("too-many-elements", where, f"more than {MOST_ELEMENTS} elements", "split the file"))
        if len(self._path) == DEEPEST:
            raise _Refused(_fatal("too-deep", where, f"elements nested deeper than {DEEPEST}", "check the document"))
        written = tag.rpartition("}")[2]
        self._path.append(Element(plain(written), written, self.line, self._at))
        self._listener.opened(self._path)

    def end(self, _tag: str) -> None:
        self._listener.closed(self._path, self._at)
        self._path.pop()

    def data(self, text: str) -> None:
        element = self._path[-1]
        if element.length < LONGEST_TEXT:
            element.pieces.append(text[: LONGEST_TEXT - element.length])
            element.length += len(text)

    def close(self) -> None:
        """End the document."""

    @property
    def _at(self) -> int:
        return self.place.CurrentByteIndex if self.place else 0


class _Place(Protocol):
    CurrentLineNumber: int
    CurrentByteIndex: int


def plain(written: str) -> str:
    """Return a name in small letters without separators."""
    return "".join(letter for letter in written.lower() if letter.isalnum())


def _fatal(code: str, where: str, reason: str, cure: str) -> Finding:
    return Finding(code, Severity.FATAL, where, reason=reason, cure=cure)


def verbatim(data: bytes, start: int, end: int) -> str:
    """Return an element as written, from where it starts to behind its end mark, which begins at `end`."""
    behind = data.find(b">", end) + 1
    return data[start : behind or len(data)].decode("utf-8", "replace")
