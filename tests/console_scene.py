"""A small invented scene for the console's tests: one account per role, four matches, two of them by name alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from sqlmodel import Session

from matchers.compare import compare
from rsoits.house import House
from rsoits.rules.jurisdictions import by_code
from rsoits.security.passwords import hash_password
from rsoits.security.permissions import Actor, Role
from rsoits.services.decide import decide
from rsoits.services.directory import list_agencies
from rsoits.services.notify import Directory
from rsoits.services.receipt import receipt_of
from rsoits.store.accounts import Account, account_named
from rsoits.store.files import SourceFile
from rsoits.store.intakes import Intake, IntakeState, Reject
from rsoits.store.manifests import Manifest, Traveller, Voyage
from rsoits.store.matches import Match, Verdict
from rsoits.store.notices import Notice
from rsoits.store.registrants import LinkState, RecordLink, Registrant
from rsoits.store.trips import Trip, TripState

PASSWORD = "quiet harbour lantern 7"
RAW = "NAD+FL+++MCGOWAN:JOHNMR'\nATT+2++M'\nDTM+329:600305'\nDOC+P:110:111+K0416233'\nLOC+91+USA'"
REASON = "Alias, birth date and document agree."

USERS: dict[str, tuple[str, Role, str]] = {
    "ana": ("Ana Brandt", Role.ANALYST, ""),
    "abel": ("Abel Quist", Role.ANALYST, ""),
    "sol": ("Sol Verhoeven", Role.SUPERVISOR, ""),
    "odd": ("Odd Nyman", Role.OPERATOR, ""),
    "mara": ("Mara Tull", Role.MARSHAL, "USMS"),
    "gil": ("Gil Santer", Role.AGENCY, "TX"),
    "vera": ("Vera Lomax", Role.AGENCY, "VT"),
    "rex": ("Rex Ibarra", Role.REGISTRY_OFFICER, "TX"),
    "uma": ("Uma Feld", Role.AUDITOR, ""),
    "ada": ("Ada Korn", Role.ADMINISTRATOR, ""),
}
PEOPLE: tuple[tuple[str, str, str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("MCGOWAN", "JOHNMR", "1960-03-05", "P:USA:K0416233", ("MACGOWAN, John Henry", "MCGOWAN, Jon"), ("1960-05-03",)),
    ("OYELARAN", "TUNDE", "1979-11-30", "P:USA:X7720415", ("OYELARAN, Babatunde", "OYELARAN, Tunde"), ("1979-11-30",)),
    ("LINDQVIST", "PER", "1984-01-17", "P:SWE:88120344", ("LINDQUIST, Peer",), ("1984-01-17", "1984-07-11")),
    ("SANTOS", "MARIA", "", "", ("SANTOS, Mario",), ("1971",)),
)


@dataclass
class Scene:
    """What the tests need to find again."""

    house: House
    matches: list[int] = field(default_factory=list)
    intake: int = 0
    trip: int = 0
    announced: int = 0

    def actor(self, username: str) -> Actor:
        """Return the account as the services see it."""
        with self.house.database.reading() as session:
            account = account_named(session, username)
            assert account is not None
            return Actor(account.id or 0, username, account.name, Role(account.role), account.ori, account.jurisdiction)

    def decide(self, username: str, match_id: int, verdict: Verdict, reason: str = REASON) -> None:
        """Give a verdict as this person."""
        actor = self.actor(username)
        with self.house.writing(actor) as (session, acting):
            directory = Directory.of(self.house.settings)
            outcome = decide(session, acting, actor, directory, match_id, verdict, reason, timedelta(days=30))
            self.trip = outcome.trip_id or self.trip

    def add_match(self, hours: float, person: int = 0) -> int:
        """Raise one more match, `hours` from the border."""
        with self.house.database.writing() as session:
            return _match(session, self.house.now(), len(self.matches) + 50, timedelta(hours=hours), person)


def build(house: House) -> Scene:
    """Fill an empty database; nothing is decided yet."""
    scene, now = Scene(house), house.now()
    with house.writing("scene") as (session, _):
        list_agencies(session, now.date())
        for username, (name, role, code) in USERS.items():
            place = by_code(code) if code else None
            session.add(
                Account(
                    username=username,
                    name=name,
                    role=role.value,
                    ori=place.ori if place else "",
                    jurisdiction=place.code if place else "",
                    password_hash=_password_hash(),
                    created_at=now,
                )
            )
        hours = (3.4, 11, 30, 80)
        scene.matches = [
            _match(session, now, place, timedelta(hours=ahead), place) for place, ahead in enumerate(hours)
        ]
        scene.intake = _intake(session, now)
        scene.announced = _announced(session, now)
        _alike(session, now)
    return scene


@cache
def _password_hash() -> str:
    return hash_password(PASSWORD, "nobody")


def _match(session: Session, now: datetime, serial: int, ahead: timedelta, person: int) -> int:
    surname, given, born, document, names, birth_dates = PEOPLE[person]
    registrant = Registrant(
        reference=f"TX-{serial:06}",
        jurisdiction="TX",
        name=names[0],
        aliases=list(names[1:]),
        birth_dates=list(birth_dates),
        sex="M",
        nationalities=["USA"],
        documents=[document] if document and person != 2 else [],
        federal_tier=3,
        local_class="Level 3",
        offence="Sexual assault of a child",
        offence_against_minor=True,
        conviction_jurisdiction="TX",
        conviction_date="2004-06-01",
        residence_jurisdiction="TX",
        as_of=(now - timedelta(days=12)).date().isoformat(),
        changed_at=now,
    )
    departs = now + ahead
    local = departs - timedelta(hours=6)
    voyage = Voyage(
        mode="air",
        direction="outbound",
        carrier="QZ",
        number=str(510 + serial),
        origin="IAH",
        destination="MEX",
        origin_country="USA",
        destination_country="MEX",
        departs=local.strftime("%Y-%m-%dT%H:%M"),
        departs_at=departs,
    )
    source = SourceFile(sha256=f"{serial:064}", name=f"QZ{510 + serial}.edi", size=420, received_at=now, content=b"UNB")
    session.add_all([registrant, voyage, source])
    session.flush()
    manifest = Manifest(
        source_file_id=source.id or 0,
        voyage_id=voyage.id or 0,
        key=f"manifest {serial}",
        format="paxlst",
        list_kind="passenger",
        sender="QZAIR",
        received_at=now - timedelta(minutes=25),
    )
    session.add(manifest)
    session.flush()
    traveller = Traveller(
        manifest_id=manifest.id or 0,
        voyage_id=voyage.id or 0,
        position=1,
        person_key=f"person {serial}",
        surname=surname,
        given_names=given,
        birth_date=born,
        sex="M" if person < 3 else "F",
        nationality="USA" if person != 2 else "SWE",
        documents=[document] if document else [],
        embarkation="IAH",
        debarkation="MEX",
        references={"pnr": "QX4TT1", "seat": "14C"},
        raw=RAW,
        place="segment 41",
    )
    session.add(traveller)
    session.flush()
    told = compare(traveller.identity, registrant.identity)
    match = Match(
        traveller_id=traveller.id or 0,
        registrant_id=registrant.id or 0,
        voyage_id=voyage.id or 0,
        probability=told.probability,
        bits=told.bits,
        band="strong" if person < 2 else "review",
        explanation=told.to_json(),
        model=told.model,
        border_at=departs,
        raised_at=now - timedelta(minutes=20),
        changed_at=now,
    )
    session.add(match)
    session.flush()
    return match.id or 0


def _intake(session: Session, now: datetime) -> int:
    ids = []
    for serial, (travellers, rejects) in enumerate(((184, 0), (212, 3), (97, 0), (241, 12), (0, 1))):
        source = SourceFile(
            sha256=f"feed {serial}", name=f"QZ6{serial}0.edi", size=9000, received_at=now, content=b"UNB"
        )
        session.add(source)
        session.flush()
        intake = Intake(
            source_file_id=source.id or 0,
            feed="air-manifests",
            name=source.name,
            format="paxlst" if travellers else "",
            state=IntakeState.QUARANTINED
            if not travellers
            else (IntakeState.PARTLY if rejects else IntakeState.ACCEPTED),
            at=now - timedelta(minutes=90 - serial * 15),
            messages=1 if travellers else 0,
            travellers=travellers,
            rejects=rejects,
            matches=1,
        )
        session.add(intake)
        session.flush()
        ids.append(intake.id or 0)
    session.add(
        Reject(
            intake_id=ids[1],
            code="birth-date-unreadable",
            severity="reject",
            place="segment 77",
            field="birth_date",
            value="=6013450",
            reason="This is not a date.",
            cure="Send the date of birth as YYMMDD.",
        )
    )
    return ids[1]


def _announced(session: Session, now: datetime) -> int:
    registrant = Registrant(
        reference="TX-009001", jurisdiction="TX", name="HOLLIS, Marten Ray", birth_dates=["1971-03-09"], changed_at=now
    )
    source = SourceFile(sha256="notice", name="notices.json", size=900, received_at=now, content=b"{}")
    session.add_all([registrant, source])
    session.flush()
    leaves = (now + timedelta(days=6)).date().isoformat()
    notice = Notice(
        source_file_id=source.id or 0,
        registrant_id=registrant.id,
        kind="intended_travel",
        reference="TX-2026-000123",
        jurisdiction="TX",
        submitted_at=now,
        person={"names": ["HOLLIS, Marten Ray"]},
        legs=[
            {
                "departure_place": "IAH",
                "departure_country": "USA",
                "departs": leaves,
                "arrival_place": "MEX",
                "arrival_country": "MEX",
                "arrives": leaves,
                "carrier": "QZ",
                "number": "514",
                "means": "air",
            }
        ],
        departs_on=leaves,
        returns_on=(now + timedelta(days=20)).date().isoformat(),
        destination="MEX",
        purpose="vacation",
        lead_days=6,
        late=True,
        receipt=receipt_of("TX", "TX-2026-000123", 1),
        received_at=now,
    )
    session.add(notice)
    session.flush()
    trip = Trip(
        registrant_id=registrant.id or 0,
        notice_id=notice.id,
        direction="outbound",
        state=TripState.ANNOUNCED,
        departs_on=leaves,
        destination="MEX",
        opened_at=now,
        changed_at=now,
    )
    session.add(trip)
    session.flush()
    return trip.id or 0


def _alike(session: Session, now: datetime) -> None:
    """Put two records on file that may be of one person, one of them unmatchable."""
    one, other = (
        Registrant(
            reference=f"{place}-007700",
            jurisdiction=place,
            name="ISTERWOOD, Palmer",
            birth_dates=born,
            quality=points,
            missing=["passport", "fbi_number"] if born else ["birth_date", "passport", "sex", "nationality"],
            unmatchable=not born,
            as_of=now.date().isoformat() if born else "",
            changed_at=now,
        )
        for place, born, points in (("ME", ["1958-02-11"], 65), ("NH", [], 15))
    )
    session.add_all([one, other])
    session.flush()
    told = compare(one.identity, other.identity)
    session.add(
        RecordLink(
            left_id=one.id or 0,
            right_id=other.id or 0,
            state=LinkState.SUGGESTED,
            because="a strong match without a shared number",
            probability=told.probability,
            explanation=told.to_json(),
            at=now,
        )
    )
