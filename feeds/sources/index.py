"""An HTTPS address that lists files: a JSON array of links beside it, oldest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import unquote

import httpx2

from feeds.sources.download import Downloader, HttpsLogin, NotThereError
from feeds.sources.https import file_name
from feeds.sources.source import MOST_ARRIVALS, Arrival, ArrivalGoneError, SourceUnreachableError, is_file_name

if TYPE_CHECKING:
    import ssl
    from datetime import datetime

_MOST_INDEX = 1024 * 1024
"""Bytes of the largest index."""


class IndexSource:
    """Files a web server lists, each under a link of its own: changed content needs a new link.

    What was set aside is remembered while it is listed and this source lives. Hidden and half-written names are
    passed over; an index that refers to another server is refused. An arrival's size is 0, for the index does not tell.
    """

    def __init__(
        self,
        address: str,
        login: HttpsLogin,
        timeout: float = 20.0,
        longest: float = 600.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._downloader = Downloader(address, login, timeout, longest, tls)
        self._conditions: dict[str, str] = {}
        self._listed: dict[str, Arrival] = {}
        self._set_aside: set[str] = set()

    def arrivals(self, now: datetime) -> list[Arrival]:
        """List the files not set aside yet, in the index's order; raises `SourceUnreachableError`."""
        found = self._downloader.get(self._downloader.url, _MOST_INDEX, self._conditions)
        if found is not None:
            urls = self._read(found.body)
            self._listed = {url: self._listed.get(url) or _arrival(url, now) for url in urls}
            self._set_aside &= self._listed.keys()
            self._conditions = found.conditions
        return [arrival for url, arrival in self._listed.items() if url not in self._set_aside][:MOST_ARRIVALS]

    def fetch(self, arrival: Arrival, most_bytes: int) -> bytes:
        """Return the content, at most `most_bytes` and one more; raises `ArrivalGoneError`."""
        try:
            found = self._downloader.get(self._downloader.beside(arrival.mark), most_bytes, {})
        except NotThereError as error:
            raise ArrivalGoneError(arrival.name) from error
        if found is None:
            raise ArrivalGoneError(arrival.name)
        return found.body

    def accept(self, arrival: Arrival) -> None:
        """Remember the link; it is not listed again."""
        self._set_aside.add(arrival.mark)

    def refuse(self, arrival: Arrival) -> None:
        """Remember the link, as `accept` does: there is no quarantine on a web server."""
        self.accept(arrival)

    def close(self) -> None:
        """Close the connections."""
        self._downloader.close()

    def _read(self, body: bytes) -> list[str]:
        """Return the addresses of files on the index's own server."""
        try:
            links = json.loads(body) if len(body) <= _MOST_INDEX else None
        except (ValueError, RecursionError):
            links = None
        if not isinstance(links, list) or not all(isinstance(link, str) for link in links):
            raise SourceUnreachableError(
                f"https {self._downloader.url.host}: the index is not a JSON array of links of at most 1 MB"
            )
        urls = dict.fromkeys(self._downloader.beside(link) for link in links)
        return [str(url) for url in urls if is_file_name(unquote(url.path).rpartition("/")[2])]


def _arrival(url: str, now: datetime) -> Arrival:
    return Arrival(file_name("", httpx2.URL(url).path), 0, now, url)
