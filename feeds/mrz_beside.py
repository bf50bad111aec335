"""A row and the machine-readable zone sent with it: the zone fills what the row leaves empty, and both stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matchers.features.documents import plain_number
from matchers.icao9303 import variants
from matchers.identity import Identity, Name, NameKind
from matchers.names import TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.mrz import Mrz
    from feeds.reporting import Report
    from matchers.identity import PartialDate, TravelDocument


def completed(row: Identity, mrz: Mrz | None, where: str, report: Report) -> Identity:
    """Return the row's identity with what only the zone says.

    Where the two disagree a WARNING says so; the row's value stays first and the zone's is added behind it, but for
    the sex, of which there is one. The zone's own findings go to the report too.
    """
    if mrz is None:
        return row
    for finding in mrz.findings:
        report.take(finding)

    both = Identity(
        names=_names(row.names, mrz),
        birth_dates=_days(row.birth_dates, mrz),
        sex=row.sex or mrz.sex,
        nationalities=_nationalities(row.nationalities, mrz),
        documents=_papers(row.documents, mrz),
    )
    compared: list[tuple[str, Sequence[object], Sequence[object]]] = [
        ("name", row.names, both.names),
        ("birth_date", row.birth_dates, both.birth_dates),
        ("sex", [row.sex], [row.sex, mrz.sex] if row.sex and mrz.sex not in ("", row.sex) else [row.sex]),
        ("nationality", row.nationalities, both.nationalities),
        ("document", row.documents, both.documents),
    ]
    for field, written, kept in compared:
        if written and len(kept) > len(written):
            report.warn(
                "mrz-disagrees", where, f"{written[0]} / {kept[-1]}", field=field,
                reason="the row and the machine-readable zone differ; both are kept",
                cure="compare with the document and send the right one",
            )  # fmt: skip
    return both


def _names(written: tuple[Name, ...], mrz: Mrz) -> tuple[Name, ...]:
    shown = mrz.name
    if shown is None or not written:
        return written if shown is None else (shown,)
    state = mrz.document.issuer if mrz.document else ""
    if not any(_same_name(name, shown, state, cut=mrz.truncated) for name in written):
        return (*written, replace(shown, kind=NameKind.ALIAS))
    first = written[0]
    if first.whole or first.given_names:
        return written
    return (replace(first, given_names=shown.given_names), *written[1:])


def _same_name(written: Name, shown: Name, state: str, *, cut: bool) -> bool:
    if written.whole:
        words = f"{shown.surname} {shown.given_names}".split()
        return any(sorted(form.split("<")) == sorted(words) for form in variants(written.whole, state))
    return _same_part(written.surname, shown.surname, state, cut=cut, whole=True) and (
        not written.given_names
        or not shown.given_names
        or _same_part(written.given_names, shown.given_names, state, cut=cut, whole=False)
    )


def _same_part(written: str, shown: str, state: str, *, cut: bool, whole: bool) -> bool:
    """Compare one part of a name with its print; given names may lack the later ones, or have initials for them."""
    seen = shown.split()
    for form in variants(written, state):
        words = [word for word in form.split("<") if word not in TITLES] or form.split("<")
        if "".join(words) == "".join(seen):
            return True
        pairs = list(zip(words, seen, strict=False))
        if pairs and (cut or not whole) and all(_same_word(word, sight, cut=cut) for word, sight in pairs):
            return True
    return False


def _same_word(written: str, shown: str, *, cut: bool) -> bool:
    initial = 1 in (len(written), len(shown)) and written[0] == shown[0]
    return written == shown or initial or (cut and written.startswith(shown))


def _days(written: tuple[PartialDate, ...], mrz: Mrz) -> tuple[PartialDate, ...]:
    """Let the zone complete a partial date in its place; one that it contradicts stays, with the zone's behind it."""
    shown = mrz.birth_date
    if shown is None:
        return written
    for place, day in enumerate(written):
        if str(shown).startswith(str(day)):
            return (*written[:place], shown, *written[place + 1 :])
        if str(day).startswith(str(shown)):
            return written
    return (*written, shown)


def _nationalities(written: tuple[str, ...], mrz: Mrz) -> tuple[str, ...]:
    return (*written, mrz.nationality) if mrz.nationality and mrz.nationality not in written else written


def _papers(written: tuple[TravelDocument, ...], mrz: Mrz) -> tuple[TravelDocument, ...]:
    shown = mrz.document
    if shown is None:
        return written
    number = plain_number(shown.number) or shown.number
    for place, paper in enumerate(written):
        if (plain_number(paper.number) or paper.number) == number and paper.issuer in ("", shown.issuer):
            full = replace(
                paper,
                type=paper.type or shown.type,
                issuer=paper.issuer or shown.issuer,
                expires=paper.expires or shown.expires,
            )
            return (*written[:place], full, *written[place + 1 :])
    return (*written, shown)
