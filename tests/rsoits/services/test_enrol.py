from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from rsoits.house import House
from rsoits.store.intakes import Intake, IntakeState, rejects_of
from rsoits.store.registrants import Registrant, RegistryChange, registrant_with_reference, registry_version
from tests.rsoits.scenes import load_registry

COLUMNS = (
    "registrant_id,jurisdiction,name,birth_dates,sex,nationalities,documents,offence,offence_against_minor,"
    "residence_jurisdiction,fbi_number,vehicles,vessels,as_of"
)


def extract(**changed: str) -> str:
    row = {
        "registrant_id": "TX-000042", "jurisdiction": "TX", "name": '"HOLLIS, Marten Ray"', "birth_dates": "1971-03-09",
        "sex": "M", "nationalities": "USA", "documents": "P:USA:Z56120493", "offence": "Enticement",
        "offence_against_minor": "yes", "residence_jurisdiction": "TX", "fbi_number": "123456AB7",
        "vehicles": "TX:KLM4471|NM:AZ12", "vessels": "TX 1234 AB", "as_of": "2026-01-02",
    } | changed  # fmt: skip
    return f"{COLUMNS}\n{','.join(row[name] for name in COLUMNS.split(','))}\n"


def stored(house: House, reference: str = "TX-000042") -> Registrant:
    with house.database.reading() as session:
        found = registrant_with_reference(session, reference)
        assert found is not None
        return found


def changes(house: House) -> Sequence[RegistryChange]:
    with house.database.reading() as session:
        return session.exec(select(RegistryChange).order_by(col(RegistryChange.field))).all()


def codes(house: House, intake: Intake) -> set[str]:
    with house.database.reading() as session:
        return {row.code for row in rejects_of(session, intake.id or 0)}


def version(house: House) -> int:
    with house.database.reading() as session:
        return registry_version(session)


def test_every_stated_field_knows_its_day_and_its_file(house: House) -> None:
    intake = load_registry(house, extract(residence_jurisdiction=""))
    found = stored(house)
    assert found.provenance["offence"] == {"as_of": "2026-01-02", "file": intake.source_file_id}
    assert "residence_jurisdiction" not in found.provenance
    assert (found.vehicles, found.vessels) == (["TX:KLM4471", "NM:AZ12"], ["TX 1234 AB"])
    assert "residence" in found.missing


def test_a_later_extract_that_agrees_confirms_every_field_and_is_no_change(house: House) -> None:
    load_registry(house, extract())
    before, registry = stored(house).changed_at, version(house)
    intake = load_registry(house, extract(as_of="2026-04-01"))
    found = stored(house)
    assert found.provenance["name"] == {"as_of": "2026-04-01", "file": intake.source_file_id}
    assert (found.as_of, found.changed_at, version(house)) == ("2026-04-01", before, registry)
    assert changes(house) == []


def test_a_later_extract_changes_what_differs_and_keeps_what_it_was(house: House) -> None:
    load_registry(house, extract())
    intake = load_registry(house, extract(as_of="2026-04-01", fbi_number="", documents="P:USA:Z99887766"))
    found = stored(house)
    assert (found.fbi_number, found.documents) == ("", ["P:USA:Z99887766"])
    assert found.provenance["fbi_number"] == {"as_of": "2026-04-01", "file": intake.source_file_id}
    kept = [(row.field, row.before, row.after, row.as_of, row.source_file_id) for row in changes(house)]
    assert kept == [
        ("documents", ["P:USA:Z56120493"], ["P:USA:Z99887766"], "2026-04-01", intake.source_file_id),
        ("fbi_number", "123456AB7", "", "2026-04-01", intake.source_file_id),
    ]


def test_an_older_extract_changes_nothing_and_its_sender_is_told(house: House) -> None:
    load_registry(house, extract(as_of="2026-04-01"))
    before = stored(house)
    intake = load_registry(house, extract(offence="Trespass"))
    found = stored(house)
    assert (found.offence, found.as_of, found.provenance) == (before.offence, before.as_of, before.provenance)
    assert codes(house, intake) == {"older-record"}
    assert changes(house) == []


def test_an_extract_of_an_unstated_day_counts_as_of_the_day_it_came(house: House) -> None:
    load_registry(house, extract(as_of=""))
    found = stored(house)
    assert found.as_of == ""
    assert found.provenance["name"]["as_of"] == house.now().date().isoformat()
    assert codes(house, load_registry(house, extract(offence="Trespass"))) == {"older-record"}


def test_a_day_to_come_is_not_believed_and_blocks_nothing(house: House) -> None:
    ahead = (house.now() + timedelta(days=400)).date().isoformat()
    assert codes(house, load_registry(house, extract(as_of=ahead))) == {"as-of-in-the-future"}
    today = house.now().date().isoformat()
    assert codes(house, load_registry(house, extract(offence="Trespass", as_of=today))) == set()
    assert stored(house).offence == "Trespass"


def test_a_partial_day_is_older_only_when_all_of_it_is(house: House) -> None:
    load_registry(house, extract(as_of="2026-04-10"))
    assert codes(house, load_registry(house, extract(offence="Trespass", as_of="2026-04"))) == set()
    assert codes(house, load_registry(house, extract(offence="Assault", as_of="2026-03"))) == {"older-record"}


def test_a_record_missing_from_a_later_extract_stays(house: House) -> None:
    load_registry(house, extract())
    load_registry(house, extract(registrant_id="TX-000099", as_of="2026-04-01"))
    assert stored(house).status == "registered"


def test_a_number_that_another_jurisdiction_has_is_set_aside_and_overwrites_nobody(house: House) -> None:
    load_registry(house, extract())
    taken = load_registry(house, extract(jurisdiction="OH", name='"OTHER, Person"', as_of="2026-02-02"))
    assert (taken.state, taken.rejects) == (IntakeState.PARTLY, 1)
    assert codes(house, taken) == {"number-of-another-jurisdiction"}
    assert (stored(house).name, stored(house).jurisdiction) == ("HOLLIS, Marten Ray", "TX")
