"""The bytes that were received, kept as they came."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, select


class SourceFile(SQLModel, table=True):
    """One received file; its content hash makes a second delivery of the same bytes harmless."""

    __tablename__ = "source_file"

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    name: str
    size: int
    encoding: str = ""
    received_at: datetime
    content: bytes


def file_with_hash(session: Session, sha256: str) -> SourceFile | None:
    """Return the file whose content has this hash, if it was received before."""
    return session.exec(select(SourceFile).where(SourceFile.sha256 == sha256)).first()
