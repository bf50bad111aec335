"""Screening travellers, against a brute-force scan of all names with rapidfuzz on every core."""

from __future__ import annotations

from datetime import UTC, datetime

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cdist

from benchmarks.measure import Row, pair
from feeds.reader import read
from matchers.identity import Identity
from matchers.index import Index
from matchers.matcher import Matcher
from matchers.model import default_model
from sample_data.world import make_world

REGISTRANTS, TRAVELLERS = 20_000, 2_000
NOW = datetime(2031, 5, 1, tzinfo=UTC)
ALIKE = 0.92
ROUNDS = 3


def measure() -> list[Row]:
    """Screen the travellers of an invented world; the peer compares names only, without explaining anything."""
    registry, travellers = people()
    matcher = Matcher(Index.build(registry), default_model())
    named = [_written(identity) for _, identity in registry]
    asked = [_written(identity) for identity in travellers]

    def scan() -> int:
        scores = cdist(asked, named, scorer=JaroWinkler.similarity, score_cutoff=ALIKE, workers=-1)
        return int((scores > 0).sum())

    ours, peer = pair(lambda: matcher.screen(travellers), scan, ROUNDS)
    hits = sum(len(found) for found in matcher.screen(travellers))
    remark = f"ours: {hits} pairs to read, explained; peer: {scan()} pairs, names only"
    return [Row(f"{len(travellers)} travellers, {len(registry)} registrants", ours, peer, remark)]


def people() -> tuple[list[tuple[str, Identity]], list[Identity]]:
    """Return the registry and the travellers of a world."""
    world = make_world(11, NOW, REGISTRANTS, TRAVELLERS)
    readings = [read(file.name, file.content, NOW.date()) for file in world.files]
    registry = [(row.registrant_id, row.identity) for reading in readings for row in reading.registry]
    manifests = [manifest for reading in readings for manifest in reading.manifests]
    return registry, [person.identity for manifest in manifests for person in manifest.travellers]


def _written(identity: Identity) -> str:
    return str(identity.names[0]).upper()
