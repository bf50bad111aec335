"""Whom an SFTP server must prove to be: known_hosts lines or fingerprints; a key that is neither is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import paramiko
from paramiko.hostkeys import HostKeyEntry, InvalidHostKey

from feeds.sources.source import SourceUnusableError

if TYPE_CHECKING:
    import socket

_FINGERPRINT = "SHA256:"
_PORT = 22


class HostKeyUnknownError(paramiko.SSHException):
    """The server showed a host key that is not the configured one."""


class KnownHost(paramiko.MissingHostKeyPolicy):
    """The keys a server may show; nothing is ever trusted at first sight.

    `written` holds known_hosts lines as `ssh-keyscan` prints them (names may be hashed) or fingerprints, `SHA256:…`,
    one a line; several serve a change of keys. Raises `SourceUnusableError` when nothing in it is for this host.
    """

    def __init__(self, written: str, host: str, port: int) -> None:
        lines = [line.strip() for line in written.splitlines() if line.strip() and not line.strip().startswith("#")]
        name = host if port == _PORT else f"[{host}]:{port}"
        entries = [_entry(line) for line in lines if not line.startswith(_FINGERPRINT)]
        keys = [entry.key for entry in entries if _is_for(entry, name)]
        self._kinds = {key.get_name() for key in keys}
        self._accepted = {line.rstrip("=") for line in lines if line.startswith(_FINGERPRINT)}
        self._accepted |= {key.fingerprint for key in keys}
        if not self._accepted:
            raise SourceUnusableError(f"no host key is configured for {name}: give its known_hosts line or fingerprint")

    def transport(
        self, sock: socket.socket, *, disabled_algorithms: dict[str, list[str]] | None = None
    ) -> paramiko.Transport:
        """Return a transport that asks first for the kinds of key that are known, for a server shows one only."""
        transport = paramiko.Transport(sock, disabled_algorithms=disabled_algorithms)
        options = transport.get_security_options()
        options.key_types = sorted(options.key_types, key=lambda kind: _family(kind) not in self._kinds)
        return transport

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        """Accept a configured key; raises `HostKeyUnknownError` naming the one that was shown."""
        del client, hostname
        if key.fingerprint not in self._accepted:
            raise HostKeyUnknownError(f"{key.get_name()} {key.fingerprint}")


def _entry(line: str) -> HostKeyEntry:
    try:
        entry = None if line.startswith("@") else HostKeyEntry.from_line(line)
    except (InvalidHostKey, paramiko.SSHException, ValueError) as error:
        raise SourceUnusableError("a known_hosts line holds no readable key") from error
    if entry is None:
        raise SourceUnusableError("a known host is neither a known_hosts line without marker nor SHA256:fingerprint")
    return entry


def _is_for(entry: HostKeyEntry, name: str) -> bool:
    keys = paramiko.HostKeys()
    for written in entry.hostnames:
        keys.add(written, entry.key.get_name(), entry.key)
    return keys.lookup(name) is not None


def _family(kind: str) -> str:
    """Return the name a key has in known_hosts; an RSA key signs under several."""
    return "ssh-rsa" if kind.startswith("rsa-sha2") else kind
