from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.evidence import Band, Evidence, Explanation
from rsoits.console.comparison import Piece, mark
from rsoits.console.waterfall import waterfall

WORDS = st.text(alphabet="ABCDEFGaeißéÅ ,-'İ", max_size=30)


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [
        ("HOLLIS, MARTEN", "Hollis, Marten", "same"),
        ("1971-03-09", "1971-09-03", "day and month are swapped"),
        ("HOLIS", "HOLLIS", "“L” only in the registry"),
        ("KARL", "CARL", "“K” instead of “C”"),
        ("", "HOLLIS", "not stated in the manifest"),
        ("", "", "not stated in the manifest or the registry"),
        ("ABCDE", "VWXYZ", "different"),
        ("ANNE MARIE", "ANNEMARIE", "“␣” only in the manifest"),
    ],
)
def test_differences_are_said_in_words(left: str, right: str, words: str) -> None:
    assert mark(left, right)[2] == words


@settings(max_examples=200)
@given(WORDS, WORDS)
def test_marks_lose_no_character_and_spare_what_is_equal(left: str, right: str) -> None:
    lefts, rights, words = mark(left, right)
    assert "".join(piece.text for piece in lefts) == left
    assert "".join(piece.text for piece in rights) == right
    assert any(piece.differs for piece in (*lefts, *rights)) == (words != "same" and not words.startswith("not stated"))


def test_only_the_characters_that_differ_are_marked() -> None:
    lefts, rights, _ = mark("HOLIS", "HOLLIS")
    assert lefts in ((Piece("HOL", False), Piece("IS", False)), (Piece("HO", False), Piece("LIS", False)))
    assert [piece.text for piece in rights if piece.differs] == ["L"]


@settings(max_examples=100)
@given(st.floats(-40, 0), st.lists(st.floats(-30, 30), max_size=10))
def test_every_bar_begins_where_the_one_before_ended(prior: float, weights: list[float]) -> None:
    told = tuple(Evidence("name", "level", bits, "a", "b", "") for bits in weights)
    total = prior + sum(weights)
    chart = waterfall(Explanation(0.5, total, Band.REVIEW, prior, told, (), "test"))
    assert len(chart.bars) == len(weights) + 2
    assert chart.bars[-1].bits == pytest.approx(total)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= chart.width
        assert bar.y < chart.height
    assert len(chart.ticks) <= 12
