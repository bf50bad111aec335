"""USCG notices of arrival and departure (eNOA/D, schema 3.6 and its forerunners) to manifests: one for each notice."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from feeds.codes.countries import country
from feeds.codes.places import place
from feeds.codes.sexes import sex
from feeds.findings import Severity
from feeds.identifiers import shortened
from feeds.manifest.bearing import bearing
from feeds.manifest.noad_file import notices
from feeds.people import iso_country, iso_day
from feeds.records import Direction, Leg, ListKind, Manifest, Mode, Traveller, Voyage
from matchers.identity import TravelDocument

if TYPE_CHECKING:
    from feeds.findings import Finding
    from feeds.manifest.noad_file import Group, NoticeFields
    from feeds.reporting import Report

_HOME = "USA"
_FUNCTIONS = {"initial": "new", "update": "change", "cancel": "cancel", "cancellation": "cancel", "cancelled": "cancel"}
_LOCODE = 5
_SHORTEST_STATE = 4
"""Letters from which a STATE is a name; shorter ones are postal codes, many of which are also codes of countries."""

_NAMESAKES = frozenset({"GEORGIA"})
"""States that are called like a country."""

_LOOKALIKE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?.*")
_CLOCK = re.compile(r"(\d\d):?(\d\d)(?::?\d\d.*)?")

_ID_TYPES = (
    ("passport card", "IP"), ("passport", "P"), ("permanent resident", "C"), ("resident alien", "A"), ("visa", "V"),
    ("military", "M"), ("refugee", "T"), ("re-entry", "T"), ("driver", "5K"), ("picture id", "I"), ("identity", "I"),
)  # fmt: skip
"""Words of ID_TYPE and the code that PAXLST gives such a document; others keep their words only."""


def read_noad(text: str) -> tuple[tuple[Manifest, ...], tuple[Finding, ...]]:
    """Return the manifests of a document and the findings that belong to none; never raises on content."""
    found, report = notices(text)
    if not found and not report:
        report.add(
            Severity.FATAL, "no-message", "file", field="format", reason="the XML has no NOTICE element",
            cure="send the notice as the NVMC schema writes it",
        )  # fmt: skip
    elif not found:
        first = report.findings[0]
        if first.severity is not Severity.FATAL:
            report.add(
                Severity.FATAL, "no-message", first.where, field="format", reason="no notice could be read",
                cure="send the whole document again",
            )  # fmt: skip
    return tuple(map(_manifest, found)), report.findings


def _manifest(notice: NoticeFields) -> Manifest:
    report = notice.report
    details, vessel = notice.section("noticedetails"), notice.section("vessel")
    kind = details.first("noticetype")
    journey = _voyage(notice, kind, report)
    travellers = tuple(filter(None, (_traveller(member, report) for member in notice.members)))
    if not notice.whole:
        report.warn(
            "truncated", f"line {notice.line}", reason="the notice has no end", cure="send the whole notice again"
        )
    if not notice.members and not vessel.fields and not journey.legs:
        report.add(
            Severity.FATAL, "empty-message", f"line {notice.line}", field="voyage",
            reason="the notice names no vessel, no port and no person", cure="send the whole notice again",
        )  # fmt: skip
    transaction = details.first("noticetransactiontype", "transactiontype")
    function = _FUNCTIONS.get(transaction.lower(), "")
    if not function:
        report.note(
            "unknown-function", f"line {details.line}", transaction, field="message",
            reason="neither Initial, Update nor Cancel; read as Initial",
        )  # fmt: skip
    reference = details.first("noticeid", "id")
    content = hashlib.sha256((notice.raw or str(notice.members)).encode("utf-8", "replace")).hexdigest()[:16]
    return Manifest(
        format="noad",
        list=ListKind.CREW if travellers and all(one.crew for one in travellers) else ListKind.PASSENGER,
        voyage=journey,
        travellers=travellers,
        findings=report.findings,
        message=kind,
        document=notice.section("voyage").first("voyagenumber", "voyageno"),
        function=function or "new",
        sender=_sender(notice),
        reference=reference,
        key=f"noad|{shortened(reference) if reference else content}",
    )


def _sender(notice: NoticeFields) -> str:
    source, party, vessel = (notice.section(name) for name in ("source", "reportingparty", "vessel"))
    return source.first("organizationname") or party.first("company", "name") or vessel.first("operator", "owner")


def _voyage(notice: NoticeFields, kind: str, report: Report) -> Voyage:
    """Name the voyage by vessel; the leg is the one that the notice announces, both for a notice of both."""
    vessel = notice.section("vessel")
    arriving, leaving = "arriv" in kind.lower(), "depart" in kind.lower()
    legs: list[Leg] = []
    if arriving or not leaving:
        legs.append(_leg(notice, "last", "arrive", report))
    if leaving:
        legs.append(_leg(notice, "depart", "next", report))
    legs = [leg for leg in legs if leg.departure or leg.arrival]
    direction = bearing(legs)
    if direction is Direction.UNKNOWN:
        report.warn(
            "unknown-direction", f"line {notice.line}", field="place",
            reason="the countries of the ports do not say which way the voyage goes",
            cure="send the last port of an arrival, the next port of a departure, with its country",
        )  # fmt: skip
    number = vessel.first("imonumber", "idnum", "idnumber", "officialnumber", "mmsinumber", "mmsi", "callsign")
    return Voyage(vessel.first("name", "vesselname").upper(), number.upper(), tuple(legs), direction, Mode.SEA)


def _leg(notice: NoticeFields, start: str, end: str, report: Report) -> Leg:
    departure, departure_country = _port(notice, start, report)
    arrival, arrival_country = _port(notice, end, report)
    return Leg(
        departure, arrival,
        _time(notice, start, ("departuredt", "departdt", "departuredate", "departdate"), "departtime", report),
        _time(notice, end, ("arrivedt", "arrivaldt", "arrivaldate", "arrivedate"), "arrivetime", report),
        departure_country, arrival_country, place(departure).zone if len(departure) == _LOCODE else "",
        place(arrival).zone if len(arrival) == _LOCODE else "",
    )  # fmt: skip


def _port(notice: NoticeFields, which: str, report: Report) -> tuple[str, str]:
    """Return a port's code, else its name, and its country.

    The port of a notice lies at home unless the notice itself says otherwise; islands of the Caribbean that use the
    same form write their country as the state.
    """
    port = notice.ports.get(which)
    if port is None:
        return "", ""
    code = port.first("portcode", f"{which}portcode", "code", "locode").upper()
    name = port.first(
        "portname", f"{which}portname", "portorplace", "port", "name", "place", f"{which}portplace", "city"
    )
    written = port.first("countrycode", f"{which}portcountrycode", "country", f"{which}portcountry")
    land = country(written) or (place(code).country if len(code) == _LOCODE else "")
    if not land and which in ("arrive", "depart") and not written:
        state = port.first("state")
        abroad = country(state) if len(state) >= _SHORTEST_STATE and state.upper() not in _NAMESAKES else ""
        land = abroad or _HOME
    where = f"line {port.line}"
    if not land:
        report.warn(
            "unknown-place", where, written or code or name, field="place",
            reason="neither the country nor the code of the port is in any table",
            cure="send the country code or the UN/LOCODE",
        )  # fmt: skip
    elif name and not code:
        report.note("port-by-name", where, name, field="place", reason="no code is sent; the name stands for it")
    return code or name.upper(), land


def _time(notice: NoticeFields, which: str, days: tuple[str, ...], clock: str, report: Report) -> str:
    """Return the local time, or the day where no time of day is sent; the voyage's own dates fill a port's gap."""
    port = notice.ports.get(which)
    written = port.first(*days, "date") if port else ""
    if not written and which in ("arrive", "depart"):
        written = notice.section("voyage").first(*days)
    if not written:
        return ""
    where = f"line {port.line if port else notice.line}"
    found = _LOOKALIKE.fullmatch(written)
    if not found or iso_day(found[1], "time", where, report) is None:
        report.warn("impossible-time", where, written, field="time", reason="not a day", cure="write YYYY-MM-DD")
        return ""
    time = _CLOCK.fullmatch(
        found[2] or (port.first(clock, clock.replace("depart", "departure"), "time") if port else "")
    )
    if not time or int(time[1]) > 23 or int(time[2]) > 59:  # noqa: PLR2004  hours and minutes of a clock
        return found[1]
    return f"{found[1]}T{time[1]}:{time[2]}"


def _traveller(member: Group, report: Report) -> Traveller | None:
    where = f"line {member.line}"
    surname = member.first("lastname", "surname", "familyname")
    given = member.first("firstname", "givenname", "givennames"), member.first("middlename")
    documents = _documents(member, where, report)
    if not (surname or any(given) or documents):
        report.add(
            Severity.REJECT, "unusable-person", where, field="surname",
            reason="the person has no surname, no given name and no document", cure="send the person again, complete",
        )  # fmt: skip
        return None
    born = member.first("birthdt", "dob", "birthdate", "dateofbirth")[:10]
    written = member.first("gender", "sex")
    code = sex(written)
    if code is None:
        report.warn("unknown-sex", where, written, field="sex", reason="not Male, Female or Unknown")
    return Traveller(
        surname=surname,
        given_names=" ".join(filter(None, given)),
        birth_date=iso_day(born, "birth_date", where, report),
        sex=code or "",
        nationality=iso_country(member.first("nationalitycode", "nationality"), "nationality", where, report),
        residence=iso_country(
            member.first("countryresidencecode", "countryresidence", "residencecountrycode", "residencecountry"),
            "residence", where, report,
        ),
        crew=member.crew,
        documents=documents,
        embarkation=_stop(member, "embark"),
        debarkation=_stop(member, "debark"),
        references=_references(member),
        raw=member.raw,
        where=where,
    )  # fmt: skip


def _documents(member: Group, where: str, report: Report) -> tuple[TravelDocument, ...]:
    number = member.first("idnum", "idnumber")
    if not number:
        return ()
    words = member.first("idtype").lower()
    code = next((code for word, code in _ID_TYPES if word in words), "")
    issuer = iso_country(member.first("idcountrycode", "idcountry"), "issuer", where, report)
    expires = member.first("idexpirationdt", "idexpirationdate", "idexpdate")[:10]
    return (TravelDocument(number, code, issuer, iso_day(expires, "expires", where, report)),)


def _stop(member: Group, way: str) -> str:
    return member.first(f"{way}portcode", f"{way}portname", f"{way}port", f"{way}place").upper()


def _references(member: Group) -> dict[str, str]:
    sent = {
        "crew_role": member.first("position", "positionduties", "duties"),
        "id_type": member.first("idtype"),
        "embarked": member.first("embarkdate", "embarkdt"),
        "debarked": member.first("debarkdate", "debarkdt"),
    }
    return {name: value for name, value in sent.items() if value}
