"""Entries and exits of foreign travellers in the invented world, as the I-94 records them."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sample_data.chance import happens, stream
from sample_data.names import CULTURES
from sample_data.output import Output
from sample_data.passports import passport
from sample_data.places import LAND_PORTS
from sample_data.travellers import stranger
from sample_data.truth import Sighting, Traveller

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from random import Random

    from sample_data.travellers import Shown

PURPOSE = 9
FEED = "i94-crossings"
FORMAT = "i94"
COLUMNS = (
    "admission_number", "surname", "given_names", "birth_date", "sex", "nationality", "residence",
    "document_type", "document_issuer", "document_number", "document_expires", "class_of_admission", "admit_until",
    "port_of_entry", "entry_date", "mode", "carrier", "flight",
    "exit_port", "exit_date", "exit_mode", "exit_carrier", "exit_flight",
)  # fmt: skip
_BAD_ROWS = ({"surname": ""}, {"entry_date": "", "exit_date": ""})
"""What is wrong with the rows that must be rejected."""

_CLASSES = ("B1", "B2", "B2", "F1", "H2A", "WB", "WT")
_CULTURES = ("spanish", "spanish", "english", "french", "south_asian", "german")


def admissions(seed: int, now: datetime, wanted: Sequence[Traveller], size: int) -> Output:
    """Write one file of entries by land over the last six days; one in five has left again, two rows are beyond use."""
    rng = stream(seed, PURPOSE)
    output = Output(FEED, FORMAT)
    people = list(wanted)
    while len(people) < size:
        people.append(Traveller(_visitor(rng, now)))
    rng.shuffle(people)
    text = io.StringIO()
    out = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    out.writeheader()
    strangers = [spot for spot, one in enumerate(people) if not one.status and not one.twin]
    bad = dict(zip(rng.sample(strangers, min(len(_BAD_ROWS), len(strangers))), _BAD_ROWS, strict=False))
    seen = []
    for spot, traveller in enumerate(people):
        row = _row(rng, now, spot, traveller)
        ends = 1 if spot in bad or not row["exit_date"] else 2
        out.writerow(row | bad.get(spot, {}))
        sighting = Sighting(row["admission_number"], traveller, FEED, "", 1, spot + 1, spot in bad)
        seen += [sighting] * ends
    output.add(f"i94-{now:%Y%m%d}.csv", text.getvalue().encode(), [seen])
    return output


def _visitor(rng: Random, now: datetime) -> Shown:
    culture = rng.choice(_CULTURES)
    shown = stranger(rng, culture, now.date())
    if shown.nationality != "USA":
        return shown
    home = next((home for home in CULTURES[culture].homes if home != "USA"), "CAN")
    return replace(shown, nationality=home, document=passport(rng, now.date(), home))


def _row(rng: Random, now: datetime, spot: int, traveller: Traveller) -> dict[str, str]:
    shown, port = traveller.shown, rng.choice(LAND_PORTS)
    document = shown.document
    entered = (now - timedelta(seconds=rng.randrange(3600, 6 * 86400))).astimezone(ZoneInfo(port.zone)).date()
    left = happens(rng, 0.2)
    today = now.astimezone(ZoneInfo(port.zone)).date()
    return {
        "admission_number": f"ZZ{now:%y%m%d}{spot + 1:05}",
        "surname": shown.surname,
        "given_names": shown.given_names,
        "birth_date": str(shown.born or ""),
        "sex": shown.sex,
        "nationality": shown.nationality,
        "residence": shown.nationality,
        "document_type": document.type if document else "",
        "document_issuer": document.issuer if document else "",
        "document_number": document.number if document else "",
        "document_expires": str(document.expires or "") if document else "",
        "class_of_admission": rng.choice(_CLASSES),
        "admit_until": str(entered + timedelta(days=180)),
        "port_of_entry": port.code,
        "entry_date": str(entered),
        "mode": "land",
        "exit_port": port.code if left else "",
        "exit_date": str(min(today, entered + timedelta(days=rng.randrange(1, 4)))) if left else "",
        "exit_mode": "land" if left else "",
    }
