from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.mrz import PASSPORTS, Mrz, read_mrz
from feeds.mrz_layouts import MrzKind, check_digit
from matchers.identity import Name
from tests.feeds.zones import zone

ON = date(2026, 3, 28)

# The specimens that ICAO Doc 9303 parts 4 to 7 print, of the State of Utopia.
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|L898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<|7408122F1204159UTO<<<<<<<<<<<6|ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
LARGER_CARD = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|D231458907UTO7408122F1204159<<<<<<<6"
VISA_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|L8988901C4XXX4009078F96121096ZE184226B<<<<<<"
VISA_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<|L8988901C4XXX4009078F9612109<<<<<<<<"
LONG_NUMBER = "I<UTOD23145890<7349<<<<<<<<<<<|3407127M9507122UTO<<<<<<<<<<<2|STEVENSON<<PETER<JOHN<<<<<<<<<"


def _problems(mrz: Mrz) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in mrz.findings]


@pytest.mark.parametrize(
    ("written", "kind", "document", "born", "nationality", "on"),
    [
        (PASSPORT, MrzKind.TD3, "P:UTO:L898902C3", "1974-08-12", "UTO", date(2010, 1, 1)),
        (CARD, MrzKind.TD1, "I:UTO:D23145890", "1974-08-12", "UTO", date(2010, 1, 1)),
        (LARGER_CARD, MrzKind.TD2, "I:UTO:D23145890", "1974-08-12", "UTO", date(2010, 1, 1)),
        (VISA_A, MrzKind.MRV_A, "V:UTO:L8988901C", "1940-09-07", "XXX", date(1996, 1, 1)),
        (VISA_B, MrzKind.MRV_B, "V:UTO:L8988901C", "1940-09-07", "XXX", date(1996, 1, 1)),
    ],
)
def test_the_published_specimens(
    written: str, kind: MrzKind, document: str, born: str, nationality: str, on: date
) -> None:
    mrz = read_mrz(written, on)

    assert mrz.findings == ()
    assert (mrz.kind, str(mrz.document), str(mrz.birth_date)) == (kind, document, born)
    assert (mrz.name, mrz.sex, mrz.nationality) == (Name("ERIKSSON", "ANNA MARIA"), "F", nationality)
    assert (mrz.truncated, mrz.lines) == (False, tuple(written.split("|")))


def test_the_optional_data_of_the_specimen_is_kept() -> None:
    mrz = read_mrz(PASSPORT, date(2010, 1, 1))

    assert mrz.optional == "ZE184226B"
    assert mrz.document
    assert str(mrz.document.expires) == "2012-04-15"


def test_a_long_number_goes_on_in_the_optional_data() -> None:
    mrz = read_mrz(LONG_NUMBER, date(1995, 1, 1))

    assert mrz.findings == ()
    assert (str(mrz.document), mrz.optional) == ("I:UTO:D23145890734", "")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("L898902C36", "L898902C46", "document_number"),
        ("7408122", "7408123", "birth_date"),
        ("1204159", "1204169", "document_expires"),
        ("ZE184226B<<<<<1", "ZE184226C<<<<<1", "optional"),
    ],
)
def test_a_wrong_check_digit_is_told_with_its_field_and_the_field_stays_as_sent(old: str, new: str, field: str) -> None:
    mrz = read_mrz(PASSPORT.replace(old, new), date(2010, 1, 1))

    assert _problems(mrz) == [("mrz-check-digit", field), ("mrz-check-digit", "mrz")]
    assert mrz.document
    assert new.startswith(mrz.document.number) is (field == "document_number")


def test_a_wrong_last_digit_alone_is_told_too() -> None:
    assert _problems(read_mrz(PASSPORT[:-1] + "3", date(2010, 1, 1))) == [("mrz-check-digit", "mrz")]


