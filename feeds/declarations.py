"""Reads declarations of feeds (TOML): each by itself, so that a fault in one does not stop the others."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.feed import PUSH, Band, Counted, Cover, Feed
from feeds.mapping.faults import Faults
from feeds.mapping.mapping import PREFIX
from feeds.reader import Format
from feeds.records import Mode
from feeds.schedule import UnusableScheduleError, read_schedule
from feeds.sources.address import parse_address
from feeds.sources.source import SourceUnusableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.findings import Finding
    from feeds.schedule import Schedule

MOST_BYTES = 1024 * 1024
_MOST_FEEDS, _MOST_LISTED, _MOST_COUNTED = 1000, 500, 10**9
_YEAR_IN_MINUTES, _DAY_IN_SECONDS = 366 * 24 * 60, 86_400
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)
_TAKEN = frozenset({"intakes", "live", "live-rows", "quarantine", "rejects", "upload"})
"""Names of pages about all feeds; a feed called like one would have no page of its own."""


class Declared(NamedTuple):
    """The feeds that can be used, and what is wrong with the others."""

    feeds: tuple[Feed, ...]
    findings: tuple[Finding, ...] = ()


def read_declarations(file: str, data: bytes, known: tuple[Feed, ...] = ()) -> Declared:
    """Read `[[feed]]` tables over the `known` feeds: a known name changes the keys it gives, a new one adds a feed.

    A table with a fault changes and adds nothing. Never raises on content; findings are FATAL for the feed they name.
    """
    faults = Faults(file)
    rows = _rows(data, faults)
    feeds = {feed.name: feed for feed in known}
    told: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = row.get("name")
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            cure = "write 1 to 60 small letters, digits and hyphens, as air-manifests"
            faults.add("unusable-name", f"feed {number}.name", "this feed has no usable name", cure, name or "")
        elif name in _TAKEN:
            cure = f"choose a name other than {', '.join(sorted(_TAKEN))}"
            faults.add("unusable-name", f"{name}.name", "a page about all feeds has this name", cure, name)
        elif name in told:
            cure = "keep one [[feed]] of each name"
            faults.add("twice", f"{name}.name", "this feed is declared twice", cure, name)
        else:
            told.add(name)
            before = len(faults.found)
            declared = _feed(row, name, feeds.get(name), faults)
            if declared and len(faults.found) == before:
                feeds[name] = declared
    return Declared(tuple(feeds.values()), faults.found)


def _rows(data: bytes, faults: Faults) -> list[dict[str, Any]]:
    if len(data) > MOST_BYTES:
        faults.add("too-large", "", f"larger than {MOST_BYTES} bytes", "keep one [[feed]] table a feed in it")
        return []
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        place = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error) or "nested too deep"
        faults.add("unreadable-toml", "", f"not a TOML document: {place}", "mend it there")
        return []
    faults.unknown(document, ("feed",), "", "a file of feeds")
    rows = document.get("feed", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        faults.add("wrong-type", "feed", "not a list of tables", "begin every feed with [[feed]]")
        return []
    if len(rows) > _MOST_FEEDS:
        faults.add("too-many", "feed", f"more than {_MOST_FEEDS} feeds", "declare fewer", len(rows))
    return rows[:_MOST_FEEDS]


def _feed(row: dict[str, Any], name: str, known: Feed | None, faults: Faults) -> Feed | None:
    """Return the feed with what the row gives; faults are noted."""
    faults.unknown(row, ("name", *_KEYS), name, "a feed")
    if known is None and "source" not in row:
        faults.add("missing-key", f"{name}.source", "missing", f'say where its files come from, as source = "{PUSH}"')
        return None
    given = {_FIELDS.get(key, key): read(row, key, name, faults) for key, read in _KEYS.items() if key in row}
    return replace(known or Feed(name, name, ""), **given)


def _title(row: dict[str, Any], key: str, at: str, faults: Faults) -> str:
    return faults.text(row, key, at) or at


def _source(row: dict[str, Any], key: str, at: str, faults: Faults) -> str:
    if not isinstance(row[key], str):
        return faults.text(row, key, at)
    try:
        return parse_address(row[key]).text
    except SourceUnusableError as error:
        faults.add("unusable-source", f"{at}.{key}", "not an address that can be looked at", error.args[0])
        return ""


def _format(row: dict[str, Any], key: str, at: str, faults: Faults) -> str | None:
    written = faults.text(row, key, at)
    if not written:
        return None
    if written.startswith(PREFIX):
        return written
    words = faults.word(row, key, at, list(Format), Format.PAXLST)
    return Format(words)


def _mode(row: dict[str, Any], key: str, at: str, faults: Faults) -> Mode | None:
    return Mode(faults.word(row, key, at, list(Mode), Mode.AIR)) if row[key] != "" else None


def _cadence(row: dict[str, Any], key: str, at: str, faults: Faults) -> int:
    return faults.number(row, key, at, 0, range(_YEAR_IN_MINUTES + 1))


def _schedule(row: dict[str, Any], key: str, at: str, faults: Faults) -> Schedule | None:
    written = faults.text(row, key, at)
    if not written:
        return None
    try:
        return read_schedule(written)
    except UnusableScheduleError as error:
        faults.add("unusable-schedule", f"{at}.{key}", "not a schedule", str(error).rstrip("."), written)
        return None


def _jitter(row: dict[str, Any], key: str, at: str, faults: Faults) -> float:
    value = row[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _DAY_IN_SECONDS:
        faults.add("wrong-type", f"{at}.{key}", "not a number of seconds up to a day", "write a number, as 30", value)
        return 0.0
    return float(value)


def _band(row: dict[str, Any], key: str, at: str, faults: Faults) -> Band | None:
    table, here = faults.table(row, key, at), f"{at}.{key}"
    if not table:
        return None
    faults.unknown(table, ("fewest", "most", "of"), here, "a volume")
    counted = Counted(faults.word(table, "of", here, list(Counted), Counted.TRAVELLERS))
    fewest = faults.number(table, "fewest", here, 0, range(_MOST_COUNTED + 1))
    most = faults.number(table, "most", here, _MOST_COUNTED, range(_MOST_COUNTED + 1))
    if fewest > most:
        faults.add("unusable-volume", here, "the fewest are more than the most", "exchange the numbers", fewest)
    return Band(fewest, most, counted)


def _covers(row: dict[str, Any], key: str, at: str, faults: Faults) -> Cover:
    table, here = faults.table(row, key, at), f"{at}.{key}"
    faults.unknown(table, ("modes", "ports", "jurisdictions"), here, "what a feed covers")
    modes = faults.texts(table, "modes", here, len(Mode))
    for mode in modes:
        faults.word({"modes": mode}, "modes", here, list(Mode), Mode.AIR)
    return Cover(
        tuple(Mode(mode) for mode in modes if mode in list(Mode)),
        tuple(port.upper() for port in faults.texts(table, "ports", here, _MOST_LISTED)),
        tuple(place.upper() for place in faults.texts(table, "jurisdictions", here, _MOST_LISTED)),
    )


_KEYS: dict[str, Callable[[dict[str, Any], str, str, Faults], Any]] = {
    "title": _title,
    "source": _source,
    "format": _format,
    "mode": _mode,
    "cadence_minutes": _cadence,
    "schedule": _schedule,
    "jitter": _jitter,
    "volume": _band,
    "covers": _covers,
}
_FIELDS = {"volume": "band"}
