from __future__ import annotations

import string
from itertools import zip_longest

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydifact.parser import Parser

from feeds.delimiters import Delimiters
from feeds.edifact import Segment, interchanges, looks_like_edifact, written
from tests.feeds.messages import END, FILE, HEAD, LEG, UNA, UNB

SYMBOLS = ":+.?*'-()$#\"!;<>|~^@%&="
_header = ("UNB", (("UNB",), ("UNOA", "4"), ("QZ",), ("US",)))
_component = st.text(string.ascii_letters + string.digits + " " + SYMBOLS + "éÑß", max_size=8)
_elements = st.lists(st.lists(_component, min_size=1, max_size=4).map(tuple), max_size=5)
_segments = st.lists(st.tuples(st.sampled_from(["NAD", "LOC", "DTM", "FTX", "DOC"]), _elements), min_size=1, max_size=8)

_PYDIFACT_HAS_NO_TABLES = pytest.mark.filterwarnings("ignore::pydifact.exceptions.MissingImplementationWarning")


@st.composite
def _delimiters(draw: st.DrawFn) -> Delimiters:
    component, element, release, terminator = draw(st.permutations(SYMBOLS))[:4]
    return Delimiters(component, element, ".", release, " ", terminator)


def _all(text: str) -> list[Segment]:
    return [segment for interchange in interchanges(text) for segment in interchange.segments()]


@settings(max_examples=150, deadline=None)
@given(segments=_segments, delimiters=_delimiters())
def test_what_is_written_with_any_una_is_read_back_equal(
    segments: list[tuple[str, list[tuple[str, ...]]]], delimiters: Delimiters
) -> None:
    tagged = [_header, *((tag, ((tag,), *elements)) for tag, elements in segments)]
    sent = tuple(Segment(number, tag, elements, "") for number, (tag, elements) in enumerate(tagged, 1))
    text = written(sent, delimiters)

    (interchange,) = interchanges(text)

    assert interchange.delimiters == delimiters
    assert [(one.number, one.tag, one.elements) for one in interchange.segments()] == [
        (one.number, one.tag, one.elements) for one in sent
    ]


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from("UNABHZGMTDLOC+:'?. \r\n12*\x1d"), max_size=120))
def test_any_text_is_tokenised_without_loss(text: str) -> None:
    found = interchanges(text)

    clean = "".join(letter for letter in text if ord(letter) >= 32)
    for interchange in found:
        assert all(piece in text or piece in clean for piece in interchange.pieces)
    assert bool(found) == looks_like_edifact(text)


def test_joined_raw_segments_are_the_file_again() -> None:
    (interchange,) = interchanges(FILE)

    assert UNA + "".join(segment.raw + "'" for segment in interchange.segments()) == FILE


@pytest.mark.parametrize("stated", [":+.? '", ":+.?*'", ":*.? $", ":*.? #", ":-.? '", ":(.) -", ":(.? )", "|;,~ !"])
def test_delimiters_stated_by_a_una(stated: str) -> None:
    component, element, release, terminator = (stated[place] for place in (0, 1, 3, 5))
    plain = [("UNB", ("UNOA", "4")), ("UNH", ("PAX",)), ("NAD", ("A" + terminator + element, release + component))]
    sent = tuple(Segment(0, tag, ((tag,), parts), "") for tag, parts in plain)

    (interchange,) = interchanges(written(sent, Delimiters(*stated)))

    assert str(interchange.delimiters) == stated
    assert interchange.declared
    assert [one.elements for one in interchange.segments()] == [one.elements for one in sent]


@pytest.mark.parametrize("terminator", ["'", '"', "$", "~", "\n"])
def test_the_terminator_is_inferred_without_a_una(terminator: str) -> None:
    text = (UNB + HEAD + LEG + END).replace("'", terminator)

    (interchange,) = interchanges(text)

    assert interchange.delimiters.terminator == terminator
    assert [one.tag for one in interchange.segments()] == [one.tag for one in _all(UNB + HEAD + LEG + END)]


@pytest.mark.parametrize(
    ("una", "shown"),
    [("UNA:+.?'\r\n", ":+.? '"), ("UNA:+.?' ", ":+.? '"), ("UNA:+\\*'", ":+.\\*'"), ("UNA:+.? '  \n", ":+.? '")],
)
def test_a_short_una_is_completed(una: str, shown: str) -> None:
    (interchange,) = interchanges(una + UNB + HEAD + END)

    assert str(interchange.delimiters) == shown
    assert interchange.pieces[0] == UNB[:-1]


def test_a_una_that_does_not_fit_its_interchange_is_not_believed() -> None:
    (interchange,) = interchanges("UNA:+.? \u2019" + UNB + HEAD + LEG + END)

    assert interchange.delimiters.terminator == "'"


