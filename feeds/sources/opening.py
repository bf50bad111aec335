"""Opens the source that a feed declares, with the secrets that are kept apart from the declaration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds.sources.address import SourceAddress, SourceKind
from feeds.sources.download import HttpsLogin
from feeds.sources.folder import FolderSource
from feeds.sources.https import LARGEST, HttpsSource
from feeds.sources.index import IndexSource
from feeds.sources.sftp import SftpSource
from feeds.sources.sftp_connection import SftpLogin
from feeds.sources.source import SETTLE, Source

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one feed needs to sign in; whatever its kind of source does not use is left empty.

    SFTP: `password`, or `key_file` and its `passphrase`; and `known_host`, known_hosts lines or `SHA256:…`.
    HTTPS: `token` (bearer), or `user` and `password` (basic), or nothing.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    key_file: str = ""
    passphrase: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    known_host: str = ""


def open_source(
    address: SourceAddress,
    credentials: Credentials,
    *,
    folders: Path,
    settle: timedelta = SETTLE,
    largest: int = LARGEST,
) -> Source | None:
    """Return the source, not yet connected; None for `push`, where there is nothing to look at.

    `folders` is where watched folders lie, `largest` the bytes of the largest file that is read.
    Raises `SourceUnusableError` when a credential is missing or unusable.
    """
    match address.kind:
        case SourceKind.PUSH:
            return None
        case SourceKind.FOLDER:
            return FolderSource(folders / address.path, settle)
        case SourceKind.SFTP:
            return SftpSource(_sftp_login(address, credentials), address.path, settle)
    login = HttpsLogin(credentials.token, credentials.user, credentials.password)
    if address.kind is SourceKind.INDEX:
        return IndexSource(address.path, login)
    return HttpsSource(address.path, login, largest)


def _sftp_login(address: SourceAddress, credentials: Credentials) -> SftpLogin:
    return SftpLogin(
        address.host,
        address.user,
        credentials.known_host,
        address.port,
        credentials.password,
        credentials.key_file,
        credentials.passphrase,
    )
