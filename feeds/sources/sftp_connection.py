"""One SSH connection with an SFTP session in it: checked, bounded in time, and given up at the first doubt."""

from __future__ import annotations

import logging
import socket
import struct
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Timer
from typing import TYPE_CHECKING

import paramiko

from feeds.sources.host_key import HostKeyUnknownError, KnownHost
from feeds.sources.sftp_client import NoAnswerError, SftpClient
from feeds.sources.source import SourceUnreachableError, SourceUnusableError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BROKEN = (paramiko.SSHException, paramiko.SFTPError, EOFError, ValueError, struct.error)
"""What paramiko raises when a server does not keep to the protocol, or no longer answers."""

logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # its thread prints tracebacks of what we say ourselves


@dataclass(frozen=True, slots=True)
class SftpLogin:
    """Where to connect, as whom, and whom to expect there (see `KnownHost`); a password or a private key's file."""

    host: str
    user: str
    known_host: str
    port: int = 22
    password: str = field(default="", repr=False)
    key_file: str = ""
    passphrase: str = field(default="", repr=False)


class SftpConnection:
    """Opened and reopened by `open`, used through `session`; `timeout` in seconds of silence, `longest` in all a step.

    Raises `SourceUnusableError` when the login lacks a host key or a secret.
    """

    def __init__(self, login: SftpLogin, timeout: float, longest: float) -> None:
        if not (login.password or login.key_file):
            raise SourceUnusableError(f"no password or key file is configured for {login.host}")
        self._login = login
        self._known_host = KnownHost(login.known_host, login.host, login.port)
        self._timeout = timeout
        self._longest = longest
        self._ssh = paramiko.SSHClient()
        self._sftp: SftpClient | None = None

    def open(self) -> None:
        """Connect unless connected; raises `SourceUnreachableError`."""
        if self._sftp is not None and self._is_alive():
            return
        self.close()
        self._ssh = paramiko.SSHClient()
        self._ssh.set_missing_host_key_policy(self._known_host)
        with self._watched():
            self._connect()

    @contextmanager
    def session(self) -> Iterator[SftpClient]:
        """Lend the session; `OSError` is what the server refuses, `SourceUnreachableError` all else."""
        if self._sftp is None:
            raise self._unreachable("the connection was lost during this look")
        with self._watched():
            yield self._sftp

    def close(self) -> None:
        """Disconnect."""
        self._sftp = None
        self._ssh.close()

    def _connect(self) -> None:
        login = self._login
        self._ssh.connect(
            login.host,
            login.port,
            login.user,
            login.password or None,
            key_filename=login.key_file or None,
            passphrase=login.passphrase or None,
            timeout=self._timeout,
            banner_timeout=self._timeout,
            auth_timeout=self._timeout,
            channel_timeout=self._timeout,
            allow_agent=False,
            look_for_keys=False,
            transport_factory=self._known_host.transport,  # type: ignore[arg-type]  # the stubs ask for what is gone
        )
        transport = self._ssh.get_transport()
        if transport is None:
            raise paramiko.SSHException
        channel = transport.open_session(timeout=self._timeout)
        channel.settimeout(self._timeout)
        channel.invoke_subsystem("sftp")
        self._sftp = SftpClient(channel)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """End the connection when a step takes too long or fails for another reason than the server's refusal."""
        watchdog = Timer(self._longest, self._ssh.close)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        except (*_BROKEN, OSError) as error:
            if isinstance(error, OSError) and not isinstance(error, TimeoutError) and self._is_alive():
                raise
            self.close()
            raise self._unreachable(_reason(error)) from error
        finally:
            watchdog.cancel()

    def _is_alive(self) -> bool:
        transport = self._ssh.get_transport()
        channel = self._sftp.get_channel() if self._sftp else None
        return bool(transport and transport.is_active() and channel and not channel.closed)

    def _unreachable(self, reason: str) -> SourceUnreachableError:
        return SourceUnreachableError(f"sftp {self._login.host} port {self._login.port}: {reason}")


def _reason(error: Exception) -> str:
    """Say what happened in words that hold nothing secret."""
    if isinstance(error, HostKeyUnknownError):
        return f"the server's host key {error} is not the configured one; ask its operator before you change it"
    told = (reason for kinds, reason in _REASONS if isinstance(error, kinds))
    return next(told, f"the connection was lost, or this is no SFTP server ({type(error).__name__})")


_REASONS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((paramiko.PasswordRequiredException,), "the key file needs a passphrase"),
    ((paramiko.AuthenticationException,), "the user name, password or key was refused"),
    ((TimeoutError, NoAnswerError), "no answer in time"),
    ((socket.gaierror,), "the host's name is not known"),
    ((FileNotFoundError, PermissionError), "the key file cannot be read"),
    ((ConnectionError, paramiko.ssh_exception.NoValidConnectionsError), "nobody answers, or the connection was lost"),
)
