from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from paramiko import HostKeys

from feeds.sources.sftp import SftpSource
from feeds.sources.sftp_connection import SftpLogin
from feeds.sources.source import MOST_ARRIVALS, Arrival, ArrivalGoneError, SourceUnreachableError, SourceUnusableError
from tests.feeds.sftp_servers import PasswordServer, Sshd, Wire

NOW = datetime(2026, 3, 28, 12, tzinfo=UTC)
AT_ONCE = timedelta(0)
ANOTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ"


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    folder = tmp_path_factory.mktemp("sshd")
    with Sshd(folder / "home", folder / "login") as server:
        yield server


@pytest.fixture
def feed(sshd: Sshd, tmp_path: Path) -> Path:
    folder = sshd.folder / tmp_path.name
    folder.mkdir()
    return folder


@pytest.fixture
def source(sshd: Sshd, feed: Path) -> Iterator[SftpSource]:
    made = SftpSource(sshd.login(), feed.name, AT_ONCE)
    yield made
    made.close()


def test_folders_links_pipes_and_names_that_are_a_trick_are_passed_over(source: SftpSource, feed: Path) -> None:
    (feed.parent / "secret.txt").write_text("not ours")
    (feed / "folder.edi").mkdir()
    (feed / "link.edi").symlink_to(feed.parent / "secret.txt")
    os.mkfifo(feed / "pipe.edi")
    for name in ("two\nlines.edi", "back\\slash.edi", "bell\x07.edi", "csi\x9b.edi"):
        (feed / name).write_text("x")

    assert source.arrivals(NOW) == []
    for name in ("folder.edi", "link.edi", "pipe.edi"):
        with pytest.raises(ArrivalGoneError):
            source.fetch(Arrival(name, 1, NOW, name), 100)


def test_an_old_date_alone_proves_nothing(sshd: Sshd, feed: Path) -> None:
    source = SftpSource(sshd.login(), feed.name, timedelta(seconds=5))
    path = feed / "a.edi"
    path.write_bytes(b"1")
    os.utime(path, (0, 0))
    assert source.arrivals(NOW) == []
    path.write_bytes(b"12")
    os.utime(path, (0, 0))

    assert source.arrivals(NOW + timedelta(seconds=6)) == []
    assert [arrival.size for arrival in source.arrivals(NOW + timedelta(seconds=11))] == [2]
    source.close()


def test_a_name_of_any_bytes_holds_up_no_other(source: SftpSource, feed: Path) -> None:
    raw = os.fsdecode(b"caf\xe9.edi")
    (feed / raw).write_bytes(b"1")
    (feed / "plain.edi").write_bytes(b"2")

    arrivals = source.arrivals(NOW)
    for arrival in arrivals:
        source.accept(arrival)

    assert all(arrival.name.encode() for arrival in arrivals)
    assert {path.name for path in (feed / "done").iterdir()} == {raw, "plain.edi"}


def test_a_look_lists_the_oldest_up_to_a_limit(source: SftpSource, feed: Path) -> None:
    for number in range(MOST_ARRIVALS + 1):
        path = feed / f"{number}.edi"
        path.touch()
        os.utime(path, (10_000 - number, 10_000 - number))

    found = source.arrivals(NOW)

    assert len(found) == MOST_ARRIVALS
    assert "0.edi" not in {arrival.name for arrival in found}


