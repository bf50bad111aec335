"""Names: each word of one name is laid beside the word of the other it fits best, in any order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matchers.alignment import Fit, Part, fit
from matchers.evidence import Evidence
from matchers.names import PreparedName, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchers.model import Model

_SENTENCES = {
    "equal": "same {role} ({both})",
    "variant": "{role} read or written another way ({left} / {right})",
    "nickname": "{role} is an everyday form of the other ({left} / {right})",
    "initial": "{role} fits an initial ({left} / {right})",
    "truncated": "{role} cut short ({left} / {right})",
    "one letter": "{role} differs by one letter ({left} / {right})",
    "alike": "{role} sounds or looks alike ({left} / {right})",
    "joined": "{role} written together or apart ({left} / {right})",
    "run together": "whole name fits when run together ({left} / {right})",
    "different": "different {role} ({left} / {right})",
    "omitted": "{role} stated on one side only ({left}{right})",
}


def best_fit(left: Sequence[PreparedName], right: Sequence[PreparedName], model: Model) -> tuple[Fit, float] | None:
    """Return the best fitting pair of names and the bits it costs to have tried several; None without a name.

    The first name of a record is tried for nothing, its aliases share the price of log2 of their number.
    """
    best: tuple[Fit, float] | None = None
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            if one.tokens and other.tokens:
                tried = max(len(left) if i else 1, len(right) if j else 1)
                found = fit(one, other, model)
                price = -round(math.log2(tried), 2) if found.bits > 0 else 0.0
                if best is None or found.bits + price > best[0].bits + best[1]:
                    best = found, price
    return best


def names(found: tuple[Fit, float], model: Model) -> list[Evidence]:
    """Names agree word by word; a rare word that agrees says more, two words that differ contradict."""
    fitted, price = found
    rows = [_row(part) for part in fitted.parts]
    if fitted.swapped:
        rows.append(
            Evidence(
                "name order", "swapped", model.names.swapped, fitted.left.written, fitted.right.written,
                "family and given name swapped",
            )
        )  # fmt: skip
    if price:
        told = f"found through an alias ({fitted.left.written} / {fitted.right.written})"
        rows.append(Evidence("alias", "one of several", price, fitted.left.written, fitted.right.written, told))
    return rows


def _row(part: Part) -> Evidence:
    left, right = (" ".join(token.written for token in side) for side in (part.left, part.right))
    roles = {token.role for token in part.left + part.right}
    role = roles.pop() if len(roles) == 1 else Role.UNKNOWN
    both = left if left == right else f"{left} / {right}"
    told = _SENTENCES[part.level].format(role=role, left=left, right=right, both=both)
    return Evidence(role.value, part.level, part.bits, left, right, told)