def test_a_blank_as_release_means_none() -> None:
    (interchange,) = interchanges("UNA:+.  'UNB+UNOA:4+A?'NAD+FL+++X?:Y'")

    assert [one.elements[-1] for one in interchange.segments()] == [("A?",), ("X?", "Y")]


def test_released_characters_are_literal_and_doubled_releases_are_one() -> None:
    segments = _all("UNB+UNOA:4+A'FTX+AAA+++IT??'FTX+AAA+++A?+B?:C?'D???'E'")

    assert [one.value(4) for one in segments[1:]] == ["IT?", "A+B:C'D?'E"]


@pytest.mark.parametrize("width", [1, 7, 64, 69])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\r\n\x0c"])
def test_a_telex_wrap_changes_nothing(width: int, line_end: str) -> None:
    wrapped = line_end.join(FILE[place : place + width] for place in range(0, len(FILE), width))

    assert _all(wrapped) == _all(FILE)


def test_noise_around_an_interchange_is_kept_apart() -> None:
    (interchange,) = interchanges(
        f"\x01QN HDQXX\r\n.ABCDE 130631\r\n\x02{FILE}\r\n\r\n\x03Don't reply, it's automatic'\r\n"
    )

    assert interchange.before == "QN HDQXX.ABCDE 130631"
    assert interchange.after == "Don't reply, it's automatic'"
    assert [one.raw for one in interchange.segments()] == [one.raw for one in _all(FILE)]


def test_noise_between_segments_does_not_hide_a_tag() -> None:
    tags = [one.tag for one in _all(UNB + HEAD + "\r\nQN HDQXX\r\n.ABC 130631\r\n" + LEG + END)]

    assert tags == [one.tag for one in _all(UNB + HEAD + LEG + END)]


@pytest.mark.parametrize("prefix", ["2026-03-01 06:00:01 INFO ", "line 7 ", "2026-03-01T06:00+00:00 "])
def test_a_log_prefix_before_every_segment_is_passed_over(prefix: str) -> None:
    plain = _all(UNB + HEAD + LEG + END)
    logged = _all("".join(f"{prefix}{one.raw}'\r\n" for one in plain))

    assert [one.elements for one in logged] == [one.elements for one in plain]


def test_tags_may_be_small_and_stand_between_blanks() -> None:
    assert [one.tag for one in _all("unb+unoa:4+qz+us' unh +1+paxlst:d' Bgm+745'")] == ["UNB", "UNH", "BGM"]


def test_several_interchanges_each_with_their_own_delimiters() -> None:
    second = (UNB + HEAD + LEG + END).replace("'", '"')
    third = "UNA:*.? $" + (UNB + HEAD + LEG + END).replace("'", "$").replace("+", "*")

    found = interchanges(FILE + "\r\n" + second + "junk\r\n" + third)

    assert [str(one.delimiters) for one in found] == [":+.? '", ':+.? "', ":*.? $"]
    assert [len(one.pieces) for one in found[1:]] == [len(_all(UNB + HEAD + LEG + END))] * 2
    assert found[1].first == len(_all(FILE)) + 1


def test_level_b_separators_are_delimiters_and_not_noise() -> None:
    text = (UNB + HEAD + LEG + END).replace("'", "\x1c").replace("+", "\x1d").replace(":", "\x1f")

    assert [one.elements for one in _all(text)] == [one.elements for one in _all(UNB + HEAD + LEG + END)]


def test_a_cut_tail_is_a_truncated_segment() -> None:
    (interchange,) = interchanges(FILE[: FILE.index("SHEA") + 2])

    assert interchange.truncated
    assert interchange.pieces[-1].startswith("NAD+FL+++O?'SH")


def test_more_segments_than_allowed_are_cut_off() -> None:
    (interchange,) = interchanges(FILE, most_segments=5)

    assert interchange.cut
    assert len(interchange.pieces) == 5


@_PYDIFACT_HAS_NO_TABLES
def test_a_conformant_file_reads_as_pydifact_reads_it() -> None:
    ours = [(one.tag, [list(element) for element in one.elements[1:]]) for one in _all(FILE)]
    theirs = [
        (one.tag, [[element] if isinstance(element, str) else list(element) for element in one.elements])
        for one in Parser().parse(FILE)
        if one.tag != "UNA"
    ]

    for mine, other in zip_longest(ours, theirs):
        assert mine == other


@_PYDIFACT_HAS_NO_TABLES
@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_values_agree_with_pydifact_after_release(value: str) -> None:
    assume(value.strip())
    sent = (Segment(1, "UNB", (("UNB",), ("UNOA", "4")), ""), Segment(2, "FTX", (("FTX",), ("AAA",), (value,)), ""))
    text = written(sent, Delimiters())

    theirs = [one.elements for one in Parser().parse(text)][-1][-1]

    assert _all(text)[-1].elements[-1] == (theirs,)
