import socket
import ssl
from collections.abc import Iterator
from email import message_from_string
from threading import Thread

import pytest

from alerts.channels.port import PermanentFailure, TransientFailure
from alerts.channels.smtp import SmtpChannel
from tests.alerts.examples import NOON, message
from tests.alerts.servers import MailServer, client_tls, server_tls

DESK = "desk@agency.example"


def channel(port: int, *, require_starttls: bool = True, username: str = "") -> SmtpChannel:
    return SmtpChannel(
        host="localhost",
        port=port,
        sender="alerts@rsoits.example",
        console="https://console.example",
        require_starttls=require_starttls,
        username=username,
        password="invented",
        timeout=5,
        tls=client_tls(),
    )


@pytest.fixture
def plain_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def test_a_mail_goes_encrypted_where_the_server_can() -> None:
    with MailServer(tls=server_tls()) as server:
        for require in (True, False):
            receipt = channel(server.port, require_starttls=require).send(message("01ALERT"), DESK, NOON)
            assert receipt.reference == "<01ALERT@rsoits.example>"
    assert server.encrypted == [True, True]
    assert message_from_string(server.mails[0])["To"] == DESK


def test_a_mail_goes_plain_only_where_the_setting_says_so(plain_server: MailServer) -> None:
    with pytest.raises(TransientFailure, match="SMTPNotSupportedError"):
        channel(plain_server.port).send(message("01ALERT"), DESK, NOON)
    assert plain_server.mails == []
    channel(plain_server.port, require_starttls=False).send(message("01ALERT"), DESK, NOON)
    assert plain_server.encrypted == [False]


def test_a_server_that_cannot_prove_its_name_gets_nothing() -> None:
    with MailServer(tls=server_tls()) as server:
        distrusting = SmtpChannel(
            host="localhost",
            port=server.port,
            sender="alerts@rsoits.example",
            console="https://console.example",
            tls=ssl.create_default_context(),
        )
        with pytest.raises(TransientFailure, match="SSLCertVerificationError"):
            distrusting.send(message("01ALERT"), DESK, NOON)
    assert server.mails == []


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("421 closing", TransientFailure),
        ("451 greylisted", TransientFailure),
        ("550 no such mailbox", PermanentFailure),
        ("552 too large", PermanentFailure),
    ],
)
def test_the_first_digit_of_a_refusal_says_whether_to_try_again(
    plain_server: MailServer, step: str, answer: str, failure: type[Exception]
) -> None:
    plain_server.answers[step] = answer
    with pytest.raises(failure, match=answer[:3]):
        channel(plain_server.port, require_starttls=False).send(message("01ALERT"), DESK, NOON)


def test_a_wrong_password_is_for_the_operator_to_cure_and_tried_again(plain_server: MailServer) -> None:
    with pytest.raises(TransientFailure):
        channel(plain_server.port, require_starttls=False, username="rsoits").send(message("01ALERT"), DESK, NOON)


@pytest.mark.parametrize(
    "address",
    ["", "desk", "desk@a.example\r\nBcc: x@y.example", "<desk@a.example>", "a@b.example, c@d.example", "ü@x.y"],
)
def test_what_is_not_one_mailbox_is_refused_before_anything_is_sent(plain_server: MailServer, address: str) -> None:
    with pytest.raises(PermanentFailure, match="not a mailbox"):
        channel(plain_server.port, require_starttls=False).send(message("01ALERT"), address, NOON)
    assert plain_server.mails == []


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=_take_mail_and_hang_up, args=(listening,))
        thread.start()
        receipt = channel(listening.getsockname()[1], require_starttls=False).send(message("01ALERT"), DESK, NOON)
        thread.join()
    assert receipt.reference == "<01ALERT@rsoits.example>"


def _take_mail_and_hang_up(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 ready\r\n")
        for answer in (b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
            lines.readline()
            connection.sendall(answer)
        while lines.readline() != b".\r\n":
            pass
        connection.sendall(b"250 taken\r\n")


def test_nobody_listening_is_tried_again() -> None:
    with pytest.raises(TransientFailure, match="ConnectionRefusedError"):
        channel(9, require_starttls=False).send(message("01ALERT"), DESK, NOON)


def test_the_password_is_not_in_the_channel_s_description() -> None:
    assert "invented" not in repr(channel(9))
