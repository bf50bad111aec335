"""The directory of agencies that receive alerts, and how each wants to be reached."""

from __future__ import annotations

from sqlmodel import JSON, Field, SQLModel


class Agency(SQLModel, table=True):
    """One agency by its ORI; `channels` are `channel` or `channel:address`, the preferred first."""

    __tablename__ = "agency"

    ori: str = Field(primary_key=True)
    name: str
    jurisdiction: str = Field(index=True)
    kind: str
    channels: list[str] = Field(default_factory=lambda: ["inbox"], sa_type=JSON)
