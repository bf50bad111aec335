"""The weights of the comparison: log2 of m over u for each level, versioned, with where each comes from.

m is how often one person's two records show a level, u how often two people's do. Unless a field says otherwise,
m comes from published disagreements between sources on one person (UN and OFAC lists, politicians' birth dates) and
u from counting: 365 days, some 45 years of birth, tables of name frequencies.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from matchers.evidence import Band

if TYPE_CHECKING:
    from collections.abc import Mapping

_CERTAIN = 1000
"""Beyond this many bits a probability is 0 or 1 in floating point."""


@dataclass(frozen=True, slots=True, eq=False)
class NameWeights:
    """Names. An agreeing word earns its rarity; everything less earns less. Told apart by identity: a cache's key."""

    exact: float = -0.15
    """log2 of m = .9: nine in ten words of a name come through as they were."""
    variant: float = -0.5
    """Another reading of the same letters, MUELLER for MÜLLER, or a particle glued on."""
    nickname: float = -2.0
    """One in four uses an everyday form somewhere."""
    truncated: float = -2.5
    fuzzy: float = -1.0
    unlike: float = -8.0
    """Added to `fuzzy` in proportion to what is unlike: the further two spellings are apart, the rarer one person's."""
    initial: float = 3.0
    """One in twelve shares the first letter; nearly every true pair does."""
    other_initial: float = -4.0
    joined: float = -1.5
    curve: tuple[tuple[float, float], ...] = (
        (0.0, -6.0), (0.3, -5.0), (0.4, -4.0), (0.5, -1.5), (0.6, 1.0), (0.7, 3.5), (0.8, 6.0), (0.9, 8.5), (1.0, 11.0),
    )  # fmt: skip
    """Bits by likeness: spelling variants of one name against random pairs of names."""
    short: tuple[float, ...] = (0.0, 0.0, 1.0, 3.0, 5.0, 8.0)
    """The most a likeness can earn, by the letters of the shorter word; Li and Le prove nothing."""
    omitted: float = -0.7
    swapped: float = -1.0
    """Family and given name are keyed the wrong way round in about one record in fifty, priced once for the name."""
    first_given: float = 1.5
    """A first given name that contradicts counts more than a surname, which siblings share and marriage changes."""
    later_given: float = 0.5
    """A further given name counts half when it contradicts."""
    patronymic: float = 0.1
    """A patronymic counts a tenth, and so does leaving one, an initial or a further given name out; both are usual."""


@dataclass(frozen=True, slots=True)
class DateWeights:
    """Birth dates. u of a whole date is one in some 25,000; m of each slip is what sources on one person show."""

    levels: Mapping[str, float] = field(
        default_factory=lambda: {
            "equal": 14.0,
            "swapped": 8.0,
            "year off by one": 6.5,
            "one digit": 5.5,
            "one part": 2.5,
            "equal placeholder": 6.5,
            "placeholder": 3.0,
            "month known": 8.5,
            "year known": 5.0,
            "year known, off by one": -1.5,
            "same year": -2.0,
            "other": -8.0,
        }
    )


@dataclass(frozen=True, slots=True)
class DocumentWeights:
    """Travel documents. Numbers have nine places, are renewed every ten years and misread letter by letter."""

    equal: float = 22.0
    other_issuer: float = 10.0
    confused: float = 16.0
    edited: float = 10.0
    """Less than its chance among strangers says: families hold consecutive numbers."""
    different: float = -0.7


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """All weights, the expected rate of registrants among travellers, and the two thresholds; `version` names it."""

    version: str = "2026.1"
    names: NameWeights = field(default_factory=NameWeights)
    dates: DateWeights = field(default_factory=DateWeights)
    documents: DocumentWeights = field(default_factory=DocumentWeights)
    same_sex: float = 0.4
    other_sex: float = -3.0
    """One manifest in a hundred states the sex wrong; it never excludes."""
    same_nationality: float = 0.7
    other_nationality: float = -1.5
    """Weak on purpose: most of what a nationality says, the name has said."""
    rate: float = 0.01
    """How many travellers in one are registrants, assumed until decisions have been counted."""
    population: int = 1_000_000
    """How many registrants are assumed where there is no registry to count them in."""
    completeness: float = 0.8
    unseen_rivals: float = 0.0625
    """What a name that no other registrant bears counts as, in rivals; bounds what any name can say."""
    review: float = 0.10
    """Read by an analyst from this probability: one hit in ten readings is worth a reading."""
    strong: float = 0.95
    """Read first from this probability: a rare name and birth date agree, or a document and either of them."""

    def prior(self, population: int) -> float:
        """Return the bits for one traveller being one of `population` registrants before anything is compared."""
        return round(math.log2(self.rate / max(1, population)), 2)

    def name_cap(self, population: int, rivals: int) -> float:
        """Return the most a name can say, in bits, when `rivals` other registrants bear it as well."""
        return round(max(0.0, math.log2(self.completeness * max(2, population) / (self.unseen_rivals + rivals))), 2)

    def band(self, bits: float) -> Band:
        """Return what happens to a pair with this many bits."""
        likely = probability(bits)
        if likely >= self.strong:
            return Band.STRONG
        return Band.REVIEW if likely >= self.review else Band.BELOW

    @property
    def review_bits(self) -> float:
        """The bits from which an analyst reads a pair."""
        return math.log2(self.review / (1 - self.review))

    @property
    def strong_bits(self) -> float:
        """The bits from which a pair is read first."""
        return math.log2(self.strong / (1 - self.strong))


def probability(bits: float) -> float:
    """Return 1 / (1 + 2^-bits)."""
    if abs(bits) > _CERTAIN:
        return float(bits > 0)
    return float(1 / (1 + 2.0**-bits))


@cache
def default_model() -> Model:
    """Return the weights this release ships."""
    return Model()
