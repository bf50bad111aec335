"""One file as the body of a request: held once, under a name that never stands in the address."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from urllib.parse import unquote

from fastapi import Request

from feeds.sources.https import name_in
from rsoits.access import house_of
from rsoits.errors import PackedRequestError, TooLargeError

_IN_MEMORY = 1024 * 1024
"""Bytes that are held while more is awaited; what is larger waits on disk."""


async def sent_file(request: Request) -> bytes:
    """Return the body; raises `PackedRequestError` before any of it is read, `TooLargeError` as soon as it is."""
    if request.headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise PackedRequestError
    most, size = house_of(request).settings.largest_file_bytes, 0
    with SpooledTemporaryFile(_IN_MEMORY) as held:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise TooLargeError
            held.write(chunk)
        held.seek(0)
        return held.read()


def sent_name(request: Request) -> str:
    """Return the name the sender gave the file, percent-encoded in `X-File-Name` or as `Content-Disposition` has it."""
    if given := request.headers.get("x-file-name"):
        return unquote(given, errors="replace")
    return name_in(request.headers.get("content-disposition", ""))
