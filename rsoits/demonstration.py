"""Brings an invented world to life: its files arrive, demonstration readers decide, agencies acknowledge."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import as_file, files

from sqlmodel import Session, col, select

from rsoits.demonstration_truth import sent_reference, true_people, true_records, truth_id
from rsoits.errors import SecondReaderMustDifferError
from rsoits.house import House
from rsoits.rules.jurisdictions import by_code
from rsoits.rules.routing import MARSHALS
from rsoits.security.accounts import open_account
from rsoits.security.permissions import Actor, Role
from rsoits.services.acknowledge import acknowledge
from rsoits.services.decide import decide
from rsoits.services.declared import declared, folder_of, source_of
from rsoits.services.link import decide_link
from rsoits.services.notify import Directory
from rsoits.services.push import push
from rsoits.services.relay import channels_of, relay
from rsoits.services.watch import Watch
from rsoits.store.accounts import Account, account_named
from rsoits.store.agencies import Agency
from rsoits.store.alerts import Acknowledgement, Alert
from rsoits.store.manifests import Traveller
from rsoits.store.matches import Match, MatchState, Verdict
from rsoits.store.registrants import LinkState, RecordLink, Registrant
from sample_data.world import World, make_world
from sample_data.write import write_world

PASSPHRASE = "calm through the night"
SEED = 20_240_229
_ARRIVED = timedelta(minutes=5)
_READ_UNTIL = timedelta(hours=6)
_LAST_DAY = timedelta(days=1)
_BETWEEN_FILES = timedelta(milliseconds=10)
_BEFORE_LISTS = ("registry-extracts", "travel-notices", "partner-notices", "reservations")
"""The feeds whose files of the invented world are written days before anybody travels."""

Progress = Callable[[str, int], "Callable[[], None]"]


@dataclass(frozen=True, slots=True)
class SignIn:
    """One demonstration account."""

    username: str
    name: str
    role: Role


SIGN_INS = (
    SignIn("analyst", "Kim Arden", Role.ANALYST),
    SignIn("analyst2", "Noor Vale", Role.ANALYST),
    SignIn("supervisor", "Ines Marlow", Role.SUPERVISOR),
    SignIn("operator", "Tove Lindqvist", Role.OPERATOR),
    SignIn("marshal", "Dana Okafor", Role.MARSHAL),
    SignIn("agency", "Lou Pereira", Role.AGENCY),
    SignIn("registry", "Sam Whitcomb", Role.REGISTRY_OFFICER),
    SignIn("auditor", "Mira Castell", Role.AUDITOR),
    SignIn("admin", "Jo Brandt", Role.ADMINISTRATOR),
)


def is_new(house: House) -> bool:
    """Tell whether the house is empty, so that a world can be made in it."""
    with house.database.reading() as session:
        return session.exec(select(Account.id)).first() is None


def build(house: House, registrants: int, travellers: int, progress: Progress) -> World:
    """Make a world as of now, let its files arrive through the feed folders, and open the accounts."""
    done = progress("Inventing a world", 1)
    world = make_world(SEED, house.now().replace(microsecond=0), registrants, travellers)
    write_world(world, house.settings.data / "world")
    done()
    _declare(house)
    _arrive(house, world, progress)
    _open_accounts(house)
    _push(house, world)
    return world


def decide_all(house: House, world: World, progress: Progress, *, before: datetime | None = None) -> int:
    """Let two demonstration readers decide open matches by the world's truth; returns how many decisions were made.

    With `before`, only crossings up to then are decided, and some of the last day's stay for a second reader.
    """
    truth = true_records(world)
    first, second = _actor(house, "analyst2"), _actor(house, "supervisor")
    with house.database.reading() as session:
        waiting = select(Match).where(Match.state == MatchState.OPEN).order_by(col(Match.id))
        if before:
            waiting = waiting.where(col(Match.border_at) <= before)
        matches = session.exec(waiting).all()
    done = progress("Reading matches", len(matches))
    decisions = 0
    for match in matches:
        recent = before and match.border_at and before - match.border_at < _LAST_DAY
        for reader in [first] if recent else [first, second]:
            decisions += _decide(house, reader, match.id or 0, truth)
        done()
    return decisions


def link_all(house: House, world: World, progress: Progress) -> int:
    """Let a demonstration reader decide suggested links of records by the world's truth; returns how many it were."""
    person = true_people(world)
    reader = _actor(house, "supervisor")
    with house.database.reading() as session:
        waiting = session.exec(
            select(RecordLink.id).where(RecordLink.state == LinkState.SUGGESTED).order_by(col(RecordLink.id))
        ).all()
    done = progress("Linking records", len(waiting))
    for link_id in waiting:
        with house.writing(reader) as (session, acting):
            row = session.get_one(RecordLink, link_id)
            pair = [sent_reference(session.get_one(Registrant, number)) for number in (row.left_id, row.right_id)]
            same = len({person.get(reference, reference) for reference in pair}) == 1
            reason = f"Demonstration reader: the invented world's truth says {'one person' if same else 'two people'}."
            decide_link(
                session, acting, house.screener, link_id or 0, LinkState.LINKED if same else LinkState.REFUSED, reason
            )
        done()
    return len(waiting)


def deliver(house: House) -> None:
    """Send every alert that is due."""
    relay(house, channels_of(house.settings), "demonstration")


