"""Passenger and crew manifests of the invented world, in the many hands that carriers write."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sample_data.chance import code, happens, stream
from sample_data.manifest import PLAIN, Aboard, MessageKind, Part, Style, write_parts
from sample_data.travellers import Shown, stranger
from sample_data.truth import FileTruth, Sighting, Traveller
from sample_data.world_file import WorldFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from random import Random

    from sample_data.flights import Planned

PURPOSE = 4
FEED = "air-manifests"
FORMAT = "paxlst"
_TELEX = Style(
    line_per_segment=False,
    wrap=69,
    heading=("QN HDQTTXX", ".HDQXXQZ 130631"),
    footing=("", "END OF MESSAGE 0031Z"),
)
STYLES = (
    PLAIN,
    Style(una=False),
    _TELEX,
    Style(delimiters=":*.? #"),
    Style(one_transport_group=True),
    Style(foreign_pairs_only=True, line_per_segment=False),
    Style(una=False, group=False),
    PLAIN,
    Style(century=True),
    Style(count_error=3),
    PLAIN,
    PLAIN,
    Style(delimiters=":+.?*'", one_transport_group=True),
    Style(delimiters=":-.? '", line_per_segment=False),
)
"""The hand of each of the first flights; later ones draw one."""
_IN_TWO_MESSAGES, _SENT_AGAIN, _NOBODY_NAMED, _IN_TWO_FILES = 1, 7, 10, 11
_CLOSED = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """A flight and the members of the cast on it."""

    planned: Planned
    number: int
    passengers: tuple[Traveller, ...]
    crew: tuple[Traveller, ...]
    size: int
    """Of the passenger list."""
    crew_size: int


@dataclass(slots=True)
class Output:
    """Files and truth, as they come."""

    files: list[WorldFile] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    truths: list[FileTruth] = field(default_factory=list)

    def add(self, name: str, content: bytes, lists: Sequence[Sequence[Sighting]], note: str = "") -> None:
        """Take one manifest file whose messages list these sightings."""
        rejects = sum(seen.rejected for listed in lists for seen in listed)
        seen = sum(map(len, lists))
        self.files.append(WorldFile(FEED, name, content))
        self.sightings += [replace(sighting, file=name) for listed in lists for sighting in listed]
        self.truths.append(FileTruth(FEED, name, FORMAT, len(lists), seen - rejects, rejects, note=note))


def manifests(seed: int, today: date, flights: Sequence[Loaded]) -> Iterator[Output]:
    """Yield the files of each flight with their truth; one unreadable file comes last."""
    for loaded in flights:
        yield _files(stream(seed, PURPOSE, loaded.number), today, loaded)
    rubbish = Output()
    noise = bytes(stream(seed, PURPOSE, len(flights)).randbytes(900))
    rubbish.files.append(WorldFile(FEED, "UNREADABLE.edi", b"\x89RUBBISH\r\n" + noise.replace(b"'", b"x")))
    rubbish.truths.append(FileTruth(FEED, "UNREADABLE.edi", FORMAT, 0, 0, readable=False, note="not a manifest"))
    yield rubbish


def _files(rng: Random, today: date, loaded: Loaded) -> Output:
    output = Output()
    planned, number = loaded.planned, loaded.number
    style = STYLES[number] if number < len(STYLES) else rng.choice(STYLES)
    if len(planned.flight.legs) == 1:
        style = replace(style, foreign_pairs_only=False)
    people = _fill(rng, today, loaded.passengers, loaded.size, planned.route.cultures)
    if number == _NOBODY_NAMED:
        _take_a_name_away(people, loaded.passengers)
    _write_passengers(output, rng, loaded, people, style)
    crew = _fill(rng, today, loaded.crew, loaded.crew_size, planned.route.cultures)
    _Sheet(output, rng, planned, MessageKind.CREW, replace(style, wrap=0, heading=(), footing=())).write([crew])
    if number == _CLOSED:
        _Sheet(output, rng, planned, MessageKind.CLOSE, style).write([[]], "flight close without persons")
    return output


def _fill(rng: Random, today: date, wanted: Sequence[Traveller], size: int, cultures: Sequence[str]) -> list[Traveller]:
    """Mix the cast among strangers, some of whom travel as families."""
    people = list(wanted)
    while len(people) < size:
        culture = rng.choice(cultures) if happens(rng, 0.8) else "english"
        first = stranger(rng, culture, today)
        people.append(Traveller(first))
        for _ in range(rng.randrange(1, 4) if happens(rng, 0.15) else 0):
            if len(people) < size:
                member = stranger(rng, culture, today, first.surname, child=happens(rng, 0.6))
                people.append(Traveller(member))
    rng.shuffle(people)
    return people


def _take_a_name_away(people: list[Traveller], spared: Sequence[Traveller]) -> None:
    """Leave one stranger without name and document, so that he must be rejected while the others are read."""
    for spot, person in enumerate(people):
        if spot and person not in spared:
            people[spot] = Traveller(replace(person.shown, surname="", given="", extra="", document=None))
            return


def _write_passengers(output: Output, rng: Random, loaded: Loaded, people: list[Traveller], style: Style) -> None:
    sheet = _Sheet(output, rng, loaded.planned, MessageKind.PASSENGERS, style)
    half = len(people) * 3 // 5
    if loaded.number == _IN_TWO_MESSAGES:
        sheet.write([people[:half], people[half:]], "split into two messages")
    elif loaded.number == _IN_TWO_FILES:
        sheet.write([people[:half]], "first of two files", _Split(1, len(people), 0))
        sheet.write([people[half:]], "last of two files", _Split(2, len(people), half))
    else:
        sheet.write([people])
    if loaded.number == _SENT_AGAIN:
        again = output.files[0].name.replace(".edi", "-AGAIN.edi")
        output.add(again, output.files[0].content, [list(output.sightings)], "the same message sent again")


@dataclass(frozen=True, slots=True)
class _Split:
    """Which file of a list sent in two files, how many persons in both, how many in the one before."""

    part: int
    total: int
    before: int


_WHOLE = _Split(0, 0, 0)
_TAGS = {MessageKind.PASSENGERS: "PAX", MessageKind.CREW: "CREW", MessageKind.CLOSE: "CLOSE"}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Writes one list of one flight in one hand."""

    output: Output
    rng: Random
    planned: Planned
    kind: MessageKind
    style: Style

    def write(self, lists: Sequence[Sequence[Traveller]], note: str = "", split: _Split = _WHOLE) -> None:
        """Write one file, a message for each of the lists."""
        planned, tag = self.planned, _TAGS[self.kind]
        counted = split.before
        parts, sightings = [], []
        for message, people in enumerate(lists, start=1):
            aboard, seen = self._persons(people, message, counted)
            counted += len(people)
            last = message == len(lists) and split.part != 1
            parts.append(Part(aboard, f"{split.part or message:02}:{'F' if last else 'C'}"))
            sightings.append(seen)
        reference = f"{planned.flight.carrier}{planned.flight.number}{planned.key[-4:]}{tag[:2]}"
        content = write_parts(
            planned.flight,
            parts,
            sent=planned.sent + (timedelta(minutes=25) if self.kind is MessageKind.CLOSE else timedelta()),
            reference=reference,
            kind=self.kind,
            style=self.style,
            total=split.total or None,
            interchange=f"{reference}{split.part or ''}",
        )
        self.output.add(f"{planned.key}-{tag}{split.part or ''}.edi", content, sightings, note)

    def _persons(
        self, people: Sequence[Traveller], message: int, before: int
    ) -> tuple[tuple[Aboard, ...], list[Sighting]]:
        aboard, seen = [], []
        locator = ""
        for position, traveller in enumerate(people, start=1):
            number = before + position
            reference = f"{self.planned.key.replace('-', 'D')}{_TAGS[self.kind][0]}{number:03}"
            if self.kind is MessageKind.PASSENGERS and (not locator or happens(self.rng, 0.8)):
                locator = code(self.rng, "@@@@@@")
            aboard.append(_aboard(traveller.shown, reference, locator, number))
            rejected = not traveller.shown.surname
            seen.append(Sighting(reference, traveller, FEED, "", message, position, rejected))
        return tuple(aboard), seen


def _aboard(shown: Shown, reference: str, locator: str, number: int) -> Aboard:
    return Aboard(
        surname=shown.surname,
        given=shown.given,
        extra=shown.extra,
        born=shown.born,
        sex=shown.sex,
        nationality=shown.nationality,
        document=shown.document,
        reference=reference,
        record_locator=locator,
        seat=f"{(number - 1) // 6 + 1:03}{'ABCDEF'[(number - 1) % 6]}" if locator else "",
        residence=shown.nationality,
    )
