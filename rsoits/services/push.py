"""Takes in one file that a machine sends us for a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rsoits.errors import FeedPausedError, RefusedError, TooLargeError
from rsoits.security.permissions import Permission
from rsoits.services.declared import feed_named
from rsoits.services.ingest import Parcel, take_in
from rsoits.store.intakes import Intake, IntakeState, paused_since, state_held

if TYPE_CHECKING:
    from rsoits.house import House
    from rsoits.security.permissions import Actor


def push(house: House, feed_name: str, name: str, data: bytes, actor: Actor) -> Intake:
    """Take in a file for a feed of this installation, of a registry officer only notices of the own jurisdiction.

    Raises `UnknownFeedError`, `RefusedError`, `TooLargeError`, and `FeedPausedError` while people keep the feed still.
    """
    feed = feed_named(house.settings, feed_name)
    if not actor.may(Permission.UPLOAD) or (actor.feed and actor.feed != feed.name):
        raise RefusedError
    jurisdiction = own_jurisdiction(actor)
    with house.database.reading() as session:
        if paused_since(session, feed.name):
            raise FeedPausedError
    if len(data) > house.settings.largest_file_bytes:
        raise TooLargeError
    intake = take_in(house, Parcel(name, data, feed.name, format=feed.format, jurisdiction=jurisdiction), actor)
    if not jurisdiction or intake.state is not IntakeState.QUARANTINED:
        _delivered(house, feed.name)
    return intake


def own_jurisdiction(actor: Actor) -> str:
    """Return the only jurisdiction whose notices this actor may hand in, empty for any; raises `RefusedError`."""
    if actor.may(Permission.READ_FEEDS):
        return ""
    if not actor.jurisdiction:
        raise RefusedError
    return actor.jurisdiction


def _delivered(house: House, feed: str) -> None:
    """Note that the feed has brought something, as a run does for a feed that is looked at."""
    with house.database.writing() as session:
        state = state_held(session, feed)
        state.delivered_at = house.now()
        session.add(state)