def acknowledge_all(house: House, progress: Progress, *, share: float = 1.0) -> int:
    """Let the demonstration agency and the Marshals acknowledge their alerts; returns how many they did."""
    count = 0
    for username in ("agency", "marshal"):
        actor = _actor(house, username)
        with house.database.reading() as session:
            waiting = session.exec(
                select(Alert.reference)
                .where(Alert.recipient_ori == actor.ori, col(Alert.id).not_in(select(Acknowledgement.alert_id)))
                .order_by(col(Alert.id))
            ).all()
        chosen = waiting[: int(len(waiting) * share)]
        done = progress(f"Acknowledging as {username}", len(chosen))
        for reference in chosen:
            with house.writing(actor) as (session, acting):
                acknowledge(session, acting, actor, reference, "Read and noted.")
            count += 1
            done()
    return count


def read_until(house: House) -> datetime:
    """Return the moment up to which a demonstration's crossings have been read when it opens."""
    return house.now() - _READ_UNTIL


def _declare(house: House) -> None:
    """Put the feeds and the mapping in place that this installation has beside the catalogue's."""
    house.settings.mappings.mkdir(parents=True, exist_ok=True)
    with as_file(files("sample_data")) as folder:
        shutil.copyfile(folder / "feeds.toml", house.settings.own_feeds)
        shutil.copyfile(folder / "mappings" / "border-ferry.toml", house.settings.mappings / "border-ferry.toml")


def _arrive(house: House, world: World, progress: Progress) -> None:
    """Let the files that are fetched arrive, each a moment after the one before it, and look at every feed."""
    known = declared(house.settings).feeds
    feeds = {feed.name: feed for feed in sorted(known, key=lambda feed: feed.name not in _BEFORE_LISTS)}
    arrived = house.now() - _ARRIVED
    for file in world.files:
        if folder := folder_of(house.settings, feeds[file.feed]):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / file.name
            path.write_bytes(file.content)
            arrived += _BETWEEN_FILES
            os.utime(path, (arrived.timestamp(), arrived.timestamp()))
    watched = [feed for feed in feeds.values() if not feed.is_pushed]
    done = progress("Reading what arrived", len(watched))
    for feed in watched:
        Watch(house, feed, source_of(house.settings, feed, timedelta(0))).look()
        done()


def _push(house: House, world: World) -> None:
    """Send what its sender pushes, in the order in which it was written."""
    pushed = {feed.name for feed in declared(house.settings).feeds if feed.is_pushed}
    for file in world.files:
        if file.feed in pushed:
            push(house, file.feed, file.name, file.content, _actor(house, "operator"))


def _open_accounts(house: House) -> None:
    with house.writing("demonstration") as (session, acting):
        agency = _busiest_agency(session)
        marshals = by_code(MARSHALS)
        for person in SIGN_INS:
            ori, place = "", ""
            if person.role is Role.MARSHAL:
                ori, place = marshals.ori, marshals.code
            elif person.role in {Role.AGENCY, Role.REGISTRY_OFFICER}:
                ori, place = agency.ori, agency.jurisdiction
            open_account(session, acting, person.username, person.name, person.role, PASSPHRASE, ori, place)
        desk = session.get_one(Agency, marshals.ori)
        desk.channels = ["inbox", "folder:usms"]
        session.add(desk)


def _busiest_agency(session: Session) -> Agency:
    """Pick the agency whose registrants are matched most, so that its inbox is worth opening."""
    places = session.exec(
        select(Registrant.jurisdiction).join(Match, col(Match.registrant_id) == col(Registrant.id))
    ).all()
    for place, _ in Counter(places).most_common():
        if found := session.exec(select(Agency).where(Agency.jurisdiction == place)).first():
            return found
    return session.exec(select(Agency).order_by(Agency.ori)).first() or Agency(
        ori="", name="", jurisdiction="", kind=""
    )


def _decide(house: House, reader: Actor, match_id: int, truth: dict[str, set[str]]) -> int:
    with house.writing(reader) as (session, acting):
        match = session.get_one(Match, match_id)
        if match.state not in {MatchState.OPEN, MatchState.SECOND_READING}:
            return 0
        verdict, reason = _verdict(session, match, truth)
        try:
            decide(session, acting, reader, Directory.of(house.settings), match_id, verdict, reason, _remember(house))
        except SecondReaderMustDifferError:
            return 0
    return 1


def _verdict(session: Session, match: Match, truth: dict[str, set[str]]) -> tuple[Verdict, str]:
    traveller = session.get_one(Traveller, match.traveller_id)
    registrant = session.get_one(Registrant, match.registrant_id)
    true = truth.get(truth_id(session, traveller), set())
    if registrant.reference in true or sent_reference(registrant) in true:
        return Verdict.CONFIRM, "Demonstration reader: the invented world's truth says this is the registrant."
    return Verdict.NOT_A_MATCH, "Demonstration reader: the invented world's truth says this is someone else."


def _remember(house: House) -> timedelta:
    return timedelta(days=house.settings.cleared_days)


def _actor(house: House, username: str) -> Actor:
    with house.database.reading() as session:
        account = account_named(session, username)
    if account is None:
        raise LookupError(username)
    return Actor(account.id or 0, account.username, account.name, Role(account.role), account.ori, account.jurisdiction)
