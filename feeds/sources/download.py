"""One bounded HTTPS request: what is new since the last answer, from the address's own server only."""

from __future__ import annotations

import ipaddress
import logging
import socket
import ssl
import zlib
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Timer
from typing import TYPE_CHECKING

import httpx2

from feeds.sources.source import SourceUnreachableError, SourceUnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_MOST_REDIRECTS = 3
_PIECE = 64 * 1024
_ANY_GZIP = 16 + zlib.MAX_WBITS

logging.getLogger("httpx2").setLevel(
    logging.WARNING
)  # it logs whole addresses, and what follows the host may be secret


@dataclass(frozen=True, slots=True)
class HttpsLogin:
    """A bearer `token`, or a user name and a password; nothing for a server that asks for none."""

    token: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)

    def headers(self) -> dict[str, str]:
        """Return the Authorization header, if any; raises `SourceUnusableError` at what no header can hold."""
        if not (self.token.isascii() and (self.token.isprintable()) and " " not in self.token):
            raise SourceUnusableError("the token holds blanks or signs that no header may hold")
        if self.token:
            return {"authorization": f"Bearer {self.token}"}
        if self.user or self.password:
            return {"authorization": "Basic " + b64encode(f"{self.user}:{self.password}".encode()).decode()}
        return {}


@dataclass(frozen=True, slots=True)
class Download:
    """A whole answer; `conditions` are the headers that ask, next time, only for something newer."""

    url: httpx2.URL
    headers: Mapping[str, str]
    body: bytes
    conditions: dict[str, str]


class NotThereError(SourceUnreachableError):
    """The web server has nothing at this address; it is tried again at the next look."""


class Downloader:
    """A client for one server. Redirects away from it, and answers in encodings other than gzip, are refused.

    `address` must be https, or http on this machine itself, and hold no password. `timeout` in seconds of silence,
    `longest` in seconds for one answer. Proxies and passwords of the environment are not used.
    """

    def __init__(
        self, address: str, login: HttpsLogin, timeout: float, longest: float, tls: ssl.SSLContext | None = None
    ) -> None:
        self.url = checked(address)
        self._longest = longest
        self._socket: socket.socket | None = None
        self._late = False
        self._client = httpx2.Client(
            verify=tls or ssl.create_default_context(),
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
            headers={"user-agent": "rsoits-feeds/1", "accept-encoding": "gzip", **login.headers()},
        )

    def get(self, url: httpx2.URL, most_bytes: int, conditions: Mapping[str, str]) -> Download | None:
        """Return the answer, its body cut after `most_bytes` and one more, or None when there is nothing new.

        Raises `NotThereError` at 404 and 410, else `SourceUnreachableError`; what is said names the host only, for
        the rest of an address may be secret.
        """
        self._late = False
        watchdog = Timer(self._longest, self._cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._get(url, most_bytes, conditions)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise self._unreachable("the answer took too long" if self._late else _reason(error)) from error
        finally:
            watchdog.cancel()

    def beside(self, link: str, url: httpx2.URL | None = None) -> httpx2.URL:
        """Return where a link leads from `url`; raises `SourceUnreachableError` when that is another server."""
        url = url or self.url
        try:
            target = url.join(link)
        except httpx2.InvalidURL as error:
            raise self._unreachable("it gives a link that is no address") from error
        if (target.scheme, target.host, target.port, target.userinfo) != (url.scheme, url.host, url.port, b""):
            raise self._unreachable("it refers to another server, which is not followed")
        return target.copy_with(fragment=None)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _get(self, url: httpx2.URL, most_bytes: int, conditions: Mapping[str, str]) -> Download | None:
        for _ in range(1 + _MOST_REDIRECTS):
            extensions = {"trace": self._note_socket}
            with self._client.stream("GET", url, headers=dict(conditions), extensions=extensions) as response:
                if not response.has_redirect_location:
                    return self._read(response, most_bytes)
                url = self.beside(response.headers["location"], url)
        raise self._unreachable("it redirects in circles")

    def _note_socket(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = info["return_value"].get_extra_info("socket")

    def _cut(self) -> None:
        """Let what waits for the server wait no longer; to close it here would free its number for another."""
        self._late = True
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _read(self, response: httpx2.Response, most_bytes: int) -> Download | None:
        if response.status_code == httpx2.codes.NOT_MODIFIED:
            return None
        if response.status_code in (httpx2.codes.NOT_FOUND, httpx2.codes.GONE):
            raise NotThereError(self._said(f"it answered {response.status_code}"))
        if response.status_code != httpx2.codes.OK:
            raise self._unreachable(f"it answered {response.status_code}")
        if not {"content-length", "transfer-encoding"} & response.headers.keys():
            raise self._unreachable("it does not tell where its answer ends, so nobody would notice if it was cut")
        body = bytearray()
        for piece in self._pieces(response):
            body += piece
            if len(body) > most_bytes:
                break
        return Download(response.url, response.headers, bytes(body[: most_bytes + 1]), _conditions(response.headers))

    def _pieces(self, response: httpx2.Response) -> Iterator[bytes]:
        """Yield the content, unpacked in pieces of bounded size: a small answer may hold gigabytes."""
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "gzip", "x-gzip"):
            raise self._unreachable("it answers in an encoding that was not asked for")
        unpacker = None if encoding == "identity" else zlib.decompressobj(_ANY_GZIP)
        for raw in response.iter_raw():
            yield from [raw] if unpacker is None else self._unpacked(unpacker, raw)
        if unpacker is not None and not unpacker.eof:
            raise self._unreachable("its compressed answer is cut short")

    def _unpacked(self, unpacker: zlib._Decompress, raw: bytes) -> Iterator[bytes]:
        try:
            while raw and not unpacker.eof:
                yield unpacker.decompress(raw, _PIECE)
                raw = unpacker.unconsumed_tail
            if unpacker.unused_data or raw:
                raise self._unreachable("its compressed answer holds something after its end")
        except zlib.error as error:
            raise self._unreachable("its compressed answer is broken") from error

    def _unreachable(self, reason: str) -> SourceUnreachableError:
        return SourceUnreachableError(self._said(reason))

    def _said(self, reason: str) -> str:
        return f"https {self.url.host}: {reason}"


def checked(address: str) -> httpx2.URL:
    """Return the address of a web server that may be asked; raises `SourceUnusableError`."""
    try:
        url = httpx2.URL(address)
    except (httpx2.InvalidURL, TypeError) as error:
        raise SourceUnusableError("the address is no URL") from error
    if not url.host or url.userinfo:
        raise SourceUnusableError("the address must name a host and hold no user or password; those are set apart")
    if url.scheme != "https" and not (url.scheme == "http" and _is_this_machine(url.host)):
        raise SourceUnusableError("the address must begin with https://")
    return url.copy_with(fragment=None)


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _conditions(headers: Mapping[str, str]) -> dict[str, str]:
    asked = {"if-none-match": headers.get("etag"), "if-modified-since": headers.get("last-modified")}
    return {name: value for name, value in asked.items() if value}


def _reason(error: Exception) -> str:
    match error:
        case httpx2.TimeoutException():
            return "no answer in time"
        case httpx2.ConnectError():
            return "no secure connection: nobody answers there, or its certificate is not trusted"
        case _:
            return f"the answer broke off or is no HTTP ({type(error).__name__})"