@pytest.mark.parametrize(
    ("right", "sent", "field", "kept"),
    [
        ("L898902C36", "L8989O2C36", "document_number", "L8989O2C3"),
        ("7408122", "74O8122", "birth_date", "L898902C3"),
        ("ZE184226B<<<<<10", "ZE184226B<<<<<1O", "mrz", "L898902C3"),
    ],
)
def test_o_for_nought_is_a_hint_and_not_applied(right: str, sent: str, field: str, kept: str) -> None:
    mrz = read_mrz(PASSPORT.replace(right, sent), date(2010, 1, 1))
    finding = next(finding for finding in mrz.findings if finding.code == "mrz-check-digit")

    assert mrz.document
    assert (finding.field, mrz.document.number) == (field, kept)
    assert (right in finding.cure) is (field != "mrz")


def test_a_field_of_digits_gets_no_hint_that_it_has_letters() -> None:
    mrz = read_mrz(zone(MrzKind.TD3).replace("7103092", "7103093"), ON)

    assert not any("exchanged" in finding.cure for finding in mrz.findings)


@pytest.mark.parametrize(
    ("born", "meant", "codes"),
    [
        ("7105<<", "1971-05", []),
        ("71<<<<", "1971", []),
        ("710000", "1971", []),
        ("<<<<<<", "None", ["unknown-date"]),
        ("<<0512", "None", ["unknown-date"]),
        ("711301", "None", ["impossible-date"]),
        ("260329", "1926-03-29", []),
        ("260328", "2026-03-28", []),
    ],
)
def test_birth_dates_known_in_part_stay_so_and_the_century_turns_at_the_journey(
    born: str, meant: str, codes: list[str]
) -> None:
    mrz = read_mrz(zone(MrzKind.TD3, born=born), ON)

    assert (str(mrz.birth_date), [finding.code for finding in mrz.findings]) == (meant, codes)


def test_germany_an_unstated_sex_and_no_expiry() -> None:
    mrz = read_mrz(zone(MrzKind.TD2, code="I", issuer="D", nationality="D", sex="<", expires="<<<<<<"), ON)

    assert mrz.findings == ()
    assert mrz.document
    assert (mrz.document.issuer, mrz.nationality, mrz.sex, mrz.document.expires) == ("DEU", "DEU", "", None)


def test_the_passport_codes_of_2026_are_kept_and_others_noted() -> None:
    for code in PASSPORTS:
        mrz = read_mrz(zone(MrzKind.TD3, code=code), ON)
        assert mrz.findings == ()
        assert mrz.document
        assert mrz.document.type == code
    assert _problems(read_mrz(zone(MrzKind.TD3, code="PX"), ON)) == [("mrz-document-code", "document_type")]
    assert _problems(read_mrz(zone(MrzKind.TD3, code="I"), ON)) == [("mrz-document-code", "document_type")]


@pytest.mark.parametrize("name", ["Jonathon Warren Trevor", "Jonathon Warren Trevor Alec"])
def test_a_name_that_reaches_the_edge_may_be_cut(name: str) -> None:
    mrz = read_mrz(zone(MrzKind.TD3, surname="PAPANDROPOULOUS", given=name), ON)

    assert mrz.truncated
    assert mrz.name == Name("PAPANDROPOULOUS", "JONATHON WARREN TREVOR")
    assert _problems(mrz) == [("mrz-name-may-be-cut", "name")]


def test_a_person_of_one_name() -> None:
    mrz = read_mrz(zone(MrzKind.TD3, surname="ARKFREITH", given=""), ON)

    assert (mrz.name, mrz.findings) == (Name("ARKFREITH"), ())


def test_digits_in_a_name_are_told_and_left() -> None:
    mrz = read_mrz(zone(MrzKind.TD3).replace("HOLLIS", "H0LLIS"), ON)

    assert mrz.name == Name("H0LLIS", "MARTEN RAY")
    assert _problems(mrz) == [("mrz-name", "name")]


