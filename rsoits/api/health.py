"""Whether this process can do its work."""

from __future__ import annotations

import importlib.metadata
from typing import Any

from fastapi import APIRouter, Depends
from sqlmodel import text

from rsoits.access import Reading, public

router = APIRouter()


@router.get("/health", dependencies=[Depends(public)])
def health(session: Reading) -> dict[str, Any]:
    """Ask the database for something; an error becomes a 500."""
    session.connection().execute(text("SELECT 1"))
    return {"database": "ok", "version": importlib.metadata.version("rsoits")}
