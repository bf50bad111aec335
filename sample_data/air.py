"""Passenger and crew manifests of the invented world, in the many hands that carriers write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sample_data.chance import code, happens, stream
from sample_data.crowd import fill
from sample_data.damage import Damage
from sample_data.manifest import PLAIN, Aboard, MessageKind, Part, Style, write_parts
from sample_data.output import Output
from sample_data.slips import typo
from sample_data.truth import Sighting, Traveller

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from random import Random

    from sample_data.flights import Planned
    from sample_data.travellers import Shown

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
_CLOSED, _CORRECTED, _LATE, _CANCELLED = 0, 4, 5, 8
_FEW = 2
_LATER = {MessageKind.CLOSE: timedelta(minutes=25), MessageKind.CHANGE: timedelta(minutes=40)}
_LATER[MessageKind.CANCEL] = _LATER[MessageKind.CHANGE]
"""How long after the list each other message about it is sent."""
_LANDED = timedelta(hours=5)


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


def manifests(seed: int, today: date, flights: Sequence[Loaded]) -> Iterator[Output]:
    """Yield the files of each flight with their truth; one unreadable file comes last."""
    for loaded in flights:
        yield _files(stream(seed, PURPOSE, loaded.number), today, loaded)
    rubbish = Output(FEED, FORMAT)
    noise = bytes(stream(seed, PURPOSE, len(flights)).randbytes(900))
    rubbish.add_rubbish("UNREADABLE.edi", b"\x89RUBBISH\r\n" + noise.replace(b"'", b"x"))
    yield rubbish


def _files(rng: Random, today: date, loaded: Loaded) -> Output:
    output = Output(FEED, FORMAT)
    planned, number = loaded.planned, loaded.number
    style = STYLES[number] if number < len(STYLES) else rng.choice(STYLES)
    if len(planned.flight.legs) == 1:
        style = replace(style, foreign_pairs_only=False)
    people = fill(rng, today, loaded.passengers, loaded.size, planned.route.cultures)
    if number == _NOBODY_NAMED:
        _take_a_name_away(people, loaded.passengers)
    if number == _CORRECTED:
        _send_corrections(_Sheet(output, rng, planned, MessageKind.CHANGE, style), people, loaded.passengers)
    _write_passengers(output, rng, loaded, people, style)
    if number == _CANCELLED:
        _cancel(_Sheet(output, rng, planned, MessageKind.CANCEL, style), people, loaded.passengers)
    crew = fill(rng, today, loaded.crew, loaded.crew_size, planned.route.cultures)
    late = "sent after the flight had landed" if number == _LATE else ""
    hand = replace(style, wrap=0, heading=(), footing=())
    _Sheet(output, rng, planned, MessageKind.CREW, hand).write([crew], late)
    if number == _CLOSED:
        _Sheet(output, rng, planned, MessageKind.CLOSE, style).write([[]], "flight close without persons")
    return output


def _take_a_name_away(people: list[Traveller], spared: Sequence[Traveller]) -> None:
    """Leave one stranger without name and document, so that he must be rejected while the others are read."""
    for spot, person in enumerate(people):
        if spot and person not in spared:
            people[spot] = Traveller(replace(person.shown, surname="", given="", extra="", document=None))
            return


def _send_corrections(sheet: _Sheet, people: list[Traveller], passengers: Sequence[Traveller]) -> None:
    """Send some people's surnames right, and only then the list that spells them wrong."""
    strangers = [spot for spot, person in enumerate(people) if person not in passengers]
    known = [spot for spot, person in enumerate(people) if person.registrant_ids and not person.damage]
    spots = sorted((*strangers[:_FEW], *known[:1]))
    sheet.write([[people[spot] for spot in spots]], "a correction before the list it corrects", spots=spots)
    for spot in spots:
        shown = people[spot].shown
        wrong = replace(shown, surname=typo(sheet.rng, shown.surname))
        if wrong != shown:
            damage = (*people[spot].damage, Damage.SURNAME_TYPO)
            people[spot] = replace(people[spot], shown=wrong, damage=damage)


def _cancel(sheet: _Sheet, people: list[Traveller], passengers: Sequence[Traveller]) -> None:
    """Take some strangers off the list again."""
    spots = [spot for spot, person in enumerate(people) if person not in passengers][:_FEW]
    sheet.write([[people[spot] for spot in spots]], "cancels these persons", spots=spots)


def _write_passengers(output: Output, rng: Random, loaded: Loaded, people: list[Traveller], style: Style) -> None:
    sheet = _Sheet(output, rng, loaded.planned, MessageKind.PASSENGERS, style)
    half = len(people) * 3 // 5
    if loaded.number == _IN_TWO_MESSAGES:
        sheet.write([people[:half], people[half:]], "split into two messages")
    elif loaded.number == _IN_TWO_FILES:
        sheet.write([people[half:]], "last of two files, arrives first", _Split(2, len(people), half))
        sheet.write([people[:half]], "first of two files, arrives last", _Split(1, len(people), 0))
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
_TAGS = {
    MessageKind.PASSENGERS: "PAX",
    MessageKind.CREW: "CREW",
    MessageKind.CLOSE: "CLOSE",
    MessageKind.CHANGE: "PAX-CHANGE",
    MessageKind.CANCEL: "PAX-CANCEL",
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Writes one list of one flight in one hand."""

    output: Output
    rng: Random
    planned: Planned
    kind: MessageKind
    style: Style

    def write(
        self,
        lists: Sequence[Sequence[Traveller]],
        note: str = "",
        split: _Split = _WHOLE,
        spots: Sequence[int] = (),
    ) -> None:
        """Write one file, a message for each of the lists.

        A message about a few people of a list has their `spots` in it, from 0.
        """
        planned, tag = self.planned, _TAGS[self.kind]
        counted = split.before
        parts, sightings = [], []
        for message, people in enumerate(lists, start=1):
            numbers = [spot + 1 for spot in spots] or range(counted + 1, counted + len(people) + 1)
            aboard, seen = self._persons(people, message, numbers)
            counted += len(people)
            last = message == len(lists) and split.part != 1
            parts.append(Part(aboard, f"{split.part or message:02}:{'F' if last else 'C'}"))
            sightings.append(seen)
        reference = f"{planned.flight.carrier}{planned.flight.number}{planned.key[-4:]}{tag[:2]}"
        content = write_parts(
            planned.flight,
            parts,
            sent=self._sent(late=bool(note) and self.kind is MessageKind.CREW),
            reference=reference,
            kind=self.kind,
            style=self.style,
            total=split.total or None,
            interchange=f"{reference}{'R' if spots else split.part or ''}",
            revision=2 if spots else 1,
        )
        self.output.add(f"{planned.key}-{tag}{split.part or ''}.edi", content, sightings, note)

    def _sent(self, *, late: bool) -> datetime:
        if late:
            return self.planned.arrives + _LANDED
        return self.planned.sent + _LATER.get(self.kind, timedelta())

    def _persons(
        self, people: Sequence[Traveller], message: int, numbers: Sequence[int]
    ) -> tuple[tuple[Aboard, ...], list[Sighting]]:
        aboard, seen = [], []
        locator = ""
        for position, (number, traveller) in enumerate(zip(numbers, people, strict=True), start=1):
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
