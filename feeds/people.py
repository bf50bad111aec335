"""A person as notices and registry extracts describe one, to an identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.codes.countries import country
from feeds.codes.sexes import sex
from feeds.dates import iso_date
from feeds.identifiers import LONGEST, fits, shortened
from matchers.identity import Identity, Name, NameKind, TravelDocument, UnreadableIdentityError

if TYPE_CHECKING:
    from feeds.reporting import Report
    from matchers.identity import PartialDate

MOST = 100
"""Names, dates or documents read of one person."""


def identity(
    names: list[str],
    birth_dates: list[str],
    sex_code: str,
    nationalities: list[str],
    documents: list[str],
    where: str,
    report: Report,
) -> Identity:
    """Build an identity from texts as `docs/formats.md` writes them; what cannot be read is warned of and left out."""
    read_sex = sex(sex_code)
    if read_sex is None:
        report.warn("unknown-sex", where, sex_code, field="sex", reason="not M, F, X or empty", cure="use M, F or X")
    lists = {"names": names, "birth_dates": birth_dates, "nationalities": nationalities, "documents": documents}
    for field, written in lists.items():
        if len(written) > MOST:
            reason, cure = f"more than {MOST}; the rest was left out", "send those that identify the person"
            report.warn("too-many-values", where, written[MOST], field=field, reason=reason, cure=cure)
    for text in names[:MOST]:
        if not fits(text):
            reason, cure = f"longer than {LONGEST} characters; cut", "send one name at a time"
            report.warn("long-identifier", where, text, field="names", reason=reason, cure=cure)
    return Identity(
        names=tuple(
            Name.read(shortened(text), NameKind.ALIAS if place else NameKind.PRIMARY)
            for place, text in enumerate(names[:MOST])
        ),
        birth_dates=tuple(
            day for text in birth_dates[:MOST] if (day := iso_day(text, "birth_dates", where, report)) is not None
        ),
        sex=read_sex or "",
        nationalities=tuple(
            code for text in nationalities[:MOST] if (code := iso_country(text, "nationalities", where, report))
        ),
        documents=tuple(
            document for text in documents[:MOST] if (document := _document(text, where, report)) is not None
        ),
    )


def iso_day(written: str, field: str, where: str, report: Report) -> PartialDate | None:
    """Read an ISO 8601 date; None, with a warning, when it is none."""
    read = iso_date(written)
    if read.problem:
        report.warn(read.problem, where, written, field=field, reason=read.reason, cure="write YYYY-MM-DD")
    return read.date


def iso_country(written: str, field: str, where: str, report: Report) -> str:
    """Read a country; empty, with a warning, when the code is in no table."""
    code = country(written)
    if written and not code:
        report.warn(
            "unknown-country", where, written, field=field, reason="the country code is in no table",
            cure="use ISO 3166-1 alpha-3",
        )  # fmt: skip
    return code


def _document(written: str, where: str, report: Report) -> TravelDocument | None:
    try:
        read = TravelDocument.read(written)
    except UnreadableIdentityError:
        report.warn(
            "unreadable-document", where, written, field="documents", reason="not type:issuer:number",
            cure="write for instance P:USA:123456789",
        )  # fmt: skip
        return None
    return TravelDocument(read.number, read.type.upper(), country(read.issuer) or read.issuer.upper(), read.expires)
