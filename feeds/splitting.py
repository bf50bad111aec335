"""One segment's text to its tag and elements, with the release characters resolved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.delimiters import TAGS
from feeds.pieces import parts

if TYPE_CHECKING:
    from feeds.delimiters import Delimiters

LONGEST_SEGMENT = 65_536
"""Characters of a segment that are split into elements; its raw text is kept whole."""

_KNOWN_TAG_LAST = re.compile(rf"(?:{TAGS})$")
_TAG = re.compile(r"[A-Z]{3}")
_USUAL = frozenset({"NAD", "ATT", "DTM", "LOC", "NAT", "RFF", "DOC", "MEA", "FTX", "GEI", "COM", "EMP", "TDT"})
"""Tags that need no second look, since most segments have one of them."""

Split = tuple[str, tuple[tuple[str, ...], ...]]
"""The tag and the elements of a segment."""


def split(raw: str, delimiters: Delimiters) -> Split:
    """Return the tag and the elements; nearly every segment begins with its tag and releases nothing."""
    component, release = delimiters.component, delimiters.release
    text = raw[:LONGEST_SEGMENT]
    pieces = text.split(delimiters.element)
    tag = pieces[0]
    if tag not in _USUAL or len(pieces) == 1 or component in tag or (release and release in text):
        return _split_with_care(text, delimiters)
    elements = []
    for piece in pieces:
        elements.append(tuple(piece.split(component)) if component in piece else (piece,))  # noqa: PERF401  a third faster
    return tag, tuple(elements)


def _split_with_care(text: str, delimiters: Delimiters) -> Split:
    component, release = delimiters.component, delimiters.release
    begins = text[3:4] == delimiters.element and _TAG.match(text)
    if not begins:
        text = _from_tag(text, delimiters.element)
    if release and release in text:
        elements = tuple(
            tuple(_literal(part, release) for part in parts(element, component, release))
            for element in parts(text, delimiters.element, release)
        )
    else:
        elements = tuple([tuple(element.split(component)) for element in text.split(delimiters.element)])
    tag = elements[0][0]
    return tag if (begins and tag == text[:3]) or _TAG.fullmatch(tag) else "", elements


def _from_tag(text: str, element: str) -> str:
    """Put the tag in order: blanks around or in it, small letters, and noise before it, such as a page header."""
    first, divided, rest = text.partition(element)
    tag = "".join(first.split()).upper()
    if _TAG.fullmatch(tag):
        return tag + divided + rest
    if _KNOWN_TAG_LAST.search(tag):
        return tag[-3:] + divided + rest
    found = re.search(rf"(?<![A-Z])(?:{TAGS})\s*{re.escape(element)}", text)
    return _from_tag(text[found.start() :], element) if found else text


def _literal(text: str, release: str) -> str:
    if release not in text:
        return text
    return re.sub(re.escape(release) + r"(.)", r"\1", text, flags=re.DOTALL)
