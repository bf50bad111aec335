"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Enum


def word(states: type[StrEnum], *, index: bool = False) -> Column[Any]:
    """Return a column that stores a `StrEnum` as its word, so that the database reads like the code."""
    kind = Enum(states, native_enum=False, length=40, values_callable=lambda members: [item.value for item in members])
    return Column(kind, nullable=False, index=index)
