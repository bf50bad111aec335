"""Two names side by side: each word beside the one it fits best, in any order, with the bits that says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from matchers.frequencies import rarity
from matchers.names import PreparedName, Role, Token
from matchers.similarity import similarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matchers.model import Model, NameWeights

_PREFIX = 4
_NEARLY = 0.9
_CROSSING = 2.0


class Part(NamedTuple):
    """Words of the left name beside words of the right one; one side is empty when a word was left out.

    `loss` is log2 of m, the share of `bits` that stays lost however rare the name is.
    """

    level: str
    bits: float
    loss: float
    left: tuple[Token, ...]
    right: tuple[Token, ...]

    words: str = ""
    """The words of both sides in an order that does not depend on the side."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How one name fits another: the parts, whether family and given name are swapped, and the bits in all."""

    bits: float
    parts: tuple[Part, ...]
    swapped: bool
    left: PreparedName
    right: PreparedName

    @property
    def agreeing(self) -> float:
        """The bits of the parts that agree."""
        return math.fsum(part.bits for part in self.parts if part.bits > 0)

    @property
    def loss(self) -> float:
        """How much of it stays lost because parts agree only nearly."""
        return math.fsum(part.loss for part in self.parts if part.bits > 0)

    def bounded(self, cap: float) -> float:
        """Return the bits when agreement can say `cap` at most; what contradicts counts in full."""
        return self.bits + self.excess(cap)

    def excess(self, cap: float) -> float:
        """Return what the bound takes away, zero or less."""
        return round(min(0.0, cap + self.loss - self.agreeing), 2)

    @property
    def contradicts(self) -> bool:
        """Whether the names speak against one person."""
        return self.bits < 0


@lru_cache(maxsize=50_000)
def fit(left: PreparedName, right: PreparedName, model: Model) -> Fit:
    """Lay two prepared names side by side, best words first, and add up what they say."""
    weights = model.names
    parts = _align(left.tokens, right.tokens, weights)
    swapped = any(_crosses(part) and part.bits > 0 for part in parts)
    bits = math.fsum(part.bits for part in parts) + (weights.swapped if swapped else 0)
    whole = _run_together(left, right, weights)
    if whole and whole.bits > bits:
        return Fit(whole.bits, (whole,), False, left, right)
    return Fit(round(bits, 2), tuple(parts), swapped, left, right)


def ceiling(name: PreparedName, model: Model) -> float:
    """Return the most bits any other name can earn against this one."""
    return sum(rarity(token.forms[0]) + model.names.exact for token in name.tokens)


def _align(left: tuple[Token, ...], right: tuple[Token, ...], weights: NameWeights) -> list[Part]:
    offers = list(_offers(left, right, weights))
    offers.sort(key=_rank)
    parts: list[Part] = []
    taken_left = taken_right = 0
    for part, on_left, on_right in offers:
        if not (taken_left & on_left or taken_right & on_right):
            parts.append(part)
            taken_left |= on_left
            taken_right |= on_right
    parts += [_omitted(token, weights, on_left=True) for i, token in enumerate(left) if not taken_left >> i & 1]
    parts += [_omitted(token, weights, on_left=False) for j, token in enumerate(right) if not taken_right >> j & 1]
    return parts


def _offers(left: tuple[Token, ...], right: tuple[Token, ...], weights: NameWeights) -> Iterator[tuple[Part, int, int]]:
    """Offer each word beside each, and two neighbours beside one; the places taken on either side are bits."""
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            yield _pair(one, other, weights), 1 << i, 1 << j
    if len(left) != len(right):
        for (i, two), (j, one) in product(_neighbours(left), enumerate(right)):
            if _may_join(two, one):
                yield _joined(two, (one,), weights), 3 << i, 1 << j
        for (i, one), (j, two) in product(enumerate(left), _neighbours(right)):
            if _may_join(two, one):
                yield _joined((one,), two, weights), 1 << i, 3 << j


def _rank(offer: tuple[Part, int, int]) -> tuple[float, str]:
    """Order by bits; a surname beside a given name must be better by `_CROSSING`."""
    part = offer[0]
    return (_CROSSING if _crosses(part) else 0.0) - part.bits, part.words


def _crosses(part: Part) -> bool:
    if not part.left or not part.right:
        return False
    ours, theirs = part.left[0].role, part.right[0].role
    return ours is not theirs and ours is not Role.UNKNOWN and theirs is not Role.UNKNOWN


def _neighbours(tokens: tuple[Token, ...]) -> list[tuple[int, tuple[Token, Token]]]:
    return [(place, pair) for place, pair in enumerate(pairwise(tokens)) if pair[0].role is pair[1].role]