@pytest.mark.parametrize("kind", [MrzKind.TD1, MrzKind.TD2, MrzKind.TD3])
def test_small_letters_blanks_and_any_line_end_are_borne(kind: MrzKind) -> None:
    plain = zone(kind)
    meant = read_mrz(plain, ON)

    spaced = " | ".join(" ".join((line[:7].lower(), line[7:])) for line in plain.split("|"))
    for written in (plain.replace("|", "\r\n"), plain.replace("|", " "), spaced, plain.replace("|", "")):
        read = read_mrz(written, ON)
        assert (read.name, read.document, read.birth_date, read.findings) == (
            meant.name, meant.document, meant.birth_date, meant.findings,
        )  # fmt: skip


def test_a_line_without_its_last_fillers_is_told_and_read() -> None:
    first, second = zone(MrzKind.TD3).split("|")
    for written in (f"{first[:30]}|{second}", f"{first}<<|{second}"):
        mrz = read_mrz(written, ON)
        assert mrz.name == Name("HOLLIS", "MARTEN RAY")
        assert _problems(mrz) == [("mrz-length", "mrz")]


@pytest.mark.parametrize("written", ["", "P<USA", "HOLLIS|MARTEN", "A|B|C|D", "<" * 500, "P" * 44 + "|" + "X" * 10])
def test_what_is_no_zone_is_kept_and_told(written: str) -> None:
    mrz = read_mrz(written, ON, "line 7")

    assert (mrz.kind, mrz.name, mrz.document) == (None, None, None)
    (finding,) = mrz.findings
    assert (finding.code, finding.where, finding.field) == ("unreadable-mrz", "line 7", "mrz")
    assert finding.cure


_LETTERS = st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), min_size=1, max_size=9)
_SIGNS = st.text(st.sampled_from("ABCXYZ0123456789"), min_size=1, max_size=9)


@settings(max_examples=120, deadline=None)
@given(
    kind=st.sampled_from([*MrzKind]),
    names=st.lists(_LETTERS, min_size=2, max_size=2),
    number=_SIGNS,
    issuer=st.sampled_from(["USA", "MEX", "D", "UTO", "RKS", "XXA"]),
    born=st.dates(date(1927, 1, 1), date(2026, 3, 28)),
    expires=st.dates(date(2017, 1, 1), date(2045, 12, 31)),
    sex=st.sampled_from("MF<"),
)
def test_what_is_written_is_read(
    kind: MrzKind, names: list[str], number: str, issuer: str, born: date, expires: date, sex: str
) -> None:
    code = {"TD": "I", "MR": "V"}[kind[:2]] if kind is not MrzKind.TD3 else "PP"
    mrz = read_mrz(
        zone(
            kind, code=code, issuer=issuer, nationality=issuer, surname=names[0], given=names[1], number=number,
            sex=sex, born=f"{born:%y%m%d}", expires=f"{expires:%y%m%d}",
        ),
        ON,
    )  # fmt: skip
    state = {"D": "DEU"}.get(issuer, issuer)

    assert mrz.name
    assert (mrz.kind, mrz.nationality, mrz.sex) == (kind, state, sex.replace("<", ""))
    assert mrz.document
    assert (str(mrz.document), str(mrz.document.expires)) == (f"{code}:{state}:{number}", expires.isoformat())
    assert str(mrz.birth_date) == born.isoformat()
    assert {code for code, _ in _problems(mrz)} == set()


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=210), st.lists(st.text("P<USA0123é \n|ı٣", min_size=28, max_size=46)).map("|".join)))
def test_no_text_raises_and_every_finding_names_its_cure(written: str) -> None:
    mrz = read_mrz(written, ON)

    assert mrz.kind is not None or mrz.findings
    assert all(finding.reason and finding.field for finding in mrz.findings)


@pytest.mark.parametrize(
    ("signs", "digit"),
    [("520727", "3"), ("AB2134<<<", "5"), ("HA672242<658022549601086<<<<<<<<<<<<<<0", "8"), ("É", "")],
)
def test_the_check_digits_doc_9303_works_out(signs: str, digit: str) -> None:
    assert check_digit(signs) == digit
