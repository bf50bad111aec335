"""The generated world, read crudely: by splitting text, not with the readers it is meant to test."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

import pytest

from sample_data.cast import RARE_STANDINGS
from sample_data.damage import Damage
from sample_data.notices import Case
from sample_data.places import JURISDICTIONS, STATES, TERRITORIES, TRIBES
from sample_data.registrants import POOR
from sample_data.twins import Twin
from sample_data.world import NowMustBeUtcError, World, make_world

NOW = datetime(2026, 9, 1, 14, 7, tzinfo=UTC)


@cache
def world() -> World:
    return make_world(7, NOW)


def people_in(content: bytes) -> list[tuple[str, str]]:
    """Return (name, unique reference) of each NAD group, in order."""
    text = content.decode("ascii")
    una = re.search(r"UNA(.{6})", text)
    component, element, _, release, _, end = tuple(una.group(1) if una else ":+.? '")
    text = text.replace("\r\n", "")[text.replace("\r\n", "").index("UNB") :]
    segments = re.split(rf"(?<!{re.escape(release)}){re.escape(end)}", text)
    people: list[tuple[str, str]] = []
    for segment in segments:
        parts = segment.split(element)
        if parts[0] == "NAD" and parts[1] in {"FL", "FM"}:
            people.append((element.join(parts[4:]), ""))
        elif segment.startswith(f"RFF{element}ABO{component}"):
            people[-1] = (people[-1][0], segment.partition(component)[2])
    return people


def registry_rows() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for file in world().files:
        if file.feed == "registry-extracts":
            text = file.content.decode()
            rows += json.loads(text)["registrants"] if file.name.endswith("json") else csv.DictReader(io.StringIO(text))
    return rows


def test_the_same_arguments_make_the_same_bytes() -> None:
    assert make_world(7, NOW, 700, 400) == make_world(7, NOW, 700, 400)
    assert make_world(7, NOW, 700, 400).files != make_world(8, NOW, 700, 400).files


def test_now_is_utc() -> None:
    with pytest.raises(NowMustBeUtcError):
        make_world(7, NOW.astimezone(timezone(timedelta(hours=2))), 100, 100)


def test_every_jurisdiction_sends_records_of_its_own() -> None:
    rows = registry_rows()
    assert len(rows) == 5000
    assert len({row["registrant_id"] for row in rows}) == 5000
    assert {row["jurisdiction"] for row in rows} == set(JURISDICTIONS)
    assert (len(STATES), len(TERRITORIES), len(TRIBES)) == (51, 5, 8)
    assert all(row["registrant_id"].startswith(row["jurisdiction"]) for row in rows)


def test_the_registry_has_what_the_law_asks_about() -> None:
    rows = registry_rows()
    assert {row["status"] for row in rows} == {"registered", "duty_ended", "deceased", "absconder"}
    assert {str(row["federal_tier"] or "") for row in rows} == {"", "1", "2", "3"}
    assert 0.6 < sum(bool(row["documents"]) for row in rows) / len(rows) < 0.8
    assert 0 < sum(row["protected"] in {"yes", True} for row in rows) < 60
    assert all(row["duty_ends"] < "2026-09-01" for row in rows if row["status"] == "duty_ended")
    assert not any("" < row["duty_ends"] < "2026-09-01" for row in rows if row["status"] == "registered")


@pytest.mark.parametrize(
    "file", [pytest.param(name, id=name) for name in sorted(f.name for f in world().files if f.feed == "air-manifests")]
)
def test_the_truth_names_everybody_in_a_manifest_in_order(file: str) -> None:
    content = next(one.content for one in world().files if one.name == file)
    truth = next(one for one in world().truth.files if one.file == file)
    if not truth.readable:
        assert b"UNB" not in content
        return
    sightings = [sighting for sighting in world().truth.sightings if sighting.file == file]
    assert [reference for _, reference in people_in(content)] == [sighting.traveller_id for sighting in sightings]
    assert truth.travellers == sum(not sighting.rejected for sighting in sightings)
    for (name, _), sighting in zip(people_in(content), sightings, strict=True):
        assert sighting.rejected == (not name)
        assert re.sub(r"[^A-Z]", "", name) == re.sub(
            r"[^A-Z]", "", sighting.traveller.shown.surname + sighting.traveller.shown.given_names
        )


def test_flights_go_both_ways_before_and_after_now() -> None:
    names = [file.name for file in world().files if file.feed == "air-manifests"]
    assert sum("PAX" in name for name in names) >= 14
    assert sum("CREW" in name for name in names) >= 14
    days = {match.group(1) for name in names if (match := re.search(r"-(\d{6})-", name))}
    assert min(days) <= "260827"
    assert max(days) >= "260903"
    directions = Counter(b"LOC+22+" in file.content for file in world().files if "PAX" in file.name)
    assert min(directions.values()) >= 5


def test_the_transmission_has_the_known_dirt() -> None:
    files = {file.name: file.content for file in world().files if file.feed == "air-manifests"}
    assert sum(b"UNA:*.? #" in content for content in files.values()) >= 1
    assert any(content.startswith(b"QN ") for content in files.values())
    assert any(b"UNG" not in content and b"UNB" in content for content in files.values())
    assert any(b"+01:C" in content and b"+02:F" in content for content in files.values())
    assert any(b"BGM+266+CL" in content for content in files.values())
    again = next(name for name in files if name.endswith("-AGAIN.edi"))
    assert files[again] == files[again.replace("-AGAIN", "")]
    assert sum(sighting.rejected for sighting in world().truth.sightings if sighting.feed == "air-manifests") == 1


def arrived(feed: str) -> list[str]:
    return [file.name for file in world().files if file.feed == feed]


def test_messages_come_late_again_and_in_the_wrong_order() -> None:
    names = arrived("air-manifests")
    change = next(name for name in names if name.endswith("-PAX-CHANGE.edi"))
    assert names.index(change) < names.index(change.replace("-CHANGE", ""))
    last = next(name for name in names if name.endswith("-PAX2.edi"))
    assert names.index(last) < names.index(last.replace("PAX2", "PAX1"))
    cancel = next(name for name in names if name.endswith("-PAX-CANCEL.edi"))
    assert names.index(cancel) > names.index(cancel.replace("-CANCEL", ""))
    assert b"BGM+745+XR" in next(file.content for file in world().files if file.name == cancel)


def test_a_correction_has_the_same_people_spelled_right() -> None:
    change = next(name for name in arrived("air-manifests") if name.endswith("-PAX-CHANGE.edi"))
    seen = {one.traveller_id: one for one in world().truth.sightings if one.file == change.replace("-CHANGE", "")}
    corrected = [one for one in world().truth.sightings if one.file == change]
    assert corrected
    for one in corrected:
        before = seen[one.traveller_id].traveller
        assert before.shown.surname != one.traveller.shown.surname
        assert before.registrant_ids == one.traveller.registrant_ids
        assert set(before.damage) - set(one.traveller.damage) == {Damage.SURNAME_TYPO}


def test_reservations_are_of_people_on_the_lists_of_flights_still_to_leave() -> None:
    booked = [one for one in world().truth.sightings if one.feed in {"reservations", "carrier-reservations"}]
    aboard = {id(one.traveller) for one in world().truth.sightings if one.feed == "air-manifests"}
    assert {id(one.traveller) for one in booked} <= aboard
    assert any(one.traveller.registrant_ids for one in booked)
    days = {re.search(r"-(\d{6})-", one.file)[1] for one in booked}  # type: ignore[index]  # all are named by the day
    assert min(days) >= "260901"
    assert sum("CHANGED" in name for name in arrived("reservations")) >= 1


def test_sailings_go_both_ways_and_one_notice_is_cancelled() -> None:
    notices = {file.name: file.content.decode() for file in world().files if file.feed == "vessel-notices"}
    kinds = Counter(re.search(r"<NOTICE_TYPE>(\w+)<", text)[1] for text in notices.values())  # type: ignore[index]  # every one has it
    assert kinds == {"Arrival": 5, "Departure": 2}
    assert sum("<NOTICE_TRANSACTION_TYPE>Cancel<" in text for text in notices.values()) == 1
    for name, text in notices.items():
        people = text.count("<CREW>") + text.count("<NONCREW>")
        assert people == sum(one.file == name for one in world().truth.sightings)
    at_sea = [one for one in world().truth.sightings if one.feed == "vessel-notices"]
    assert any(one.traveller.registrant_ids for one in at_sea)


def test_both_records_of_a_person_exist_and_differ_as_told() -> None:
    rows = {row["registrant_id"]: row for row in registry_rows()}
    kinds: Counter[str] = Counter()
    for person in world().truth.people:
        first, second = (rows[registrant_id] for registrant_id in person.registrant_ids)
        kinds.update(person.differs)
        assert first["jurisdiction"] != second["jurisdiction"]
        assert second["as_of"] < first["as_of"]
        assert ("no_fbi_number" in person.differs) == (not second["fbi_number"])
        assert ("no_passport" in person.differs) == (bool(first["documents"]) and not second["documents"])
        if "goes_by_alias" in person.differs:
            assert first["name"].split(" ")[0] in str(second["aliases"])
    assert kinds.keys() == {
        "older", "no_fbi_number", "no_passport", "middle_initial", "goes_by_alias", "names_exchanged",
    }  # fmt: skip
    assert len(world().truth.people) > 60


def test_a_traveller_with_two_records_is_one_person() -> None:
    people = {frozenset(person.registrant_ids) for person in world().truth.people}
    twice = [one.traveller for one in world().truth.sightings if len(one.traveller.registrant_ids) > 1]
    assert twice
    assert all(frozenset(traveller.registrant_ids) in people for traveller in twice)


def test_one_jurisdiction_hardly_says_who_its_people_are() -> None:
    poor = [row for row in registry_rows() if row["jurisdiction"] == POOR]
    assert len(poor) > 5
    assert not any(row["documents"] for row in poor)
    assert not any(re.search(r"\d{4}-\d\d", str(row["birth_dates"])) for row in poor)
    assert not all(row["birth_dates"] for row in poor)
    travelling = {number for one in world().truth.sightings for number in one.traveller.registrant_ids}
    assert not any(number.startswith(f"{POOR}-") for number in travelling)


def test_both_ways_of_writing_several_legs_occur() -> None:
    groups = {
        (content.count(b"TDT"), content.count(b"DTM+189"))
        for file in world().files
        if file.feed == "air-manifests" and b"DTM+189" in (content := file.content)
    }
    assert {(1, 2), (2, 2)} <= groups


def test_crossings_agree_with_their_truth() -> None:
    file = next(file for file in world().files if file.feed == "land-crossings")
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    sightings = [sighting for sighting in world().truth.sightings if sighting.file == file.name]
    assert [row["crossing_id"] for row in rows] == [sighting.traveller_id for sighting in sightings]
    assert {"inbound", "outbound", "sideways"} == {row["direction"] for row in rows}
    bad = [row for row, sighting in zip(rows, sightings, strict=True) if sighting.rejected]
    assert len(bad) == 3
    assert all(not row["surname"] or row["direction"] == "sideways" or row["crossed_at"] == "yesterday" for row in bad)
    assert any(sighting.traveller.registrant_ids for sighting in sightings)


def test_every_kind_of_damage_and_of_twin_and_of_standing_occurs() -> None:
    travellers = [sighting.traveller for sighting in world().truth.sightings]
    assert {kind for traveller in travellers for kind in traveller.damage} == set(Damage)
    assert {traveller.twin for traveller in travellers} == {None, *Twin}
    assert {traveller.status for traveller in travellers} == {"", "registered", *RARE_STANDINGS}
    assert max(len(traveller.registrant_ids) for traveller in travellers) == 2


def test_most_travellers_have_nothing_to_do_with_the_registry() -> None:
    travellers = [sighting.traveller for sighting in world().truth.sightings]
    linked = sum(bool(traveller.registrant_ids) for traveller in travellers)
    assert 0.03 < linked / len(travellers) < 0.1


def test_near_twins_and_protected_people_are_linked_to_nobody() -> None:
    for sighting in world().truth.sightings:
        traveller = sighting.traveller
        if traveller.twin or traveller.status == "protected":
            assert not traveller.registrant_ids
            assert traveller.twin_of or traveller.withheld_id


def test_a_near_twin_shares_neither_his_passport_nor_all_of_name_and_birth() -> None:
    rows = {row["registrant_id"]: row for row in registry_rows()}
    for sighting in world().truth.sightings:
        shown, row = sighting.traveller.shown, rows.get(sighting.traveller.twin_of)
        if row:
            assert shown.document
            assert shown.document.number not in str(row["documents"])
            same_birth = str(shown.born) in str(row["birth_dates"])
            assert not same_birth or shown.given not in row["name"].upper()


def test_links_lead_to_records_that_exist_and_are_not_protected() -> None:
    rows = {row["registrant_id"]: row for row in registry_rows()}
    for sighting in world().truth.sightings:
        for registrant_id in sighting.traveller.registrant_ids:
            assert rows[registrant_id]["protected"] in {"no", False}
            assert rows[registrant_id]["status"] == sighting.traveller.status


def test_notices_cover_every_case_and_lead_to_the_right_traveller() -> None:
    seen = {sighting.traveller_id: sighting.traveller for sighting in world().truth.sightings}
    notices = world().truth.notices
    assert {notice.case for notice in notices} == set(Case)
    for notice in notices:
        if notice.case in {Case.NO_SHOW, Case.UPCOMING, Case.RETURN_OVERDUE}:
            assert not notice.traveller_id
        elif notice.case is Case.PARTNER_UNKNOWN:
            assert not seen[notice.traveller_id].registrant_ids
        else:
            assert notice.registrant_id in seen[notice.traveller_id].registrant_ids


def test_late_notices_are_late_and_say_why_and_the_others_are_in_time() -> None:
    late = {notice.reference for notice in world().truth.notices if notice.case is Case.LATE}
    for file in world().files:
        if file.feed != "travel-notices" or not file.name.endswith("json"):
            continue
        for notice in json.loads(file.content)["notices"]:
            departs = datetime.fromisoformat(notice["legs"][0]["departs"]).replace(tzinfo=UTC)
            lead = departs.date() - datetime.fromisoformat(notice["submitted_at"]).date()
            assert (lead.days < 21) == bool(notice["late_reason"])
            assert bool(notice["late_reason"]) == (notice["reference"] in late)
            assert datetime.fromisoformat(notice["submitted_at"]) <= NOW


def test_a_tiny_world_still_works() -> None:
    tiny = make_world(1, NOW, 3, 1)
    assert sum(file.feed == "registry-extracts" for file in tiny.files) == 3
    assert len(tiny.truth.sightings) > 30
