"""What stands between a browser and every route: response headers, and the refusal of requests made by other sites."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_ELSEWHERE = "This request came from another site and was refused."
_NOT_BY_COOKIE = "Call the API from your own program, with a token and without a cookie."
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guards:
    """ASGI middleware. Pages are never kept by a browser or a proxy; only hashed assets say otherwise.

    An error that was answered ends here: the server would log its text, which may hold a name. A body beyond the
    limit is answered by the framework in two words; `too_large` says it in the console's own page.
    """

    def __init__(self, app: ASGIApp, *, secure: bool, too_large: Callable[[Request], Response]) -> None:
        self.app, self.too_large = app, too_large
        self.headers = {**_HEADERS}
        if secure:
            self.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what another site's page asked for; give every answer its headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        answer = _Answer(send, self.headers)
        if scope["method"] not in _SAFE_METHODS and _from_elsewhere(Headers(scope=scope)):
            await _refusal(scope["path"])(scope, receive, answer.send)
            return

        async def in_words(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                await self.too_large(Request(scope))(scope, receive, answer.send)
            elif not answer.complete:
                await answer.send(message)

        try:
            await self.app(scope, receive, in_words)
        except Exception:
            if not answer.started:
                raise


class _Answer:
    """One answer on its way out: gets the headers, and knows how far it has come."""

    def __init__(self, send: Send, headers: dict[str, str]) -> None:
        self._send, self._headers = send, headers
        self.started = self.complete = False

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        elif message["type"] == "http.response.body":
            self.complete = not message.get("more_body", False)
        await self._send(message)


def _refusal(path: str) -> Response:
    if not path.startswith("/api/"):
        return PlainTextResponse(_ELSEWHERE, status_code=403)
    return JSONResponse({"error": _ELSEWHERE, "cure": _NOT_BY_COOKIE}, status_code=403)


def _from_elsewhere(headers: Headers) -> bool:
    """Tell whether a browser says the request was not made by one of our own pages.

    Browsers send `Sec-Fetch-Site`, older ones `Origin`; a client that sends neither is not a browser and carries
    no cookie by itself. A token without a cookie is nothing a browser adds by itself either.
    """
    if "authorization" in headers and "cookie" not in headers:
        return False
    if site := headers.get("sec-fetch-site"):
        return site not in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
