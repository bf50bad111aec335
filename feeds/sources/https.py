"""One HTTPS address that always gives the newest file; what was given before is not downloaded again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from feeds.sources.download import Downloader, HttpsLogin
from feeds.sources.source import Arrival, ArrivalGoneError, SourceUnreachableError, is_file_name, is_plain_name

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is taken."""


class HttpsSource:
    """An address whose content is the file; nothing can be moved there, so what was set aside is remembered.

    A look downloads, unless the server says by ETag or date that nothing is new, and holds the file until it is set
    aside; the same content under another ETag is nothing new either. What is remembered ends with this source: after
    that the file comes once more. At most `largest` bytes and one more are held; see `Downloader` for the rest.
    """

    def __init__(
        self,
        address: str,
        login: HttpsLogin,
        largest: int = LARGEST,
        timeout: float = 20.0,
        longest: float = 600.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._downloader = Downloader(address, login, timeout, longest, tls)
        self._largest = largest
        self._conditions: dict[str, str] = {}
        self._held: tuple[Arrival, bytes] | None = None
        self._last = ""

    def arrivals(self, now: datetime) -> list[Arrival]:
        """Return the file if it is new; raises `SourceUnreachableError`."""
        found = self._downloader.get(self._downloader.url, self._largest, self._conditions)
        if found is not None:
            mark = hashlib.sha256(found.body).hexdigest()
            name = file_name(found.headers.get("content-disposition", ""), found.url.path)
            if mark == self._last:
                self._held = None
            elif self._held is None or self._held[0].mark != mark:
                self._held = Arrival(name, len(found.body), _modified(found.headers, now), mark), found.body
            self._conditions = found.conditions
        return [self._held[0]] if self._held else []

    def fetch(self, arrival: Arrival, most_bytes: int) -> bytes:
        """Return the content, at most `most_bytes` and one more; raises `ArrivalGoneError` when a newer one came.

        Raises `SourceUnreachableError` rather than to return, as if whole, what was cut at this source's own limit.
        """
        if self._held is None or self._held[0] != arrival:
            raise ArrivalGoneError(arrival.name)
        body = self._held[1]
        if self._largest < len(body) <= most_bytes:
            raise SourceUnreachableError(f"the file is larger than {self._largest} bytes")
        return body[: most_bytes + 1]

    def accept(self, arrival: Arrival) -> None:
        """Remember the file; it is not listed again until the address gives another."""
        self._last = arrival.mark
        if self._held is not None and self._held[0] == arrival:
            self._held = None

    def refuse(self, arrival: Arrival) -> None:
        """Remember the file, as `accept` does: there is no quarantine on a web server."""
        self.accept(arrival)

    def close(self) -> None:
        """Close the connections."""
        self._downloader.close()


def file_name(disposition: str, path: str) -> str:
    """Return a harmless name: from Content-Disposition, else the path's last part, else `download`."""
    said = name_in(disposition)
    return next((name for name in (_last_part(said), _last_part(unquote(path))) if name), "download")


def name_in(disposition: str) -> str:
    """Return the file's name as a Content-Disposition header has it (RFC 6266), "" where it has none to be read."""
    header = Message()
    try:
        header["content-disposition"] = disposition
        return header.get_filename("")
    except (ValueError, LookupError):
        return ""


def _last_part(path: str) -> str:
    name = path.replace("\\", "/").rpartition("/")[2].strip()
    return name if is_plain_name(name) and is_file_name(name) else ""


def _modified(headers: Mapping[str, str], now: datetime) -> datetime:
    try:
        moment = parsedate_to_datetime(headers.get("last-modified", ""))
    except ValueError:
        return now
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
