"""Where the fields of a machine-readable zone stand, and its check digits (ICAO Doc 9303 parts 3 to 7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, cycle

FILLER = "<"
_WEIGHTS = (7, 3, 1)
_MOST_DOUBTFUL = 8
_EXCHANGED = {"O": "0", "0": "O"}


class MrzKind(StrEnum):
    """Card, card of the larger size, passport, and the two sizes of visa."""

    TD1 = "TD1"
    TD2 = "TD2"
    TD3 = "TD3"
    MRV_A = "MRV-A"
    MRV_B = "MRV-B"


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of the fields, each a line and the first and last sign after it; `composite` lists what its digit covers.

    A digit that checks a field of `checked` follows it at once.
    """

    lines: int
    width: int
    name: tuple[int, int, int]
    number: tuple[int, int, int]
    nationality: tuple[int, int, int]
    birth_date: tuple[int, int, int]
    sex: tuple[int, int, int]
    expires: tuple[int, int, int]
    optional: tuple[tuple[int, int, int], ...]
    checked: tuple[str, ...] = ("number", "birth_date", "expires")
    composite: tuple[tuple[int, int, int], ...] = ()
    composite_digit: tuple[int, int, int] | None = None


def _of_two_lines(width: int, optional: tuple[int, int, int], composite: int = 0, *, checked: bool = False) -> Layout:
    covered = ((1, 0, 10), (1, 13, 20), (1, 21, composite)) if composite else ()
    return Layout(
        lines=2,
        width=width,
        name=(0, 5, width),
        number=(1, 0, 9),
        nationality=(1, 10, 13),
        birth_date=(1, 13, 19),
        sex=(1, 20, 21),
        expires=(1, 21, 27),
        optional=(optional,),
        checked=("number", "birth_date", "expires", *(("optional",) if checked else ())),
        composite=covered,
        composite_digit=(1, composite, composite + 1) if composite else None,
    )


LAYOUTS = {
    MrzKind.TD1: Layout(
        lines=3,
        width=30,
        name=(2, 0, 30),
        number=(0, 5, 14),
        nationality=(1, 15, 18),
        birth_date=(1, 0, 6),
        sex=(1, 7, 8),
        expires=(1, 8, 14),
        optional=((0, 15, 30), (1, 18, 29)),
        composite=((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
        composite_digit=(1, 29, 30),
    ),
    MrzKind.TD2: _of_two_lines(36, (1, 28, 35), 35),
    MrzKind.TD3: _of_two_lines(44, (1, 28, 42), 43, checked=True),
    MrzKind.MRV_A: _of_two_lines(44, (1, 28, 44)),
    MrzKind.MRV_B: _of_two_lines(36, (1, 28, 36)),
}


def check_digit(signs: str) -> str:
    """Return the check digit of a field (Doc 9303-3, section 4.9): weights 7 3 1, A to Z count 10 to 35, `<` nothing.

    Empty when a sign can stand in no machine-readable zone.
    """
    try:
        values = [0 if sign == FILLER else int(sign, 36) for sign in signs]
    except ValueError:
        return ""
    return str(sum(value * weight for value, weight in zip(values, cycle(_WEIGHTS), strict=False)) % 10)


def checks(signs: str, digit: str) -> bool:
    """Tell whether the digit belongs to the field; one that is all fillers may have a filler for digit."""
    return digit == check_digit(signs) or (digit == FILLER and not signs.strip(FILLER))


def misread(signs: str, digit: str) -> str:
    """Return field and digit with the fewest letters O and digits 0 exchanged so that they belong; empty if none.

    A field of digits only is left alone: what was read as digits may be wrong, but not in this way.
    """
    written, digit = signs + digit, digit.replace("O", "0")
    doubtful = [place for place, sign in enumerate(signs) if sign in "O0"][:_MOST_DOUBTFUL] if _lettered(signs) else []
    for count in range(len(doubtful) + 1):
        for places in combinations(doubtful, count):
            other = "".join(_EXCHANGED.get(sign, sign) if at in places else sign for at, sign in enumerate(signs))
            if checks(other, digit) and other + digit != written:
                return other + digit
    return ""


def _lettered(signs: str) -> bool:
    return any(sign.isalpha() for sign in signs)
