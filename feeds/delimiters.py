"""The service characters of an interchange: what its UNA states if that fits, else what its text shows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

TAGS = (
    "UN[A-Z]|BGM|RFF|DTM|NAD|COM|TDT|LOC|ATT|MEA|GEI|FTX|EMP|NAT|DOC|CNT|ERP|ERC|UC[FIM]|CTA|PDT"
    "|MSG|TVL|SRC|RCI|TIF|SSR"
)
_SYMBOL = r"([^A-Za-z0-9 \t\r\n\xa0])"
HEADERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"UNB\s*{_SYMBOL}\s*[A-Z]{{4}}(?:\s*{_SYMBOL}\s*\d|\s*\1)",
        rf"UNG\s*{_SYMBOL}\s*[A-Z]{{6}}\s*\1",
        rf"UNH\s*{_SYMBOL}(?:(?!\1).){{0,40}}\1\s*(?:PAXLST|PNRGOV|CUSRES|CONTRL|ACKRES|GOVREQ){_SYMBOL}",
        rf"BGM\s*{_SYMBOL}\s*\d{{1,3}}(?![A-Z0-9])",
        rf"TDT\s*{_SYMBOL}\s*\d\d\s*\1",
        rf"NAD\s*{_SYMBOL}\s*(?:FL|FM|DDU|DDT|VW)\s*\1",
    )
)
"""Segments that tell that this is EDIFACT, and its separators; the first is the one an interchange begins with."""

_MESSAGE = HEADERS[2]

LEVEL_B = re.compile(r"UN[BGH]\x1d")
"""Syntax level B writes the information separators 28, 29 and 31 as its delimiters; then they are no noise."""

_SAMPLE = 65_536
"""Characters that show the terminator, if it stands before a tag among them."""


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


def delimiters(body: str, una: str, previous: Delimiters) -> Delimiters:
    """Return the delimiters of an interchange; `una` is as `stated` returns it, or empty.

    `previous` are those of the interchange before, which keep their release character while the others are the same.
    """
    declared = Delimiters(una[0], una[1], una[2], una[3].strip(), una[4], una[5]) if una else None
    if declared and _fits(declared, body):
        return declared
    inferred = _inferred(body, declared or Delimiters())
    if declared:
        return inferred if _fits(inferred, body) else declared
    same = (inferred.component, inferred.element, inferred.terminator)
    return previous if same == (previous.component, previous.element, previous.terminator) else inferred


def stated(una: str) -> str:
    """Complete a UNA that lost its blank or its decimal mark."""
    short = una.rstrip(" ") if una[5:].isspace() and una[5:] != "\n" else una
    if len(short) == 6:  # noqa: PLR2004  the service characters
        return short
    short = short.ljust(5)
    return f"{short[:4]} {short[4]}" if short[2] in ".," else f"{short[:2]}.{short[2:]}"


def _fits(declared: Delimiters, body: str) -> bool:
    terminator, element = re.escape(declared.terminator), re.escape(declared.element)
    return bool(re.search(rf"{terminator}\s*[A-Z]{{3}}\s*{element}", body, re.IGNORECASE))


def _inferred(body: str, otherwise: Delimiters) -> Delimiters:
    """Take the separators from the first header, the terminator as the symbol that most often stands before a tag."""
    if LEVEL_B.search(body):
        return Delimiters("\x1f", "\x1d", ".", "", " ", "\x1c")
    header = next((found for pattern in HEADERS if (found := pattern.match(body))), None)
    element = header[1] if header else otherwise.element
    component = next(filter(None, (_component(found, element) for found in (header, _MESSAGE.search(body)))), "")
    component = component or otherwise.component
    terminator = _before_tags(body[:_SAMPLE], element, component, otherwise.terminator)
    terminator = terminator or _before_tags(body, element, component, otherwise.terminator) or otherwise.terminator
    release = otherwise.release if otherwise.release not in (element, component, terminator) else ""
    return Delimiters(component, element, ".", release, " ", terminator)


def _component(header: re.Match[str] | None, element: str) -> str:
    return (header[2] or "") if header and header.re.groups > 1 and header[1] == element else ""


def _before_tags(body: str, element: str, component: str, expected: str) -> str:
    """Return the symbol most often before a tag, or the one expected if a prefix of lines stands between."""
    tags = re.compile(
        rf"([^A-Za-z0-9 \t{re.escape(element)}{re.escape(component)}])\s*(?:{TAGS})\s*{re.escape(element)}",
        re.IGNORECASE,
    )
    votes = Counter(tags.findall(body))
    if not votes:
        return ""
    symbol, times = votes.most_common(1)[0]
    return expected if symbol != "\n" and body.count(expected) >= times else symbol
