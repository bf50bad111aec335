"""Knows the feeds of this installation: those of the catalogue, and what its own file adds and changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.catalogue import catalogue
from feeds.declarations import MOST_BYTES, Declared, read_declarations
from feeds.feed import Feed
from feeds.findings import Finding, Severity
from feeds.mapping.mapping import PREFIX
from feeds.mapping.shelf import resolved
from feeds.schedule import Every
from feeds.sources.address import SourceKind, parse_address
from feeds.sources.opening import Credentials, open_source
from feeds.sources.source import SourceUnusableError
from rsoits.errors import UnknownFeedError
from rsoits.settings import Settings

if TYPE_CHECKING:
    from feeds.schedule import Schedule
    from feeds.sources.source import Source


def declared(settings: Settings) -> Declared:
    """Return the feeds, and what is wrong with the installation's own file; the rest of it counts."""
    file = settings.own_feeds
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Declared(catalogue())
    except OSError as error:
        reason, cure = f"cannot be read ({error.strerror})", "make it a file that can be read"
        unread = Finding("unread", Severity.FATAL, file.name, reason=reason, cure=cure)
        return Declared(catalogue(), (unread,))
    found = read_declarations(file.name, data, catalogue())
    return Declared(found.feeds, (*found.findings, *_unmapped(settings, file.name, found.feeds)))


def feed_named(settings: Settings, name: str) -> Feed:
    """Return the feed of this name; raises `UnknownFeedError`."""
    for feed in declared(settings).feeds:
        if feed.name == name:
            return feed
    raise UnknownFeedError(name)


def schedule_of(settings: Settings, feed: Feed) -> Schedule:
    """Return when a feed is due; one that does not say, as often as the installation looks."""
    return feed.schedule or Every(timedelta(seconds=settings.poll_seconds))


def source_of(settings: Settings, feed: Feed, settle: timedelta | None = None) -> Source:
    """Open a feed's source; raises `SourceUnusableError`, also for a feed that is sent to us, or `OSError`."""
    rest = timedelta(seconds=settings.settle_seconds) if settle is None else settle
    found = open_source(
        parse_address(feed.source),
        _credentials(settings.secrets_of(feed.name)),
        folders=settings.feeds,
        settle=rest,
        largest=settings.largest_file_bytes,
    )
    if found is None:
        raise SourceUnusableError("its files are sent to us, there is nowhere to look for them")
    return found


def folder_of(settings: Settings, feed: Feed) -> Path | None:
    """Return the folder a feed is watched in; None for one that comes another way."""
    address = parse_address(feed.source)
    return settings.feeds / address.path if address.kind is SourceKind.FOLDER else None


def _unmapped(settings: Settings, file: str, feeds: tuple[Feed, ...]) -> Iterator[Finding]:
    """Tell of feeds whose mapping is not there; they are looked at, and what they bring waits in quarantine for it."""
    for feed in feeds:
        if feed.format and feed.format.startswith(PREFIX) and resolved(feed.format, settings.mappings) == feed.format:
            name = feed.format.removeprefix(PREFIX)
            reason, cure = "no usable mapping of this name", f"put {name}.toml into the folder {settings.mappings.name}"
            yield Finding("no-mapping", Severity.FATAL, file, feed.format, f"{feed.name}.format", reason, cure)


def _credentials(given: dict[str, str]) -> Credentials:
    known = {field.name for field in fields(Credentials)}
    if strangers := set(given) - known:
        told = f"{len(strangers)} of its secrets in RSOITS_SOURCE_SECRETS are none of {', '.join(sorted(known))}"
        raise SourceUnusableError(told)
    return Credentials(**given)
