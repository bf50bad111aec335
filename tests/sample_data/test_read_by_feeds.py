"""The readers find in the world exactly what its truth says is there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from feeds.declarations import read_declarations
from feeds.findings import Severity
from feeds.mapping.shelf import read_mapping
from feeds.reader import read
from feeds.records import Reading, Traveller
from sample_data.world import World, make_world
from sample_data.world_file import WorldFile

NOW = datetime(2026, 9, 1, 14, 7, tzinfo=UTC)
OWN = Path(__file__).parents[2] / "sample_data"
FERRY = read_mapping(OWN / "mappings" / "border-ferry.toml")


def seen_in(file: WorldFile) -> Reading:
    return read(file.name, file.content, NOW.date(), FERRY if file.feed == "border-ferry" else None)


def listed(world: World, feed: str) -> list[tuple[WorldFile, list[Traveller]]]:
    """Return the files of a feed with the travellers that are read in them."""
    files = [file for file in world.files if file.feed == feed]
    return [(file, [one for manifest in seen_in(file).manifests for one in manifest.travellers]) for file in files]


def test_every_file_reads_as_its_truth_says() -> None:
    world = make_world(3, NOW, registrants=600, travellers=900)
    truths = {truth.file: truth for truth in world.truth.files}
    for file in world.files:
        seen, truth = seen_in(file), truths[file.name]
        travellers = sum(len(manifest.travellers) for manifest in seen.manifests)
        found = [*seen.findings, *(finding for manifest in seen.manifests for finding in manifest.findings)]
        rejects = sum(finding.severity is Severity.REJECT for finding in found)
        assert (seen.readable, travellers, rejects) == (truth.readable, truth.travellers, truth.rejects), file.name
        if file.feed in {"land-crossings", "i94-crossings"} or not truth.readable:
            continue
        assert len(seen.manifests) + len(seen.notices) + len(seen.registry) == truth.messages, file.name


def test_names_and_dates_come_through_as_shown() -> None:
    world = make_world(4, NOW, registrants=600, travellers=900)
    for file, travellers in listed(world, "air-manifests"):
        shown = [one for one in world.truth.sightings if one.file == file.name and not one.rejected]
        assert [one.references["unique"] for one in travellers] == [one.traveller_id for one in shown]
        assert [one.birth_date for one in travellers] == [one.traveller.shown.born for one in shown]
        assert [one.sex for one in travellers] == [one.traveller.shown.sex for one in shown]


def test_everybody_at_sea_comes_through_as_shown_in_his_place() -> None:
    world = make_world(4, NOW, registrants=600, travellers=900)
    for file, travellers in listed(world, "vessel-notices"):
        notice = seen_in(file).manifests[0].reference
        shown = [one for one in world.truth.sightings if one.file == file.name and not one.rejected]
        assert [f"{notice}/{place}" for place in range(1, len(shown) + 1)] == [one.traveller_id for one in shown]
        for one, sighting in zip(travellers, shown, strict=True):
            expected = sighting.traveller.shown
            assert (one.surname, one.given_names) == (expected.surname, expected.given_names)
            assert (one.birth_date, one.sex, one.nationality) == (expected.born, expected.sex, expected.nationality)
            assert one.documents == ((expected.document,) if expected.document else ())


def test_reservations_name_those_who_booked_and_hold_their_documents() -> None:
    world = make_world(4, NOW, registrants=600, travellers=900)
    documented = 0
    for file, travellers in [*listed(world, "reservations"), *listed(world, "carrier-reservations")]:
        shown = {one.traveller_id: one.traveller.shown for one in world.truth.sightings if one.file == file.name}
        assert {one.references["unique"] for one in travellers} == shown.keys()
        for one in travellers:
            expected = shown[one.references["unique"]]
            if one.documents:
                documented += 1
                assert expected.document
                assert one.documents[0].number == expected.document.number
                assert one.birth_date in (expected.born, None)
    assert documented > 20


def test_rows_of_every_layout_are_told_apart_by_the_number_in_the_truth() -> None:
    world = make_world(4, NOW, registrants=600, travellers=900)
    for feed in ("border-ferry", "i94-crossings"):
        for file, travellers in listed(world, feed):
            shown = [one for one in world.truth.sightings if one.file == file.name and not one.rejected]
            numbers = sorted(one.references["unique"] for one in travellers)
            assert numbers == sorted(one.traveller_id for one in shown)
            birth_dates = {one.traveller_id: one.traveller.shown.born for one in shown}
            assert all(one.birth_date == birth_dates[one.references["unique"]] for one in travellers)


def test_the_feeds_beside_the_catalogue_are_declared_without_a_fault() -> None:
    declared = read_declarations("feeds.toml", (OWN / "feeds.toml").read_bytes())
    assert not declared.findings
    arriving = {file.feed for file in make_world(1, NOW, 3, 1).files}
    names = {feed.name for feed in declared.feeds}
    assert {"border-ferry", "carrier-reservations"} <= names & arriving
    assert names - arriving == {"yacht-harbors"}
