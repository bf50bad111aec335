"""What may stand in an address or a form: row numbers a database can hold, text without NUL."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator

LARGEST_ROW = 2**31 - 1

RowId = Annotated[int, Path(ge=1, le=LARGEST_ROW)]
"""A row's number in a path; anything else is not found."""

RowQuery = Annotated[int | None, Query(ge=1, le=LARGEST_ROW)]
"""A row's number that may be asked for."""

PageNumber = Annotated[int, Query(alias="page", ge=1, le=10_000)]
"""Which screenful of a list."""

Text = Annotated[str, AfterValidator(lambda text: text.replace("\0", ""))]
"""Text as typed; PostgreSQL has no NUL in text."""
