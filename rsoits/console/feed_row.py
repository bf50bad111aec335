"""One feed as the operators' pages show it: where it stands, what it is doing, and what it brought lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from feeds.feed import Feed
from feeds.sources.address import SourceKind, parse_address
from rsoits.console.words import cadence
from rsoits.house import House
from rsoits.services.declared import schedule_of
from rsoits.services.punctuality import Punctuality, punctuality
from rsoits.store.intakes import FeedRun, FeedState
from rsoits.store.listings import feed_states
from rsoits.store.progress import last_ended, runs_under_way

_GRACE = timedelta(minutes=1)
_KINDS = {
    SourceKind.FOLDER: "watched folder",
    SourceKind.SFTP: "SFTP",
    SourceKind.HTTPS: "HTTPS",
    SourceKind.INDEX: "HTTPS",
    SourceKind.PUSH: "sent to us",
}
TONES = {
    Punctuality.LATE: "mild",
    Punctuality.SILENT: "hot",
    Punctuality.NEVER: "mild",
    Punctuality.UNREACHABLE: "hot",
    Punctuality.PAUSED: "warm",
}


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed with its state, the run that is under way and the last that ended, if any.

    `unheard` is for how long the run's worker has given no sign; `neglected`, that nobody looks though it is due.
    """

    feed: Feed
    state: FeedState
    tag: Punctuality
    run: FeedRun | None
    last: FeedRun | None
    unheard: timedelta | None
    neglected: bool

    @property
    def is_alive(self) -> bool:
        """Tell whether a run is under way whose worker gives signs."""
        return self.run is not None and self.unheard is None

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        return TONES.get(self.tag, "plain")

    @property
    def source(self) -> str:
        """Where its files come from, without user, path or anything secret."""
        return source_said(self.feed)

    @property
    def expected(self) -> str:
        """How often a file is expected."""
        return cadence(self.feed.cadence_minutes)


def feed_rows(session: Session, house: House, feeds: Sequence[Feed]) -> list[FeedRow]:
    """Return the feeds as they stand now, in their order."""
    states, last = feed_states(session), last_ended(session)
    under_way = {run.feed: run for run in runs_under_way(session)}
    now, lease = house.now(), timedelta(seconds=house.settings.lease_seconds)
    rows = []
    for feed in feeds:
        state, run = states.get(feed.name) or FeedState(feed=feed.name), under_way.get(feed.name)
        silence = now - run.beat_at if run else timedelta(0)
        unheard = silence if silence > lease else None
        neglected = run is None and _is_neglected(house, feed, state, now)
        tag = punctuality(feed, state, now)
        rows.append(FeedRow(feed, state, tag, run, last.get(feed.name), unheard, neglected))
    return rows


def source_said(feed: Feed) -> str:
    """Say the kind of a feed's source and its host or folder; never a user name, a path or what may be secret."""
    address = parse_address(feed.source)
    host = address.host or (address.path.split("/")[2] if "://" in address.path else "")
    if address.kind is SourceKind.FOLDER:
        host = address.path
    return " ".join(filter(None, (_KINDS[address.kind], host.rpartition("@")[2])))


def _is_neglected(house: House, feed: Feed, state: FeedState, now: datetime) -> bool:
    if feed.is_pushed or state.paused_at:
        return False
    if state.looked_at is None:
        return True
    due = schedule_of(house.settings, feed).after(state.looked_at)
    return now - due > _GRACE + timedelta(seconds=feed.jitter)
