from __future__ import annotations

import pytest

from feeds.codes.countries import country
from feeds.codes.places import Place, place
from feeds.codes.sexes import sex


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("USA", "USA"), ("us", "USA"), ("840", "USA"), ("United States", "USA"), ("U.S.A.", "USA"),
        ("D", "DEU"), ("DEU", "DEU"), ("GERMANY", "DEU"), ("UK", "GBR"), ("GBD", "GBD"), ("RKS", "RKS"),
        ("XKX", "RKS"), ("UNO", "UNO"), ("XXA", "XXA"), ("UTO", "UTO"), ("ROM", "ROU"), ("YUG", "YUG"),
        ("Côte d'Ivoire", "CIV"), ("COTE DIVOIRE", "CIV"), ("Korea, Republic of", "KOR"), ("Republic of Korea", "KOR"),
        ("NAM", "NAM"), ("NA", "NAM"), ("ABC", ""), ("", ""), ("??", ""),
    ],
)  # fmt: skip
def test_countries_in_any_writing(written: str, code: str) -> None:
    assert country(written) == code


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("IAH", Place("USA", "America/Chicago")),
        ("iah ", Place("USA", "America/Chicago")),
        ("LON", Place("GBR", "Europe/London")),
        ("NYC", Place("USA", "America/New_York")),
        ("KIV", Place("MDA", "Europe/Chisinau")),
        ("SXF", Place("DEU", "Europe/Berlin")),
        ("MMMX", Place("MEX", "America/Mexico_City")),
        ("NZAKL", Place("NZL", "Pacific/Auckland")),
        ("DEZZZ", Place("DEU", "")),
        ("MEX", Place("MEX", "America/Mexico_City")),
        ("ESP", Place("ESP", "")),
        ("", Place()),
        ("QQQ", Place()),
    ],
)
def test_places_of_every_kind(code: str, found: Place) -> None:
    assert place(code) == found


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("M", "M"),
        ("f", "F"),
        ("X", "X"),
        ("U", ""),
        ("1", "M"),
        ("2", "F"),
        ("0", ""),
        ("", ""),
        ("MI", "M"),
        ("Q", None),
    ],
)
def test_sexes(written: str, code: str | None) -> None:
    assert sex(written) == code
