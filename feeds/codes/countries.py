"""Any way of writing a country (alpha-2, alpha-3, ICAO, numeric, name) to one code."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import iso3166

_LONGEST = 80
"""Characters looked at; no country has a longer name."""


def country(written: str) -> str:
    """Return the ISO 3166-1 alpha-3 code, or the code ICAO Doc 9303 part 3 section 5 adds; empty when unknown.

    `D` and `DEU` are both `DEU`. A withdrawn code gives its one successor, or itself when there are several.
    """
    return _code(written[:_LONGEST])


@lru_cache(maxsize=4096)
def _code(written: str) -> str:
    return _table().get(_folded(written), "")


@cache
def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for entry in iso3166.countries:
        for form in (entry.alpha2, entry.alpha3, entry.numeric, *_names(entry.name), entry.apolitical_name):
            table[_folded(form)] = entry.alpha3
    with (files("feeds.codes") / "countries.csv").open(encoding="utf-8") as overlay:
        table |= {_folded(row["code"]): row["means"] for row in csv.DictReader(overlay)}
    return table


def _names(name: str) -> tuple[str, str]:
    head, _, tail = name.partition(", ")
    return name, f"{tail} {head}"


def _folded(written: str) -> str:
    plain = unicodedata.normalize("NFKD", written).upper()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
