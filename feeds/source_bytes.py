"""The bytes as they came: their hash, their encoding, their text."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass

from feeds.findings import Finding, Severity

MOST_BYTES = 64 * 1024 * 1024
"""The size above which a file is set aside unread, unless the caller says otherwise."""

_PACKED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"7z\xbc\xaf\x27\x1c": "7-zip",
}
_SHOWN = 1000
"""Bytes at the beginning that tell whether a text is UTF-16 without its mark."""
_FEWEST, _NEARLY_ALL = 8, 0.8
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class SourceText:
    """What was decoded; `text` is empty when a FATAL finding says why there is none."""

    sha256: str
    encoding: str
    text: str
    findings: tuple[Finding, ...] = ()


def source_text(data: bytes, most_bytes: int = MOST_BYTES) -> SourceText:
    """Decode as strict UTF-8 (UTF-16 when its mark or its zeros show it), else Windows-1252, else ISO 8859-1.

    Never raises.
    """
    digest = hashlib.sha256(data).hexdigest()
    refusal = _refusal(data, most_bytes)
    if refusal:
        return SourceText(digest, "", "", (refusal,))
    for encoding in _candidates(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return SourceText(digest, encoding, text)
    return SourceText(digest, "iso-8859-1", data.decode("iso-8859-1"))


def _candidates(data: bytes) -> tuple[str, ...]:
    marked = tuple(encoding for mark, encoding in _MARKS if data.startswith(mark))
    return (*(marked or _unmarked(data[:_SHOWN])), "utf-8", "cp1252")


def _unmarked(beginning: bytes) -> tuple[str, ...]:
    """Return the UTF-16 in which every other byte of a Latin text is zero, if nearly all of them are."""
    high, low = beginning[0::2], beginning[1::2]
    if len(high) < _FEWEST or high.count(0) * low.count(0):
        return ()
    if low.count(0) > len(low) * _NEARLY_ALL:
        return ("utf-16-le",)
    return ("utf-16-be",) if high.count(0) > len(high) * _NEARLY_ALL else ()


def _refusal(data: bytes, most_bytes: int) -> Finding | None:
    if not data.strip():
        return _fatal("empty-file", "the file is empty", "send the file again")
    if len(data) > most_bytes:
        reason = f"{len(data)} bytes is more than the {most_bytes} allowed"
        return _fatal("too-large", reason, "split the file into smaller ones")
    for mark, kind in _PACKED.items():
        if data.startswith(mark):
            return _fatal("packed-file", f"the file is packed with {kind}", "unpack it and send what is inside")
    return None


def _fatal(code: str, reason: str, cure: str) -> Finding:
    return Finding(code, Severity.FATAL, "file", reason=reason, cure=cure)
