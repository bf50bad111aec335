"""Writes machine-readable zones of invented people for the tests, in every format."""

from __future__ import annotations

from feeds.mrz_layouts import LAYOUTS, MrzKind, check_digit
from matchers.mrz_name import mrz_name

Place = tuple[int, int, int]


def zone(
    kind: MrzKind,
    *,
    code: str = "P",
    issuer: str = "USA",
    surname: str = "HOLLIS",
    given: str = "Marten Ray",
    number: str = "561204937",
    nationality: str = "USA",
    born: str = "710309",
    sex: str = "M",
    expires: str = "300131",
    optional: str = "",
) -> str:
    """Return the lines joined by `|`, every check digit right; a number longer than nine signs overflows."""
    layout = LAYOUTS[kind]
    lines = [["<"] * layout.width for _ in range(layout.lines)]

    def put(place: Place, text: str) -> None:
        line, first, end = place
        lines[line][first:end] = text[: end - first].ljust(end - first, "<")

    def put_checked(place: Place, text: str) -> None:
        put(place, text)
        line, first, end = place
        lines[line][end] = check_digit("".join(lines[line][first:end]))

    put((0, 0, 2), code)
    put((0, 2, 5), issuer)
    put(layout.name, mrz_name(surname, given, width=layout.name[2] - layout.name[1]))
    if len(number) > 9:
        put(layout.number, number)
        lines[layout.number[0]][layout.number[2]] = "<"
        optional = number[9:] + check_digit(number) + "<" + optional
    else:
        put_checked(layout.number, number)
    put(layout.nationality, nationality)
    put_checked(layout.birth_date, born)
    put(layout.sex, sex)
    put_checked(layout.expires, expires)
    (put_checked if "optional" in layout.checked else put)(layout.optional[0], optional)
    if layout.composite_digit:
        line, first, _ = layout.composite_digit
        lines[line][first] = check_digit("".join("".join(lines[at][start:end]) for at, start, end in layout.composite))
    return "|".join("".join(line) for line in lines)
