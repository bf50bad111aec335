"""How alike two words of a name look and sound, from 0 to 1."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from matchers.phonetics import skeletons, sound

_BROAD = str.maketrans({"L": "R", "F": "P", "M": "N", "J": "S"})


@lru_cache(maxsize=500_000)
def similarity(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Return the mean likeness of spelling, of sound and of broad skeleton, each over the best pair of forms.

    The broad skeleton makes one class of L and R, of B, F, P and V, and of M and N, which scripts confuse.
    """
    alike = Levenshtein.normalized_similarity
    spelling = max(alike(one, other) for one in left for other in right)
    heard = max(alike(sound(one), sound(other)) for one in left for other in right)
    bones = max(alike(one, other) for one in _bones(left) for other in _bones(right))
    return (spelling + heard + bones) / 3


@lru_cache(maxsize=200_000)
def _bones(forms: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({bone.translate(_BROAD) for form in forms for bone in skeletons(form)})
