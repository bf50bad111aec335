"""A mapping file to a mapping, or to everything that is wrong with it."""

from __future__ import annotations

import codecs
import re
import tomllib
from typing import TYPE_CHECKING, Any

from feeds.mapping.faults import Faults
from feeds.mapping.mapping import FileKind, Mapping
from feeds.mapping.rules import rules
from feeds.mapping.targets import FIELDS, VOYAGE, Yields
from feeds.tables import Shape

if TYPE_CHECKING:
    from feeds.findings import Finding
    from feeds.mapping.mapping import Rule

MOST_BYTES = 512 * 1024
"""Size of a mapping file."""

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
"""What a mapping may be called; it is also the name of its file."""

_TOP_KEYS = frozenset({"name", "title", "yields", "file", "voyage", "fields"})
CSV_KEYS = frozenset({"kind", "encoding", "delimiter", "header", "skip_lines", "comments"})
JSON_KEYS = frozenset({"kind", "encoding", "records"})
_DELIMITERS = (",", ";", "\t", "|", ":", "~", "^")
_MOST_SKIPPED, _MOST_COMMENTS, _MOST_STEPS = 100, 5, 10
_ENCODINGS = frozenset(
    {"ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp437", "cp850", "cp852", "cp866", "cp037", "cp500"}
    | {"koi8-r", "koi8-u", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"}
    | {f"cp125{number}" for number in range(9)}
    | {f"iso8859-{number}" for number in range(1, 17)}
)


def parse(file: str, data: bytes) -> tuple[Mapping | None, tuple[Finding, ...]]:
    """Read the bytes of the file of this name; None, and every fault at once, when it cannot be used."""
    faults = Faults(file)
    table = _toml(data, faults)
    if table is None:
        return None, faults.found
    faults.unknown(table, _TOP_KEYS, "", "a mapping")
    yields = faults.word(table, "yields", "", list(Yields))
    source = faults.table(table, "file")
    kind = FileKind(faults.word(source, "kind", "file", list(FileKind), FileKind.CSV))
    header = faults.yes(source, "header", "file", default=True)
    name = _name(table, file, faults)
    title = faults.text(table, "title", "", name)
    encoding = _encoding(source, faults)
    voyage, fields = _rules(table, yields, kind, faults, header=header)
    shape = Shape()
    records: tuple[str, ...] = ()
    if kind is FileKind.CSV:
        shape = _shape(source, name, voyage + fields, faults, header=header)
    else:
        records = _records(source, faults)
    if faults.found:
        return None, faults.found
    return Mapping(name, title, Yields(yields), kind, encoding, shape, records, voyage, fields), ()


def _toml(data: bytes, faults: Faults) -> dict[str, Any] | None:
    if len(data) > MOST_BYTES:
        reason = f"{len(data)} bytes is more than the {MOST_BYTES} allowed"
        faults.add("too-large", "", reason, "shorten the code lists")
        return None
    try:
        return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError:
        faults.add("not-utf-8", "", "the file is not UTF-8", "save it as UTF-8")
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "nested too deep or a number too long"
        faults.add("not-toml", "", f"not TOML: {reason}", "mend the line; each key once, texts in quotation marks")
    return None


def _name(table: dict[str, Any], file: str, faults: Faults) -> str:
    if "name" not in table:
        faults.add("missing-key", "name", "missing", "write the name of the file without .toml")
        return ""
    name = faults.text(table, "name", "")
    if not NAME.fullmatch(name):
        cure = "use small letters, digits and hyphens, at most 50"
        faults.add("bad-name", "name", "not the name of a mapping", cure, name)
    elif f"{name}.toml" != file:
        faults.add("bad-name", "name", "the file has another name", f"call the file {name}.toml, or change this", name)
    return name


def _encoding(source: dict[str, Any], faults: Faults) -> str:
    written = faults.text(source, "encoding", "file")
    if not written:
        return ""
    try:
        found = codecs.lookup(written).name
    except (LookupError, ValueError):
        found = ""
    if found not in _ENCODINGS:
        cure = "leave it out to have it found out, or write for instance windows-1252, iso-8859-2, cp850"
        faults.add("unknown-encoding", "file.encoding", "not a character encoding that files come in", cure, written)
    return found


def _rules(
    table: dict[str, Any], yields: str, kind: FileKind, faults: Faults, *, header: bool
) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    voyage, fields = faults.table(table, "voyage"), faults.table(table, "fields")
    if not yields:
        return (), ()
    if yields == Yields.MANIFEST:
        journey = tuple(rules(voyage, VOYAGE, "voyage", kind, faults, header=header))
    else:
        journey = ()
        if voyage:
            faults.add("unknown-key", "voyage", f"{yields} have no voyage", "put its fields below [fields]")
    return journey, tuple(rules(fields, FIELDS[Yields(yields)], "fields", kind, faults, header=header))


def _shape(source: dict[str, Any], name: str, found: tuple[Rule, ...], faults: Faults, *, header: bool) -> Shape:
    faults.unknown(source, CSV_KEYS, "file", "[file] of a CSV")
    divider = faults.text(source, "delimiter", "file")
    if divider and divider not in _DELIMITERS:
        cure = r"use one of , ; | : ~ ^ or \t, or leave it out to have it found out"
        faults.add("bad-delimiter", "file.delimiter", "not a character that divides cells", cure, divider)
    comments = faults.texts(source, "comments", "file", _MOST_COMMENTS)
    if not all(comments):
        faults.add("bad-comment", "file.comments", "every line begins with nothing", "write how such lines begin")
    return Shape(
        divider,
        header,
        faults.number(source, "skip_lines", "file", 0, range(_MOST_SKIPPED + 1)),
        tuple(comments),
        frozenset(origin.steps[0] for rule in found if not rule.required for origin in rule.origins),
        described_in=f"{name}.toml",
    )


def _records(source: dict[str, Any], faults: Faults) -> tuple[str, ...]:
    faults.unknown(source, JSON_KEYS, "file", "[file] of a JSON")
    written = faults.text(source, "records", "file")
    steps = tuple(written.split(".")) if written else ()
    if not all(steps) or len(steps) > _MOST_STEPS:
        reason = f"not names joined by points, at most {_MOST_STEPS}"
        faults.add("bad-path", "file.records", reason, "write for instance data.passengers", written)
    return steps
