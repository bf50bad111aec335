from __future__ import annotations

import random
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.edifact import interchanges
from feeds.findings import Finding, Severity
from feeds.manifest import edifact_file
from feeds.reporting import LIMIT
from matchers.identity import PartialDate, TravelDocument
from sample_data.manifest import Aboard, Flight, FlightLeg, MessageKind, Style, write_paxlst
from tests.feeds.messages import END, FILE, MESSAGE, UNA, UNB, UNG, reading

if TYPE_CHECKING:
    from collections.abc import Sequence

SERVICE = b"'+:?"
DEPARTS = datetime(2026, 3, 28, 12, 5)  # noqa: DTZ001  a local time of the airport
LEG = FlightLeg("IAH", DEPARTS, "MEX", DEPARTS + timedelta(hours=2))
PEOPLE = (
    Aboard("O'SHEA", "ORLA", "MS", PartialDate(1988, 2, 29), "F", "IRL", TravelDocument("PX7741209", "P", "IRL")),
    Aboard("HOLLIS", "MARTEN RAY", born=PartialDate(1971, 3), sex="M", nationality="USA", seat="12A", residence="MEX"),
    Aboard("WHAT?", "+:'", document=TravelDocument("1?+:'", "V", "DEU", PartialDate(2031, 5, 5)), record_locator="A1"),
)
STYLES = (
    Style(),
    Style(una=False, group=False, line_per_segment=False),
    Style(delimiters="|;,~ !", century=True),
    Style(delimiters=":*.  $", wrap=69, heading=("QN HDQXX",), footing=("NNNN",)),
)

_styles, _kinds = st.sampled_from(STYLES), st.sampled_from(MessageKind)
_people = st.lists(st.sampled_from(PEOPLE), max_size=3)


def _message(style: Style, people: list[Aboard], kind: MessageKind = MessageKind.PASSENGERS) -> bytes:
    return write_paxlst(Flight("QZ", "514", (LEG,)), people, sent=DEPARTS, reference="QZ514TX", kind=kind, style=style)


def _survives(data: bytes, most_persons: int) -> None:
    """Something is said of the file, and nobody is read who cannot have been in it."""
    read = reading(data)

    assert read.readable or read.findings
    assert sum(len(one.travellers) for one in read.manifests) <= most_persons
    assert all(len(found) <= LIMIT + 1 for found in (read.findings, *(one.findings for one in read.manifests)))


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.delimiters)
def test_a_message_cut_at_every_byte_is_survived(style: Style) -> None:
    data = _message(style, list(PEOPLE[:2]))
    began = time.process_time()

    for end in range(len(data)):
        _survives(data[:end], 2)
    assert time.process_time() - began < 10


@pytest.mark.parametrize("byte", SERVICE, ids=chr)
def test_every_byte_may_become_a_service_character(byte: int) -> None:
    data = _message(STYLES[1], list(PEOPLE[:2]))
    began = time.process_time()

    for place in range(len(data)):
        _survives(data[:place] + bytes([byte]) + data[place + 1 :], 3)
    assert time.process_time() - began < 10


def test_hundreds_of_random_mutations_are_survived() -> None:
    chance = random.Random(20260328)  # noqa: S311  mutations, no secrets
    messages = [_message(style, list(PEOPLE)) for style in STYLES]
    began = time.process_time()

    for _ in range(400):
        data = bytearray(chance.choice(messages))
        for _ in range(chance.randrange(1, 6)):
            start, end = sorted(chance.choices(range(len(data)), k=2))
            match chance.randrange(4):
                case 0:
                    data[start] = chance.randrange(256)
                case 1:
                    del data[start : min(end, start + 40)]
                case 2:
                    data[start:start] = bytes(chance.choices(SERVICE + b"UNABZHGT\r\n\x1d\xff", k=5))
                case _:
                    data[end:end] = data[start : start + 60]
        _survives(bytes(data), len(data) // 3)
    assert time.process_time() - began < 10


@settings(max_examples=60, deadline=2_000)
@given(_styles, _people, _kinds, st.data())
def test_any_message_of_ours_with_any_byte_replaced_or_cut_is_survived(
    style: Style, people: list[Aboard], kind: MessageKind, data: st.DataObject
) -> None:
    sent = _message(style, people, kind)
    place = data.draw(st.integers(0, len(sent) - 1))
    byte = data.draw(st.sampled_from(SERVICE) | st.integers(0, 255))

    _survives(sent[:place], len(people))
    _survives(sent[:place] + bytes([byte]) + sent[place + 1 :], len(people) + 1)


@settings(max_examples=60, deadline=2_000)
@given(_styles, _people, _kinds)
def test_what_a_person_was_read_from_is_kept_verbatim(style: Style, people: list[Aboard], kind: MessageKind) -> None:
    sent = _message(style, people, kind).decode()
    clean = sent.replace("\r\n", "")

    (one,) = reading(sent).manifests

    assert len(one.travellers) == len(people)
    assert all(traveller.raw in clean for traveller in one.travellers)
    assert len({traveller.where for traveller in one.travellers}) == len(people)


@pytest.mark.parametrize("numbers", [range(1, 121), [1] * 120], ids=["numbers of their own", "one number for all"])
def test_namesakes_without_end_are_told_apart_in_bounded_time(numbers: Sequence[int]) -> None:
    names = [f"A{chr(65 + place % 26)}{chr(65 + place // 26)}" for place in range(120)]
    party = "".join(f"TIF+KIM+{name}:A:{number}:'" for name, number in zip(names, numbers, strict=True))
    papers = "".join(
        f"SSR+DOCS:HK:1:QZ:::::/P/USA/{place:06}/USA/20SEP82/F/25OCT30/KIM/A+::{numbers[place % 120]}'"
        for place in range(1_000)
    )
    text = "UNB+IATA:1+QZ+US+260301:0600+9'UNH+1+PNRGOV:11:1:IA'MSG+:22'TVL+280326:1200:280326:1500+IAH+MEX+QZ+514'"
    began = time.process_time()

    (one,) = reading(text + f"SRC'RCI+QZ:LOC001'{party}{papers}" * 4 + "UNT+1+1'UNZ+1+9'").manifests

    assert {("KIM", name) for name in names} <= {(person.surname, person.given_names) for person in one.travellers}
    assert time.process_time() - began < 2


@pytest.mark.parametrize("much", [UNA + UNB + UNG + MESSAGE * 5 + END, FILE * 5], ids=["one interchange", "several"])
def test_messages_beyond_the_limit_are_not_read_and_told_of(much: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edifact_file, "MOST_MESSAGES", 3)

    found = reading(much)

    assert [len(one.travellers) for one in found.manifests] == [2, 2, 2]
    fourth = [segment for part in interchanges(much) for segment in part.segments() if segment.tag == "UNH"][3]
    assert found.findings == (
        Finding(
            "too-many-messages", Severity.WARNING, fourth.where, field="message",
            reason="more than 3 messages; the rest was not read", cure="split the file",
        ),
    )  # fmt: skip


def test_as_many_messages_as_allowed_are_read_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edifact_file, "MOST_MESSAGES", 5)

    found = reading(FILE * 5)

    assert len(found.manifests) == 5
    assert found.findings == ()
