"""Traits: the sex stated on both sides, weak and never excluding."""

from __future__ import annotations

from matchers.evidence import Evidence
from matchers.model import Model  # noqa: TC001  kept importable beside the function it types

_STATED = {"M", "F"}


def sex(left: str, right: str, model: Model) -> list[Evidence]:
    """Sex says little when it is the same and speaks against when it is not; X and unstated say nothing."""
    if left not in _STATED or right not in _STATED:
        return []
    if left == right:
        return [Evidence("sex", "same", model.same_sex, left, right, "same sex")]
    return [Evidence("sex", "different", model.other_sex, left, right, f"different sex ({left} / {right})")]
