"""Whatever way an identifier gets into a message, no recipient sees one that is not for that recipient."""

import json
import re
from dataclasses import replace

import pytest

from alerts.facts import Audience, Facts
from alerts.formats.cloudevents import to_cloudevent
from alerts.formats.email import to_email
from alerts.formats.text import to_text
from alerts.kinds import AlertKind
from alerts.message import Message
from alerts.wording import DISCLOSED_KIND, TEMPLATES
from tests.alerts.examples import FACTS, message

AT_HOME_ONLY = {
    "FBI number": FACTS.fbi_number,
    "residence": FACTS.residence_address,
    "registry number": FACTS.registrant_id,
    "second passport": "481190264",
    "alien number": "A77120983",
    "visa": "V0098812",
    "alias": "Wrenfield",
    "registry spelling": "Ødegård",
    "explanation": "lacks its second part",
    "analyst": "Okonjo-Vale",
    "difference": "names Paris",
}
IDENTIFYING = {**AT_HOME_ONLY, "name": "Quillfeather", "birth": "1961", "passport": "590217733", "place": "LHR"}
HIDDEN_IN_TEXT = "998877AB3, 998-877 ab3, 48 11 90 26 4, tx r 0044871, 17 larkspur crescent amarillo, V-0098812"
ABROAD = [*TEMPLATES[Audience.FOREIGN], *DISCLOSED_KIND]


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def _everything(written: Message) -> str:
    return "\n".join((json.dumps(written.to_json(), ensure_ascii=False), to_text(written), _thin(written)))


def _thin(written: Message) -> str:
    mail = to_email(written, sender="alerts@rsoits.example", to="desk@agency.example", console="https://c.example")
    return mail.as_string() + to_cloudevent(written, console="https://c.example").decode()


def _hiding_in_free_text() -> Facts:
    return replace(FACTS, offence=f"Assault, see {HIDDEN_IN_TEXT}", correction=f"Wrong: {HIDDEN_IN_TEXT}")


@pytest.mark.parametrize("kind", ABROAD)
@pytest.mark.parametrize("facts", [FACTS, _hiding_in_free_text()], ids=["plain", "hidden in free text"])
@pytest.mark.parametrize("what", AT_HOME_ONLY)
def test_what_is_for_home_only_does_not_leave_the_country(what: str, facts: Facts, kind: AlertKind) -> None:
    assert _squeezed(AT_HOME_ONLY[what]) not in _squeezed(
        _everything(message(kind=kind, audience=Audience.FOREIGN, facts=facts))
    )


@pytest.mark.parametrize("what", AT_HOME_ONLY)
def test_at_home_all_of_it_is_told(what: str) -> None:
    said = _squeezed(_everything(message()))
    assert _squeezed(AT_HOME_ONLY[what]) in said


def test_abroad_the_traveller_is_named_as_the_passport_names_him() -> None:
    shown = dict(message(audience=Audience.FOREIGN).facts)
    assert shown["Name"] == "QUILLFEATHER, BARNABY MR"
    assert shown["Passport used"] == "P:USA:590217733"
    assert shown["Born"] == "1961-07-14"


def test_abroad_without_a_passport_on_the_manifest_none_is_named() -> None:
    shown = dict(message(audience=Audience.FOREIGN, facts=replace(FACTS, traveller=None)).facts)
    assert "Passport used" not in shown
    assert shown["Born"] == "1961-07-14"


@pytest.mark.parametrize("what", IDENTIFYING)
@pytest.mark.parametrize(
    ("audience", "kind"), [(audience, kind) for audience in Audience for kind in TEMPLATES[audience]]
)
def test_e_mail_and_webhook_identify_nobody(what: str, audience: Audience, kind: AlertKind) -> None:
    thin = _thin(message("01ALERT", kind, audience, _hiding_in_free_text()))
    assert _squeezed(IDENTIFYING[what]) not in _squeezed(thin.replace("2026", ""))
