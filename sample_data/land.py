"""The land-border crossings file of the invented world."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sample_data.chance import code, happens, stream
from sample_data.output import Output
from sample_data.places import LAND_PORTS, LandPort
from sample_data.travellers import stranger
from sample_data.truth import Sighting, Traveller

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

PURPOSE = 5
FEED = "land-crossings"
FORMAT = "crossings"
COLUMNS = (
    "crossing_id", "port_code", "port_name", "direction", "crossed_at", "time_zone", "mode", "other_country",
    "surname", "given_names", "birth_date", "sex", "nationality",
    "document_type", "document_issuer", "document_number", "document_expires", "plate",
)  # fmt: skip
_BAD_ROWS = ({"surname": "", "given_names": ""}, {"direction": "sideways"}, {"crossed_at": "yesterday"})
"""What is wrong with the rows that must be rejected."""


def crossings(seed: int, now: datetime, wanted: Sequence[Traveller], size: int) -> Output:
    """Write one CSV of crossings in both directions over the last six days, three rows of it beyond use."""
    rng = stream(seed, PURPOSE)
    people = list(wanted)
    while len(people) < size:
        people.append(Traveller(stranger(rng, "spanish" if happens(rng, 0.6) else "english", now.date())))
    rng.shuffle(people)
    bad = dict(zip(_rows_of_strangers(rng, people), _BAD_ROWS, strict=False))
    text = io.StringIO()
    out = csv.DictWriter(text, COLUMNS, lineterminator="\r\n")
    out.writeheader()
    seen = []
    for number, traveller in enumerate(people):
        row = _row(rng, now, number, traveller) | bad.get(number, {})
        out.writerow(row)
        seen.append(Sighting(row["crossing_id"], traveller, FEED, "", 1, number + 1, number in bad))
    output = Output(FEED, FORMAT)
    output.add(f"crossings-{now:%Y%m%d}.csv", text.getvalue().encode(), [seen])
    return output


def _rows_of_strangers(rng: Random, people: Sequence[Traveller]) -> list[int]:
    spots = [spot for spot, person in enumerate(people) if not person.status and not person.twin]
    return sorted(rng.sample(spots, min(len(_BAD_ROWS), len(spots))))


def _row(rng: Random, now: datetime, number: int, traveller: Traveller) -> dict[str, str]:
    shown, port = traveller.shown, rng.choice(LAND_PORTS)
    document = shown.document
    return {
        "crossing_id": f"LC{now:%y%m%d}{number + 1:06}",
        "port_code": port.code,
        "port_name": port.name,
        "direction": rng.choice(("inbound", "outbound")),
        **_when(rng, now, port),
        "mode": "land" if happens(rng, 0.7) else "",
        "other_country": port.other_country,
        "surname": shown.surname,
        "given_names": shown.given_names,
        "birth_date": str(shown.born or ""),
        "sex": shown.sex,
        "nationality": shown.nationality,
        "document_type": document.type if document else "",
        "document_issuer": document.issuer if document else "",
        "document_number": document.number if document else "",
        "document_expires": str(document.expires or "") if document else "",
        "plate": f"{rng.choice(('TX', 'CA', 'AZ', 'NY', 'ON'))}:{code(rng, 'ZZ#555#')}" if happens(rng, 0.7) else "",
    }


def _when(rng: Random, now: datetime, port: LandPort) -> dict[str, str]:
    moment = (now - timedelta(seconds=rng.randrange(1800, 6 * 86400))).replace(microsecond=0)
    local = moment.astimezone(ZoneInfo(port.zone))
    if happens(rng, 0.5):
        return {"crossed_at": local.isoformat(), "time_zone": ""}
    return {"crossed_at": local.replace(tzinfo=None).isoformat(), "time_zone": port.zone}
