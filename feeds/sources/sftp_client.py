"""The SFTP requests that paramiko does not offer as we need them: names of any bytes, content up to a limit.

`listdir_iter` fails as a whole at a name that is not UTF-8, `prefetch` reads in a thread that dies loudly with its
connection; protocol version 3, draft-ietf-secsh-filexfer-02.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import paramiko
from paramiko.sftp import CMD_CLOSE, CMD_DATA, CMD_HANDLE, CMD_NAME, CMD_OPEN, CMD_OPENDIR, CMD_READ, CMD_READDIR, int64

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ = 0x1
_PIECE = 32 * 1024
"""What every server gives at one request."""
_AT_ONCE = 32
"""Requests sent before the first answer is awaited, so that a distant server is not waited for piece by piece."""


class NoAnswerError(paramiko.SSHException):
    """The server said nothing for too long."""


class SftpClient(paramiko.SFTPClient):
    """An SFTP session; paths are bytes. Errors are paramiko's, and `OSError` for what the server refuses."""

    if TYPE_CHECKING:
        _expecting: dict[int, object]

        def _request(self, kind: int, *arguments: object) -> tuple[int, paramiko.Message]: ...
        def _async_request(self, owner: object, kind: int, *arguments: object) -> int: ...
        def _convert_status(self, message: paramiko.Message) -> None: ...

    def entries(self, folder: bytes) -> Iterator[tuple[str, paramiko.SFTPAttributes]]:
        """Yield names, undecodable bytes as surrogates, with what the server says of each."""
        with self._opened(CMD_OPENDIR, folder) as handle:
            while True:
                try:
                    kind, message = self._request(CMD_READDIR, handle)
                except EOFError:
                    return
                if kind != CMD_NAME:
                    raise paramiko.SFTPError("names were expected")
                for _ in range(message.get_int()):
                    name, _long = os.fsdecode(message.get_string()), message.get_string()
                    yield name, paramiko.SFTPAttributes._from_msg(message)  # type: ignore[attr-defined]  # noqa: SLF001  the only reader of them

    def content(self, path: bytes, most_bytes: int) -> bytes:
        """Return the file's first bytes, at most `most_bytes`."""
        found = bytearray()
        with self._opened(CMD_OPEN, path, _READ, paramiko.SFTPAttributes()) as handle:
            while len(found) < most_bytes:
                begun = len(found)
                for piece in self._pieces(handle, begun, most_bytes):
                    found += piece
                    if len(piece) < _PIECE:
                        break
                if len(found) == begun:
                    break
        return bytes(found[:most_bytes])

    def _read_packet(self) -> tuple[int, bytes]:
        """Tell silence from a refusal: both would be an `OSError`."""
        try:
            kind, data = super()._read_packet()  # type: ignore[misc]  # the stubs leave it out
        except TimeoutError as error:
            raise NoAnswerError from error
        return kind, data

    @contextmanager
    def _opened(self, kind: int, *arguments: object) -> Iterator[bytes]:
        answer, message = self._request(kind, *arguments)
        if answer != CMD_HANDLE:
            raise paramiko.SFTPError("a handle was expected")
        handle = message.get_string()
        try:
            yield handle
        finally:
            self._async_request(type(None), CMD_CLOSE, handle)

    def _pieces(self, handle: bytes, begin: int, end: int) -> list[bytes]:
        """Return the next pieces in their order; a short one ends what can be used, an empty one is the file's end."""
        starts = range(begin, min(end, begin + _AT_ONCE * _PIECE), _PIECE)
        asked = [self._async_request(type(None), CMD_READ, handle, int64(start), _PIECE) for start in starts]
        answers: dict[int, bytes] = {}
        while len(answers) < len(asked):
            kind, data = self._read_packet()
            message = paramiko.Message(data)
            number = message.get_int()
            self._expecting.pop(number, None)
            if number in asked:
                answers[number] = self._piece(kind, message)
        return [answers[number] for number in asked]

    def _piece(self, kind: int, message: paramiko.Message) -> bytes:
        if kind == CMD_DATA:
            return message.get_string()[:_PIECE]
        try:
            self._convert_status(message)
        except EOFError:
            return b""
        raise paramiko.SFTPError("data were expected")
