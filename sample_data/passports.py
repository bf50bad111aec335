"""Invented passports in the formats of their states."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from matchers.identity import PartialDate, TravelDocument
from sample_data.chance import code

if TYPE_CHECKING:
    from random import Random

PATTERNS = {
    "USA": "Z########", "MEX": "X########", "CAN": "ZZ######", "GBR": "00#######", "FRA": "##ZZ#####",
    "DEU": "Z@#@##@##", "ESP": "ZZZ######", "ITA": "ZZ#######", "POL": "ZZ#######", "BRA": "ZZ######",
    "PRT": "ZZ######", "CHN": "Z########", "KOR": "Z########", "JPN": "ZZ#######", "PHL": "Z#######Z",
    "VNM": "Z#######", "IND": "Z#######", "RUS": "00#######", "TUR": "Z########", "NLD": "Z@@######",
    "AUS": "ZZ#######", "COL": "ZZ######", "NGA": "Z########", "ISR": "0#######",
}  # fmt: skip
"""The shape of each state's numbers, opened with characters it is not known to use."""

_OTHERS = "Z########"


def passport(rng: Random, today: date, issuer: str) -> TravelDocument:
    """Make an invented passport of the issuer's format that expires within ten years of `today`."""
    expires = PartialDate.of(today + timedelta(days=rng.randrange(60, 3600)))
    return TravelDocument(code(rng, PATTERNS.get(issuer, _OTHERS)), "P", issuer, expires)
