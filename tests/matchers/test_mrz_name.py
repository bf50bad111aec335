from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.mrz_name import WIDTHS, may_be_cut, mrz_name


# Names that ICAO Doc 9303 part 3, section 4.6, and part 4, section 4.2.3, print as examples.
@pytest.mark.parametrize(
    ("surname", "given_names", "field"),
    [
        ("van der Muellen", "Anna Maria", "VAN<DER<MUELLEN<<ANNA<MARIA"),
        ("O'Connor", "Enya Siobhan", "OCONNOR<<ENYA<SIOBHAN"),
        ("Martin", "Dr. Anne-Marie", "MARTIN<<ANNE<MARIE"),
        ("Smith Jr.", "Steve", "SMITH<<STEVE"),
        ("Arkfreith", "", "ARKFREITH"),
        ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("Bennelong Wooloomooloo Warrandyte Warnambool", "Dingo Potoroo", "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"),
        ("Papandropoulous", "Jonathon Warren Trevor", "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
        ("Papandropoulous", "Jonathon Alec", "PAPANDROPOULOUS<<JONATHON<ALEC"),
    ],
)
def test_the_name_field_of_a_passport(surname: str, given_names: str, field: str) -> None:
    assert mrz_name(surname, given_names) == field.ljust(39, "<")


def test_a_suffix_that_is_legally_part_of_the_name_stands_with_the_given_names() -> None:
    assert mrz_name("Smith Jr", "John", titles=True).rstrip("<") == "SMITH<<JOHN<JR"


def test_a_name_that_is_nothing_but_a_title_stays() -> None:
    assert mrz_name("Rev", "Sir").rstrip("<") == "REV<<SIR"


def test_the_letters_are_those_of_the_issuing_state() -> None:
    assert mrz_name("Щерев", "Мария", "BGR").rstrip("<") == "SHTEREV<<MARIA"
    assert mrz_name("Щерев", "Мария").rstrip("<") == "SHCHEREV<<MARIIA"


def test_only_a_field_that_ends_in_a_letter_may_be_cut() -> None:
    assert may_be_cut(mrz_name("Papandropoulous", "Jonathon Warren Trevor"))
    assert not may_be_cut(mrz_name("Papandropoulous", "Jonathon Warren Tremor", width=40))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text("ABCDE", min_size=1, max_size=14), min_size=1, max_size=6),
    st.lists(st.text("FGHIJ", min_size=1, max_size=14), max_size=6),
    st.sampled_from(sorted(WIDTHS.values())),
)
def test_however_long_the_name_the_field_fits_and_shows_both_parts(
    surname: list[str], given_names: list[str], width: int
) -> None:
    field = mrz_name(" ".join(surname), " ".join(given_names), width=width)

    assert len(field) == width
    assert re.fullmatch(r"[A-E<]*?[A-E](<<[F-J][F-J<]*)?<*", field)
    assert ("<<" in field.rstrip("<")) is bool(given_names)
    fits = len("<".join(surname)) + len("<".join(given_names)) + 2 * bool(given_names) < width
    assert may_be_cut(field) is not fits
