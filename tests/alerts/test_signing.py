import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alerts.signing import UnusableSecretError, signature_headers

OLD = "whsec_" + base64.b64encode(b"o" * 24).decode()
NEW = "whsec_" + base64.b64encode(b"n" * 32).decode()
BODY = b'{"id":"01ALERT"}'


def test_the_public_library_verifies_what_we_sign() -> None:
    headers = signature_headers("01ALERT", datetime.now(UTC), BODY, [NEW])
    assert Webhook(NEW).verify(BODY, headers) == {"id": "01ALERT"}


def test_while_secrets_rotate_old_and_new_both_verify_and_no_other_does() -> None:
    headers = signature_headers("01ALERT", datetime.now(UTC), BODY, [NEW, OLD])
    Webhook(NEW).verify(BODY, headers)
    Webhook(OLD).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + base64.b64encode(b"x" * 24).decode()).verify(BODY, headers)


def test_a_changed_body_does_not_verify() -> None:
    headers = signature_headers("01ALERT", datetime.now(UTC), BODY, [NEW])
    with pytest.raises(WebhookVerificationError):
        Webhook(NEW).verify(BODY + b" ", headers)


def test_one_instant_signs_alike_in_every_time_zone() -> None:
    moment = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    elsewhere = moment.astimezone(timezone(timedelta(hours=-5)))
    assert signature_headers("1", moment, BODY, [NEW]) == signature_headers("1", elsewhere, BODY, [NEW])


@pytest.mark.parametrize(
    "secret",
    ["", "whsec_", "whsec_***", "whsec_" + base64.b64encode(b"short").decode(), base64.b64encode(b"n" * 24).decode()],
)
def test_a_weak_or_broken_secret_is_refused(secret: str) -> None:
    with pytest.raises(UnusableSecretError):
        signature_headers("01ALERT", datetime.now(UTC), BODY, [secret])
