import json
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.compose import NotForThisAudienceError, Question, compose
from alerts.facts import Audience, Identification
from alerts.kinds import AlertKind, Urgency
from alerts.message import Message, UnusableAlertIdError
from alerts.wording import NO_GROUND_FOR_ARREST, TEMPLATES
from matchers.identity import Identity
from tests.alerts.examples import FACTS, NOON, RECIPIENTS, SENDER, TRAVEL, message

WRITTEN = [(audience, kind) for audience in Audience for kind in TEMPLATES[audience]]


@pytest.mark.parametrize(("audience", "kind"), WRITTEN)
def test_every_message_answers_the_eight_questions(audience: Audience, kind: AlertKind) -> None:
    written = message(kind=kind, audience=audience)
    assert [heading for heading, _ in written.paragraphs] == list(Question)
    for _, text in written.paragraphs:
        assert text.endswith((".", '"'))
        assert "{" not in text
        assert ".." not in text


@pytest.mark.parametrize("audience", [Audience.DOMESTIC, Audience.FEDERAL])
@pytest.mark.parametrize("kind", [kind for kind in AlertKind if kind is not AlertKind.RETRACTION])
def test_at_home_every_identification_comes_with_the_warning_that_it_is_no_ground_for_arrest(
    audience: Audience, kind: AlertKind
) -> None:
    assert dict(message(kind=kind, audience=audience).paragraphs)[Question.HOW_SURE].endswith(NO_GROUND_FOR_ARREST)


@pytest.mark.parametrize("kind", TEMPLATES[Audience.FOREIGN])
def test_abroad_nothing_is_asked_and_no_deadline_is_set(kind: AlertKind) -> None:
    written = message(kind=kind, audience=Audience.FOREIGN)
    assert "information only" in dict(written.paragraphs)[Question.ASKED]
    assert written.due_at is None
    assert written.provisions == ()


@pytest.mark.parametrize(
    "kind", [AlertKind.DEPARTURE_NO_NOTICE, AlertKind.ITINERARY_DISCREPANCY, AlertKind.NOTICE_LATE]
)
def test_abroad_nobody_learns_how_a_duty_at_home_was_kept(kind: AlertKind) -> None:
    written = message(kind=kind, audience=Audience.FOREIGN)
    assert written.kind in {AlertKind.DEPARTURE_CONFIRMED, AlertKind.NOTICE_RECEIVED}
    said = json.dumps(written.to_json()).lower()
    assert all(word not in said for word in ("no_notice", "no notice", "discrepancy", "differs", "late"))


@pytest.mark.parametrize("kind", [AlertKind.RETURN_INBOUND, AlertKind.FOREIGN_CONVICTION_ENTRY])
def test_what_happens_at_home_is_not_written_for_abroad(kind: AlertKind) -> None:
    with pytest.raises(NotForThisAudienceError):
        message(kind=kind, audience=Audience.FOREIGN)


def test_a_journey_reads_as_to_come_before_it_begins_and_as_done_after() -> None:
    def what(hours: int) -> str:
        written = compose(
            AlertKind.DEPARTURE_NO_NOTICE,
            FACTS,
            RECIPIENTS[Audience.DOMESTIC],
            SENDER,
            alert_id="1",
            created_at=NOON + timedelta(hours=hours),
        )
        return dict(written.paragraphs)[Question.WHAT]

    assert "is leaving the United States" in what(0)
    assert "has left the United States" in what(14)


def test_times_are_told_as_the_traveller_sees_them_and_in_utc() -> None:
    when = dict(message().paragraphs)[Question.WHEN]
    assert "2 March 2026, 19:05 local time (3 March 2026, 01:05 UTC)" in when


def test_unknown_and_unreadable_times_are_said_to_be_so() -> None:
    facts = replace(FACTS, travel=replace(TRAVEL, departs_at=None, departs_local="2026-03", arrives_at=None))
    assert "Departs 2026-03; arrives 3 March 2026, 09:40" in dict(message(facts=facts).paragraphs)[Question.WHEN]
    facts = replace(FACTS, travel=replace(TRAVEL, departs_at=None, departs_local=""))
    assert "Departs at a time not known" in dict(message(facts=facts).paragraphs)[Question.WHEN]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Identification(1.0, (), "A", 2), "over 99.9 %"),
        (Identification(0.9731, (), "A", 1), "97.3 % that they are one person. One person has read both records"),
        (Identification(0.4, (), "", 0), "Nobody has read both records yet."),
        (Identification(), "The sender of the notice named the person"),
    ],
)
def test_certainty_is_never_overstated(found: Identification, said: str) -> None:
    written = dict(message(facts=replace(FACTS, identification=found)).paragraphs)[Question.HOW_SURE]
    assert said in written
    assert "100" not in written


def test_a_near_deadline_makes_a_routine_message_immediate() -> None:
    def urgency(hours: int) -> Urgency:
        return compose(
            AlertKind.NOTICE_RECEIVED,
            FACTS,
            RECIPIENTS[Audience.DOMESTIC],
            SENDER,
            alert_id="1",
            created_at=NOON,
            due_at=NOON + timedelta(hours=hours),
        ).urgency

    assert urgency(23) is Urgency.IMMEDIATE
    assert urgency(72) is Urgency.ROUTINE


def test_a_retraction_does_not_spread_the_record_again() -> None:
    said = json.dumps(message(kind=AlertKind.RETRACTION).to_json(), ensure_ascii=False)
    assert "01EARLIERALERT" in said
    for value in (FACTS.offence, FACTS.fbi_number, FACTS.residence_address, "590217733", "99.9"):
        assert value not in said


@pytest.mark.parametrize(("audience", "kind"), WRITTEN)
def test_a_message_survives_storage(audience: Audience, kind: AlertKind) -> None:
    written = message(kind=kind, audience=audience)
    assert Message.from_json(json.loads(json.dumps(written.to_json()))) == written


@pytest.mark.parametrize("alert_id", ["", "../etc/passwd", "a.b", "a b", "é", "x" * 65, "-a", "a\n"])
def test_an_id_that_could_not_name_a_file_is_refused(alert_id: str) -> None:
    with pytest.raises(UnusableAlertIdError):
        message(alert_id)


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=3000), names=st.lists(st.text(min_size=1, max_size=50), min_size=1, max_size=40))
def test_hostile_values_stay_bounded_and_on_one_line(text: str, names: list[str]) -> None:
    facts = replace(
        FACTS,
        registrant=Identity.from_json({"names": [f"A{name}" for name in names]}),
        offence=text,
        notice=text,
        differences=(text,) * 30,
    )
    written = message(facts=facts)
    for _, value in (*written.facts, *written.paragraphs):
        assert len(value) <= 3000
        assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"} for sign in value)
