"""The coverage page and its JSON, and the feeds' JSON."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from rsoits.rules.blind_spots import BLIND_SPOTS
from tests.console_feeds import Furnished
from tests.console_scene import Scene

Visit = Callable[[str], TestClient]
Operated = tuple[Scene, Furnished]


def way(text: str, mode: str, direction: str) -> str:
    row = re.search(rf'<th scope="row" data-label="Mode">{mode}</th>(.*?)</tr>', text, re.DOTALL)
    assert row
    found = re.search(rf'<td data-label="{direction}">(.*?)</td>', row[1], re.DOTALL)
    assert found
    return found[1]


def test_each_way_says_in_a_word_how_well_it_is_observed(operated: Operated, operator: TestClient) -> None:
    assert operated
    text = operator.get("/coverage").text
    out = way(text, "Air", "Outbound")
    assert re.search(r'class="sight[^>]*>observed<', out)
    assert "private aircraft, military transport" in out
    assert "Nobody was ever listed" in way(text, "Sea", "Inbound")
    assert ">not observed<" in way(text, "Land", "Outbound")
    assert ">paused<" in way(text, "Land", "Outbound")


def test_what_no_list_tells_of_is_said_with_reason_and_source(operator: TestClient) -> None:
    text = operator.get("/coverage").text.replace("&#39;", "'")
    for spot in BLIND_SPOTS:
        assert spot.way in text
        assert spot.why in text
        assert spot.source in text
    assert text.index("What no list tells of") < text.index("Ports of entry")


@pytest.mark.parametrize(
    ("query", "has", "has_not"),
    [
        ("sight=observed", "IAH", "JFK"),
        ("mode=land", "land", '· TX</span></th><td data-label="Mode">air'),
        ("place=NY&mode=air", "JFK", "IAH"),
    ],
)
def test_ports_are_narrowed(operator: TestClient, query: str, has: str, has_not: str) -> None:
    text = operator.get(f"/coverage?{query}").text
    ports = text[text.index('id="ports"') : text.index('id="registries"')]
    table = ports[ports.index("<tbody>") :]
    assert has in table
    assert has_not not in table


def test_jurisdictions_that_were_never_heard_of_are_named(operator: TestClient) -> None:
    text = operator.get("/coverage").text
    unheard = text[text.index("Nothing was ever heard of") :]
    assert "Vermont" in unheard
    assert "Texas" not in unheard


def test_readers_without_feeds_get_no_links_to_them(reader: Visit) -> None:
    assert 'href="/feeds' not in reader("ana").get("/coverage").text


def test_coverage_as_json_tells_the_same(operator: TestClient) -> None:
    told = operator.get("/api/coverage").json()
    ways = {(one["mode"], one["direction"]): one for one in told["ways"]}
    assert ways["air", "outbound"]["sight"] == "observed"
    assert {"name": "air-manifests", "punctuality": "on time"} in ways["air", "outbound"]["feeds"]
    assert len(told["blind_spots"]) == len(BLIND_SPOTS)
    assert {one["code"] for one in told["ports"]} > {"JFK", "IAH"}
    assert {one["code"]: one["records"] for one in told["jurisdictions"]}["TX"] > 0


def test_feeds_as_json_tell_where_each_stands(operated: Operated, operator: TestClient, reader: Visit) -> None:
    assert operated
    told = {one["name"]: one for one in operator.get("/api/feeds").json()["feeds"]}
    air = told["air-manifests"]
    assert (air["run"]["files"], air["run"]["waiting"], air["run"]["state"]) == (12, 40, "running")
    assert air["last_run"]["state"] == "done"
    assert told["land-crossings"]["punctuality"] == "paused"
    assert "no route" in told["vessel-notices"]["failure"]
    assert told["vessel-notices"]["source"] == "SFTP ships.example"
    assert reader("ana").get("/api/feeds").status_code == 403


def test_an_address_with_an_unknown_word_is_refused_by_the_name_of_its_parameter(operator: TestClient) -> None:
    refused = operator.get("/coverage?sight=zzz")
    assert (refused.status_code, "Look at: sight." in refused.text) == (422, True)
