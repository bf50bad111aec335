"""Places: nationality, weak because the name has said most of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matchers.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchers.model import Model


def nationalities(left: Sequence[str], right: Sequence[str], model: Model) -> list[Evidence]:
    """Nationalities shared speak a little for one person, different ones a little against; never decisive."""
    if not left or not right:
        return []
    ours, theirs = "|".join(left), "|".join(right)
    shared = sorted(set(left) & set(right))
    if shared:
        told = f"same nationality ({shared[0]})"
        return [Evidence("nationality", "same", model.same_nationality, ours, theirs, told)]
    told = f"different nationality ({ours} / {theirs})"
    return [Evidence("nationality", "different", model.other_nationality, ours, theirs, told)]