@pytest.mark.parametrize("size", [0, 1, 32 * 1024, 32 * 1024 + 1, 3 * 1024 * 1024])
def test_a_file_of_any_size_comes_byte_by_byte_as_it_is(source: SftpSource, feed: Path, size: int) -> None:
    data = os.urandom(size)
    (feed / "a.bin").write_bytes(data)
    (arrival,) = source.arrivals(NOW)

    assert source.fetch(arrival, size) == data
    assert source.fetch(arrival, size // 2) == data[: size // 2 + 1]


def test_a_server_that_gives_less_than_asked_for_is_asked_for_the_rest(
    source: SftpSource, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.sources.sftp_client._PIECE", 1_000_000)
    data = os.urandom(2_500_000)
    (feed / "a.bin").write_bytes(data)

    (arrival,) = source.arrivals(NOW)

    assert source.fetch(arrival, len(data)) == data


def test_of_a_huge_file_no_more_than_the_limit_is_read(sshd: Sshd, feed: Path) -> None:
    with (feed / "huge.edi").open("wb") as file:
        file.truncate(10**12)
    with Wire(sshd.port) as wire:
        source = SftpSource(sshd.login(sshd.fingerprint, wire.port), feed.name, AT_ONCE)
        (arrival,) = source.arrivals(NOW)

        assert len(source.fetch(arrival, 100_000)) == 100_001
        assert wire.passed < 200_000
        source.close()


def test_a_server_without_posix_rename_moves_without_replacing(tmp_path: Path) -> None:
    with Sshd(tmp_path / "home", tmp_path / "login", "-P posix-rename") as sshd:
        source = SftpSource(sshd.login(), "", AT_ONCE)
        for data in (b"one", b"two"):
            (sshd.folder / "a.edi").write_bytes(data)
            source.accept(*source.arrivals(NOW))
        source.close()

    done = {path.name: path.read_bytes() for path in (tmp_path / "login" / "done").iterdir()}
    assert done == {"a.edi": b"one", "a-2.edi": b"two"}


def test_what_a_read_only_server_does_not_let_go_is_read_once_until_it_changes(tmp_path: Path) -> None:
    with Sshd(tmp_path / "home", tmp_path / "login", "-R") as sshd:
        path = sshd.folder / "a.edi"
        path.write_bytes(b"one")
        source = SftpSource(sshd.login(), "", AT_ONCE)
        (arrival,) = source.arrivals(NOW)
        source.accept(arrival)
        assert source.arrivals(NOW) == []

        path.write_bytes(b"more than one")
        assert [arrival.size for arrival in source.arrivals(NOW)] == [13]
        source.close()


@pytest.mark.parametrize("known", ["line", "second key", "hashed", "fingerprint", "both"])
def test_the_server_is_known_by_its_line_or_by_its_fingerprint(sshd: Sshd, feed: Path, known: str) -> None:
    name = f"[127.0.0.1]:{sshd.port}"
    written = {
        "line": f"# ours\n{name},other.example {sshd.host_key} a comment",
        "second key": f"{name} {sshd.second_key}",
        "hashed": f"{HostKeys.hash_host(name)} {sshd.host_key}",
        "fingerprint": sshd.fingerprint,
        "both": f"{name} {ANOTHER_KEY}\n{name} {sshd.host_key}",
    }[known]
    (feed / "a.edi").write_bytes(b"1")
    source = SftpSource(sshd.login(written), feed.name, AT_ONCE)

    assert len(source.arrivals(NOW)) == 1
    source.close()


@pytest.mark.parametrize(
    "known", [f"[127.0.0.1]:{{port}} {ANOTHER_KEY}", "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]
)
def test_a_server_with_another_host_key_is_refused(sshd: Sshd, known: str) -> None:
    source = SftpSource(sshd.login(known.replace("{port}", str(sshd.port))))

    with pytest.raises(
        SourceUnreachableError, match=f"host key ssh-ed25519 {re.escape(sshd.fingerprint)}.*not the configured"
    ):
        source.arrivals(NOW)


@pytest.mark.parametrize(
    "known",
    [
        "",
        "# nothing",
        f"elsewhere.example {ANOTHER_KEY}",
        "@revoked * ssh-rsa AAAA",
        "host ssh-ed25519 AAAA",
        "rubbish",
    ],
)
def test_no_server_is_trusted_at_first_sight(known: str) -> None:
    with pytest.raises(SourceUnusableError, match=r"host|known"):
        SftpSource(SftpLogin("127.0.0.1", "carrier", known, password="pass"))


def test_a_login_needs_a_password_or_a_key() -> None:
    with pytest.raises(SourceUnusableError, match="password or key file"):
        SftpSource(SftpLogin("127.0.0.1", "carrier", "SHA256:x"))


def test_a_wrong_password_is_refused_and_not_told(sshd: Sshd) -> None:
    login = replace(sshd.login(), key_file="", password="wrong-horse")

    with pytest.raises(SourceUnreachableError, match="was refused") as refused:
        SftpSource(login).arrivals(NOW)

    assert "wrong-horse" not in f"{refused.value} {login!r}"


def test_the_right_password_is_let_in() -> None:
    with PasswordServer("right-horse") as server:
        login = SftpLogin("127.0.0.1", "carrier", server.fingerprint, server.port, password="right-horse")
        source = SftpSource(login)

        assert source.arrivals(NOW) == []
        source.close()


def test_a_server_that_never_answers_the_request_for_sftp_is_given_up() -> None:
    with PasswordServer("right-horse", mute=True) as server:
        login = SftpLogin("127.0.0.1", "carrier", server.fingerprint, server.port, password="right-horse")

        with pytest.raises(SourceUnreachableError):
            SftpSource(login, timeout=0.3, longest=1).arrivals(NOW)


def test_a_key_file_that_is_missing_is_named_as_the_cause(sshd: Sshd) -> None:
    with pytest.raises(SourceUnreachableError, match="key file cannot be read"):
        SftpSource(replace(sshd.login(), key_file="/nowhere/key")).arrivals(NOW)


def test_a_missing_folder_is_named_as_the_cause(sshd: Sshd) -> None:
    source = SftpSource(sshd.login(), "nowhere")

    with pytest.raises(SourceUnreachableError, match="folder is not there"):
        source.arrivals(NOW)
    source.close()


def test_nobody_listening_is_unreachable(sshd: Sshd) -> None:
    with Wire(sshd.port) as wire:
        port = wire.port

    with pytest.raises(SourceUnreachableError, match="nobody answers"):
        SftpSource(sshd.login(sshd.fingerprint, port)).arrivals(NOW)


def test_a_server_that_accepts_and_says_nothing_is_given_up(sshd: Sshd) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        source = SftpSource(sshd.login(sshd.fingerprint, silent.getsockname()[1]), timeout=0.3)
        begun = time.monotonic()

        with pytest.raises(SourceUnreachableError):
            source.arrivals(NOW)

        assert time.monotonic() - begun < 10


@pytest.mark.parametrize("fate", ["cut", "silence"])
@pytest.mark.parametrize("whole", [100, 2200, 3000, 3200])
def test_a_connection_that_fails_at_any_stage_is_given_up_and_made_anew(
    sshd: Sshd, feed: Path, fate: str, whole: int
) -> None:
    (feed / "a.edi").write_bytes(b"1")
    with Wire(sshd.port, whole, fate) as wire:
        source = SftpSource(sshd.login(sshd.fingerprint, wire.port), feed.name, AT_ONCE, timeout=0.3, longest=1)
        begun = time.monotonic()
        with pytest.raises(SourceUnreachableError):
            source.arrivals(NOW)
        assert time.monotonic() - begun < 10

        wire.whole = 1 << 60
        _wait(source, 20, 20)
        assert len(source.arrivals(NOW)) == 1
        assert wire.connections == 2
        source.close()


@pytest.mark.parametrize("fate", ["cut", "silence", "drip"])
def test_a_transfer_that_breaks_off_gives_nothing_and_the_next_look_the_whole(
    sshd: Sshd, feed: Path, fate: str
) -> None:
    data = os.urandom(2_000_000)
    (feed / "a.edi").write_bytes(data)
    (feed / "b.edi").write_bytes(data)
    with Wire(sshd.port, 1_000_000, fate, drop=16_000) as wire:
        source = SftpSource(sshd.login(sshd.fingerprint, wire.port), feed.name, AT_ONCE)
        first, second = source.arrivals(NOW)
        _wait(source, 0.3, 1)
        with pytest.raises(SourceUnreachableError):
            source.fetch(first, len(data))
        with pytest.raises(SourceUnreachableError, match="lost during this look"):
            source.fetch(second, len(data))
        assert wire.connections == 1
        wire.whole = 1 << 60
        _wait(source, 20, 20)
        assert source.fetch(source.arrivals(NOW)[0], len(data)) == data
        source.close()


def test_looks_share_one_connection(sshd: Sshd, feed: Path) -> None:
    with Wire(sshd.port) as wire:
        source = SftpSource(sshd.login(sshd.fingerprint, wire.port), feed.name)
        for _ in range(3):
            assert source.arrivals(NOW) == []
        source.close()

    assert wire.connections == 1


def _wait(source: SftpSource, timeout: float, longest: float) -> None:
    """Give up soon where that is the point, and late elsewhere, however busy the machine is."""
    connection = source._connection
    connection._timeout, connection._longest = timeout, longest
    if connection._sftp is not None:
        channel = connection._sftp.get_channel()
        assert channel is not None
        channel.settimeout(timeout)
