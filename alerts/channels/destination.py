"""Where a webhook may go: the address is read, resolved and checked before anything is sent to it."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx2

from alerts.channels.port import PermanentFailure, TransientFailure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Network = ipaddress.IPv4Network | ipaddress.IPv6Network
    Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Destination:
    """A checked address: `url` names the machine by the number that was checked, `host` by its name."""

    url: httpx2.URL
    host: str
    authority: str


def resolve(host: str, port: int) -> list[str]:
    """Return the host's numeric addresses; raises `TransientFailure` when its name is not known now."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise TransientFailure(f"The name {host} could not be resolved.") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def check(address: str, *, allow_http: bool, allowed: Sequence[Network], resolve: Resolve = resolve) -> Destination:
    """Return where to connect; a wrong scheme, a password in the address or a private machine is a permanent failure.

    Every number behind the name must be public or in `allowed`; the connection then goes to a checked number, so a
    name that changes its answer between check and use gains nothing.
    """
    try:
        url = httpx2.URL(address)
    except (httpx2.InvalidURL, TypeError) as error:
        raise PermanentFailure("The address is not a URL.") from error
    if url.scheme != "https" and not (allow_http and url.scheme == "http"):
        raise PermanentFailure("The address must begin with https://.")
    if not url.host or url.userinfo:
        raise PermanentFailure("The address must name a host and hold no password.")
    host = url.raw_host.decode("ascii")
    numbers = [ipaddress.ip_address(number.partition("%")[0]) for number in resolve(host, url.port or 443)]
    if not numbers or not all(_permitted(number, allowed) for number in numbers):
        raise PermanentFailure(f"{host} is in a private network that is not allowed.")
    return Destination(url.copy_with(host=str(numbers[0])), host, url.netloc.decode("ascii"))


def _permitted(number: ipaddress.IPv4Address | ipaddress.IPv6Address, allowed: Sequence[Network]) -> bool:
    if isinstance(number, ipaddress.IPv6Address):
        embedded = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if embedded:
            return _permitted(embedded, allowed)
        if number in _TRANSLATED:
            return _permitted(ipaddress.IPv4Address(int(number) & 0xFFFF_FFFF), allowed)
    if any(number in network for network in allowed):
        return True
    return number.is_global and not number.is_multicast


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 behind a translator, RFC 6052."""
