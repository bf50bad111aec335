"""What the API takes and answers, as an OpenAPI document."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPBearer

from rsoits.access import public

router = APIRouter()

BEARER = HTTPBearer(
    auto_error=False, description="A token of `rsoits user token add`; a signed-in browser sends its cookie instead."
)
"""Says in the document how a machine signs in; whether it may is for `rsoits.access` to say."""


@router.get("/openapi.json", dependencies=[Depends(public)], include_in_schema=False)
def openapi(request: Request) -> dict[str, Any]:
    """Return the OpenAPI document; it holds no data of anybody."""
    document: dict[str, Any] = request.app.openapi()
    return document
