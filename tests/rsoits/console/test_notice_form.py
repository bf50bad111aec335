"""The notice form without JavaScript: filled in, saved, checked, handed in, returned, amended, cancelled."""

from __future__ import annotations

import re
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import select
from starlette.testclient import TestClient

from rsoits.store.accounts import Account, account_named
from rsoits.store.audit import AuditEntry
from rsoits.store.files import SourceFile
from rsoits.store.notices import Notice, NoticeAttachment, NoticeChannel, NoticeDraft, NoticeState
from rsoits.store.registrants import Registrant
from rsoits.store.trips import Trip, TripState
from tests.console_scene import Scene
from tests.rsoits.console.conftest import visit

PDF = b"%PDF-1.7 an invented visa"
FILLED: dict[str, str] = {
    "leg-0-departure_place": "IAH", "leg-0-departure_country": "USA", "leg-0-departs": "2031-05-02",
    "leg-0-departs_time": "10:30", "leg-0-arrival_place": "MEX", "leg-0-arrival_country": "MEX",
    "leg-0-arrives": "2031-05-02", "leg-0-means": "air", "leg-0-carrier": "QZ", "leg-0-number": "514",
    "returns": "2031-05-20", "return_place": "IAH", "purpose": "other", "purpose_other": "a wedding",
    "contact": "+52 555 0100", "companions": "Ada Hollis, 9, a minor", "fbi_number": "123456AB7",
}  # fmt: skip


def _form(text: str) -> dict[str, str]:
    """Return what a browser would send of the form on this page."""
    body = text.partition('class="notice-form"')[2].partition("</form>")[0]
    typed = dict(re.findall(r'<input class="usa-input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', body))
    typed |= dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', body))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', body, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        typed[name] = chosen[1] if chosen else ""
    typed |= dict(re.findall(r'name="([a-z0-9_-]+)" value="(yes)"[^>]* checked', body))
    return typed | {"seen": _seen(text)}


def _seen(text: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', text)
    assert found
    return found[1]


def _begin(officer: TestClient, number: str = "TX-009001") -> str:
    answer = officer.post("/notices/new", data={"number": number})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def _save(officer: TestClient, draft: str, **change: Any) -> Response:  # noqa: ANN401  texts
    typed = _form(officer.get(draft).text) | change
    return officer.post(draft, data=typed)


def _hand_in(officer: TestClient, draft: str) -> Response:
    shown = officer.get(f"{draft}/review").text
    assert "Hand in the notice" in shown, shown
    return officer.post(f"{draft}/hand-in", data={"seen": _seen(shown)})


@pytest.fixture
def officer(scene: Scene) -> TestClient:
    return visit(scene.house, "rex")


@pytest.fixture
def handed_in(officer: TestClient) -> str:
    draft = _begin(officer)
    assert _save(officer, draft, **FILLED, action="continue").headers["location"] == f"{draft}/attachments"
    answer = _hand_in(officer, draft)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].partition("?")[0]


def test_a_draft_is_filled_in_from_the_record(officer: TestClient) -> None:
    typed = _form(officer.get(_begin(officer)).text)
    assert (typed["full_name"], typed["birth_dates"]) == ("HOLLIS, Marten Ray", "1971-03-09")
    assert (typed["registrant_id"], typed["submitting_officer"]) == ("TX-009001", "Rex Ibarra")
    assert (typed["registration_jurisdictions"], typed["leg-0-departure_country"]) == ("TX", "USA")
    assert typed["reference"].startswith("TX-")


@pytest.mark.parametrize("number", ["TX-404", "VT-000001", "TX-PROT"])
def test_records_that_are_not_there_for_this_officer_begin_nothing(
    scene: Scene, officer: TestClient, number: str
) -> None:
    with scene.house.writing("test") as (session, acting):
        for reference, jurisdiction, protected in (("VT-000001", "VT", False), ("TX-PROT", "TX", True)):
            session.add(
                Registrant(
                    reference=reference, jurisdiction=jurisdiction, name="X, Y", protected=protected,
                    changed_at=acting.now,
                )
            )  # fmt: skip
    answer = officer.post("/notices/new", data={"number": number})
    assert answer.status_code == 422
    assert "No record of your jurisdiction has this number" in answer.text
    with scene.house.database.reading() as session:
        assert session.exec(select(NoticeDraft)).all() == []


def test_what_was_typed_is_kept_and_handed_in_through_the_one_way_in(scene: Scene, handed_in: str) -> None:
    with scene.house.database.reading() as session:
        notice = session.get_one(Notice, int(handed_in.rpartition("/")[2]))
        assert (notice.channel, notice.state, notice.purpose) == (NoticeChannel.FORM, NoticeState.RECEIVED, "a wedding")
        assert notice.legs[0]["departs_time"] == "10:30"
        assert notice.details["companions"] == "Ada Hollis, 9, a minor"
        assert b'"a wedding"' in session.get_one(SourceFile, notice.source_file_id).content
        trip = session.exec(select(Trip).where(Trip.notice_id == notice.id)).one()
        assert (trip.state, trip.destination) == (TripState.ANNOUNCED, "MEX")
        assert session.exec(select(NoticeDraft)).all() == []


