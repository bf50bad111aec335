"""Where the console's stylesheets, scripts and fonts lie, and their addresses, which change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from rsoits.errors import AssetsMissingError

_STATIC = Path(__file__).parent / "static"
_FOLDERS = {
    "uswds": _STATIC / "node_modules" / "@uswds" / "uswds" / "dist",
    "htmx": _STATIC / "node_modules" / "htmx.org" / "dist",
    "console": _STATIC / "console",
}
_NEEDED = (
    "uswds/css/uswds.min.css",
    "htmx/htmx.min.js",
    "htmx/ext/hx-sse.min.js",
    "console/console.css",
    "console/console.js",
)


class _LastingFiles(StaticFiles):
    """Files that a browser may keep for good, because their addresses carry a hash of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file; only an address with its hash may be kept."""
        response = await super().get_response(path, scope)
        if b"v=" in scope.get("query_string", b""):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def mount(app: FastAPI) -> None:
    """Serve the assets under `/static`; raises `AssetsMissingError` if the package was built without them."""
    missing = [name for name in _NEEDED if not _file(name).is_file()]
    if missing:
        raise AssetsMissingError(missing[0])
    for name, folder in _FOLDERS.items():
        app.mount(f"/static/{name}", _LastingFiles(directory=folder), name=f"static-{name}")


@cache
def address(name: str) -> str:
    """Return the address of an asset, for instance of `console/console.css`."""
    return f"/static/{name}?v={hashlib.sha256(_file(name).read_bytes()).hexdigest()[:12]}"


def _file(name: str) -> Path:
    folder, _, rest = name.partition("/")
    return _FOLDERS[folder] / rest
