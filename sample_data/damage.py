"""The damage that names, dates and documents take on their way from a registrant into a manifest."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from matchers.identity import PartialDate
from sample_data.chance import happens
from sample_data.names import CULTURES, NICKNAMES, machine_readable, on_the_wire, other_spelling
from sample_data.passports import passport
from sample_data.recorded import AliasKind
from sample_data.slips import other_digit, typo

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from random import Random

    from sample_data.recorded import Registrant
    from sample_data.travellers import Shown


class Damage(StrEnum):
    """What happened to the data of a registrant on its way; the truth names the kinds."""

    GLUED_TITLE = "glued_title"
    TITLE_APART = "title_apart"
    SWAPPED_NAMES = "swapped_names"
    WHOLE_NAME = "whole_name"
    RUN_TOGETHER = "run_together"
    SPELLING = "spelling"
    MACHINE_READABLE = "machine_readable"
    DROPPED_MIDDLE = "dropped_middle"
    ADDED_MIDDLE = "added_middle"
    INITIAL_ONLY = "initial_only"
    SURNAME_TYPO = "surname_typo"
    GIVEN_TYPO = "given_typo"
    TRUNCATED = "truncated"
    HALF_SURNAME = "half_surname"
    NO_GIVEN_NAME = "no_given_name"
    NICKNAME = "nickname"
    MAIDEN_NAME = "maiden_name"
    ALIAS = "alias"
    DAY_MONTH_SWAPPED = "day_month_swapped"
    DIGIT_WRONG = "digit_wrong"
    YEAR_OFF = "year_off"
    FIRST_OF_JANUARY = "first_of_january"
    PARTIAL_BIRTH_DATE = "partial_birth_date"
    NO_BIRTH_DATE = "no_birth_date"
    OTHER_BIRTH_DATE = "other_birth_date"
    NEW_PASSPORT = "new_passport"
    OCR_PASSPORT = "ocr_passport"
    PASSPORT_DIGIT = "passport_digit"
    NO_PASSPORT = "no_passport"
    SECOND_PASSPORT = "second_passport"
    NO_SEX = "no_sex"


def damaged(kind: Damage, rng: Random, person: Registrant, shown: Shown, today: date) -> Shown | None:
    """Do one kind of damage; None when it is impossible for this person or would change nothing."""
    result = _DAMAGE[kind](rng, person, shown, today)
    return None if result == shown else result


def _title(rng: Random, sex: str) -> str:
    return rng.choice(("MRS", "MS")) if sex == "F" else rng.choice(("MR", "MR", "DR"))


def _swap_day_and_month(shown: Shown) -> Shown:
    born = shown.born
    if born and born.day and born.month and born.day <= 12:  # noqa: PLR2004  a day that can be a month
        return replace(shown, born=PartialDate(born.year, born.day, born.month))
    return shown


def _wrong_digit(rng: Random, shown: Shown) -> Shown:
    born = shown.born
    if not born or not born.day:
        return shown
    units = [unit for unit in range(1 if born.day > 9 else 0, 9) if unit != born.day % 10]  # noqa: PLR2004  two digits
    day = born.day // 10 * 10 + rng.choice(units or [1])
    return replace(shown, born=PartialDate(born.year, born.month, min(day, 28) or 1))


def _year_off(rng: Random, shown: Shown) -> Shown:
    born = shown.born
    if not born or not born.day:
        return shown
    return replace(
        shown, born=PartialDate(born.year + rng.choice((-10, -2, -1, 1, 2, 10)), born.month, min(born.day, 28))
    )


def _ocr(shown: Shown) -> Shown:
    document = shown.document
    for right, wrong in (("0", "O"), ("1", "I"), ("5", "S"), ("8", "B"), ("2", "Z"), ("6", "G")):
        if document and right in document.number:
            return replace(shown, document=replace(document, number=document.number.replace(right, wrong, 1)))
    return shown


def _as_alias(rng: Random, person: Registrant, shown: Shown, kind: AliasKind) -> Shown:
    fitting = [alias for alias in person.aliases if alias.kind is kind and alias.surname]
    if not fitting:
        return shown
    alias = rng.choice(fitting)
    return replace(shown, surname=on_the_wire(alias.surname), given=on_the_wire(alias.given), extra="")


def _nickname(rng: Random, person: Registrant, shown: Shown) -> Shown:
    if person.given not in NICKNAMES:
        return shown
    return replace(shown, given=on_the_wire(rng.choice(NICKNAMES[person.given])))


def _glue(rng: Random, shown: Shown) -> Shown:
    title = _title(rng, shown.sex)
    if shown.extra:
        return replace(shown, extra=shown.extra + title)
    return replace(shown, given=shown.given + title)


def _truncate(person: Registrant, shown: Shown) -> Shown:
    """Cut as ticketing does, or leave only the first letters of the given names."""
    del person
    if len(shown.surname) > 12:  # noqa: PLR2004  long enough to be cut
        return replace(shown, surname=shown.surname[:12].rstrip(" -"))
    if len(shown.given) > 6:  # noqa: PLR2004  long enough to be cut
        return replace(shown, given=shown.given[:5], extra="")
    return shown


def _other_recorded_birth(rng: Random, person: Registrant, shown: Shown) -> Shown:
    return replace(shown, born=rng.choice(person.birth_dates[1:])) if len(person.birth_dates) > 1 else shown


def _renewed(rng: Random, person: Registrant, shown: Shown, today: date) -> Shown:
    if not person.documents:
        return shown
    return replace(shown, document=passport(rng, today, person.documents[0].issuer))


def _with_document_number(person: Registrant, shown: Shown, change: Callable[[Shown], Shown]) -> Shown:
    return change(shown) if person.documents and shown.document else shown


def _second_passport(person: Registrant, shown: Shown) -> Shown:
    if len(person.documents) < 2:  # noqa: PLR2004  a first and a second
        return shown
    return replace(shown, document=person.documents[1], nationality=person.documents[1].issuer)


def _misread_digit(rng: Random, shown: Shown) -> Shown:
    document = shown.document
    return replace(shown, document=replace(document, number=other_digit(rng, document.number))) if document else shown


def _half(rng: Random, shown: Shown) -> Shown:
    parts = shown.surname.replace("-", " ").split()
    return replace(shown, surname=rng.choice(parts)) if len(parts) > 1 else shown


def _respelled(rng: Random, person: Registrant, shown: Shown) -> Shown:
    surname, given = other_spelling(rng, person.surname), other_spelling(rng, person.given)
    return replace(shown, surname=on_the_wire(surname), given=on_the_wire(given))


_DAMAGE: dict[Damage, Callable[[Random, Registrant, Shown, date], Shown]] = {
    Damage.GLUED_TITLE: lambda rng, _, shown, __: _glue(rng, shown),
    Damage.TITLE_APART: lambda rng, _, shown, __: replace(shown, given=shown.given_names, extra=_title(rng, shown.sex)),
    Damage.SWAPPED_NAMES: lambda _, __, shown, ___: replace(
        shown, surname=shown.given, given=shown.surname, extra=shown.extra
    ),
    Damage.WHOLE_NAME: lambda rng, _, shown, __: replace(
        shown,
        surname=rng.choice((f"{shown.given} {shown.surname}", f"{shown.surname}/{shown.given}")),
        given="",
        extra="",
    ),
    Damage.RUN_TOGETHER: lambda _, __, shown, ___: replace(
        shown,
        surname="".join(sign for sign in shown.surname if sign.isalpha()),
        given="".join(sign for sign in shown.given_names if sign.isalpha()),
        extra="",
    ),
    Damage.SPELLING: lambda rng, person, shown, _: _respelled(rng, person, shown),
    Damage.MACHINE_READABLE: lambda _, person, shown, __: replace(
        shown,
        surname=machine_readable(person.surname),
        given=machine_readable(person.given),
        extra=machine_readable(person.middle),
    ),
    Damage.DROPPED_MIDDLE: lambda _, __, shown, ___: replace(shown, extra=""),
    Damage.ADDED_MIDDLE: lambda rng, person, shown, _: (
        shown if shown.extra else replace(shown, extra=on_the_wire(CULTURES[person.culture].given(rng, person.sex)))
    ),
    Damage.INITIAL_ONLY: lambda _, __, shown, ___: replace(shown, given=shown.given[:1], extra=shown.extra[:1]),
    Damage.SURNAME_TYPO: lambda rng, _, shown, __: replace(shown, surname=typo(rng, shown.surname)),
    Damage.GIVEN_TYPO: lambda rng, _, shown, __: replace(shown, given=typo(rng, shown.given)),
    Damage.TRUNCATED: lambda _, person, shown, __: _truncate(person, shown),
    Damage.HALF_SURNAME: lambda rng, _, shown, __: _half(rng, shown),
    Damage.NO_GIVEN_NAME: lambda rng, _, shown, __: replace(
        shown, given=rng.choice(("", "FNU", "XXX", "UNKNOWN")), extra=""
    ),
    Damage.NICKNAME: lambda rng, person, shown, _: _nickname(rng, person, shown),
    Damage.MAIDEN_NAME: lambda rng, person, shown, _: _as_alias(rng, person, shown, AliasKind.MAIDEN),
    Damage.ALIAS: lambda rng, person, shown, _: _as_alias(rng, person, shown, AliasKind.OTHER),
    Damage.DAY_MONTH_SWAPPED: lambda _, __, shown, ___: _swap_day_and_month(shown),
    Damage.DIGIT_WRONG: lambda rng, _, shown, __: _wrong_digit(rng, shown),
    Damage.YEAR_OFF: lambda rng, _, shown, __: _year_off(rng, shown),
    Damage.FIRST_OF_JANUARY: lambda _, __, shown, ___: replace(
        shown, born=shown.born and PartialDate(shown.born.year, 1, 1)
    ),
    Damage.PARTIAL_BIRTH_DATE: lambda rng, _, shown, __: replace(
        shown, born=shown.born and PartialDate(shown.born.year, shown.born.month if happens(rng, 0.4) else None)
    ),
    Damage.NO_BIRTH_DATE: lambda _, __, shown, ___: replace(shown, born=None),
    Damage.OTHER_BIRTH_DATE: lambda rng, person, shown, _: _other_recorded_birth(rng, person, shown),
    Damage.NEW_PASSPORT: _renewed,
    Damage.OCR_PASSPORT: lambda _, person, shown, __: _with_document_number(person, shown, _ocr),
    Damage.PASSPORT_DIGIT: lambda rng, person, shown, _: _with_document_number(
        person, shown, lambda sent: _misread_digit(rng, sent)
    ),
    Damage.NO_PASSPORT: lambda _, __, shown, ___: replace(shown, document=None),
    Damage.SECOND_PASSPORT: lambda _, person, shown, __: _second_passport(person, shown),
    Damage.NO_SEX: lambda _, __, shown, ___: replace(shown, sex=""),
}

OF_THE_NAME = frozenset(list(Damage)[: list(Damage).index(Damage.DAY_MONTH_SWAPPED)])
OF_THE_BIRTH_DATE = frozenset(
    list(Damage)[list(Damage).index(Damage.DAY_MONTH_SWAPPED) : list(Damage).index(Damage.NEW_PASSPORT)]
)
"""Two kinds of damage to one traveller come from different groups."""
