"""Names as people and machines write them, made into tokens that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from matchers.nicknames import nickname_classes
from matchers.phonetics import skeletons
from matchers.scripts import readings, syllables, words

if TYPE_CHECKING:
    from matchers.identity import Name

LONGEST = 8
"""How many tokens of one name are looked at."""

TITLES = frozenset(
    "MR MRS MS MISS MSTR DR PROF SIR DAME REV JR SR II III IV ESQ PHD INF CHD SRA SRTA HAJI SHEIKH SHAYKH".split()  # noqa: SIM905  a list of words reads best as words
)
_TAILS = ("MSTR", "MISS", "MRS", "MR", "MS", "DR")
_FILLERS = frozenset({"FNU", "LNU", "NFN", "NLN", "NMN", "NMI", "XXX", "XXXX", "UNKNOWN", "UNK", "NONE", "NOGIVENNAME"})
_PARTICLES = frozenset(
    {"DE", "DA", "DO", "DOS", "DAS", "DEL", "DELA", "DELLA", "DI", "DU", "D", "LA", "LAS", "LOS", "LE", "LES"}
    | {"VAN", "VON", "VOM", "ZU", "ZUR", "DER", "DEN", "TEN", "TER", "TE", "AL", "EL", "UL", "BIN", "IBN", "BINT"}
    | {"OULD", "OULAD", "MC", "MAC", "O", "Y", "E", "SAN", "ST"}
)
_PATRONYMICS = ("OVICH", "EVICH", "OVYCH", "EVYCH", "OVNA", "EVNA", "IVNA", "OVITCH", "EVITCH", "OGLY", "OGLU", "KYZY")
_FEWEST_LETTERS = 3
_PATRONYMIC_LETTERS = 7
_NAME_SYLLABLES = 4


class Role(StrEnum):
    """Where in a name a token stands; UNKNOWN when the source did not say."""

    SURNAME = "surname"
    GIVEN = "given name"
    UNKNOWN = "name"


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One word of a name: as written, its Latin `forms` (usual one first), `skeletons` and nickname classes."""

    written: str
    forms: tuple[str, ...]
    skeletons: tuple[str, ...]
    classes: frozenset[int]
    role: Role
    later: bool = False
    """Whether it is a further given name: neither the surname nor the first one."""
    patronymic: bool = False

    @property
    def initial(self) -> bool:
        """Whether only the first letter was written."""
        return len(self.forms[0]) == 1


@dataclass(frozen=True, slots=True, eq=False)
class PreparedName:
    """A name ready for comparison; `tokens` is empty when the source wrote only fillers such as FNU LNU."""

    written: str
    tokens: tuple[Token, ...]
    joined: tuple[str, ...]
    """The whole name run together, in the written order and with its last word first."""


@lru_cache(maxsize=100_000)
def prepare(name: Name) -> PreparedName:
    """Make tokens of a name: titles and fillers dropped, particles glued on as a second form, scripts read."""
    parts = [(name.surname, Role.SURNAME), (name.given_names, Role.GIVEN), (name.whole, Role.UNKNOWN)]
    tokens = tuple(token for text, role in parts for token in _tokens(text, role))[:LONGEST]
    return PreparedName(str(name), tokens, _run_together(tokens))


def _tokens(text: str, role: Role) -> list[Token]:
    written = [word for word in words(text.replace("<", " ")) if word not in _FILLERS]
    untitled = [word for word in written if word not in TITLES]
    tokens: list[Token] = []
    glued: list[str] = []
    split = [part for word in untitled or written for part in _split(word)]
    for place, word in enumerate(split):
        plain = readings(word)
        if not plain:
            continue
        followed = place + 1 < len(split)
        if followed and plain[0] in _PARTICLES and not (role is Role.GIVEN and not tokens):
            glued.append(plain[0])
            continue
        forms = [*plain, *("".join([*glued[first:], plain[0]]) for first in range(len(glued)))]
        glued = []
        later = bool(tokens) and (role is Role.GIVEN or (role is Role.UNKNOWN and followed))
        tokens.append(_token(word, tuple(dict.fromkeys([*forms, *_untailed(plain[0], role)])), role, later=later))
    return tokens


def _split(word: str) -> tuple[str, ...]:
    parts = syllables(word)
    return parts if 1 < len(parts) <= _NAME_SYLLABLES else (word,)


def _untailed(form: str, role: Role) -> list[str]:
    """Return the form without a glued title: a second form, for OMR and DAMS end like titles too."""
    if role is Role.SURNAME:
        return []
    bare = (form.removesuffix(tail) for tail in _TAILS if form.endswith(tail))
    return [form for form in bare if len(form) >= _FEWEST_LETTERS][:1]


@lru_cache(maxsize=200_000)
def _token(word: str, forms: tuple[str, ...], role: Role, *, later: bool) -> Token:
    sounds = tuple(dict.fromkeys(sound for form in forms for sound in skeletons(form)))
    classes = frozenset(number for form in forms for number in nickname_classes(form))
    patronymic = role is not Role.SURNAME and len(forms[0]) >= _PATRONYMIC_LETTERS and forms[0].endswith(_PATRONYMICS)
    return Token(word, forms, sounds, classes, role, later, patronymic)


def _run_together(tokens: tuple[Token, ...]) -> tuple[str, ...]:
    forms = [token.forms[0] for token in tokens]
    if len(forms) < 2:  # noqa: PLR2004  one word has one order
        return tokens[0].forms if tokens else ()
    surname = [token.forms[0] for token in tokens if token.role is Role.SURNAME] or forms[-1:]
    given = [token.forms[0] for token in tokens if token.role is not Role.SURNAME]
    rest = given if given and len(given) < len(forms) else forms[:-1]
    return tuple(dict.fromkeys(("".join(forms), "".join([*rest, *surname]), "".join([*surname, *rest]))))
