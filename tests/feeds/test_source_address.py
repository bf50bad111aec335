from __future__ import annotations

from pathlib import Path

import pytest

from feeds.sources.address import SourceAddress, SourceKind, parse_address
from feeds.sources.folder import FolderSource
from feeds.sources.https import HttpsSource
from feeds.sources.index import IndexSource
from feeds.sources.opening import Credentials, open_source
from feeds.sources.sftp import SftpSource
from feeds.sources.source import Source, SourceUnusableError

FINGERPRINT = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("push", SourceAddress(SourceKind.PUSH)),
        ("folder:air-manifests", SourceAddress(SourceKind.FOLDER, "air-manifests")),
        ("sftp://rsoits@carrier.example/", SourceAddress(SourceKind.SFTP, "", "carrier.example", 22, "rsoits")),
        ("sftp://r%40x@[::1]:2222/out/a%20b", SourceAddress(SourceKind.SFTP, "out/a b", "::1", 2222, "r@x")),
        ("https://carrier.example/a?b=c", SourceAddress(SourceKind.HTTPS, "https://carrier.example/a?b=c")),
        ("http://127.0.0.1:8080/a", SourceAddress(SourceKind.HTTPS, "http://127.0.0.1:8080/a")),
        ("index:https://carrier.example/i", SourceAddress(SourceKind.INDEX, "https://carrier.example/i")),
    ],
)
def test_an_address_is_read_and_written_again(text: str, address: SourceAddress) -> None:
    assert parse_address(text) == address
    assert parse_address(address.text) == address


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "an address is folder:name"),
        ("push:there", "an address is folder:name"),
        ("ftp://carrier.example/a", "an address is folder:name"),
        ("folder:", "one folder's name"),
        ("folder:../etc", "one folder's name"),
        ("folder:.hidden", "one folder's name"),
        ("folder:/etc", "one folder's name"),
        ("sftp://carrier.example/a", "sftp://user@host/path"),
        ("sftp://user@/a", "sftp://user@host/path"),
        ("sftp://user@host:0/a", "sftp://user@host/path"),
        ("sftp://user@host:99999/a", "malformed"),
        ("sftp://user@[::1/a", "malformed"),
        ("sftp://user@host/a/../b", "without .."),
        ("sftp://user@host/a%2f..%2fb", "without .."),
        ("sftp://user@host/a%00b", "without .."),
        ("https://", "must name a host"),
        ("http://carrier.example/a", "must begin with https://"),
        ("index:sftp://user@host/a", "must"),
        ("index:", "must name a host"),
        ("folder:a b", "no blanks"),
        ("https://host/\na", "no blanks"),
        ("https://host/" + "a" * 2000, "at most 2000"),
    ],
)
def test_an_unusable_address_is_refused_with_the_reason(text: str, told: str) -> None:
    with pytest.raises(SourceUnusableError, match=told):
        parse_address(text)


@pytest.mark.parametrize("text", ["sftp://user:hunter2@host/a", "https://user:hunter2@host/a"])
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(SourceUnusableError, match="password") as refused:
        parse_address(text)

    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "credentials", "kind"),
    [
        ("folder:air-manifests", Credentials(), FolderSource),
        ("sftp://user@host/a", Credentials(password="horse", known_host=FINGERPRINT), SftpSource),
        ("https://carrier.example/a", Credentials(token="opaque"), HttpsSource),
        ("index:https://carrier.example/a", Credentials(), IndexSource),
        ("push", Credentials(), type(None)),
    ],
)
def test_a_source_is_opened_by_its_address(
    text: str, credentials: Credentials, kind: type[Source | None], tmp_path: Path
) -> None:
    source = open_source(parse_address(text), credentials, folders=tmp_path)

    assert isinstance(source, kind)
    if source is not None:
        source.close()


def test_a_source_without_what_it_needs_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    address = parse_address("sftp://user@host/a")

    for credentials in (Credentials(known_host=FINGERPRINT), Credentials(password="horse")):
        with pytest.raises(SourceUnusableError):
            open_source(address, credentials, folders=tmp_path)


def test_credentials_do_not_show_their_secrets() -> None:
    shown = repr(Credentials(user="carrier", password="hunter2", passphrase="hunter3", token="hunter4"))

    assert "carrier" in shown
    assert "hunter" not in shown
