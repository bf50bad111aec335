"""A web server on this machine, by default with a certificate made for the test, that gives the files it is told to."""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Self

import trustme

if TYPE_CHECKING:
    from types import TracebackType


@cache
def _authority() -> trustme.CA:
    return trustme.CA()


def client_tls() -> ssl.SSLContext:
    """Return what a client trusts: nothing but the test's own authority."""
    context = ssl.create_default_context(cadata=_authority().cert_pem.bytes().decode())
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _server_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _authority().issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


@dataclass
class Page:
    """What is given at one path; `etag` adds one made from the body, `length` is what it claims to have, 0 nothing.

    `hang` stops after the headers, for good; `drip` gives its headers or its body byte by byte, for ever.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = True
    length: int | None = None
    hang: bool = False
    drip: str = ""


@dataclass
class FileServer:
    """Gives `pages` by path and keeps each request's path and headers, and the bodies sent."""

    secure: bool = True
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    bodies_sent: int = 0

    def __post_init__(self) -> None:
        server = self
        self._over = Event()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                server.answer(self, server.pages.get(self.path, Page(status=404, etag=False)))

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  the library's names and types
                """Keep quiet."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  the library's types
                """Keep quiet when a client leaves."""

        self._server = Server(("127.0.0.1", 0), Handler)
        if self.secure:
            self._server.socket = _server_tls().wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.port = self._server.server_port
        self.address = f"{'https' if self.secure else 'http'}://localhost:{self.port}"

    def answer(self, request: BaseHTTPRequestHandler, page: Page) -> None:
        """Send one page, or 304 where the client has it."""
        if page.drip:
            self._drip(request, page.drip)
            return
        tag = f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'
        known = page.etag and request.headers["if-none-match"] == tag
        modified = page.headers.get("Last-Modified", "")
        known = known or (not page.etag and bool(modified) and request.headers["if-modified-since"] == modified)
        request.send_response(304 if known else page.status)
        for name, value in page.headers.items():
            request.send_header(name, value)
        if page.etag:
            request.send_header("ETag", tag)
        if not known and page.length != 0:
            request.send_header("Content-Length", str(page.length or len(page.body)))
        request.end_headers()
        if page.hang:
            self._over.wait(10)
            request.close_connection = True
        elif not known:
            self.bodies_sent += 1
            request.wfile.write(page.body)
            request.close_connection = page.length is not None

    def _drip(self, request: BaseHTTPRequestHandler, part: str) -> None:
        request.wfile.write(
            b"HTTP/1.1 200 OK\r\n" + (b"Content-Length: 9999\r\n\r\n" if part == "body" else b"X-Long: ")
        )
        while not self._over.wait(0.05):
            request.wfile.write(b"x")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
