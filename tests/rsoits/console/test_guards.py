from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from rsoits.app import create_app
from rsoits.console import assets
from rsoits.errors import AssetsMissingError
from tests.console_scene import Scene

Visit = Callable[[str], TestClient]
RENDERED = (
    ("ana", "/matches"),
    ("ana", "/matches/1"),
    ("abel", "/matches/2?verdict=confirm"),
    ("ana", "/matches/999"),
    ("ana", "/trips"),
    ("ana", "/trips/2"),
    ("abel", "/trips/2"),
    ("mara", "/marshals"),
    ("gil", "/inbox"),
    ("odd", "/feeds"),
    ("odd", "/feeds/intakes/2"),
    ("odd", "/matches"),
    ("rex", "/notices"),
    ("uma", "/audit?verify=yes"),
    ("ada", "/accounts"),
)
UNSAFE = re.compile(r"<style|\sstyle=|\son\w+=|hx-on|javascript:|<script(?![^>]*\ssrc=\"/static/)|\sjs:", re.IGNORECASE)


@pytest.mark.parametrize(("username", "path"), RENDERED)
def test_no_page_carries_script_or_style_of_its_own(reader: Visit, username: str, path: str) -> None:
    answer = reader(username).get(path)
    assert UNSAFE.search(answer.text) is None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_pattern_that_would_slip_is_caught() -> None:
    for bad in ('<p style="x">', "<script>x</script>", '<a onclick="x">', '<script src="https://elsewhere.example/x">'):
        assert UNSAFE.search(bad), bad


@pytest.mark.parametrize(("username", "path"), RENDERED)
def test_no_address_holds_a_name_a_birth_date_or_a_document(reader: Visit, username: str, path: str) -> None:
    for address in re.findall(r'(?:href|action|hx-get|hx-post)="([^"]*)"', reader(username).get(path).text):
        assert not re.search(r"MCGOWAN|OYELARAN|LINDQ|HOLLIS|19\d\d-|K0416233|X7720415", address, re.IGNORECASE), (
            address
        )


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin"}, 204),
        ({"origin": "http://127.0.0.1:8000"}, 204),
    ],
)
def test_another_site_cannot_act_for_a_signed_in_person(reader: Visit, headers: dict[str, str], status: int) -> None:
    assert reader("ana").post("/still-here", headers=headers).status_code == status


def test_assets_are_kept_for_good_only_under_their_hash(reader: Visit) -> None:
    page = reader("ana").get("/matches").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(addresses) >= 5
    for address in addresses:
        answer = reader("ana").get(address)
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["cache-control"]
        assert "immutable" not in reader("ana").get(address.split("?")[0]).headers["cache-control"]


def test_a_missing_asset_stops_the_start(shared: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_NEEDED", ("console/not-there.css",))
    with pytest.raises(AssetsMissingError, match="make install"):
        create_app(shared.house)