def test_the_page_of_a_notice_shows_receipt_status_and_everything_it_says(officer: TestClient, handed_in: str) -> None:
    shown = officer.get(f"{handed_in}?new=yes").text
    assert re.search(r"N-\w{4}-\w{4}-\w{4}", shown)
    for text in ("The notice is on file", "received", "a wedding", "123456AB7", "QZ 514", "Ada Hollis, 9, a minor"):
        assert text in shown
    assert 'href="/trips/' not in shown


def test_legs_are_added_and_taken_away_without_losing_what_was_typed(officer: TestClient) -> None:
    draft = _begin(officer)
    answer = _save(officer, draft, **FILLED, action="add-leg")
    assert answer.headers["location"].endswith("#leg-1-departure_place")
    typed = _form(officer.get(draft).text)
    assert (typed["leg-0-number"], typed["leg-1-departure_place"], typed["leg-1-departure_country"]) == (
        "514", "MEX", "MEX",
    )  # fmt: skip
    _save(officer, draft, action="remove-leg-0")
    typed = _form(officer.get(draft).text)
    assert typed["leg-0-departure_place"] == "MEX"
    assert "leg-1-departure_place" not in typed


def test_faults_are_said_at_their_field_and_what_is_missing_when_it_is_asked(officer: TestClient) -> None:
    draft = _begin(officer)
    answer = _save(officer, draft, **{"leg-0-departs_time": "ten", "nationalities": "Atlantis"}, action="save")
    shown = officer.get(answer.headers["location"]).text
    assert re.search(r'id="leg-0-departs_time-say">\s*<p class="say__line">Not a time of day', shown)
    assert re.search(r'id="nationalities-say">\s*<p class="say__line">The country code is in no table', shown)
    assert 'aria-describedby="nationalities-hint nationalities-say" aria-invalid="true"' in shown
    assert "The purpose of travel is not stated" not in shown
    shown = officer.get(f"{draft}?check=yes").text
    assert '<li><a href="#purpose">The purpose of travel is not stated (34 U.S.C. 20914(a)(7)).' in shown
    review = officer.get(f"{draft}/review").text
    assert "This cannot be handed in yet" in review
    assert f'href="{draft}?check=yes#leg-0-arrival_country"' in review
    assert officer.post(f"{draft}/hand-in", data={"seen": _seen(shown)}).status_code == 422


def test_lateness_is_said_before_handing_in(scene: Scene, officer: TestClient) -> None:
    draft = _begin(officer)
    assert 'name="late_reason"' not in officer.get(draft).text
    soon = scene.house.now().date().isoformat()
    _save(officer, draft, **FILLED | {"leg-0-departs": soon, "leg-0-arrives": soon})
    shown = officer.get(draft).text
    assert 'name="late_reason"' in shown
    assert re.search(r"(20|21) days late", shown)
    assert "days late" in officer.get(f"{draft}/review").text


