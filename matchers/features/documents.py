"""Travel documents: the same number, one read wrongly, or another."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from matchers.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchers.identity import TravelDocument
    from matchers.model import Model

_CONFUSED = str.maketrans("OQDILSZBG", "000115286")
_FEWEST_SIGNS = 5
_FEWEST_KINDS = 3
_EDITABLE = 7


@lru_cache(maxsize=200_000)
def plain_number(number: str) -> str:
    """Return the letters and digits of a document number in capitals; empty when it is a filler such as 000000."""
    plain = "".join(sign for sign in number.upper() if sign.isascii() and sign.isalnum())
    return plain if len(plain) >= _FEWEST_SIGNS and len(set(plain)) >= _FEWEST_KINDS else ""


def folded(number: str) -> str:
    """Return a plain number with the signs readers confuse made one: O Q D 0, I L 1, S 5, Z 2, B 8, G 6."""
    return number.translate(_CONFUSED)


def documents(left: Sequence[TravelDocument], right: Sequence[TravelDocument], model: Model) -> list[Evidence]:
    """Document numbers agree, agree but for one misread sign, or differ, as they do after every renewal."""
    found = [row for one in left for other in right if (row := _pair(one, other, model))]
    return [max(found, key=lambda row: (row.bits, row.left, row.right))] if found else []


def _pair(one: TravelDocument, other: TravelDocument, model: Model) -> Evidence | None:
    first, second = plain_number(one.number), plain_number(other.number)
    if not first or not second:
        return None
    same_issuer = not one.issuer or not other.issuer or one.issuer.upper() == other.issuer.upper()
    weights = model.documents
    level, bits, told = "different", weights.different, "different document numbers"
    if first == second:
        level, bits, told = "equal", weights.equal, "same document number"
        if not same_issuer:
            level, bits, told = "equal, other issuer", weights.other_issuer, "same document number, other issuer"
    elif same_issuer and folded(first) == folded(second):
        level, bits, told = "confused", weights.confused, "document number agrees but for signs that are misread"
    elif same_issuer and min(len(first), len(second)) >= _EDITABLE and OSA.distance(folded(first), folded(second)) == 1:
        level, bits, told = "edited", weights.edited, "document number differs by one sign"
    values = f" ({one.number})" if one.number == other.number else f" ({one.number} / {other.number})"
    return Evidence("document", level, bits, str(one), str(other), told + values)
