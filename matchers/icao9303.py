"""Names in the letters A to Z of a machine-readable zone, as ICAO Doc 9303-3 (8th edition), section 6, has them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

from anyascii import anyascii

VARIANTS = 12
"""How many ways of printing one text are given."""

_SCRIPTS = ("latin", "cyrillic", "arabic")
_SHADDA = "\u0651"
_NOT_A_LETTER = re.compile(r"[^A-Z]+")
_SEPARATORS = re.compile(r"[\s<,]+")
_LONGEST_ROW = 2


@lru_cache(maxsize=50_000)
def printed(text: str, state: str = "") -> str:
    """Return the exact form of one part of a name: words in A to Z, joined by `<`; empty when it has no letters.

    `state` is the issuing state (ISO alpha-3), whose exceptions of table B or own law apply. Apostrophes, other
    punctuation and digits vanish; hyphens, commas and blanks separate (section 4.6). A letter that no table lists
    loses its marks, or is read by sound when it is of another script.
    """
    return _printed(text, _table(state.upper()), 0)


@lru_cache(maxsize=50_000)
def variants(text: str, state: str = "") -> tuple[str, ...]:
    """Return the ways a document may print one part of a name, at most `VARIANTS`, the exact form first.

    After it: without national exceptions, with the other letters table A allows, without any marks as airlines
    write, and for Cyrillic as each other state with exceptions prints it.
    """
    if text.isascii():
        return tuple(filter(None, [printed(text)]))
    text = unicodedata.normalize("NFC", text)
    forms = [printed(text, state), printed(text)]
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in text if not sign.isascii()}
    if "LATIN" in scripts:
        forms += [_printed(text, _table(), 1), _printed(text, _table(), 2), _printed(text, {}, 0)]
    if "CYRILLIC" in scripts:
        signs = set(text.upper())
        forms += [printed(text, each) for each, own in _particular().items() if own & signs]
    return tuple(dict.fromkeys(filter(None, forms)))[:VARIANTS]


def _printed(text: str, table: dict[str, tuple[str, ...]], choice: int) -> str:
    capital = unicodedata.normalize("NFKC", text).upper()
    spaced = "".join(" " if unicodedata.category(sign) == "Pd" else sign for sign in capital)
    words = (_word(word, table, choice) for word in _SEPARATORS.split(spaced))
    return "<".join(filter(None, words))


def _word(written: str, table: dict[str, tuple[str, ...]], choice: int) -> str:
    composed = unicodedata.normalize("NFC", written)
    word = "".join(sign for sign in composed if sign == _SHADDA or not unicodedata.combining(sign))
    parts: list[str] = []
    place = 0
    while place < len(word):
        if word[place] == _SHADDA:
            parts += parts[-1:]
            place += 1
            continue
        taken, forms = _row(word, place, table)
        parts.append(forms[min(choice, len(forms) - 1)])
        place += taken
    return _NOT_A_LETTER.sub("", "".join(parts))


def _row(word: str, place: int, table: dict[str, tuple[str, ...]]) -> tuple[int, tuple[str, ...]]:
    """Return how many letters the most particular row for this place covers, and its forms."""
    for length in range(_LONGEST_ROW, 0, -1):
        letters = word[place : place + length]
        if len(letters) < length:
            continue
        keys = (f"^{letters}" if place == 0 else "", f"{letters}$" if place + length == len(word) else "", letters)
        found = next((table[key] for key in keys if key in table), None)
        if found:
            return length, found
    sign = word[place]
    bare = unicodedata.normalize("NFD", sign)[0]
    return 1, table.get(bare) or ((bare,) if bare.isascii() else (anyascii(sign).upper(),))


@cache
def _table(state: str = "") -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for names, rows in _sections().items():
        if state in names or names[0] in _SCRIPTS:
            table |= rows
    return table


@cache
def _particular() -> dict[str, set[str]]:
    """Return one state of each section with the letters that it prints in its own way."""
    sections = {names[0]: rows for names, rows in _sections().items() if names[0] not in _SCRIPTS}
    return {state: {letters.strip("^$")[0] for letters in rows} for state, rows in sections.items()}


@cache
def _sections() -> dict[tuple[str, ...], dict[str, tuple[str, ...]]]:
    sections: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
    rows: dict[str, tuple[str, ...]] = {}
    for line in files("matchers").joinpath("data/icao9303.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            rows = sections.setdefault(tuple(line.strip("[]").split()), {})
        elif line and not line.startswith("#"):
            letters, *forms = line.split()
            rows[letters] = tuple(form.replace("-", "") for form in forms)
    return sections
