"""A notice of arrival or departure (NOAD) in XML to plain fields: what it says of itself, of ports, and of persons."""

from __future__ import annotations

from dataclasses import dataclass, field

from feeds.hardened_xml import Element, listen, verbatim
from feeds.reporting import Report

_NOTICE = "notice"
_DETAILS = "noticedetails"
_MEMBERS = {"crew": True, "crewmember": True, "noncrew": False, "noncrewmember": False, "passenger": False}
"""Elements that hold one person, and whether that is crew."""

_LISTS = frozenset({"crewlist", "noncrewlist"})
_PORTS = {
    "arrive": "arrive", "arrival": "arrive", "arrivalport": "arrive", "portofarrival": "arrive",
    "depart": "depart", "departure": "depart", "departureport": "depart", "portofdeparture": "depart",
    "lastport": "last", "lastportofcall": "last",
    "nextport": "next", "nextportofcall": "next",
}  # fmt: skip
"""Elements that hold one port, and which one."""

_PERSON = frozenset({
    "lastname", "surname", "familyname", "firstname", "givenname", "givennames", "middlename", "dob", "birthdt",
    "birthdate", "dateofbirth", "gender", "sex", "nationality", "nationalitycode", "countryresidence",
    "countryresidencecode", "residencecountry", "residencecountrycode", "idtype", "idnum", "idnumber", "idcountry",
    "idcountrycode", "idexpirationdt", "idexpirationdate", "idexpdate", "position", "positionduties", "duties",
    "embarkcountry", "embarkcountrycode", "embarkstate", "embarkportname", "embarkportcode", "embarkplace",
    "embarkport", "embarkdate", "embarkdt", "debarkcountry", "debarkcountrycode", "debarkstate", "debarkportname",
    "debarkportcode", "debarkplace", "debarkport", "debarkdate", "debarkdt", "longshoremanworkdeclaration",
})  # fmt: skip
"""What is read of a person, and the longshoremen's declaration, which is not."""

_SECTIONS = frozenset({_DETAILS, "voyage", "vessel", "source", "reportingparty"})
_UNUSED = frozenset({
    "arrivedepart", "nextportlist", "lastportlist", "crewlist", "noncrewlist", "cargo", "cdclist",
    "previousforeignportlist", "expansion", "contact", "issc", "vesselloc", "compcert", "sftymgmtcert",
    "nontankvesselresponseplan", "isps", "notice",
})  # fmt: skip
"""Known elements that group others or tell of cargo and certificates."""


@dataclass(slots=True)
class Group:
    """The fields of a section, a port or a person by plain name; of a repeated one the first that has a text."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    raw: str = ""
    crew: bool = False
    member: bool = False
    """Whether it is a person."""

    def first(self, *names: str) -> str:
        """Return the first of the fields that was sent with a text."""
        return next((self.fields[name] for name in names if self.fields.get(name)), "")


@dataclass(slots=True)
class NoticeFields:
    """One NOTICE. `ports` has `arrive`, `depart`, `last`, `next` where they came; `whole` is false for a broken one."""

    line: int
    sections: dict[str, Group] = field(default_factory=dict)
    ports: dict[str, Group] = field(default_factory=dict)
    members: list[Group] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    raw: str = ""
    whole: bool = False

    def section(self, name: str) -> Group:
        """Return a section, an empty one when it was not sent."""
        return self.sections.get(name) or Group(self.line)


def notices(text: str) -> tuple[list[NoticeFields], Report]:
    """Return the notices of a document; none, with a FATAL finding, when it is refused."""
    report = Report()
    collector = _Collector(text.encode("utf-8", "replace"))
    stopped = listen(text, collector)
    if stopped is None:
        return collector.notices, report
    if stopped.code == "broken-xml":
        collector.give_up()
        report.take(stopped)
        return collector.notices, report
    report.take(stopped)
    return [], report


class _Collector:
    """Fills a `NoticeFields` for each NOTICE as its elements end."""

    def __init__(self, data: bytes) -> None:
        self.notices: list[NoticeFields] = []
        self._data = data
        self._notice: NoticeFields | None = None
        self._groups: list[Group | None] = []
        """What each open element belongs to."""

    def give_up(self) -> None:
        """Keep a notice whose end was lost, if it said anything before."""
        if self._notice and (self._notice.members or self._notice.sections or self._notice.ports):
            self.notices.append(self._notice)

    def opened(self, path: list[Element]) -> None:
        """Open a notice, or a group of it; what stands inside a person opens nothing."""
        element, around = path[-1], self._groups[-1] if self._groups else None
        group = around
        if self._notice is None:
            self._notice = NoticeFields(element.line) if element.name == _NOTICE else None
        elif element.name in _MEMBERS and path[-2].name in _LISTS:
            group = Group(element.line, crew=_MEMBERS[element.name], member=True)
        elif (element.name in _PORTS or element.name in _SECTIONS) and not (around and around.member):
            group = Group(element.line)
        self._groups.append(group)

    def closed(self, path: list[Element], end: int) -> None:
        """File the text of an element under its group, and a group under its notice."""
        element, notice, group = path[-1], self._notice, self._groups.pop()
        around, where = self._groups[-1] if self._groups else None, f"line {element.line}"
        if notice is None:
            return
        if element.name == _NOTICE:
            notice.raw, notice.whole = verbatim(self._data, element.start, end), True
            self.notices.append(notice)
            self._notice = None
        elif group is around:
            if group is not None and element.text and not group.fields.get(element.name):
                group.fields[element.name] = element.text
                if group.member and element.name not in _PERSON:
                    notice.report.once("unknown-element", where, element.written, "an element not used here")
            elif group is None and path[-2].name == _NOTICE and element.name not in _UNUSED:
                notice.report.once("unknown-element", where, element.written, "an element not used here")
        elif group is not None:
            self._file(notice, group, element, end)

    def _file(self, notice: NoticeFields, group: Group, element: Element, end: int) -> None:
        if group.member:
            group.raw = verbatim(self._data, element.start, end)
            notice.members.append(group)
            return
        if element.text:
            group.fields.setdefault("name", element.text)
        place = notice.ports if element.name in _PORTS else notice.sections
        name = _PORTS.get(element.name, element.name)
        if group.fields:
            place.setdefault(name, group)
