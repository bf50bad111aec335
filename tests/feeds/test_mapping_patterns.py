from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.mapping.days import understood_date
from feeds.mapping.patterns import Pattern, UnreadablePatternError, pattern
from feeds.mapping.targets import DATES, Kind

FLIGHT = date(2026, 3, 28)


def _read(written: str, *formats: str, kind: Kind = Kind.BIRTH) -> str:
    return understood_date(written, kind, tuple(map(pattern, formats)), FLIGHT).text


@pytest.mark.parametrize(
    ("written", "form", "meant"),
    [
        ("09.03.1971", "DD.MM.YYYY", "1971-03-09"),
        ("9/3/1971", "D/M/YYYY", "1971-03-09"),
        ("3-9-71", "M-D-YY", "1971-03-09"),
        ("09MAR71", "DDMMMYY", "1971-03-09"),
        ("09 mar 1971", "DD MMM YYYY", "1971-03-09"),
        ("19710309", "YYYYMMDD", "1971-03-09"),
        ("28.03.26", "DD.MM.YY", "2026-03-28"),
        ("29.03.26", "DD.MM.YY", "1926-03-29"),
        ("03/1971", "MM/YYYY", "1971-03"),
        ("1971", "YYYY", "1971"),
        ("XX.03.1971", "DD.MM.YYYY", "1971-03"),
        ("00.00.1971", "DD.MM.YYYY", "1971"),
        ("30.02.1971", "DD.MM.YYYY", ""),
        ("31.12.1871", "DD.MM.YYYY", ""),
        ("1971-03-09", "DD.MM.YYYY", ""),
        ("٠٩.٠٣.١٩٧١", "DD.MM.YYYY", ""),
    ],
)
def test_birth_dates_are_read_in_their_format_and_never_mended(written: str, form: str, meant: str) -> None:
    assert _read(written, form) == meant


def test_the_first_format_that_fits_is_used_and_without_one_it_is_iso() -> None:
    assert _read("1958", "DD.MM.YYYY", "YYYY") == "1958"
    assert _read("1958-04") == "1958-04"
    assert _read("04.1958") == ""


@pytest.mark.parametrize(
    ("written", "form", "meant"),
    [
        ("03/34", "MM/YY", "2034-03"),
        ("31.12.19", "DD.MM.YY", "2019-12-31"),
        ("31.12.2034", "DD.MM.YYYY", "2034-12-31"),
        ("31.12.0034", "DD.MM.YYYY", ""),
    ],
)
def test_an_expiry_lies_near_the_journey(written: str, form: str, meant: str) -> None:
    assert _read(written, form, kind=Kind.EXPIRY) == meant


@pytest.mark.parametrize(
    ("written", "form", "meant"),
    [
        ("28.03.2026 09:05", "DD.MM.YYYY hh:mm", "2026-03-28T09:05"),
        ("28.03.2026 9:05", "DD.MM.YYYY h:mm", "2026-03-28T09:05"),
        ("260328 1405", "YYMMDD hhmm", "2026-03-28T14:05"),
        ("3/28/2026 12:05 AM", "M/D/YYYY hh:mm AM", "2026-03-28T00:05"),
        ("3/28/2026 02:05:59 pm", "M/D/YYYY hh:mm:ss AM", "2026-03-28T14:05"),
        ("3/28/2026 14:05 PM", "M/D/YYYY hh:mm AM", ""),
        ("28.03.2026", "DD.MM.YYYY", "2026-03-28"),
        ("28.03.2103 14:05", "DD.MM.YYYY hh:mm", ""),
        ("XX.03.2026 14:05", "DD.MM.YYYY hh:mm", ""),
    ],
)
def test_times_are_read_to_the_minute(written: str, form: str, meant: str) -> None:
    assert _read(written, form, kind=Kind.MOMENT) == meant


@pytest.mark.parametrize(
    "form", ["", "%d.%m.%Y", "dd.mm.yyyy", "DD.MM", "DDYYYY", "YYYY YYYY", "MDYY", "hh:mm", "YYYY-MM-DD hh", "Y" * 41]
)
def test_a_format_that_names_no_day_is_refused(form: str) -> None:
    with pytest.raises(UnreadablePatternError) as error:
        pattern(form)
    assert str(error.value)


@settings(max_examples=200, deadline=None)
@given(
    st.text("YMDhmsAT.:/- X", max_size=20),
    st.text("0123456789JANX.:/- ", min_size=1, max_size=30),
    st.sampled_from([*DATES]),
)
def test_no_format_and_no_text_raise(form: str, written: str, kind: Kind) -> None:
    try:
        patterns: tuple[Pattern, ...] = (pattern(form),)
    except UnreadablePatternError:
        patterns = ()
    read = understood_date(written, kind, patterns, FLIGHT)

    assert read.text or read.problem or not written.strip()
