"""The bytes of a received file as they came, and every reading of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Session, col, func, select

from rsoits.store.files import SourceFile
from rsoits.store.intakes import Intake


def beginning_of(session: Session, source_file_id: int, many: int) -> bytes:
    """Return the first `many` bytes of a file without fetching the rest; nothing when there is no such file."""
    part: Any = func.substr(SourceFile.content, 1, many, type_=LargeBinary)
    return bytes(session.exec(select(part).where(SourceFile.id == source_file_id)).first() or b"")


def size_of(session: Session, source_file_id: int) -> int:
    """Return a file's size in bytes."""
    return session.exec(select(SourceFile.size).where(SourceFile.id == source_file_id)).one()


def readings_of(session: Session, source_file_id: int, limit: int) -> Sequence[Intake]:
    """Return every intake of the same bytes, newest first."""
    found = select(Intake).where(Intake.source_file_id == source_file_id).order_by(col(Intake.id).desc())
    return session.exec(found.limit(limit)).all()
