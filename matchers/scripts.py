"""Any script to plain Latin capitals, in every reading a passport office or an airline would print.

First come the readings by sound, `data/sounds.txt`: each letter's usual one and its others. Behind them stand the
prints of ICAO Doc 9303 that are not among these, `icao9303.variants`: the other letters of table A, each state's
whole-word print of Cyrillic, and for Arabic table C, which few states print. Other scripts go through anyascii.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice, product

from anyascii import anyascii

from matchers.icao9303 import variants

READINGS = 14
"""How many readings of one word are kept."""

_BY_SOUND = 8

_APOSTROPHES = dict.fromkeys([0x22, 0x27, 0x60, 0xB4, 0x2B9, *range(0x2BB, 0x2C0), *range(0x2018, 0x201F), 0x2032])
_WORD = re.compile(r"[A-Z]+")
_NOT_A_LETTER = re.compile(r"[^A-Z]+")
_SYLLABLES = re.compile(r"[A-Z][a-z]*")


def words(text: str) -> list[str]:
    """Split what was written into words: apostrophes vanish, every other mark that is not a letter separates.

    A name in Han characters or Hangul, which are written without blanks, becomes one word.
    """
    if text.isascii():
        return _WORD.findall(text.translate(_APOSTROPHES).upper())
    capital = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).upper()
    marks = "".join(sign if unicodedata.category(sign)[0] in "LM" else " " for sign in capital)
    return marks.split()


@lru_cache(maxsize=200_000)
def readings(word: str) -> tuple[str, ...]:
    """Return the Latin forms of one capitalised word, the usual one first; empty when it has no letters."""
    if word.isascii():
        plain = _NOT_A_LETTER.sub("", word)
        return (plain,) if plain else ()
    choices = [_sounds(letter) for letter in _composed(word)]
    forms = [_NOT_A_LETTER.sub("", "".join(each).upper()) for each in islice(_fewest_changes(choices), _BY_SOUND)]
    prints = [form.replace("<", "") for form in variants(word)]
    return tuple(dict.fromkeys(filter(None, [*forms, *prints])))[:READINGS]


def syllables(word: str) -> tuple[str, ...]:
    """Split a word in Han characters or Hangul into its Latin syllables; empty for any other script."""
    if word.isascii() or not any("HANGUL" in name or "CJK" in name for name in map(_name, word)):
        return ()
    return tuple(part.upper() for part in _SYLLABLES.findall(anyascii(word)))


def _name(sign: str) -> str:
    return unicodedata.name(sign, "")


def _composed(word: str) -> list[str]:
    return [sign for sign in unicodedata.normalize("NFC", word) if not unicodedata.combining(sign)]


def _sounds(letter: str) -> tuple[str, ...]:
    if letter.isascii():
        return (letter,)
    known = _table().get(letter)
    if known:
        return known
    bare = unicodedata.normalize("NFD", letter)[0]
    return (bare,) if bare.isascii() else _table().get(bare, (anyascii(letter),))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    lines = files("matchers").joinpath("data/sounds.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {letter: tuple(sound.replace("-", "") for sound in sounds) for letter, *sounds in rows}


def _fewest_changes(choices: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the usual reading, then each letter's other readings alone, then everywhere at once, then mixtures."""
    usual = tuple(choice[0] for choice in choices)
    kinds = list(dict.fromkeys(choice for choice in choices if len(choice) > 1))
    mixtures: list[tuple[str, ...]] = [usual]
    for picks in sorted(product(*(range(len(kind)) for kind in kinds[:5])), key=lambda picks: sum(map(bool, picks))):
        chosen = dict(zip(kinds, picks, strict=False))
        mixtures.append(tuple(choice[chosen.get(choice, 0)] for choice in choices))
    return mixtures
