"""Documents sent along with a notice: copies of passports, visas and tickets, judged by their content."""

from __future__ import annotations

import base64
import binascii
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feeds.json_values import text

if TYPE_CHECKING:
    from feeds.reporting import Report

MOST_ATTACHMENTS = 10
LARGEST_ATTACHMENT = 5_000_000
"""Bytes; ten of this size, written as base64, still fit into the largest file the house takes."""

_LONGEST_NAME = 120
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_PLAIN = "text/plain"
_ALLOWED = "PDF, JPEG, PNG, TIFF or plain text"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One document; `media_type` is what the content shows, whatever its sender called it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a document is not taken, and what cures it."""

    reason: str
    cure: str


def judged(name: str, content: bytes) -> Attachment | Objection:
    """Return the document with the type its content shows, or why it is not taken."""
    shown = file_name(name)
    if not content:
        return Objection(f"{shown} is empty", "attach the document itself")
    if len(content) > LARGEST_ATTACHMENT:
        reason = f"{shown} is larger than {LARGEST_ATTACHMENT // 1_000_000} MB"
        return Objection(reason, "scan it at a lower resolution, or divide it")
    media_type = _media_type(content)
    if not media_type:
        return Objection(f"{shown} is none of {_ALLOWED}", "save it as a PDF and attach that")
    return Attachment(shown, media_type, content)


def attachments(value: object, where: str, report: Report) -> tuple[Attachment, ...]:
    """Read `[{"name", "media_type", "content": base64}]`; what is not taken is warned of, the notice goes on."""
    items = value if isinstance(value, list) else [value] if value else []
    taken: list[Attachment] = []
    for number, item in enumerate(items, 1):
        place = f"{where}, attachment {number}"
        if len(taken) == MOST_ATTACHMENTS:
            _refuse(report, place, "", Objection(f"more than {MOST_ATTACHMENTS} documents", "send the rest in one PDF"))
            break
        found = _read(item)
        if isinstance(found, Objection):
            _refuse(report, place, text(item.get("name")) if isinstance(item, dict) else "", found)
            continue
        claimed = text(item.get("media_type")) if isinstance(item, dict) else ""
        if claimed and claimed.lower() != found.media_type:
            report.note(
                "other-media-type", place, claimed, field="attachments", reason=f"the content is {found.media_type}"
            )
        taken.append(found)
    return tuple(taken)


def file_name(name: str) -> str:
    """Return the last part of a file's name, of that what can be printed."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return " ".join(kept.split())[:_LONGEST_NAME] or "unnamed"


def _read(item: object) -> Attachment | Objection:
    if not isinstance(item, dict) or not isinstance(item.get("content"), str):
        return Objection("no content", 'write {"name": "passport.pdf", "content": "base64…"}')
    try:
        content = base64.b64decode("".join(item["content"].split()), validate=True)
    except (binascii.Error, ValueError):
        return Objection("the content is not base64", "encode the document's bytes as base64")
    return judged(text(item.get("name")), content)


def _media_type(content: bytes) -> str:
    found = next((kind for signature, kind in _SIGNATURES if content.startswith(signature)), "")
    return found or (_PLAIN if _is_text(content) else "")


def _is_text(content: bytes) -> bool:
    try:
        written = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(sign.isspace() or sign >= " " for sign in written)


def _refuse(report: Report, place: str, name: str, objection: Objection) -> None:
    report.warn("attachment-refused", place, name, field="attachments", reason=objection.reason, cure=objection.cure)
