"""The audit trail: one append-only table whose entries are chained by keyed hashes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import JSON, Field, SQLModel


class AuditEntry(SQLModel, table=True):
    """Who did what to which record, when, from where, with what outcome. Ids only: no names, dates or numbers."""

    __tablename__ = "audit_entry"

    id: int = Field(primary_key=True)
    at: datetime = Field(index=True)
    actor: str = Field(index=True)
    address: str = ""
    action: str = Field(index=True)
    object_kind: str = ""
    object_id: str = ""
    outcome: str = "done"
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    previous: str
    hash: str


class AuditHead(SQLModel, table=True):
    """The last entry's number and hash; locking this row puts writers in line."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    entries: int = 0
    hash: str = ""