def _may_join(two: tuple[Token, Token], one: Token) -> bool:
    first, second, whole = two[0].forms[0], two[1].forms[0], one.forms[0]
    return first[0] == whole[0] and abs(len(first) + len(second) - len(whole)) <= 1


@lru_cache(maxsize=200_000)
def _pair(one: Token, other: Token, weights: NameWeights) -> Part:
    level, bits, loss = _likeness(one, other, weights)
    if one.patronymic and other.patronymic:
        bits *= weights.patronymic
    elif bits < 0 and (one.later or other.later or one.patronymic or other.patronymic):
        bits *= weights.later_given
    elif bits < 0 and one.role is other.role is Role.GIVEN:
        bits *= weights.first_given
    words = " ".join(sorted((one.forms[0], other.forms[0])))
    return Part(level, round(bits, 2), loss, (one,), (other,), words)


def _likeness(one: Token, other: Token, weights: NameWeights) -> tuple[str, float, float]:
    known = min(rarity(one.forms[0]), rarity(other.forms[0]))
    if one.forms[0] == other.forms[0]:
        return "equal", known + weights.exact, 0.0
    if not set(one.forms).isdisjoint(other.forms):
        return "variant", known + weights.variant, weights.variant
    if one.initial or other.initial:
        fits = one.forms[0][0] == other.forms[0][0]
        return ("initial", min(weights.initial, known), 0.0) if fits else ("different", weights.other_initial, 0.0)
    return _near(one, other, known, weights)


def _near(one: Token, other: Token, known: float, weights: NameWeights) -> tuple[str, float, float]:
    bits, loss = _by_curve(one, other, known, weights)
    if one.classes & other.classes and known + weights.nickname > bits:
        return "nickname", known + weights.nickname, weights.nickname
    if _cut_short(one, other) and known + weights.truncated > bits:
        return "truncated", known + weights.truncated, weights.truncated
    if bits <= 0:
        return "different", bits, 0.0
    close = any(OSA.distance(a, b, score_cutoff=1) <= 1 for a in one.forms for b in other.forms)
    return ("one letter" if close else "alike"), bits, loss


def _by_curve(one: Token, other: Token, known: float, weights: NameWeights) -> tuple[float, float]:
    likeness = similarity(*sorted((one.forms, other.forms)))
    bits = _interpolate(weights.curve, likeness)
    letters = min(len(one.forms[0]), len(other.forms[0]))
    limit = weights.short[letters] if letters < len(weights.short) else math.inf
    loss = weights.fuzzy + weights.unlike * (1 - likeness)
    return min(bits, limit, known + loss), loss


def _interpolate(curve: tuple[tuple[float, float], ...], at: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(curve):
        if at <= x1:
            return y0 + (y1 - y0) * (at - x0) / (x1 - x0)
    return curve[-1][1]


def _cut_short(one: Token, other: Token) -> bool:
    a, b = sorted((one.forms[0], other.forms[0]), key=len)
    return len(a) >= _PREFIX and b.startswith(a)


def _joined(left: tuple[Token, ...], right: tuple[Token, ...], weights: NameWeights) -> Part:
    one, other = ("".join(token.forms[0] for token in side) for side in (left, right))
    words = " ".join(sorted((one, other)))
    likeness = similarity(*sorted(((one,), (other,))))
    if likeness < _NEARLY:
        return Part("joined", -math.inf, 0.0, left, right, words)
    known = min(sum(rarity(token.forms[0]) for token in side) for side in (left, right))
    bits = min(_interpolate(weights.curve, likeness), known) + weights.joined
    return Part("joined", round(bits, 2), weights.joined, left, right, words)


def _run_together(left: PreparedName, right: PreparedName, weights: NameWeights) -> Part | None:
    split = 1 in {len(left.tokens), len(right.tokens)} or not (left.written.isascii() and right.written.isascii())
    if not split or len(left.tokens) == len(right.tokens):
        return None
    likeness = max(similarity(*sorted(((one,), (other,)))) for one in left.joined for other in right.joined)
    known = min(sum(rarity(token.forms[0]) for token in name.tokens) for name in (left, right))
    bits = min(_interpolate(weights.curve, likeness), known) + weights.joined
    loss = weights.joined + weights.unlike * (1 - likeness)
    return Part("run together", round(bits, 2), loss, left.tokens, right.tokens)


def _omitted(token: Token, weights: NameWeights, *, on_left: bool) -> Part:
    light = token.patronymic or token.initial or token.later
    bits = round(weights.omitted * (weights.patronymic if light else 1), 2)
    return Part("omitted", bits, 0.0, (token,) if on_left else (), () if on_left else (token,))
