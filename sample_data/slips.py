"""Slips of the finger, shared by damage and by near-twins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_SHORTEST = 4


def typo(rng: Random, word: str) -> str:
    """Drop, double, swap or replace one letter, never the first; a name under four letters stays."""
    spots = [spot for spot, letter in enumerate(word) if letter.isalpha() and spot]
    if len(word) < _SHORTEST or not spots:
        return word
    spot = rng.choice(spots)
    match rng.randrange(4):
        case 0:
            return word[:spot] + word[spot + 1 :]
        case 1:
            return word[:spot] + word[spot] + word[spot:]
        case 2 if spot + 1 < len(word):
            return word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]
        case _:
            return word[:spot] + rng.choice("AEIOURSTLN") + word[spot + 1 :]


def other_digit(rng: Random, text: str) -> str:
    """Replace one digit of a document number; a number without digits stays."""
    spots = [spot for spot, sign in enumerate(text) if sign.isdigit()]
    if not spots:
        return text
    spot = rng.choice(spots)
    return text[:spot] + rng.choice([digit for digit in "0123456789" if digit != text[spot]]) + text[spot + 1 :]
