from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sample_data
from feeds.findings import Finding
from feeds.mapping.mapping import FileKind
from feeds.mapping.mapping_file import CSV_KEYS, JSON_KEYS, MOST_BYTES, parse
from feeds.mapping.rules import KEYS as RULE_KEYS
from feeds.mapping.shelf import UnusableMappingError, check, mappings, read_mapping, resolved
from feeds.mapping.targets import FIELDS, VOYAGE

SHIPPED = Path(sample_data.__file__).parent / "mappings"
SMALL = """\
name = "ferry"
title = "A ferry"
yields = "manifest"

[file]
delimiter = ";"

[voyage]
carrier = { value = "BFL" }
departure = { column = "From", codes = { "Port Hale" = "USPHE", "Sidney BC" = "CASID" } }
arrival = { column = "To", codes = { "Port Hale" = "USPHE", "Sidney BC" = "CASID" } }
departs = { column = "Date", dates = "DD.MM.YYYY" }
mode = { value = "sea" }

[fields]
surname = "Name"
sex = { column = "Sex", codes = { H = "M", D = "F" } }
nationality = { value = "USA" }
"""


def faults(text: str, file: str = "ferry.toml") -> list[Finding]:
    mapping, findings = parse(file, text.encode("utf-8", "surrogatepass"))
    assert (mapping is None) == bool(findings)
    return list(findings)


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1
    return SMALL.replace(old, new)


def test_a_right_file_is_a_mapping() -> None:
    mapping, findings = parse("ferry.toml", SMALL.encode())

    assert findings == ()
    assert mapping
    assert (mapping.name, mapping.title, mapping.format, mapping.kind) == (
        "ferry",
        "A ferry",
        "mapping:ferry",
        FileKind.CSV,
    )


