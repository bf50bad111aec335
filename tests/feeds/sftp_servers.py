"""A real sshd on this machine, and a wire in front of it that can be cut, silenced or slowed."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

import paramiko
from paramiko.common import AUTH_FAILED, AUTH_SUCCESSFUL, OPEN_SUCCEEDED

from feeds.sources.sftp_connection import SftpLogin
from tests.conftest import skip_or_fail

if TYPE_CHECKING:
    from types import TracebackType

_CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {home}/host_key
HostKey {home}/second_key
AuthorizedKeysFile {home}/user_key.pub
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication yes
MaxStartups 100
Subsystem sftp internal-sftp -d {folder} {options}
"""


class Sshd:
    """An SSH server of our own: its keys and settings in `home`, logins begin in `folder`, on a free port.

    `options` are those of sftp-server(8): `-R` refuses every change, `-P posix-rename` does without that request.
    """

    def __init__(self, home: Path, folder: Path, options: str = "") -> None:
        program = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", ""))
        if program is None:
            skip_or_fail("sshd", "no sshd on this machine (Debian package openssh-server)")
        self.folder = folder
        self.port = free_port()
        self.key_file = home / "user_key"
        self._log = home / "log"
        home.mkdir()
        folder.mkdir(parents=True, exist_ok=True)
        for key, kind in (("host_key", "ed25519"), ("second_key", "ecdsa"), ("user_key", "ed25519")):
            _run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(home / key))
        self.host_key, self.second_key = (
            " ".join((home / f"{key}.pub").read_text().split()[:2]) for key in ("host_key", "second_key")
        )
        self.fingerprint = _run("ssh-keygen", "-l", "-f", str(home / "host_key.pub")).split()[1]
        config = home / "sshd_config"
        config.write_text(_CONFIG.format(port=self.port, home=home, folder=folder, options=options))
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen([str(program), "-D", "-e", "-f", str(config)], stderr=log)  # noqa: S603  our own command

    def login(self, known_host: str = "", port: int = 0) -> SftpLogin:
        """Return how to sign in, by default straight to the server with its known_hosts line."""
        known = known_host or f"[127.0.0.1]:{self.port} {self.host_key}"
        user = pwd.getpwuid(os.geteuid()).pw_name
        return SftpLogin("127.0.0.1", user, known, port or self.port, key_file=str(self.key_file))

    def __enter__(self) -> Self:
        for _ in range(500):
            if b"listening on" in self._log.read_bytes():
                return self
            if self._process.poll() is not None:
                break
            time.sleep(0.01)
        raise AssertionError(self._log.read_text())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()


@dataclass
class Wire:
    """Passes connections on to a port; after `whole` bytes from the server comes the `fate`: cut, silence or drip.

    A drip is `drop` bytes twenty times a second. All may be changed; they hold for each connection from its beginning.
    """

    to: int
    whole: int = 1 << 60
    fate: str = "cut"
    drop: int = 1

    def __post_init__(self) -> None:
        self.connections = 0
        self.passed = 0
        self._sockets: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._threads = [Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self._server.close()
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for each in self._sockets:
            each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._server.accept()
                self.connections += 1
                server = socket.create_connection(("127.0.0.1", self.to))
                self._sockets += [client, server]
                pair = [
                    Thread(target=self._upward, args=(client, server)),
                    Thread(target=self._down, args=(server, client)),
                ]
                self._threads += pair
                for thread in pair:
                    thread.start()

    def _upward(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                server.sendall(data)
            server.shutdown(socket.SHUT_RDWR)

    def _down(self, server: socket.socket, client: socket.socket) -> None:
        passed = 0
        with suppress(OSError):
            while data := server.recv(65536):
                fine = data[: max(0, self.whole - passed)]
                client.sendall(fine)
                passed += len(fine)
                self.passed += len(fine)
                if len(fine) < len(data) and self.fate == "cut":
                    break
                if len(fine) < len(data) and self.fate == "drip":
                    for start in range(len(fine), len(data), self.drop):
                        client.sendall(data[start : start + self.drop])
                        time.sleep(0.05)
            client.shutdown(socket.SHUT_RDWR)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  our own commands


class PasswordServer(paramiko.ServerInterface):
    """A server that takes one password and has an empty folder; a `mute` one never answers the request for SFTP."""

    def __init__(self, password: str, *, mute: bool = False) -> None:
        self._password = password
        self._mute = mute
        self._over = Event()
        self._key = paramiko.ECDSAKey.generate()
        self.fingerprint = self._key.fingerprint
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = Thread(target=self._serve)

    def check_auth_password(self, username: str, password: str) -> int:
        """Take the one password."""
        del username
        return AUTH_SUCCESSFUL if password == self._password else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        """Take every session."""
        del kind, chanid
        return OPEN_SUCCEEDED

    def check_channel_subsystem_request(self, channel: paramiko.Channel, name: str) -> bool:
        """Start SFTP, or say nothing until all is over."""
        if self._mute:
            self._over.wait(10)
        return super().check_channel_subsystem_request(channel, name)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._server.close()

    def _serve(self) -> None:
        connection, _ = self._server.accept()
        transport = paramiko.Transport(connection)
        transport.add_server_key(self._key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _EmptyFolder)
        transport.start_server(server=self)
        self._over.wait(10)
        transport.close()
        transport.join()


class _EmptyFolder(paramiko.SFTPServerInterface):
    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes]:
        del path
        return []
