from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rsoits.services.plain_text import printable


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Same \x00 man", "Same man"),
        ("half a \ud83d pair", "half a pair"),
        ("two\nlines\tand\u00a0more ", "two lines and more"),
        ("Müller, 王秀英 \N{WAVING HAND SIGN}", "Müller, 王秀英 \N{WAVING HAND SIGN}"),
        ("\x00\x07", ""),
    ],
)
def test_what_cannot_be_printed_is_dropped_and_everything_else_stays(sent: str, kept: str) -> None:
    assert printable(sent, 100) == kept


def test_long_text_is_cut_and_does_not_end_in_a_blank() -> None:
    assert printable("abc def", 4) == "abc"


@settings(max_examples=100)
@given(st.text(st.characters(codec=None), max_size=60), st.integers(0, 40))
def test_the_result_can_always_be_stored_and_cleaning_twice_changes_nothing(text: str, most: int) -> None:
    clean = printable(text, most)
    clean.encode()
    assert len(clean) <= most
    assert not {unicodedata.category(sign) for sign in clean} & {"Cc", "Cs"}
    assert printable(clean, most) == clean
