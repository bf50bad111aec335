"""The name field of a machine-readable zone, as ICAO Doc 9303 parts 4 to 6 write and shorten it."""

from __future__ import annotations

from matchers.icao9303 import printed
from matchers.names import TITLES

WIDTHS = {"TD1": 30, "TD2": 31, "TD3": 39, "MRV-A": 39, "MRV-B": 31}
"""Signs of the name field of each format."""


def mrz_name(surname: str, given_names: str, state: str = "", width: int = 39, *, titles: bool = False) -> str:
    """Return the field, filled up to `width`: `PRIMARY<<SECONDARY<<<`, the exact forms for the issuing `state`.

    Titles and suffixes are left out unless `titles` says that they are legally part of the name; those of the
    surname then stand with the given names. Too long a name is shortened in the order of Doc 9303-4, section 4.2.3:
    trailing components to initials, components left out, the last one cut; at least one letter of the secondary
    identifier stays, and the field then ends in a letter. So does a name that just fits.
    """
    primary = _words(surname, state)
    secondary = _words(given_names, state)
    if titles:
        primary, suffixes = _untitled(primary), [word for word in primary if word in TITLES]
        secondary += [word for word in suffixes if word not in primary]
    else:
        primary, secondary = _untitled(primary), _untitled(secondary)
    if len(_joined(primary, secondary)) > width:
        primary, secondary = _shortened(primary, secondary, width)
    return _joined(primary, secondary)[:width].ljust(width, "<")


def may_be_cut(field: str) -> bool:
    """Tell whether a name field, without its padding, reaches the edge: then the name may have been longer."""
    return field[-1:].isalpha()


def _words(text: str, state: str) -> list[str]:
    return [word for word in printed(text, state).split("<") if word]


def _untitled(words: list[str]) -> list[str]:
    """Return the words without titles, unless they are all there is."""
    return [word for word in words if word not in TITLES] or words


def _joined(primary: list[str], secondary: list[str]) -> str:
    return "<<".join("<".join(words) for words in (primary, secondary) if words)


def _shortened(primary: list[str], secondary: list[str], width: int) -> tuple[list[str], list[str]]:
    """Shorten the surname until a letter of the given names fits, then either part so that the cut meets a letter."""
    words = [*(_with_room(primary, secondary, width) if secondary else primary), *secondary]
    surnames = len(words) - len(secondary)
    while _joined(words[:surnames], words[surnames:])[width - 1 : width] == "<":
        ahead = [
            place for place in range(len(words)) if len(words[place]) > 1 and _start(words, place, surnames) < width
        ]
        if not ahead:
            break
        words[ahead[-1]] = words[ahead[-1]][:-1]
    return words[:surnames], words[surnames:]


def _with_room(primary: list[str], secondary: list[str], width: int) -> list[str]:
    """Make initials of trailing words, then leave words out, then cut; what room is over goes back to the words."""
    room = width - len("<<X")
    words = list(primary)
    place = len(words) - 1
    while len("<".join(words)) > room and place > 0:
        words[place] = words[place][0]
        place -= 1
    while len("<".join(words)) > room and len(words) > 1:
        words.pop()
    if len(words) == 1:
        words = [words[0][:room]]
    for place, word in enumerate(words):
        over = max(0, width - len(_joined(words, secondary)))
        words[place] = primary[place][: len(word) + over]
    return words


def _start(words: list[str], place: int, surnames: int) -> int:
    before = words[:place]
    return sum(map(len, before)) + len(before) + (place >= surnames > 0)
