from __future__ import annotations

import base64
import gzip
import os
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from feeds.sources.download import HttpsLogin
from feeds.sources.https import HttpsSource, file_name
from feeds.sources.index import IndexSource
from feeds.sources.source import Arrival, ArrivalGoneError, SourceUnreachableError, SourceUnusableError
from tests.feeds.web_server import FileServer, Page, client_tls

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
MOST = 100_000
GZIP = {"Content-Encoding": "gzip"}


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer() as made:
        yield made


@pytest.fixture
def open_at(server: FileServer) -> Iterator[Callable[..., HttpsSource]]:
    opened = []

    def make(path: str = "/newest.edi", **options: float) -> HttpsSource:
        login = HttpsLogin(token="opaque-token")
        source = HttpsSource(server.address + path, login, largest=MOST, tls=client_tls(), **options)
        opened.append(source)
        return source

    yield make
    for source in opened:
        source.close()


@pytest.fixture
def source(open_at: Callable[..., HttpsSource]) -> HttpsSource:
    return open_at()


def _taken(source: HttpsSource) -> bytes:
    (arrival,) = source.arrivals(NOW)
    data = source.fetch(arrival, MOST)
    source.accept(arrival)
    return data


def test_what_was_taken_is_downloaded_only_once(server: FileServer, source: HttpsSource) -> None:
    server.pages["/newest.edi"] = Page(b"UNB")
    assert _taken(source) == b"UNB"

    assert source.arrivals(NOW) == []
    assert (len(server.requests), server.bodies_sent) == (2, 1)


def test_what_was_not_set_aside_is_kept_without_a_second_download(server: FileServer, source: HttpsSource) -> None:
    server.pages["/newest.edi"] = Page(b"UNB")
    source.arrivals(NOW)

    assert _taken(source) == b"UNB"
    assert server.bodies_sent == 1


def test_a_server_without_etag_is_asked_by_date(server: FileServer, source: HttpsSource) -> None:
    dated = {"Last-Modified": "Sat, 28 Mar 2026 09:00:00 GMT"}
    server.pages["/newest.edi"] = Page(b"UNB", headers=dated, etag=False)
    assert _taken(source) == b"UNB"

    assert source.arrivals(NOW) == []
    assert server.bodies_sent == 1


def test_the_same_content_is_nothing_new_whatever_the_server_says(server: FileServer, source: HttpsSource) -> None:
    server.pages["/newest.edi"] = Page(b"UNB", etag=False)
    _taken(source)

    assert source.arrivals(NOW) == []
    server.pages["/newest.edi"] = Page(b"UNB+2", etag=False)
    assert _taken(source) == b"UNB+2"


def test_a_newer_file_replaces_one_not_taken_yet(server: FileServer, source: HttpsSource) -> None:
    server.pages["/newest.edi"] = Page(b"one")
    (old,) = source.arrivals(NOW)
    server.pages["/newest.edi"] = Page(b"two")
    (new,) = source.arrivals(NOW)

    with pytest.raises(ArrivalGoneError):
        source.fetch(old, MOST)
    assert source.fetch(new, MOST) == b"two"


def test_the_token_goes_into_a_header_and_nowhere_else(server: FileServer, source: HttpsSource) -> None:
    with pytest.raises(SourceUnreachableError) as refused:
        source.arrivals(NOW)

    path, headers = server.requests[0]
    assert headers["authorization"] == "Bearer opaque-token"
    assert "opaque-token" not in f"{path} {refused.value} {HttpsLogin(token='opaque-token')!r}"


def test_a_user_signs_in_with_a_password(server: FileServer) -> None:
    server.pages["/a"] = Page(b"1")
    source = HttpsSource(f"{server.address}/a", HttpsLogin(user="carrier", password="pä:ss"), tls=client_tls())
    source.arrivals(NOW)
    source.close()

    scheme, _, given = server.requests[0][1]["authorization"].partition(" ")
    assert (scheme, base64.b64decode(given).decode()) == ("Basic", "carrier:pä:ss")


@pytest.mark.parametrize("token", ["two words", "new\nline", "ümlaut"])
def test_a_token_that_no_header_can_hold_is_refused_at_once(token: str) -> None:
    with pytest.raises(SourceUnusableError, match="token") as refused:
        HttpsSource("https://carrier.example/a", HttpsLogin(token=token))

    assert token not in str(refused.value)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 500, 503, 206, 204])
def test_any_other_answer_is_said_with_its_status(server: FileServer, source: HttpsSource, status: int) -> None:
    server.pages["/newest.edi"] = Page(b"", status)

    with pytest.raises(SourceUnreachableError, match=f"localhost: it answered {status}"):
        source.arrivals(NOW)


