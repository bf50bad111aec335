"""Puts a world into a directory, one folder a feed, with its ground truth beside them."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from typing import TYPE_CHECKING

from sample_data.registry import FEED as REGISTRY_FEED
from sample_data.registry import SCREENING_COLUMNS, people_truths, registry, screening_row, write_extracts
from sample_data.truth import FILE_COLUMNS, NOTICE_COLUMNS, PEOPLE_COLUMNS, TRAVELLER_COLUMNS
from sample_data.world import make_movements, whole_truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import TextIO

    from sample_data.recorded import Registrant
    from sample_data.truth import Sighting, Truth
    from sample_data.world import World
    from sample_data.world_file import WorldFile

FOLDERS = {
    "registry-extracts": "registry",
    "air-manifests": "manifests",
    "land-crossings": "crossings",
    "vessel-notices": "vessels",
    "reservations": "reservations",
    "carrier-reservations": "carrier-reservations",
    "i94-crossings": "admissions",
    "border-ferry": "ferry",
    "travel-notices": "notices",
    "partner-notices": "partner",
}
"""The folder of each feed."""

SCREENED_TRAVELLER_COLUMNS = (
    "traveller_id", "surname", "given_names", "birth_date", "sex", "nationality",
    "document_type", "document_issuer", "document_number",
)  # fmt: skip


def write_world(world: World, directory: Path) -> None:
    """Write every file into the folder of its feed, and the four tables of the truth beside them."""
    write_files(world.files, directory)
    write_truth(world.truth, directory)


def write_for_screening(seed: int, now: datetime, registrants: int, travellers: int, directory: Path) -> Truth:
    """Write the world of `make_world` without ever holding its registry, with `registry.csv` and `travellers.csv`.

    These two have the columns that `rsoits screen` reads. People under witness protection are left out of
    `registry.csv`, since nobody may be matched with them. Returns the truth that was written.
    """
    folder = directory / FOLDERS[REGISTRY_FEED]
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as opened:

        def open_extract(name: str) -> TextIO:
            return opened.enter_context((folder / name).open("w", encoding="utf-8", newline=""))

        listing = opened.enter_context((directory / "registry.csv").open("w", encoding="utf-8", newline=""))
        people = _listing(registry(seed, now.date(), registrants), listing)
        counts = write_extracts(people, now.date(), open_extract)
    moved = make_movements(seed, now, registrants, travellers)
    truth = whole_truth(moved, counts, people_truths(seed, now.date(), registrants))
    write_files(moved.files, directory)
    write_truth(truth, directory)
    write_table(directory / "travellers.csv", SCREENED_TRAVELLER_COLUMNS, _screened(truth.sightings))
    return truth


def _listing(people: Iterable[Registrant], listing: TextIO) -> Iterator[Registrant]:
    out = csv.writer(listing, lineterminator="\r\n")
    out.writerow(SCREENING_COLUMNS)
    for person in people:
        if not person.protected:
            out.writerow(screening_row(person))
        yield person


def _screened(sightings: Iterable[Sighting]) -> Iterator[tuple[str, ...]]:
    """Yield each traveller once, in the order seen; rejected ones have nothing to screen."""
    seen: set[str] = set()
    for sighting in sightings:
        if sighting.rejected or sighting.traveller_id in seen:
            continue
        seen.add(sighting.traveller_id)
        shown = sighting.traveller.shown
        document = shown.document
        yield (
            sighting.traveller_id, shown.surname, shown.given_names, str(shown.born or ""), shown.sex,
            shown.nationality, document.type if document else "", document.issuer if document else "",
            document.number if document else "",
        )  # fmt: skip


def write_files(files: Iterable[WorldFile], directory: Path) -> None:
    """Write files into the folders of their feeds, making the folders."""
    for file in files:
        folder = directory / FOLDERS[file.feed]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file.name).write_bytes(file.content)


def write_truth(truth: Truth, directory: Path) -> None:
    """Write `truth.csv`, `truth_files.csv`, `truth_notices.csv` and `truth_people.csv`."""
    directory.mkdir(parents=True, exist_ok=True)
    rows = (row for sighting in truth.sightings for row in sighting.rows())
    write_table(directory / "truth.csv", TRAVELLER_COLUMNS, rows)
    write_table(directory / "truth_files.csv", FILE_COLUMNS, (file.row() for file in truth.files))
    write_table(directory / "truth_notices.csv", NOTICE_COLUMNS, (notice.row() for notice in truth.notices))
    people = (row for person in truth.people for row in person.rows())
    write_table(directory / "truth_people.csv", PEOPLE_COLUMNS, people)


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one CSV file, row by row."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\r\n")
        out.writerow(columns)
        out.writerows(rows)
