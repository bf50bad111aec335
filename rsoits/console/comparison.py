"""Two records field by field: which characters differ, marked and in words, and which alias it was that hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from matchers.evidence import Explanation
from rsoits.store.manifests import Traveller
from rsoits.store.registrants import Registrant

_TOO_DIFFERENT = 0.4
_MOST_WORDS = 4
_DATE_LENGTH = 10
MANIFEST_AND_REGISTRY = ("the manifest", "the registry")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters; `differs` when the other side does not have it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the comparison: both sides in pieces, in words how they differ, and what else the registry knows."""

    label: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]
    words: str
    note: str = ""
    others: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        """True when both sides say the same."""
        return self.words == "same"


def compare(traveller: Traveller, registrant: Registrant, explanation: Explanation) -> list[Field]:
    """Put the traveller as sent beside the registry record; empty fields say so."""
    names = [registrant.name, *registrant.aliases]
    name = _that_hit(traveller.name, names, explanation)
    note = "" if name == registrant.name else f"alias; registered as {registrant.name}"
    return [
        _field("Name", traveller.name, name, note, [other for other in names if other not in {name, registrant.name}]),
        _nearest("Date of birth", traveller.birth_date, registrant.birth_dates),
        _field("Sex", traveller.sex, registrant.sex),
        _nearest("Nationality", traveller.nationality, registrant.nationalities),
        _nearest(
            "Document",
            _document(traveller.documents[0]) if traveller.documents else "",
            [_document(document) for document in registrant.documents],
        ),
    ]


def compare_records(left: Registrant, right: Registrant) -> list[Field]:
    """Put two registry records side by side: of several names, dates or documents the two most alike.

    What neither says is left out, but for the particulars every record should hold.
    """
    sides = (left.reference, right.reference)
    several = (
        ("Name", [left.name, *left.aliases], [right.name, *right.aliases]),
        ("Date of birth", left.birth_dates, right.birth_dates),
        ("Nationality", left.nationalities, right.nationalities),
        ("Document", [_document(each) for each in left.documents], [_document(each) for each in right.documents]),
    )
    fields = [_most_alike(label, lefts, rights, sides) for label, lefts, rights in several]
    single = (
        ("Sex", "sex"),
        ("FBI number", "fbi_number"),
        ("State id", "state_id"),
        ("Description", "description"),
        ("Offence", "offence"),
        ("Lives in", "residence_jurisdiction"),
    )
    stated = [(label, getattr(left, name), getattr(right, name)) for label, name in single]
    return fields + [_field(label, one, other, sides=sides) for label, one, other in stated if one or other]


def mark(
    left: str, right: str, sides: tuple[str, str] = MANIFEST_AND_REGISTRY
) -> tuple[tuple[Piece, ...], tuple[Piece, ...], str]:
    """Return both texts cut where they differ (letter case does not count), and the difference in words."""
    if not left or not right:
        silent = [side for side, text in zip(sides, (left, right), strict=True) if not text]
        return _whole(left), _whole(right), f"not stated in {' or '.join(silent)}"
    if left.casefold() == right.casefold():
        return _whole(left), _whole(right), "same"
    if swapped := _swapped(left, right):
        return _pieces_by_character(left, right), _pieces_by_character(right, left), swapped
    matcher = SequenceMatcher(None, left.upper(), right.upper(), autojunk=False)
    if matcher.ratio() < _TOO_DIFFERENT or len(left.upper()) != len(left) or len(right.upper()) != len(right):
        return (Piece(left, differs=True),), (Piece(right, differs=True),), "different"
    lefts, rights, told = [], [], []
    for kind, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        before, after = left[left_from:left_to], right[right_from:right_to]
        lefts += [Piece(before, kind != "equal")] if before else []
        rights += [Piece(after, kind != "equal")] if after else []
        told += [_in_words(before, after, sides)] if kind != "equal" else []
    words = "; ".join(told) if len(told) <= _MOST_WORDS else f"differs in {len(told)} places"
    return tuple(lefts), tuple(rights), words


def _field(
    label: str,
    left: str,
    right: str,
    note: str = "",
    others: Sequence[str] = (),
    sides: tuple[str, str] = MANIFEST_AND_REGISTRY,
) -> Field:
    return Field(label, *mark(left, right, sides), note, tuple(others))


def _most_alike(label: str, lefts: Sequence[str], rights: Sequence[str], sides: tuple[str, str]) -> Field:
    """Compare the two values nearest to each other, a nickname of one word last; list the others of both sides."""
    pairs = ((one, other) for one in lefts or [""] for other in rights or [""])
    left, right = max(pairs, key=lambda pair: (min(len(each.split()) for each in pair) > 1, _likeness(*pair)))
    rest = [each for each in dict.fromkeys([*lefts, *rights]) if each not in {left, right}]
    return _field(label, left, right, others=rest, sides=sides)


def _nearest(label: str, left: str, rights: Sequence[str]) -> Field:
    """Compare with whichever of the registry's values is nearest; the others are listed."""
    best = max(rights, key=lambda right: _likeness(left, right), default="")
    return _field(label, left, best, others=[right for right in rights if right != best])


def _that_hit(sent: str, names: Sequence[str], explanation: Explanation) -> str:
    """Return the registry's name that the matcher's evidence speaks of, else the one most like the name sent."""
    told = {row.right.casefold() for row in explanation.evidence if "name" in row.feature}
    return next((name for name in names if name.casefold() in told), max(names, key=lambda name: _likeness(sent, name)))


def _likeness(left: str, right: str) -> float:
    return SequenceMatcher(None, left.casefold(), right.casefold(), autojunk=False).ratio()


def _swapped(left: str, right: str) -> str:
    """Say so when two dates differ only in the order of day and month."""
    if len(left) != _DATE_LENGTH or len(right) != _DATE_LENGTH:
        return ""
    swapped = left[:5] + left[8:] + "-" + left[5:7]
    return "day and month are swapped" if swapped == right else ""


def _pieces_by_character(text: str, other: str) -> tuple[Piece, ...]:
    return tuple(Piece(here, here != there) for here, there in zip(text, other, strict=True))


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, differs=False),) if text else ()


def _in_words(before: str, after: str, sides: tuple[str, str]) -> str:
    before, after = _visible(before), _visible(after)
    if before and after:
        return f"“{before}” instead of “{after}”"
    return f"“{before}” only in {sides[0]}" if before else f"“{after}” only in {sides[1]}"


def _visible(text: str) -> str:
    return text.replace(" ", "␣") if not text.strip() else text.strip()


def _document(text: str) -> str:
    """Write `P:USA:123` as `P USA 123`."""
    return " ".join(part for part in text.split(":") if part)
