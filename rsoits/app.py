"""Puts the web application together: guards, refusals, assets, the console's pages and the API."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.types import ASGIApp

from rsoits import api
from rsoits.console import assets, pages, refusals
from rsoits.console.guards import Guards
from rsoits.house import House

_FORM_MARGIN_BYTES = 64 * 1024


class _Guarded(FastAPI):
    """FastAPI with the guards outside everything else, so that its own refusals get their headers too."""

    def build_middleware_stack(self) -> ASGIApp:
        """Wrap the whole application, errors and limits included."""
        house: House = self.state.house
        stack = super().build_middleware_stack()
        return Guards(stack, secure=house.settings.secure_cookies, too_large=refusals.too_large)


def create_app(house: House) -> FastAPI:
    """Return the application over an open house; raises `AssetsMissingError`.

    FastAPI's own telemetry stays off: its log records carry the text of exceptions, which may hold a name.
    """
    app = _Guarded(
        title="RSOITS",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        max_body_size=house.settings.largest_file_bytes + _FORM_MARGIN_BYTES,
        exception_handlers=refusals.handlers(),
        telemetry={"logs": False, "tracing": False, "metrics": False, "auto_configure": False},
    )
    app.state.house = house
    assets.mount(app)
    app.include_router(pages.router)
    app.include_router(api.router)
    return app
