"""Where a feed's files come from, as it is declared: `folder:…`, `sftp://…`, `https://…`, `index:https://…`, `push`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from feeds.sources.download import checked
from feeds.sources.source import SourceUnusableError, is_plain_name

_LONGEST = 2_000
_SSH_PORT = 22


class SourceKind(StrEnum):
    """The ways in which files arrive."""

    FOLDER = "folder"
    SFTP = "sftp"
    HTTPS = "https"
    INDEX = "index"
    PUSH = "push"


@dataclass(frozen=True, slots=True)
class SourceAddress:
    """A source as declared, without anything secret: its `text` may be shown.

    `path` is the folder's name, the folder below the SFTP login ("" for that itself), or the whole https address;
    `host`, `port` and `user` are an SFTP server's.
    """

    kind: SourceKind
    path: str = ""
    host: str = ""
    port: int = 0
    user: str = ""

    @property
    def text(self) -> str:
        """The address as it is written."""
        match self.kind:
            case SourceKind.SFTP:
                host = f"[{self.host}]" if ":" in self.host else self.host
                return f"sftp://{quote(self.user, safe='')}@{host}:{self.port}/{quote(self.path)}"
            case SourceKind.HTTPS:
                return self.path
            case SourceKind.PUSH:
                return str(self.kind)
            case _:
                return f"{self.kind}:{self.path}"


def parse_address(text: str) -> SourceAddress:
    """Read an address; raises `SourceUnusableError` saying what is wrong, never repeating what may be a password."""
    if len(text) > _LONGEST or any(not sign.isprintable() or sign.isspace() for sign in text):
        raise SourceUnusableError(f"an address has at most {_LONGEST} characters and no blanks")
    kind, _, rest = text.partition(":")
    match kind.lower():
        case "push" if not rest:
            return SourceAddress(SourceKind.PUSH)
        case "folder":
            return SourceAddress(SourceKind.FOLDER, _folder_name(rest))
        case "sftp":
            return _sftp(text)
        case "https" | "http":
            return SourceAddress(SourceKind.HTTPS, str(checked(text)))
        case "index":
            return SourceAddress(SourceKind.INDEX, str(checked(rest)))
        case _:
            raise SourceUnusableError(
                "an address is folder:name, sftp://user@host/path, https://…, index:https://… or push"
            )


def _folder_name(name: str) -> str:
    if not is_plain_name(name) or name.startswith("."):
        raise SourceUnusableError("folder: is followed by one folder's name, for instance folder:air-manifests")
    return name


def _sftp(text: str) -> SourceAddress:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise SourceUnusableError("the address after sftp:// is malformed; it is sftp://user@host:port/path") from error
    if parts.password is not None:
        raise SourceUnusableError("an address holds no password; it is set apart from it")
    if not parts.hostname or not parts.username or parts.query or parts.fragment or port == 0:
        raise SourceUnusableError("an SFTP address is sftp://user@host/path or sftp://user@host:port/path")
    steps = [step for step in unquote(parts.path).split("/") if step]
    if not all(is_plain_name(step) and step not in (".", "..") for step in steps):
        raise SourceUnusableError("the path of an SFTP address goes down from the login's folder, without .. in it")
    user = unquote(parts.username)
    return SourceAddress(SourceKind.SFTP, "/".join(steps), parts.hostname, port or _SSH_PORT, user)
