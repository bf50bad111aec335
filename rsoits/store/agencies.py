"""The directory of agencies that receive alerts, and how each wants to be reached."""

from __future__ import annotations

from sqlmodel import JSON, Field, Session, SQLModel, select


class Agency(SQLModel, table=True):
    """One agency by its ORI; `channels` are `channel` or `channel:address`, the preferred first."""

    __tablename__ = "agency"

    ori: str = Field(primary_key=True)
    name: str
    jurisdiction: str = Field(index=True)
    kind: str
    channels: list[str] = Field(default_factory=lambda: ["inbox"], sa_type=JSON)


def agency_of(session: Session, jurisdiction: str) -> Agency | None:
    """Return the agency that receives for a jurisdiction."""
    return session.exec(select(Agency).where(Agency.jurisdiction == jurisdiction)).first()
