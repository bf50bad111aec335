"""The text of an interchange to its segments as they stand, block by block, so that a large one is not held twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.delimiters import Delimiters

BLOCK = 32_768
"""Characters cut into segments at a time, and then as far as the segment goes."""

_TAG = re.compile(r"[A-Z]{3}")


class Survey(NamedTuple):
    """What a text holds: `segments` of them in `text[:end]`, then `last` without a terminator, then noise, `after`.

    `cut` says that there were more segments than allowed. No segment is longer than `longest`, the longest block.
    """

    segments: int
    end: int
    last: str
    after: str
    cut: bool
    longest: int


class _Closing(NamedTuple):
    """An UNZ that only noise follows: where it ends, and how many segments there are up to it."""

    end: int
    segments: int


def survey(text: str, delimiters: Delimiters, most: int) -> Survey:
    """Count the segments, and find out where they end; what stands behind the last UNZ and is no segment is noise."""
    count = end = raw = longest = 0
    rest = ""
    closing: _Closing | None = None
    for pieces in blocks(text, len(text), delimiters):
        rest = pieces.pop()
        del pieces[max(most - raw, 0) :]
        start = end
        raw += len(pieces)
        closing = _closing(pieces, delimiters, start, count, closing)
        count += len(segments_of(pieces))
        length = sum(map(len, pieces)) + len(pieces)
        end, longest = start + length, max(longest, length, len(rest))
        if raw >= most:
            break
    cut = raw >= most
    last = rest if not cut and begins_segment(rest, delimiters) else ""
    after = text[end : len(text) - len(last)]
    if closing:
        count, after = closing.segments, text[closing.end : end] + after
        end = closing.end
    return Survey(count + bool(last), end, last, after, cut, longest)


def blocks(text: str, end: int, delimiters: Delimiters) -> Iterator[list[str]]:
    """Yield all pieces of `text[:end]`; the last of a block has no terminator, and is empty but in the last block."""
    terminator, release = delimiters.terminator, delimiters.release
    start = 0
    while start < end:
        at = text.find(terminator, start + BLOCK, end)
        while at >= 0 and _is_released(text, start, at, release):
            at = text.find(terminator, at + 1, end)
        behind = at + 1 if at >= 0 else end
        yield parts(text[start:behind], terminator, release)
        start = behind


def segments_of(pieces: list[str]) -> list[str]:
    """Leave out the pieces that are blank."""
    return list(filter(str.strip, pieces))


def parts(text: str, separator: str, release: str) -> list[str]:
    """Split at every separator that is not released."""
    pieces = text.split(separator)
    if not release or release + separator not in text:
        return pieces
    joined: list[str] = []
    held: list[str] = []
    for piece in pieces:
        if piece[-1:] == release and (len(piece) - len(piece.rstrip(release))) % 2:
            held.append(piece)
        elif held:
            joined.append(separator.join((*held, piece)))
            held = []
        else:
            joined.append(piece)
    return [*joined, separator.join(held)] if held else joined


def begins_segment(piece: str, delimiters: Delimiters) -> bool:
    """Tell whether a piece has a tag and an element behind it."""
    tag, found, _ = piece.partition(delimiters.element)
    return bool(found and _TAG.fullmatch(tag.strip().upper()))


def _closing(
    pieces: list[str], delimiters: Delimiters, start: int, count: int, before: _Closing | None
) -> _Closing | None:
    """Return the last UNZ when no segment follows it; `start` and `count` are what came before these pieces."""
    for place in range(len(pieces) - 1, -1, -1):
        if pieces[place].lstrip()[:3].upper() == "UNZ":
            head = pieces[: place + 1]
            return _Closing(start + sum(map(len, head)) + len(head), count + len(segments_of(head)))
        if begins_segment(pieces[place], delimiters):
            return None
    return before


def _is_released(text: str, start: int, at: int, release: str) -> bool:
    back = at
    while back > start and text[back - 1] == release:
        back -= 1
    return (at - back) % 2 == 1
