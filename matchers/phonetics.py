"""Consonant skeletons: what is left of a name when vowels and the choices of a romanisation are taken away."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby

_CLASSES = str.maketrans(
    {"B": "P", "V": "F", "D": "T", "Q": "K", "Z": "S", "A": "", "E": "", "I": "", "O": "", "U": "", "Y": "", "H": ""}
)
_ALWAYS = {
    "PH": "F", "TSCH": "S", "SHCH": "S", "SCH": "S", "TCH": "S", "DSCH": "J", "DZH": "J", "DJ": "J", "ZH": "J",
    "SH": "S", "TS": "S", "TZ": "S", "CZ": "S", "SZ": "S", "DZ": "S", "KH": "K", "GH": "K", "CK": "K", "TH": "T",
    "DH": "T", "DT": "T", "MB": "MP", "WR": "R",
}  # fmt: skip
_GROUPS = re.compile("|".join(sorted(_ALWAYS, key=len, reverse=True)))
_SOFT_C, _SOFT_G = re.compile("C(?=[EIY])"), re.compile("G(?=[EIY])")


@lru_cache(maxsize=400_000)
def skeletons(form: str) -> tuple[str, ...]:
    """Return the consonant skeletons of a word in Latin capitals, at most eight; a leading vowel stays as `A`.

    Letters that languages read differently (C, CH, G, J, W, X) give one skeleton for each reading.
    """
    drafts = [_GROUPS.sub(lambda found: _ALWAYS[found[0]], form)]
    if "CH" in drafts[0]:
        drafts = _either(drafts, "CH", ("S", "K"))
    drafts = [_SOFT_C.sub("S", draft).replace("C", "K").replace("X", "KS") for draft in drafts]
    if _SOFT_G.search(form):
        drafts += [_SOFT_G.sub("J", draft) for draft in drafts]
    drafts = [draft.replace("G", "K") for draft in drafts]
    if "J" in form:
        drafts = _either(drafts, "J", ("J", ""))
    if "W" in form:
        drafts = _either(drafts, "W", ("F", ""))
    return tuple(dict.fromkeys(_bare(draft) for draft in drafts))[:8]


def _either(drafts: list[str], letters: str, sounds: tuple[str, str]) -> list[str]:
    return [draft.replace(letters, sound) for sound in sounds for draft in drafts]


def _bare(draft: str) -> str:
    first = "A" if draft[:1] in {"A", "E", "I", "O", "U", "Y", "H"} else ""
    return first + _single(draft.translate(_CLASSES))


_HEARD = str.maketrans(
    {
        "E": "I", "Y": "I", "O": "U", "W": "U", "B": "P", "V": "F", "D": "T", "Q": "K", "C": "K", "G": "K",
        "Z": "S", "H": "", "X": "KS",
    }
)  # fmt: skip
_SPELT = {
    "PH": "F", "SCH": "S", "SH": "S", "CH": "S", "TS": "S", "TZ": "S", "ZH": "J", "KH": "K", "CE": "SE", "CI": "SI",
}  # fmt: skip
_SPELT_GROUPS = re.compile("|".join(sorted(_SPELT, key=len, reverse=True)))


@lru_cache(maxsize=400_000)
def sound(form: str) -> str:
    """Return a word in Latin capitals with its vowels kept but like sounds written alike."""
    spelt = _SPELT_GROUPS.sub(lambda found: _SPELT[found[0]], form)
    return _single(spelt.translate(_HEARD))


def _single(letters: str) -> str:
    return "".join(letter for letter, _ in groupby(letters))