def test_an_answer_for_htmx_holds_what_changed_and_nothing_else(officer: TestClient) -> None:
    draft = _begin(officer)
    typed = _form(officer.get(draft).text) | FILLED | {"nationalities": "Atlantis"}
    answer = officer.post(draft, data=typed, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert re.search(r'id="nationalities-say" hx-swap-oob="true">\s*<p', answer.text)
    assert 'id="legs"' not in answer.text
    added = officer.post(draft, data={**typed, "action": "add-leg"}, headers={"HX-Request": "true"})
    assert 'data-focus-on="leg-1-departure_place"' in added.text


def test_nobody_overwrites_another_officers_changes(scene: Scene, officer: TestClient) -> None:
    with scene.house.writing("test") as (session, _):
        rex = account_named(session, "rex")
        assert rex
        session.add(Account(**{**rex.model_dump(exclude={"id"}), "username": "roz", "name": "Roz Imhof"}))
    colleague = visit(scene.house, "roz")
    draft = _begin(officer)
    mine, theirs = (_form(one.get(draft).text) for one in (officer, colleague))
    assert colleague.post(draft, data=theirs | {"contact": "theirs"}).status_code == 303
    refused = officer.post(draft, data=mine | {"contact": "mine"})
    assert refused.status_code == 409
    assert "Someone has changed this draft" in refused.text
    partial = officer.post(draft, data=mine | {"contact": "mine"}, headers={"HX-Request": "true"})
    assert (partial.status_code, "Someone has changed this draft" in partial.text) == (409, True)
    assert _form(officer.get(draft).text)["contact"] == "theirs"


def test_going_back_to_a_draft_that_was_handed_in_says_where_it_is(officer: TestClient, handed_in: str) -> None:
    assert handed_in
    gone = officer.get("/notices/drafts/1/review")
    assert (gone.status_code, "it was handed in or discarded" in gone.text) == (404, True)


def test_a_return_of_which_only_the_month_is_known_can_be_typed_and_read(officer: TestClient) -> None:
    draft = _begin(officer)
    assert 'id="returns" name="returns" type="text"' in officer.get(draft).text
    _save(officer, draft, **(FILLED | {"returns": "2031-06"}))
    assert "Jun 2031" in officer.get(_hand_in(officer, draft).headers["location"]).text


def test_documents_are_judged_by_their_content(scene: Scene, officer: TestClient) -> None:
    draft = _begin(officer)
    bad = officer.post(f"{draft}/attachments", files={"file": ("visa.pdf", b"MZ\x00\x01 not a PDF", "application/pdf")})
    assert bad.status_code == 422
    assert "visa.pdf is none of PDF" in bad.text
    big = officer.post(f"{draft}/attachments", files={"file": ("big.pdf", PDF + bytes(5_000_000), "application/pdf")})
    assert "larger than 5 MB" in big.text
    for name in ("../../visa.txt", "second.pdf"):
        assert officer.post(f"{draft}/attachments", files={"file": (name, PDF, "text/plain")}).status_code == 303
    listed = officer.get(f"{draft}/attachments").text
    assert "visa.txt" in listed
    assert "../" not in listed.split("<main")[1]
    removed = re.findall(r'action="([^"]+/remove)"', listed)[1]
    assert officer.post(removed).status_code == 303
    _save(officer, draft, **FILLED)
    notice = _hand_in(officer, draft).headers["location"].partition("?")[0]
    [address] = re.findall(r'href="(/notices/\d+/attachments/\d+)"', officer.get(notice).text)
    sent = officer.get(address)
    assert (sent.content, sent.headers["content-type"]) == (PDF, "application/pdf")
    assert sent.headers["content-disposition"] == "attachment; filename*=UTF-8''visa.txt"
    assert sent.headers["x-content-type-options"] == "nosniff"
    with scene.house.database.reading() as session:
        read = session.exec(select(AuditEntry).where(AuditEntry.action == "attachment read")).one()
        assert (read.actor, read.detail["size"]) == ("rex", len(PDF))
        assert len(session.exec(select(NoticeAttachment)).all()) == 1


def test_returned_amended_and_cancelled(scene: Scene, officer: TestClient, handed_in: str) -> None:
    marshal = visit(scene.house, "mara")
    assert "TX" in marshal.get("/notices").text
    short = marshal.post(f"{handed_in}/return", data={"reason": "no"})
    assert (short.status_code, "at least ten characters" in short.text) == (422, True)
    assert marshal.post(f"{handed_in}/return", data={"reason": "The visa number is missing."}).status_code == 303
    shown = officer.get(handed_in).text
    assert "The visa number is missing." in shown
    assert "returned for correction" in officer.get("/notices?state=returned%20for%20correction").text
    draft = officer.post(f"{handed_in}/amend").headers["location"]
    assert officer.post(f"{handed_in}/amend").headers["location"] == draft
    _save(officer, draft, visa_number="V-77", purpose="business", purpose_other="")
    second = _hand_in(officer, draft).headers["location"].partition("?")[0]
    shown = officer.get(second).text
    assert "version 2" in shown
    assert "<ins>V-77</ins>" in shown
    assert "<del>other</del>" in shown
    assert "A later version has taken this one&#39;s place" in officer.get(handed_in).text.replace("'", "&#39;")
    assert officer.post(f"{handed_in}/cancel", data={"reason": "Too late for this one."}).status_code == 409
    assert officer.post(f"{second}/cancel", data={"reason": "The journey is off."}).status_code == 303
    shown = officer.get(second).text
    assert "The journey is off." in shown
    assert "cancelled" in shown


def test_drafts_are_listed_first_and_can_be_discarded(officer: TestClient) -> None:
    draft = _begin(officer)
    assert f'href="{draft}"' in officer.get("/notices").text
    assert officer.post(f"{draft}/discard").status_code == 303
    assert officer.get(draft).status_code == 404


def test_others_see_neither_drafts_nor_notices_nor_documents(scene: Scene, officer: TestClient, handed_in: str) -> None:
    draft = _begin(officer)
    with scene.house.writing("test") as (session, _):
        rex = account_named(session, "rex")
        assert rex
        rex.jurisdiction = "VT"
        session.add(rex)
    for path in (draft, f"{draft}/review", f"{draft}/attachments", handed_in, f"{handed_in}/cancel"):
        assert officer.get(path).status_code == 404, path
    assert officer.post(f"{handed_in}/amend").status_code == 404
    assert handed_in not in officer.get("/notices").text
    assert visit(scene.house, "ana").get(handed_in).status_code == 403
    assert visit(scene.house, "mara").post(f"{handed_in}/cancel", data={"reason": "Not mine."}).status_code == 403


@pytest.mark.parametrize("action", ["remove-leg-99", "remove-leg-x", "nonsense"])
def test_odd_buttons_do_no_harm(officer: TestClient, action: str) -> None:
    draft = _begin(officer)
    assert _save(officer, draft, **FILLED, action=action).status_code == 303
    assert _form(officer.get(draft).text)["leg-0-number"] == "514"
