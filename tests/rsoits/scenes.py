"""Small invented scenes the application's tests play in: a registry, a flight, the people who read and decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from sqlmodel import col, select

from matchers.identity import PartialDate, TravelDocument
from rsoits.house import House
from rsoits.rules.jurisdictions import by_code
from rsoits.security.passwords import hash_password
from rsoits.security.permissions import Actor, Role
from rsoits.services.decide import Outcome, decide
from rsoits.services.ingest import Parcel, take_in
from rsoits.services.notify import Directory
from rsoits.store.accounts import Account
from rsoits.store.intakes import Intake
from rsoits.store.matches import Match, Verdict
from rsoits.store.matches import MatchState as State
from sample_data.manifest import Aboard, Flight, FlightLeg, MessageKind, write_paxlst

PASSPHRASE = "sea fog and lamplight"
REASON = "Name, birth date and passport agree."

HOLLIS = Aboard(
    surname="HOLLIS",
    given="MARTEN",
    extra="RAY",
    born=PartialDate(1971, 3, 9),
    sex="M",
    nationality="USA",
    document=TravelDocument("Z56120493", "P", "USA"),
    reference="QZ1",
)
STRANGER = Aboard(
    surname="OYELARAN",
    given="FOLASADE",
    born=PartialDate(1988, 11, 23),
    sex="F",
    nationality="NGA",
    document=TravelDocument("A11223344", "P", "NGA"),
    reference="QZ2",
)
TWIN = Aboard(
    surname="HOLLIS",
    given="MARTEN",
    born=PartialDate(1971, 3, 19),
    sex="M",
    nationality="USA",
    document=TravelDocument("Z99887766", "P", "USA"),
    reference="QZ3",
)

_COLUMNS = (
    "registrant_id,jurisdiction,name,aliases,birth_dates,sex,nationalities,documents,federal_tier,offence,"
    "offence_against_minor,status,protected,residence_jurisdiction,work_jurisdiction,fbi_number,as_of"
)
REGISTRY = f"""{_COLUMNS}
TX-000042,TX,"HOLLIS, Marten Ray","HOLLIS, Marty",1971-03-09,M,USA,P:USA:Z56120493,2,Enticement,\
yes,registered,no,TX,NM,123456AB7,2026-01-02
OH-000007,OH,"QUILLON, Bertrand",,1960-07-01,M,USA,P:USA:Z70000001,1,Possession,no,duty_ended,no,OH,,,2026-01-02
ME-000009,ME,"ISTERWOOD, Palmer",,1958-02-11,M,USA,P:USA:Z70000002,3,Assault,no,registered,yes,ME,,,2026-01-02
"""


def leg(departs: datetime, *, inbound: bool = False) -> FlightLeg:
    """Return Houston to Mexico City, or back, leaving at a local time."""
    arrives = departs + timedelta(hours=2, minutes=20)
    return FlightLeg("MEX", departs, "IAH", arrives) if inbound else FlightLeg("IAH", departs, "MEX", arrives)


def manifest(
    *people: Aboard,
    departs: datetime,
    inbound: bool = False,
    reference: str = "QZ514A",
    kind: MessageKind = MessageKind.PASSENGERS,
) -> bytes:
    """Return a passenger list of flight QZ 514."""
    flight = Flight("QZ", "514", (leg(departs, inbound=inbound),), arriving=inbound)
    return write_paxlst(flight, people, sent=departs - timedelta(hours=2), reference=reference, kind=kind)


def soon(house: House, hours: float = 20) -> datetime:
    """Return a local departure time some hours ahead, to the minute."""
    return (house.now() + timedelta(hours=hours)).replace(tzinfo=None, second=0, microsecond=0)


def load_registry(house: House, text: str = REGISTRY) -> Intake:
    """Enrol the scene's registrants."""
    return take_in(house, Parcel("registry.csv", text.encode(), "registry-extracts"), "test")


def receive(house: House, data: bytes, name: str = "manifest.edi") -> Intake:
    """Take in one file."""
    return take_in(house, Parcel(name, data), "test")


@cache
def _hashed() -> str:
    """Hash the passphrase once: it takes its time on purpose."""
    return hash_password(PASSPHRASE, "nobody")


def person(house: House, username: str, role: Role, jurisdiction: str = "") -> Actor:
    """Put an account on record and return who acts with it."""
    ori = by_code(jurisdiction).ori if jurisdiction else ""
    account = Account(
        username=username,
        name=username.title(),
        role=role.value,
        ori=ori,
        jurisdiction=jurisdiction,
        password_hash=_hashed(),
        created_at=house.now(),
    )
    with house.database.writing() as session:
        session.add(account)
    return Actor(account.id or 0, username, account.name, role, ori, jurisdiction)


def matches(house: House, *states: State) -> list[Match]:
    """Return matches in these states, in queue order."""
    found = select(Match).where(col(Match.state).in_(states or tuple(State)))
    nearest = (col(Match.border_at).is_(None), col(Match.border_at), col(Match.bits).desc(), col(Match.id))
    with house.database.reading() as session:
        return list(session.exec(found.order_by(*nearest)))


def verdict(house: House, actor: Actor, match: Match, said: Verdict, reason: str = REASON) -> Outcome:
    """Let someone decide a match."""
    with house.writing(actor) as (session, acting):
        remember = timedelta(days=house.settings.cleared_days)
        return decide(session, acting, actor, Directory.of(house.settings), match.id or 0, said, reason, remember)


def at(text: str) -> datetime:
    """Return an ISO time in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
