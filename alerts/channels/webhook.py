"""A signed request to the recipient's own system: the thin CloudEvents form, Standard Webhooks headers."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

import httpx2

from alerts.channels.destination import check, resolve
from alerts.channels.port import PermanentFailure, Receipt, TransientFailure
from alerts.formats.cloudevents import CONTENT_TYPE, to_cloudevent
from alerts.signing import UnusableSecretError, signature_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from alerts.channels.destination import Network, Resolve
    from alerts.message import Message

_MOST_BODY = 500


class WebhookChannel:
    """Posts to the recipient's URL, which is the address.

    `secrets_for(address)` returns the signing secrets, newest first. `allow_http` and `allowed` (networks) open what
    is closed by default: unencrypted requests and machines in private networks. Redirects are not followed, proxies
    of the environment are not used. `timeout` in seconds a step. Close it, or use it as a context manager.
    """

    def __init__(
        self,
        *,
        console: str,
        secrets_for: Callable[[str], Sequence[str]],
        allow_http: bool = False,
        allowed: Sequence[Network] = (),
        timeout: float = 15.0,
        resolve: Resolve = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._console = console
        self._secrets_for = secrets_for
        self._allow_http = allow_http
        self._allowed = allowed
        self._resolve = resolve
        # A kept connection is found again by number alone, and one number may serve many names: keep none.
        self._client = httpx2.Client(
            verify=tls or ssl.create_default_context(),
            timeout=timeout,
            follow_redirects=False,
            trust_env=False,
            limits=httpx2.Limits(max_keepalive_connections=0),
            headers={"user-agent": "rsoits-webhook/1"},
        )

    def send(self, message: Message, address: str, now: datetime) -> Receipt:
        """Post the event. A 2xx is a receipt, 410 permanent; all else is tried again, after `Retry-After` if given.

        Raises as the port says; what is said of a failure names the host only, for the rest of a URL may be secret.
        """
        target = check(address, allow_http=self._allow_http, allowed=self._allowed, resolve=self._resolve)
        body = to_cloudevent(message, console=self._console)
        try:
            signature = signature_headers(message.id, now, body, self._secrets_for(address))
        except UnusableSecretError as error:
            raise TransientFailure(f"The signing secret for {target.host} is unusable.") from error
        if not signature["webhook-signature"]:
            raise TransientFailure(f"No signing secret is set for {target.host}.")
        headers = {"host": target.authority, "content-type": CONTENT_TYPE, **signature}
        try:
            with self._client.stream(
                "POST", target.url, content=body, headers=headers, extensions={"sni_hostname": target.host}
            ) as response:
                return _receipt(response, target.host, now)
        except httpx2.HTTPError as error:
            raise TransientFailure(f"{target.host}: {type(error).__name__}.") from error

    def close(self) -> None:
        """Close the client's connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _receipt(response: httpx2.Response, host: str, now: datetime) -> Receipt:
    if response.is_success:
        return Receipt(now, f"{host} {response.status_code}", _beginning(response))
    if response.status_code == httpx2.codes.GONE:
        raise PermanentFailure(f"{host} answered 410: this address is closed.")
    retry_after = _retry_after(response.headers.get("retry-after", ""), now)
    raise TransientFailure(f"{host} answered {response.status_code}.", retry_after)


def _beginning(response: httpx2.Response) -> str:
    """Read one piece of the answer, for the rest could drip for hours; that it came at all is the receipt."""
    try:
        piece = next(response.iter_raw(), b"")
    except httpx2.HTTPError:
        return ""
    return piece[:_MOST_BODY].decode("utf-8", "replace")


def _retry_after(value: str, now: datetime) -> timedelta | None:
    """Read seconds or an HTTP date (RFC 9110, 10.2.3); anything else is as if nothing was said."""
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta(0))
