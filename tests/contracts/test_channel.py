# ruff: noqa: D102  a test's name says what it asserts
"""What every channel promises, run on each: over real sockets, a real mail server and a real folder."""

from __future__ import annotations

import base64
import ipaddress
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

import pytest

from alerts.channels.folder import FolderChannel
from alerts.channels.inbox import InboxChannel
from alerts.channels.port import PermanentFailure, TransientFailure
from alerts.channels.recording import RecordingChannel
from alerts.channels.smtp import SmtpChannel
from alerts.channels.webhook import WebhookChannel
from tests.alerts.examples import NOON, message
from tests.alerts.servers import MailServer, WebServer, client_tls, server_tls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from alerts.channels.port import Channel

SECRET = "whsec_" + base64.b64encode(b"k" * 24).decode()
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
CONSOLE = "https://console.example"
IDENTIFYING = ("quillfeather", "barnaby", "wrenfield", "590217733", "998877ab3", "1961", "larkspur", "0044871", "lhr")


class Bench(Protocol):
    """A channel under test and an address that works."""

    channel: Channel
    address: str

    def refuse(self) -> str:
        """Make the other end refuse for good, and return the address at which it does."""
        ...


class Fallible(Bench, Protocol):
    """A channel whose other end can be out of order, and can be looked at."""

    def fail(self) -> None:
        """Make the other end unable to take anything for now."""
        ...

    def recover(self) -> None:
        """Put it in order again."""
        ...

    def arrived(self) -> list[str]:
        """Return what the other end holds, as text."""
        ...


class ChannelContract:
    """What holds for all."""

    def test_a_delivery_is_proved_by_a_receipt(self, bench: Bench) -> None:
        receipt = bench.channel.send(message("01ALERT"), bench.address, NOON)
        assert receipt.at == NOON
        assert receipt.reference

    def test_the_same_message_can_be_sent_twice(self, bench: Bench) -> None:
        first, second = (bench.channel.send(message("01ALERT"), bench.address, NOON) for _ in range(2))
        assert first.reference == second.reference

    def test_a_refusal_for_good_is_a_permanent_failure_and_names_nobody(self, bench: Bench) -> None:
        address = bench.refuse()
        with pytest.raises(PermanentFailure) as failure:
            bench.channel.send(message("01ALERT"), address, NOON)
        assert not identifying(str(failure.value))


class FallibleContract(ChannelContract):
    """What holds for channels with another end."""

    def test_every_copy_of_a_message_bears_the_same_id(self, bench: Fallible) -> None:
        for _ in range(2):
            bench.channel.send(message("01ALERT"), bench.address, NOON)
        arrived = bench.arrived()
        assert arrived
        assert all("01ALERT" in text for text in arrived)

    def test_a_passing_fault_is_transient_and_the_next_try_succeeds(self, bench: Fallible) -> None:
        bench.fail()
        with pytest.raises(TransientFailure) as failure:
            bench.channel.send(message("01ALERT"), bench.address, NOON)
        assert not identifying(str(failure.value))
        assert bench.arrived() == []
        bench.recover()
        bench.channel.send(message("01ALERT"), bench.address, NOON)
        assert len(bench.arrived()) == 1


class ThinContract(FallibleContract):
    """What holds for channels that leave the house unprotected."""

    def test_what_arrives_says_where_to_read_and_identifies_nobody(self, bench: Fallible) -> None:
        bench.channel.send(message("01ALERT"), bench.address, NOON)
        (text,) = bench.arrived()
        assert f"{CONSOLE}/alerts/01ALERT" in text
        assert not identifying(text)


def identifying(text: str) -> list[str]:
    squeezed = re.sub(r"[\W_]", "", text).lower()
    return [word for word in IDENTIFYING if word in squeezed]


class MemoryBench:
    """The twin."""

    address = "somewhere"

    def __init__(self) -> None:
        self.channel = RecordingChannel()

    def refuse(self) -> str:
        self.channel.failures.append(PermanentFailure())
        return self.address

    def fail(self) -> None:
        self.channel.failures.append(TransientFailure())

    def recover(self) -> None:
        """Need nothing: the one failure is used up."""

    def arrived(self) -> list[str]:
        return [sent.id for sent, _, _ in self.channel.sent]


class InboxBench:
    """The console's own page, which has no other end."""

    address = "TXRSO0001"

    def __init__(self) -> None:
        self.channel = InboxChannel()

    def refuse(self) -> str:
        return "CARSO0001"


class FolderBench:
    """A folder; a file in its place puts it out of order."""

    address = "texas"

    def __init__(self, folder: Path) -> None:
        self._root = folder / "out"
        self.channel = FolderChannel(self._root)

    def refuse(self) -> str:
        return "../elsewhere"

    def fail(self) -> None:
        self._root.touch()

    def recover(self) -> None:
        self._root.unlink()

    def arrived(self) -> list[str]:
        return [path.read_text() for path in self._root.glob("*/*")]


class SmtpBench:
    """A mail server that offers encryption."""

    address = "desk@agency.example"

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self.channel = SmtpChannel(
            host="localhost", port=server.port, sender="alerts@rsoits.example", console=CONSOLE, tls=client_tls()
        )

    def refuse(self) -> str:
        self._server.answers["RCPT"] = "550 no such mailbox: Quillfeather"
        return self.address

    def fail(self) -> None:
        self._server.answers["DATA"] = "451 greylisted, Quillfeather"

    def recover(self) -> None:
        self._server.answers.clear()

    def arrived(self) -> list[str]:
        return self._server.mails


class WebhookBench:
    """An agency's own system on this machine, which the settings allow."""

    def __init__(self, server: WebServer) -> None:
        self._server = server
        self.address = f"http://127.0.0.1:{server.port}/hook"
        self.channel = WebhookChannel(
            console=CONSOLE, secrets_for=lambda _: [SECRET], allow_http=True, allowed=[LOOPBACK]
        )

    def refuse(self) -> str:
        self._server.status = 410
        return self.address

    def fail(self) -> None:
        self._server.status, self._server.body = 503, b"no place for Quillfeather"

    def recover(self) -> None:
        self._server.status = 200
        self._server.requests.clear()

    def arrived(self) -> list[str]:
        return [str(request) for request in self._server.requests if self._server.status == HTTPStatus.OK]


class TestRecordingChannel(FallibleContract):
    """The contract on the twin."""

    @pytest.fixture
    def bench(self) -> MemoryBench:
        return MemoryBench()


class TestInboxChannel(ChannelContract):
    """The contract on the console's inbox."""

    @pytest.fixture
    def bench(self) -> InboxBench:
        return InboxBench()


class TestFolderChannel(FallibleContract):
    """The contract on a folder."""

    @pytest.fixture
    def bench(self, tmp_path: Path) -> FolderBench:
        return FolderBench(tmp_path)


class TestSmtpChannel(ThinContract):
    """The contract over SMTP with STARTTLS."""

    @pytest.fixture
    def bench(self) -> Iterator[SmtpBench]:
        with MailServer(tls=server_tls()) as server:
            yield SmtpBench(server)


class TestWebhookChannel(ThinContract):
    """The contract over HTTP."""

    @pytest.fixture
    def bench(self) -> Iterator[WebhookBench]:
        with WebServer() as server:
            bench = WebhookBench(server)
            yield bench
            bench.channel.close()
