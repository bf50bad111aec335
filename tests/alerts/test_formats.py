import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.facts import Audience
from alerts.formats.cloudevents import to_cloudevent
from alerts.formats.email import to_email
from alerts.formats.text import to_ascii, to_text
from alerts.kinds import AlertKind
from alerts.wording import TEMPLATES
from matchers.identity import Identity
from tests.alerts.examples import FACTS, message

HEADER = re.compile(r"AML\.[A-Z0-9]{1,9}\.[A-Z0-9]{1,9}\.\*[A-Z0-9]{1,10}\.TXT")
FIELD = re.compile(r"[A-Z]{3}/.*")
CONTINUED = re.compile(r" {4}\S.*")


def _check_grammar(text: str) -> None:
    assert text.endswith("\n")
    header, *lines = text[:-1].split("\n")
    assert HEADER.fullmatch(header)
    assert lines[0].startswith("KND/")
    assert lines[-1].startswith("END/")
    for line in lines:
        assert FIELD.fullmatch(line) or CONTINUED.fullmatch(line)
        assert len(line) <= 80
        assert line.isascii()
        assert line.isprintable()
        assert line == line.upper()


@pytest.mark.parametrize(
    ("audience", "kind"), [(audience, kind) for audience in Audience for kind in TEMPLATES[audience]]
)
def test_every_message_keeps_the_grammar_of_the_text_form(audience: Audience, kind: AlertKind) -> None:
    _check_grammar(to_text(message(kind=kind, audience=audience)))


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_no_value_can_break_the_grammar_or_pass_for_a_field(value: str) -> None:
    facts = replace(FACTS, offence=f"x\nEND/{value}\r\nNAM/SOMEBODY, ELSE", notice=value, fbi_number=value)
    text = to_text(message(facts=facts))
    _check_grammar(text)
    assert len(re.findall("^NAM/", text, re.MULTILINE)) == 1
    assert len(re.findall("^END/", text, re.MULTILINE)) == 1


def test_dates_are_ccyymmdd_and_unknown_parts_are_zero() -> None:
    text = to_text(message())
    assert "\nDOB/19610714; 19610000\n" in text
    assert "\nDEP/20260302 1905 LOCAL TIME / 20260303 0105 UTC\n" in text
    assert "\nDUE/20260305 2359 UTC\n" in text


def test_names_of_other_scripts_become_letters_a_teleprinter_has() -> None:
    facts = replace(FACTS, registrant=Identity.from_json({"names": ["Ødegård, Łukasz ß"]}))
    assert "\nNAM/ODEGARD, LUKASZ SS\n" in to_text(message(facts=facts))
    assert to_ascii("Иванова\u200f § 3") == "IVANOVA SEC. 3"


def test_a_document_number_that_reads_like_a_date_is_left_alone() -> None:
    facts = replace(FACTS, fbi_number="1961-07-14")
    assert "\nFBI/1961-07-14\n" in to_text(message(facts=facts))


def test_the_mail_is_known_by_the_alert_and_says_where_to_read_it() -> None:
    mail = to_email(message("01ABC"), sender="alerts@rsoits.example", to="d@x.example", console="https://c.example/")
    assert mail["Message-ID"] == "<01ABC@rsoits.example>"
    assert mail["Subject"] == "[IMMEDIATE] Departure without travel notice"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "https://c.example/alerts/01ABC" in mail.get_content()


def test_the_event_has_what_cloudevents_requires_and_tells_time_in_utc() -> None:
    moment = datetime(2026, 3, 2, 7, 0, tzinfo=timezone(timedelta(hours=-5)))
    event = json.loads(to_cloudevent(replace(message("01ABC"), created_at=moment), console="https://c.example"))
    assert event["specversion"] == "1.0"
    assert event["id"] == "01ABC"
    assert event["subject"] == "alert/01ABC"
    assert event["type"] == "gov.rsoits.alert.departure_no_notice.v1"
    assert datetime.fromisoformat(event["time"]) == moment.astimezone(UTC)
    assert event["time"].endswith("Z")
    assert event["data"]["link"] == "https://c.example/alerts/01ABC"
    assert set(event["data"]) == {"alert_id", "kind", "urgency", "recipient_ori", "link"}
