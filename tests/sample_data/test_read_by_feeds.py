"""The readers find in the world exactly what its truth says is there."""

from __future__ import annotations

from datetime import UTC, datetime

from feeds.findings import Severity
from feeds.reader import read
from sample_data.world import make_world

NOW = datetime(2026, 9, 1, 14, 7, tzinfo=UTC)


def test_every_file_reads_as_its_truth_says() -> None:
    world = make_world(3, NOW, registrants=600, travellers=900)
    truths = {truth.file: truth for truth in world.truth.files}
    for file in world.files:
        seen, truth = read(file.name, file.content, NOW.date()), truths[file.name]
        travellers = sum(len(manifest.travellers) for manifest in seen.manifests)
        found = [*seen.findings, *(finding for manifest in seen.manifests for finding in manifest.findings)]
        rejects = sum(finding.severity is Severity.REJECT for finding in found)
        assert (seen.readable, travellers, rejects) == (truth.readable, truth.travellers, truth.rejects), file.name
        if file.feed == "land-crossings" or not truth.readable:
            continue
        assert len(seen.manifests) + len(seen.notices) + len(seen.registry) == truth.messages, file.name


def test_names_and_dates_come_through_as_shown() -> None:
    world = make_world(4, NOW, registrants=600, travellers=900)
    for file in world.files:
        if file.feed != "air-manifests":
            continue
        travellers = [
            one for manifest in read(file.name, file.content, NOW.date()).manifests for one in manifest.travellers
        ]
        shown = [one for one in world.truth.sightings if one.file == file.name and not one.rejected]
        assert [one.references["unique"] for one in travellers] == [one.traveller_id for one in shown]
        assert [one.birth_date for one in travellers] == [one.traveller.shown.born for one in shown]
        assert [one.sex for one in travellers] == [one.traveller.shown.sex for one in shown]
