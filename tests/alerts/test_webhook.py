import base64
import ipaddress
import ssl
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from alerts.channels.port import PermanentFailure, TransientFailure
from alerts.channels.webhook import WebhookChannel, _retry_after
from tests.alerts.examples import NOON, message
from tests.alerts.servers import WebServer, client_tls, server_tls

NEW, OLD = ("whsec_" + base64.b64encode(letter * 24).decode() for letter in (b"n", b"o"))
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as running:
        yield running


def channel(
    secrets: Sequence[str] = (NEW, OLD), *, timeout: float = 5.0, tls: ssl.SSLContext | None = None
) -> WebhookChannel:
    return WebhookChannel(
        console="https://console.example",
        secrets_for=lambda _: secrets,
        allow_http=True,
        allowed=[LOOPBACK],
        timeout=timeout,
        resolve=lambda host, port: ["127.0.0.1"],  # noqa: ARG005  every name is this machine
        tls=tls,
    )


def test_the_request_verifies_with_the_public_library_under_both_secrets(server: WebServer) -> None:
    with channel() as sending:
        sending.send(message("01ALERT"), f"http://hooks.example.org:{server.port}/in?key=1", datetime.now(UTC))
    ((path, headers, body),) = server.requests
    assert path == "/in?key=1"
    assert headers["host"] == f"hooks.example.org:{server.port}"
    assert headers["content-type"] == "application/cloudevents+json"
    assert headers["webhook-id"] == "01ALERT"
    for secret in (NEW, OLD):
        assert Webhook(secret).verify(body, headers)["id"] == "01ALERT"


def test_a_certificate_must_be_for_the_name_though_the_number_was_called() -> None:
    with WebServer(tls=server_tls()) as server, channel(tls=client_tls()) as sending:
        sending.send(message("01ALERT"), f"https://hooks.example.org:{server.port}/", NOON)
        with pytest.raises(TransientFailure, match="ConnectError"):
            sending.send(message("01ALERT"), f"https://other.example.org:{server.port}/", NOON)
    assert len(server.requests) == 1


def test_a_redirect_is_not_followed(server: WebServer) -> None:
    server.status, server.headers = 302, {"Location": f"http://127.0.0.1:{server.port}/elsewhere"}
    with channel() as sending, pytest.raises(TransientFailure, match="302"):
        sending.send(message("01ALERT"), f"http://hooks.example.org:{server.port}/", NOON)
    assert [path for path, _, _ in server.requests] == ["/"]


def test_a_proxy_of_the_environment_is_not_used(server: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with channel() as sending:
        sending.send(message("01ALERT"), f"http://hooks.example.org:{server.port}/", NOON)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("value", "waits"),
    [
        ("120", timedelta(seconds=120)),
        (format_datetime(NOON + timedelta(minutes=3), usegmt=True), timedelta(minutes=3)),
        (format_datetime(NOON - timedelta(days=3), usegmt=True), timedelta(0)),
        ("soon", None),
    ],
)
def test_retry_after_is_honoured(server: WebServer, value: str, waits: timedelta | None) -> None:
    server.status, server.headers = 429, {"Retry-After": value}
    with channel() as sending, pytest.raises(TransientFailure, match="429") as failure:
        sending.send(message("01ALERT"), f"http://hooks.example.org:{server.port}/", NOON)
    assert failure.value.retry_after == waits


@given(st.text(max_size=40))
def test_no_retry_after_is_too_strange(value: str) -> None:
    waits = _retry_after(value, NOON)
    assert waits is None or waits >= timedelta(0)


def test_the_answer_is_kept_but_cut(server: WebServer) -> None:
    server.body = b"x" * 100_000
    with channel() as sending:
        receipt = sending.send(message("01ALERT"), f"http://hooks.example.org:{server.port}/", NOON)
    assert receipt.reference == "hooks.example.org 200"
    assert len(receipt.detail) == 200


def test_a_failure_names_the_host_and_nothing_else_of_the_address(server: WebServer) -> None:
    server.status = 500
    with channel() as sending, pytest.raises(TransientFailure) as failure:
        sending.send(message("01ALERT"), f"http://hooks.example.org:{server.port}/token-3f9a?key=s3cret", NOON)
    assert "hooks.example.org" in str(failure.value)
    assert "token" not in str(failure.value)
    assert "s3cret" not in str(failure.value)


def test_nobody_listening_is_tried_again(server: WebServer) -> None:
    with channel() as sending, pytest.raises(TransientFailure, match="ConnectError"):
        sending.send(message("01ALERT"), "http://hooks.example.org:9/", NOON)
    assert server.requests == []


@pytest.mark.parametrize("secrets", [(), ("whsec_short",)])
def test_nothing_leaves_unsigned(server: WebServer, secrets: Sequence[str]) -> None:
    with channel(secrets) as sending, pytest.raises(TransientFailure, match="secret"):
        sending.send(message("01ALERT"), f"http://hooks.example.org:{server.port}/", NOON)
    assert server.requests == []


def test_plain_http_and_this_machine_are_closed_by_default(server: WebServer) -> None:
    with WebhookChannel(console="https://console.example", secrets_for=lambda _: [NEW]) as sending:
        with pytest.raises(PermanentFailure, match="https"):
            sending.send(message("01ALERT"), f"http://127.0.0.1:{server.port}/", NOON)
        with pytest.raises(PermanentFailure, match="private"):
            sending.send(message("01ALERT"), f"https://127.0.0.1:{server.port}/", NOON)
    assert server.requests == []
