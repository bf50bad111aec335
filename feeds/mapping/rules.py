"""The table of one field in a mapping file to a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from feeds.mapping.faults import join
from feeds.mapping.mapping import FileKind, Origin, Rule, folded
from feeds.mapping.patterns import Pattern, UnreadablePatternError, pattern
from feeds.mapping.targets import DATES, Kind
from feeds.mapping.terms import objection, settled
from feeds.tables import MOST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feeds.mapping.faults import Faults
    from feeds.mapping.targets import Target

KEYS = frozenset({"value", "join", "split", "part", "separator", "empty", "default", "dates", "codes", "required"})
_MOST_ORIGINS, _MOST_DATES, _MOST_CODES, _MOST_EMPTY, _MOST_STEPS, _MOST_PARTS = 10, 10, 5_000, 20, 10, 20
_ONE = {FileKind.CSV: "column", FileKind.JSON: "path"}
_TOP = "$"


def rules(
    table: dict[str, Any], targets: dict[str, Target], at: str, kind: FileKind, faults: Faults, *, header: bool
) -> Iterator[Rule]:
    """Yield a rule for each field of the table; unknown fields and required ones that are not there are faults."""
    faults.unknown(table, targets, at, f"[{at}]")
    for name, target in targets.items():
        if name in table:
            yield _rule(name, target, table[name], join(at, name), kind, faults, header=header)
        elif target.required:
            cure = f'write for instance {name} = "the {_ONE[kind]} that holds it"'
            faults.add("missing-field", join(at, name), "a required field is not mapped", cure)


def _rule(name: str, target: Target, written: object, at: str, kind: FileKind, faults: Faults, *, header: bool) -> Rule:
    one = _ONE[kind]
    table = written if isinstance(written, dict) else {one: written}
    faults.unknown(table, {*KEYS, one, f"{one}s"}, at, "a field")
    origins = tuple(_origins(table, at, kind, faults, header=header))
    own = "value" if "value" in table else "default"
    default = _term(table.get(own, ""), target, join(at, own), faults)
    required = target.required or faults.yes(table, "required", at, default=False)
    if required and table.get("value") == "":
        faults.add("missing-value", join(at, "value"), "a required field is always empty", "write what it is")
    _agree(table, at, target, one, faults)
    return Rule(
        name,
        target,
        origins,
        join=faults.text(table, "join", at, " "),
        split=faults.text(table, "split", at),
        part=faults.number(table, "part", at, 1, range(-_MOST_PARTS, _MOST_PARTS + 1)),
        separator=faults.text(table, "separator", at, "|" if target.many else ""),
        empty=frozenset(map(folded, faults.texts(table, "empty", at, _MOST_EMPTY))),
        default=default,
        dates=tuple(_patterns(table, at, target, faults)),
        codes=_codes(table, at, target, faults) if "codes" in table else None,
        required=required,
    )


def _agree(table: dict[str, Any], at: str, target: Target, one: str, faults: Faults) -> None:
    """Note keys that contradict each other or say something that no field of this kind can be told."""
    sources = [key for key in (one, f"{one}s", "value") if key in table]
    if len(sources) > 1:
        faults.add("two-sources", at, f"both {' and '.join(sources)} are given", "keep one of them")
    if not sources:
        faults.add("no-source", at, "nothing says where the field comes from", f"give it a {one}, or a value")
    if "value" in table and set(table) & (KEYS - {"value", "required"}):
        useless = ", ".join(sorted(set(table) & (KEYS - {"value", "required"})))
        faults.add("useless-key", at, f"a constant is not changed by {useless}", "take it out")
    if "join" in table and f"{one}s" not in table:
        faults.add("useless-key", join(at, "join"), "there is nothing to join", f"name {one}s, or take it out")
    if ("part" in table) != ("split" in table) or table.get("part") == 0 or table.get("split") == "":
        faults.add("bad-split", at, "a split needs both where to split and which part", 'write split = "/", part = 1')
    if "separator" in table and not target.many:
        faults.add("useless-key", join(at, "separator"), "the field takes one value", "use split and part instead")
    if "codes" in table and target.kind in DATES:
        faults.add("useless-key", join(at, "codes"), "a date has no code list", "use dates, or empty for what is none")
    if "dates" in table and target.kind not in DATES:
        faults.add("useless-key", join(at, "dates"), f"the field is no date but {target.kind}", "take it out")


def _origins(table: dict[str, Any], at: str, kind: FileKind, faults: Faults, *, header: bool) -> Iterator[Origin]:
    one = _ONE[kind]
    many = table.get(f"{one}s", [])
    if not isinstance(many, list) or len(many) > _MOST_ORIGINS:
        faults.add("wrong-type", join(at, f"{one}s"), f"not a list of at most {_MOST_ORIGINS}", "write a list", many)
        many = []
    given = [(join(at, one), table[one])] if one in table else [(join(at, f"{one}s"), each) for each in many]
    for where, each in given:
        origin = _path(each, where, faults) if kind is FileKind.JSON else _column(each, where, faults, header=header)
        if origin:
            yield origin


def _column(written: object, at: str, faults: Faults, *, header: bool) -> Origin | None:
    if not header:
        if isinstance(written, int) and not isinstance(written, bool) and 1 <= written <= MOST_COLUMNS:
            return Origin(f"column {written}", (str(written),))
        reason = f"the file has no header, and this is no number from 1 to {MOST_COLUMNS}"
        faults.add("bad-column", at, reason, "write the number of the column, without quotation marks", written)
        return None
    name = faults.a_text(written, at)
    if not name.strip():
        faults.add("bad-column", at, "the column has no name", "write the name that stands in the header", written)
        return None
    return Origin(name.strip(), (name.strip().lower(),))


def _path(written: object, at: str, faults: Faults) -> Origin | None:
    text = faults.a_text(written, at)
    steps = tuple(text.split("."))
    if not all(steps) or len(steps) > _MOST_STEPS or steps == (_TOP,):
        reason = f"not names joined by points, at most {_MOST_STEPS}"
        faults.add("bad-path", at, reason, "write for instance person.surname, or $.flight from the top", written)
        return None
    from_top = steps[0] == _TOP
    return Origin(text, steps[1:] if from_top else steps, from_top)


def _patterns(table: dict[str, Any], at: str, target: Target, faults: Faults) -> Iterator[Pattern]:
    for written in faults.texts(table, "dates", at, _MOST_DATES):
        try:
            read = pattern(written)
        except UnreadablePatternError as error:
            cure = "write for instance DD.MM.YYYY, DDMMMYY or YYYY-MM-DD hh:mm; see docs/formats.md"
            faults.add("bad-date-format", join(at, "dates"), str(error), cure, written)
            continue
        if read.has_time and target.kind is not Kind.MOMENT:
            reason = f"the field is a {target.kind}, which has no time of day"
            faults.add("bad-date-format", join(at, "dates"), reason, "leave out hours and minutes", written)
        yield read


def _codes(table: dict[str, Any], at: str, target: Target, faults: Faults) -> dict[str, str]:
    codes: dict[str, str] = {}
    listed = faults.table(table, "codes", at)
    if len(listed) > _MOST_CODES:
        faults.add("too-many", join(at, "codes"), f"more than {_MOST_CODES} codes", "list fewer", len(listed))
        return codes
    for code, meaning in listed.items():
        key = join(at, f"codes.{code}")
        means = _term(meaning, target, key, faults)
        if not code.strip():
            faults.add("bad-code", key, "an empty cell is no code", "use default instead")
        if codes.get(folded(code), means) != means:
            faults.add("bad-code", key, "the code is listed twice with two meanings", "keep one", code)
        codes[folded(code)] = means
    return codes


def _term(value: object, target: Target, at: str, faults: Faults) -> str:
    """Return a text of the mapping's own that the field takes."""
    if isinstance(value, bool) and target.kind is Kind.FLAG:
        return "yes" if value else "no"
    if isinstance(value, int) and not isinstance(value, bool) and target.kind is Kind.WORD:
        value = str(value)
    written = faults.a_text(value, at)
    wrong = objection(written, target)
    if wrong:
        faults.add("bad-value", at, *wrong, written)
        return ""
    return settled(written, target)