def test_a_redirect_on_the_same_server_is_followed(server: FileServer, source: HttpsSource) -> None:
    server.pages["/newest.edi"] = Page(b"", 302, {"Location": "/2026/march.edi"})
    server.pages["/2026/march.edi"] = Page(b"UNB")

    assert [arrival.name for arrival in source.arrivals(NOW)] == ["march.edi"]


@pytest.mark.parametrize("downgrade", [False, True])
def test_a_redirect_elsewhere_is_not_followed(server: FileServer, source: HttpsSource, downgrade: bool) -> None:  # noqa: FBT001  a parameter
    with FileServer(secure=not downgrade) as elsewhere:
        elsewhere.pages["/"] = Page(b"stolen")
        server.pages["/newest.edi"] = Page(b"", 302, {"Location": elsewhere.address + "/"})

        with pytest.raises(SourceUnreachableError, match="another server"):
            source.arrivals(NOW)
        assert elsewhere.requests == []


def test_redirects_in_circles_end(server: FileServer, source: HttpsSource) -> None:
    server.pages["/newest.edi"] = Page(b"", 307, {"Location": "/newest.edi"})

    with pytest.raises(SourceUnreachableError, match="circles"):
        source.arrivals(NOW)
    assert len(server.requests) < 10


def test_of_a_huge_file_no_more_than_the_limit_is_read(server: FileServer, source: HttpsSource) -> None:
    server.pages["/newest.edi"] = Page(b"x" * 50_000_000)

    (arrival,), held = _most_held(source)

    assert held < 5_000_000
    assert len(source.fetch(arrival, 1000)) == 1001
    with pytest.raises(SourceUnreachableError, match=f"larger than {MOST} bytes"):
        source.fetch(arrival, MOST + 1)


def test_a_compressed_answer_is_unpacked(server: FileServer, source: HttpsSource) -> None:
    data = os.urandom(30_000) + bytes(30_000)
    server.pages["/newest.edi"] = Page(gzip.compress(data), headers=GZIP)

    assert _taken(source) == data


def test_a_gzip_bomb_is_unpacked_no_further_than_the_limit(server: FileServer, source: HttpsSource) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    server.pages["/newest.edi"] = Page(bomb, headers=GZIP)

    (arrival,), held = _most_held(source)

    assert arrival.size == MOST + 1
    assert held < 5_000_000


def _most_held(source: HttpsSource) -> tuple[list[Arrival], int]:
    """Return what a look finds, and the most bytes of memory it took."""
    tracemalloc.start()
    try:
        return source.arrivals(NOW), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "body",
    [gzip.compress(b"whole" * 99)[:-9], b"no gzip at all", gzip.compress(b"one") + gzip.compress(b"two")],
    ids=["cut off", "no gzip", "two members"],
)
def test_a_compressed_answer_that_is_not_whole_is_refused(server: FileServer, source: HttpsSource, body: bytes) -> None:
    server.pages["/newest.edi"] = Page(body, headers=GZIP)

    with pytest.raises(SourceUnreachableError, match="compressed answer"):
        source.arrivals(NOW)


def test_an_encoding_that_was_not_asked_for_is_refused(server: FileServer, source: HttpsSource) -> None:
    server.pages["/newest.edi"] = Page(b"?", headers={"Content-Encoding": "br"})

    with pytest.raises(SourceUnreachableError, match="encoding"):
        source.arrivals(NOW)


def test_a_transfer_that_breaks_off_gives_nothing_and_the_next_look_the_whole(
    server: FileServer, source: HttpsSource
) -> None:
    server.pages["/newest.edi"] = Page(b"UNB+UNOA", length=1000)
    with pytest.raises(SourceUnreachableError, match="broke off"):
        source.arrivals(NOW)

    server.pages["/newest.edi"] = Page(b"UNB+UNOA+end")
    assert _taken(source) == b"UNB+UNOA+end"


def test_an_answer_without_an_end_is_refused(server: FileServer, source: HttpsSource) -> None:
    server.pages["/newest.edi"] = Page(b"UNB+UNOA", length=0)

    with pytest.raises(SourceUnreachableError, match="where its answer ends"):
        source.arrivals(NOW)


def test_an_answer_in_chunks_is_read(server: FileServer, source: HttpsSource) -> None:
    chunks = b"3\r\nUNB\r\n5\r\n+UNOA\r\n0\r\n\r\n"
    server.pages["/newest.edi"] = Page(chunks, headers={"Transfer-Encoding": "chunked"}, length=0)

    assert _taken(source) == b"UNB+UNOA"


