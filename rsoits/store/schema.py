"""All tables in one place, for migrations and for tests that compare the two."""

from __future__ import annotations

from sqlmodel import SQLModel

from rsoits.store import (
    accounts,
    agencies,
    alerts,
    audit,
    files,
    intakes,
    manifests,
    matches,
    notices,
    registrants,
    trips,
)

__all__ = [
    "accounts",
    "agencies",
    "alerts",
    "audit",
    "files",
    "intakes",
    "manifests",
    "matches",
    "metadata",
    "notices",
    "registrants",
    "trips",
]

metadata = SQLModel.metadata
