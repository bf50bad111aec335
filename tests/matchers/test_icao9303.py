from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.compare import compare
from matchers.icao9303 import VARIANTS, printed, variants
from tests.matchers.people import person


@pytest.mark.parametrize(
    ("written", "prints"),
    [
        ("Ä", {"AE", "A"}), ("Å", {"AA", "A"}), ("Ö", {"OE", "O"}), ("Ü", {"UE", "UXX", "U"}), ("Ñ", {"N", "NXX"}),
        ("Æ", {"AE"}), ("Ø", {"OE", "O"}), ("Œ", {"OE"}), ("ß", {"SS"}), ("ẞ", {"SS"}), ("Þ", {"TH"}), ("Ð", {"D"}),
        ("Đ", {"D"}), ("Ł", {"L"}), ("\u0131", {"I"}), ("İ", {"I"}), ("Ĳ", {"IJ"}), ("Ħ", {"H"}), ("Ŧ", {"T"}),
        ("Ŋ", {"N", "NG"}), ("Č", {"C"}), ("Ș", {"S"}), ("Ț", {"T"}), ("Ơ", {"O"}), ("Ư", {"U"}), ("Ở", {"O"}),
        ("Ữ", {"U"}), ("Ə", {"A", "E"}), ("O\u0308", {"OE", "O"}), ("X\u0308", {"X"}),
    ],
)  # fmt: skip
def test_latin_letters_have_every_print_of_table_a(written: str, prints: set[str]) -> None:
    assert set(variants(written)) == prints


@pytest.mark.parametrize(
    ("written", "state", "form"),
    [
        ("Müller", "", "MUELLER"),
        ("Åkesson Ñúñez", "", "AAKESSON<NUNEZ"),
        ("Nguyễn Văn Ơn", "VNM", "NGUYEN<VAN<ON"),
        ("Жуков Ёлкин", "RUS", "ZHUKOV<ELKIN"),
        ("Хрущёв", "RUS", "KHRUSHCHEV"),
        ("Подъячий Юрьевна", "RUS", "PODIEIACHII<IUREVNA"),
        ("Ёлкін Ганна", "BLR", "IOLKIN<HANNA"),
        ("Єгор Їжак Юлія Яна Йосип", "UKR", "YEHOR<YIZHAK<YULIIA<YANA<YOSYP"),
        ("Заєць Лук\u2019ян Згурський", "UKR", "ZAIETS<LUKIAN<ZGHURSKYI"),
        ("Щерев Хубен Йовчев Къдрин", "BGR", "SHTEREV<HUBEN<YOVCHEV<KADRIN"),
        ("Мария", "BGR", "MARIA"),
        ("Мария", "RUS", "MARIIA"),
        ("Жика Хаџић Црњански Шћепан Гордана", "SRB", "ZIKA<HADZIC<CRNJANSKI<SCEPAN<GORDANA"),
        ("Ѓорѓи Ќосев Хаџиев Цветков", "MKD", "GJORGJI<KJOSEV<HADJIEV<CVETKOV"),
    ],
)
def test_cyrillic_follows_table_b_and_the_issuing_state(written: str, state: str, form: str) -> None:
    assert printed(written, state) == form


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("محمد", "MXHMD"),
        ("مُحَمَّد", "MXHMMD"),
        ("محـــمد", "MXHMD"),
        ("عبّاس", "EBBAS"),
        ("فضّة", "FXDZXDZXAH"),
        ("فاطمة الزهراء", "FAXTTMXAH<ALZHRAXE"),
        ("خديجة شريف", "XKHDYJXAH<XSHRYF"),
        ("أحمد إبراهيم آمنة", "XAEXHMD<IBRAHYM<XAAMNXAH"),
        ("غسان قاسم ليلى", "GSAN<QASM<LYLXAY"),
        ("پرویز چنگیز", "PRWXYAZ<XCNXGGXYAZ"),
    ],
)
def test_arabic_follows_table_c(written: str, form: str) -> None:
    assert printed(written) == form


def test_teh_marbuta_within_a_word_is_printed_otherwise_than_at_its_end() -> None:
    assert printed("ةب") == "XTAB"


def test_marks_between_letters_vanish_or_separate() -> None:
    assert printed("D'Artagnan-O\u2019Neil, J.R. 3rd") == "DARTAGNAN<ONEIL<JR<RD"


def test_the_exact_form_for_the_state_comes_first_and_the_other_prints_behind_it() -> None:
    forms = variants("Юлія", "UKR")

    assert forms[0] == "YULIIA"
    assert {"IULIIA", "YULIYA"} <= set(forms)


def test_a_name_in_plain_letters_has_one_print() -> None:
    assert variants("Kestrel") == ("KESTREL",)
    assert variants("...") == ()


@pytest.mark.parametrize(
    ("registered", "printed_as", "usual"),
    [
        ("محمد خديجة", "XKHDYJXAH, MXHMD", "KHDIJA, MHMD"),
        ("Müller, Jürgen", "MUXXLLER, JUXXRGEN", "MULLER, JURGEN"),
        ("Щерев, Христо", "SHTEREV, HRISTO", "SHCHEREV, KHRISTO"),
    ],
)
def test_a_name_printed_by_the_tables_counts_as_the_same_name(registered: str, printed_as: str, usual: str) -> None:
    by_table, by_sound = (compare(person(registered), person(other)).bits for other in (printed_as, usual))

    assert by_table == pytest.approx(by_sound, abs=1)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["", "UKR", "BGR", "ZZZ"]))
def test_any_text_gives_a_bounded_set_of_fields_that_a_zone_can_hold(text: str, state: str) -> None:
    forms = variants(text, state)

    assert len(forms) <= VARIANTS
    assert all(set(form) <= set(string.ascii_uppercase + "<") and not form.startswith("<") for form in forms)
    assert all("<<" not in form and not form.endswith("<") for form in forms)
    assert printed(unicodedata.normalize("NFD", text), state) == printed(text, state)