@pytest.mark.parametrize(
    ("old", "new", "key", "told"),
    [
        ("sex = {", "sexx = {", "fields.sexx", "did you mean sex?"),
        ('surname = "Name"', 'surnam = "Name"', "fields.surnam", "did you mean surname?"),
        ('surname = "Name"', "", "fields.surname", "a required field is not mapped"),
        ('mode = { value = "sea" }', "", "voyage.mode", "a required field is not mapped"),
        ('"DD.MM.YYYY"', '"TT.MM.JJJJ"', "voyage.departs.dates", "J is no part of a date"),
        ('"DD.MM.YYYY"', '"DD.MM"', "voyage.departs.dates", "it has no year"),
        ('"DD.MM.YYYY"', '"DMYYYY"', "voyage.departs.dates", "DM cannot be told apart"),
        ('value = "USA"', 'value = "XQZ"', "fields.nationality.value", "the country code is in no table"),
        ('H = "M"', 'H = "H"', "fields.sex.codes.H", "not M, F or X"),
        ('H = "M", D', 'H = "M", h', "fields.sex.codes.h", "the code is listed twice with two meanings"),
        ('codes = { H = "M"', 'codes = { "" = "M"', "fields.sex.codes.", "an empty cell is no code"),
        ('value = "sea"', 'value = "see"', "voyage.mode.value", "did you mean sea?"),
        ('value = "USA"', 'value = "USA", column = "Nat"', "fields.nationality", "both column and value are given"),
        ('value = "USA"', 'columns = ["A", "B"], column = "C"', "fields.nationality", "both column and columns"),
        ('value = "USA"', "", "fields.nationality", "nothing says where the field comes from"),
        ('value = "USA"', "value = 840", "fields.nationality.value", "not a text"),
        ('surname = "Name"', 'surname = { column = "Name", split = "/" }', "fields.surname", "a split needs both"),
        ('surname = "Name"', 'surname = { column = "Name", dates = "YYYY" }', "fields.surname.dates", "is no date"),
        ('surname = "Name"', 'surname = { column = "" }', "fields.surname.column", "the column has no name"),
        ('surname = "Name"', 'surname = { path = "name" }', "fields.surname.path", "has no such name"),
        ('surname = "Name"', 'surname = { column = "Name", regex = "(a+)+" }', "fields.surname.regex", "no such name"),
        ("[file]", '[file]\nencoding = "utf-9"', "file.encoding", "not a character encoding"),
        ("[file]", '[file]\nencoding = "unicode_escape"', "file.encoding", "not a character encoding"),
        ('";"', '"ab"', "file.delimiter", "not a character that divides cells"),
        ("[file]", "[file]\nheader = false", "fields.surname.column", "the file has no header"),
        ("[file]", '[file]\nkind = "xml"', "file.kind", "none of the words"),
        ("[file]", "[file]\nskip_lines = -1", "file.skip_lines", "not a whole number from 0 to 100"),
        ("[file]", '[file]\ncomments = [""]', "file.comments", "every line begins with nothing"),
        ('yields = "manifest"', 'yields = "manifests"', "yields", "did you mean manifest?"),
        ('yields = "manifest"', 'yields = "registry"', "voyage", "registry have no voyage"),
        ('name = "ferry"', 'name = "other"', "name", "the file has another name"),
        ('name = "ferry"', 'name = "../ferry"', "name", "not the name of a mapping"),
        ('title = "A ferry"', 'titel = "A ferry"', "titel", "did you mean title?"),
        ('delimiter = ";"', 'delimiter = ";"\ndelimiter = ","', "", "not TOML"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_key_its_reason_and_its_cure(old: str, new: str, key: str, told: str) -> None:
    found = [finding for finding in faults(changed(old, new)) if finding.field == key]

    assert any(told in finding.reason for finding in found)
    assert all(finding.cure and finding.where == "ferry.toml" for finding in found)


def test_all_faults_are_told_at_once() -> None:
    text = changed('H = "M"', 'H = "H"').replace('"DD.MM.YYYY"', '"nonsense"').replace('"sea"', '"by sea"')

    assert {finding.field for finding in faults(text)} == {
        "voyage.departs.dates",
        "voyage.mode.value",
        "fields.sex.codes.H",
    }


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"a" * (MOST_BYTES + 1), b"x = " + b"[" * 20_000, b"x = " + b"9" * 9_000]
)
def test_what_is_no_toml_is_one_fault(data: bytes) -> None:
    mapping, findings = parse("ferry.toml", data)

    assert mapping is None
    assert findings
    assert all(finding.reason and finding.cure for finding in findings)


def test_a_folder_gives_its_usable_mappings_by_name(tmp_path: Path) -> None:
    (tmp_path / "ferry.toml").write_text(SMALL)
    (tmp_path / "broken.toml").write_text("name = ")
    (tmp_path / "notes.txt").write_text("")

    assert list(mappings(tmp_path)) == ["ferry"]
    assert mappings(tmp_path / "nowhere") == {}
    assert read_mapping(tmp_path / "ferry.toml").name == "ferry"
    with pytest.raises(UnusableMappingError) as error:
        read_mapping(tmp_path / "broken.toml")
    assert "not TOML" in error.value.findings[0].reason
    (unread,) = check(tmp_path / "absent.toml").findings
    assert "No such file" in unread.reason


def test_a_format_names_a_mapping_of_the_folder_and_nothing_outside_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "mappings"
    folder.mkdir()
    (folder / "ferry.toml").write_text(SMALL)
    (tmp_path / "ferry.toml").write_text(SMALL)

    found = resolved("mapping:ferry", folder)
    assert found is not None
    assert not isinstance(found, str)
    for written in (None, "paxlst", "mapping:other", "mapping:../ferry", "mapping:"):
        assert resolved(written, folder) == written


_KEYS = st.sampled_from(
    sorted(
        {"name", "title", "yields", "file", "voyage", "fields", "kind", "encoding", "delimiter", "header", "records"}
        | {"skip_lines", "comments", "column", "columns", "path", "paths", "value", "codes", "dates", "split", "part"}
        | {"separator", "empty", "default", "required", "join"}
        | set(VOYAGE)
        | {name for fields in FIELDS.values() for name in fields}
    )
)
_VALUES = st.recursive(
    st.one_of(
        st.sampled_from(['"csv"', '"json"', '"manifest"', '"registry"', '"crossings"', '"sea"', '"DD.MM.YY"', "true"]),
        st.sampled_from(
            ["0", "-3", "1e400", "nan", "1979-05-27", "07:32:00", '"\\u0000"', '"$.a"', "99999999999999999"]
        ),
        st.text("abYMDhm./$ \u00e9", max_size=12).map(lambda text: f'"{text}"'),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(_KEYS, inner, max_size=4).map(
            lambda items: "{" + ", ".join(f"{key} = {value}" for key, value in items.items()) + "}"
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_KEYS, _VALUES, max_size=6))
def test_no_toml_raises_and_every_fault_has_a_cure(table: dict[str, str]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in table.items())

    assert all(finding.reason and finding.cure for finding in faults(text))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(VOYAGE)), _VALUES, st.integers(0, len(SMALL)), st.text(max_size=4))
def test_no_damage_to_a_right_file_raises(field: str, value: str, place: int, junk: str) -> None:
    faults(SMALL[:place] + junk + SMALL[place:])
    faults(SMALL.replace("[fields]", f"[fields]\n{field} = {value}\nbirth_date = {value}"))


def test_the_document_shows_the_shipped_example_and_names_every_field() -> None:
    text = (Path(__file__).parents[2] / "docs" / "formats.md").read_text().split("## Layouts of your own\n")[1]

    assert (SHIPPED / "border-ferry.toml").read_text() in text
    assert (SHIPPED / "border-ferry.csv").read_text("cp1252") in text
    fields = {name for targets in FIELDS.values() for name in targets} | set(VOYAGE)
    assert [name for name in sorted(fields) if f"`{name}`" not in text] == []
    assert [name for name in sorted(RULE_KEYS | CSV_KEYS | JSON_KEYS) if f"`{name}`" not in text] == []
