from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.catalogue import catalogue, feed
from feeds.declarations import read_declarations
from feeds.feed import Counted
from feeds.findings import Severity
from feeds.reader import Format
from feeds.records import Mode

WHOLE = """
[[feed]]
name = "ferry"
title = "Ferry lists"
source = "sftp://rs@host.example/out"
format = "mapping:ferry"
mode = "sea"
cadence_minutes = 90
schedule = "every 15 min"
jitter = 2.5
volume = { fewest = 10, most = 400, of = "travellers" }
covers = { modes = ["sea", "land"], ports = ["usbos"], jurisdictions = ["me", "MA"] }
"""


def test_a_declaration_says_all_there_is_to_a_feed() -> None:
    (ferry,), findings = read_declarations("feeds.toml", WHOLE.encode())

    assert findings == ()
    assert (ferry.title, ferry.source, ferry.format) == (
        "Ferry lists",
        "sftp://rs@host.example:22/out",
        "mapping:ferry",
    )
    assert (ferry.mode, ferry.cadence_minutes, str(ferry.schedule), ferry.jitter) == (Mode.SEA, 90, "every 15 min", 2.5)
    assert ferry.band is not None
    assert (ferry.band.fewest, ferry.band.most, ferry.band.of) == (10, 400, Counted.TRAVELLERS)
    assert (ferry.covers.modes, ferry.covers.ports, ferry.covers.jurisdictions) == (
        (Mode.SEA, Mode.LAND), ("USBOS",), ("ME", "MA"),
    )  # fmt: skip


def test_an_installation_changes_what_it_names_and_adds_its_own() -> None:
    own = '[[feed]]\nname = "air-manifests"\nschedule = "0 4 * * *"\n[[feed]]\nname = "pushed"\nsource = "push"\n'
    feeds, findings = read_declarations("feeds.toml", own.encode(), catalogue())
    by_name = {one.name: one for one in feeds}

    assert findings == ()
    assert [one.name for one in feeds] == [*(one.name for one in catalogue()), "pushed"]
    assert str(by_name["air-manifests"].schedule) == "0 4 * * * (UTC)"
    assert by_name["air-manifests"].format is Format.PAXLST
    assert by_name["pushed"].is_pushed
    assert feed("air-manifests").schedule is None


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ("schedul = 'every 5 s'", "unknown-key", "air-manifests.schedul"),
        ("schedule = 'often'", "unusable-schedule", "air-manifests.schedule"),
        ("source = 'ftp://host/x'", "unusable-source", "air-manifests.source"),
        ("source = 'folder:../x'", "unusable-source", "air-manifests.source"),
        ("source = 5", "wrong-type", "air-manifests.source"),
        ("format = 'telegram'", "unknown-word", "air-manifests.format"),
        ("mode = 'rail'", "unknown-word", "air-manifests.mode"),
        ("cadence_minutes = 'daily'", "wrong-type", "air-manifests.cadence_minutes"),
        ("jitter = nan", "wrong-type", "air-manifests.jitter"),
        ("title = 5", "wrong-type", "air-manifests.title"),
        ("volume = { fewest = 9, most = 1 }", "unusable-volume", "air-manifests.volume"),
        ("volume = 9", "wrong-type", "air-manifests.volume"),
        ("covers = { modes = ['rail'] }", "unknown-word", "air-manifests.covers.modes"),
        ("covers = { harbours = [] }", "unknown-key", "air-manifests.covers.harbours"),
    ],
)
def test_a_fault_is_located_and_leaves_every_feed_as_it_was(line: str, code: str, field: str) -> None:
    own = f'[[feed]]\nname = "air-manifests"\n{line}\n[[feed]]\nname = "reservations"\ntitle = "Bookings"\n'
    feeds, (finding,) = read_declarations("feeds.toml", own.encode(), catalogue())

    assert (finding.code, finding.severity, finding.where, finding.field) == (code, Severity.FATAL, "feeds.toml", field)
    assert finding.reason
    assert finding.cure
    by_name = {one.name: one for one in feeds}
    assert by_name["air-manifests"] == feed("air-manifests")
    assert by_name["reservations"].title == "Bookings"


@pytest.mark.parametrize(
    "own",
    [
        b"[[feed]\n", b"\xff\xfe", b"feed = 5", b"feed = [1]", b"[[feed]]\n", b'[[feed]]\nname = "A B"\n',
        b'[[feed]]\nname = "new"\n', b"x = " + b"[" * 50_000, b"other = 1",
        b'[[feed]]\nname = "reservations"\n[[feed]]\nname = "reservations"\n',
    ],
)  # fmt: skip
def test_a_file_that_is_not_one_of_feeds_leaves_the_catalogue(own: bytes) -> None:
    feeds, findings = read_declarations("feeds.toml", own, catalogue())

    assert feeds == catalogue()
    assert [finding.severity for finding in findings] == [Severity.FATAL]


@pytest.mark.parametrize("name", ["intakes", "live", "live-rows", "quarantine", "rejects", "upload"])
def test_a_name_that_a_page_about_all_feeds_has_is_refused(name: str) -> None:
    feeds, (finding,) = read_declarations("feeds.toml", f'[[feed]]\nname = "{name}"\nsource = "push"\n'.encode())

    assert feeds == ()
    assert (finding.code, finding.field) == ("unusable-name", f"{name}.name")
    assert "choose a name" in finding.cure


def test_an_address_may_be_long_and_is_never_repeated() -> None:
    long = f"https://carrier.example/lists?signature={'s' * 300}"
    own = f'[[feed]]\nname = "a"\nsource = "{long}"\n[[feed]]\nname = "b"\nsource = "{long} x"\n'
    feeds, (finding,) = read_declarations("feeds.toml", own.encode())

    assert [(one.name, one.source) for one in feeds] == [("a", long)]
    assert "sss" not in repr(finding)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f'[[feed]]\nname = "x"\n{text}'.encode()))
def test_no_bytes_raise(own: bytes) -> None:
    assert read_declarations("feeds.toml", own, catalogue()).feeds[: len(catalogue())]


def test_the_catalogue_itself_has_no_fault_and_no_password() -> None:
    assert {"vessel-notices", "reservations", "i94-crossings"} <= {one.name for one in catalogue()}
    assert {one.source.partition(":")[0] for one in catalogue()} == {"folder"}