def test_a_server_that_stops_talking_is_given_up(server: FileServer, open_at: Callable[..., HttpsSource]) -> None:
    server.pages["/newest.edi"] = Page(b"UNB", hang=True)

    with pytest.raises(SourceUnreachableError, match="no answer in time"):
        open_at(timeout=0.5).arrivals(NOW)


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_takes_for_ever_is_given_up(
    server: FileServer, open_at: Callable[..., HttpsSource], part: str
) -> None:
    server.pages["/newest.edi"] = Page(b"UNB", drip=part)
    source = open_at(longest=0.6)
    begun = time.monotonic()

    with pytest.raises(SourceUnreachableError, match="took too long"):
        source.arrivals(NOW)

    assert time.monotonic() - begun < 5


def test_a_server_that_accepts_and_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/a"
        source = HttpsSource(address, HttpsLogin(), timeout=0.3, tls=client_tls())
        with pytest.raises(SourceUnreachableError, match="no answer in time"):
            source.arrivals(NOW)
        source.close()


def test_a_certificate_nobody_vouches_for_is_refused(server: FileServer) -> None:
    source = HttpsSource(f"{server.address}/a", HttpsLogin(token="opaque-token"))

    with pytest.raises(SourceUnreachableError, match="certificate is not trusted"):
        source.arrivals(NOW)
    source.close()
    assert server.requests == []


def test_http_serves_this_machine_only() -> None:
    with FileServer(secure=False) as server:
        server.pages["/a.edi"] = Page(b"1")
        source = HttpsSource(f"{server.address}/a.edi", HttpsLogin())
        assert len(source.arrivals(NOW)) == 1
        source.close()

    for address in ("http://carrier.example/a", "http://10.0.0.1/a", "ftp://carrier.example/a", "carrier.example/a"):
        with pytest.raises(SourceUnusableError):
            HttpsSource(address, HttpsLogin())


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="march.edi"', "march.edi"),
        ("attachment; filename*=UTF-8''m%C3%A4rz.edi", "märz.edi"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\temp\\\\a.edi"', "a.edi"),
        ('attachment; filename=".."', "newest.edi"),
        ('attachment; filename=".hidden"', "newest.edi"),
        ('attachment; filename="half.part"', "newest.edi"),
        ("attachment; filename*=UTF-8''two%0Alines", "newest.edi"),
        ("attachment; filename*=punycode''%FF", "newest.edi"),
        ("attachment; filename=" + "x" * 300, "newest.edi"),
        ("attachment", "newest.edi"),
        ("", "newest.edi"),
    ],
)
def test_a_name_is_taken_from_the_header_unless_it_is_a_trick(disposition: str, name: str) -> None:
    assert file_name(disposition, "/feeds/newest.edi") == name


@pytest.mark.parametrize(("path", "name"), [("/", "download"), ("/a%2Fb%20c.edi", "b c.edi"), ("/%2e%2e", "download")])
def test_a_name_is_else_the_last_part_of_the_path(path: str, name: str) -> None:
    assert file_name("", path) == name


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"[" * 100_000, b'["a"', b'["' + b"x" * 1_100_000 + b'"]'])
def test_an_index_that_is_none_is_refused(server: FileServer, body: bytes) -> None:
    server.pages["/index"] = Page(body)
    index = IndexSource(f"{server.address}/index", HttpsLogin(), tls=client_tls())

    with pytest.raises(SourceUnreachableError, match="JSON array"):
        index.arrivals(NOW)
    index.close()


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/a", "//elsewhere.example/a", "http://localhost/a", "https://["]
)
def test_an_index_that_leads_elsewhere_is_refused(server: FileServer, link: str) -> None:
    server.pages["/index"] = Page(f'["{link}"]'.encode())
    index = IndexSource(f"{server.address}/index", HttpsLogin(), tls=client_tls())

    with pytest.raises(SourceUnreachableError, match="localhost"):
        index.arrivals(NOW)
    index.close()


def test_an_index_is_read_again_only_when_it_changed(server: FileServer) -> None:
    server.pages |= {"/f/index": Page(b'["a.edi", "../b.edi", "a.edi"]'), "/f/a.edi": Page(b"a"), "/b.edi": Page(b"b")}
    index = IndexSource(f"{server.address}/f/index", HttpsLogin(), tls=client_tls())
    first, second = index.arrivals(NOW)
    index.accept(first)

    assert index.arrivals(NOW + timedelta(hours=1)) == [second]
    assert index.fetch(second, 9) == b"b"
    assert server.bodies_sent == 2
    server.pages["/f/index"] = Page(b'["a.edi", "../b.edi", "c.edi"]')
    assert index.arrivals(NOW + timedelta(hours=2))[0] == second
    index.close()


def test_an_arrival_of_another_source_is_gone(source: HttpsSource) -> None:
    with pytest.raises(ArrivalGoneError):
        source.fetch(Arrival("a", 1, NOW), 1)
