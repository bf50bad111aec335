"""Invented names, composed at random from the lists of `names.toml`."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from sample_data.chance import common_first, happens

if TYPE_CHECKING:
    from random import Random

_TABLES = tomllib.loads((files("sample_data") / "names.toml").read_text(encoding="utf-8"))

_ORIGINAL_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d", "Ł": "L", "ł": "l",
     "\N{LATIN SMALL LETTER DOTLESS I}": "i", "Þ": "Th", "þ": "th", "Ð": "D", "ð": "d"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Culture:
    """One naming culture; each name is (Latin, native script or empty)."""

    name: str
    share: float
    homes: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]
    surnames: tuple[str, ...]
    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()

    def given(self, rng: Random, sex: str) -> str:
        """Draw a given name."""
        return common_first(rng, self.female if sex == "F" else self.male)

    def surname(self, rng: Random) -> str:
        """Draw a surname; half of the English ones are composed of two parts, Spanish ones are often double."""
        if self.heads and happens(rng, 0.5):
            return rng.choice(self.heads) + rng.choice(self.tails)
        first = common_first(rng, self.surnames)
        if self.name in {"spanish", "portuguese"} and happens(rng, 0.45):
            return f"{first} {common_first(rng, self.surnames)}"
        return first


NATIVE: dict[str, str] = {}
"""Latin name -> the same name in its own script."""


def _latin(words: str) -> tuple[str, ...]:
    names = []
    for word in words.split():
        latin, _, native = word.replace("_", " ").partition("/")
        if native:
            NATIVE[latin] = native
        names.append(latin)
    return tuple(names)


CULTURES = {
    name: Culture(
        name=name,
        share=table["share"],
        homes=tuple(table["homes"].split()),
        male=_latin(table["male"]),
        female=_latin(table["female"]),
        surnames=_latin(table["surnames"]),
        heads=tuple(table.get("heads", "").split()),
        tails=tuple(table.get("tails", "").split()),
    )
    for name, table in _TABLES["cultures"].items()
}

_SHARES: list[float] = [culture.share for culture in CULTURES.values()]
_ALL: tuple[str, ...] = tuple(CULTURES)


def any_culture(rng: Random) -> str:
    """Draw a culture by its share."""
    return rng.choices(_ALL, _SHARES)[0]


NICKNAMES: dict[str, tuple[str, ...]] = {name: tuple(forms.split()) for name, forms in _TABLES["nicknames"].items()}
SPELLINGS: dict[str, tuple[str, ...]] = {
    name.replace("_", " "): tuple(forms.replace("_", " ") for forms in forms.split())
    for name, forms in _TABLES["spellings"].items()
}


def plain(name: str) -> str:
    """Return the name without marks over or through its letters: `Łukasz` gives `Lukasz`."""
    folded = unicodedata.normalize("NFKD", name.translate(_ORIGINAL_LETTERS))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def machine_readable(name: str) -> str:
    """Return the name as machine-readable zones spell it (ICAO Doc 9303-3, section 6): `Müller` gives `MUELLER`."""
    upper = name.upper().replace("ß", "SS")
    for letter, spelled in (("Ä", "AE"), ("Ö", "OE"), ("Ü", "UE"), ("Ø", "OE"), ("Å", "AA"), ("Æ", "AE"), ("Ñ", "N")):
        upper = upper.replace(letter, spelled)
    return plain(upper).upper().replace("'", "").replace("-", " ")


def on_the_wire(name: str) -> str:
    """Return the name as carriers send it: upper case, plain letters, hyphens and apostrophes kept."""
    return plain(name).upper()


def other_spelling(rng: Random, name: str) -> str:
    """Return another romanisation or spelling of the name; the name itself if none is known."""
    if name in SPELLINGS:
        return rng.choice(SPELLINGS[name])
    machine = machine_readable(name)
    return machine if machine != on_the_wire(name) else name


def in_native_script(surname: str, given: str) -> tuple[str, str] | None:
    """Return both parts in their own script, or None if it is not known."""
    if surname in NATIVE and given in NATIVE:
        return NATIVE[surname], NATIVE[given]
    return None
