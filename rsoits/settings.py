"""Everything an installation can set, read once from `RSOITS_*` environment variables."""

from __future__ import annotations

import ipaddress
import json
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from alerts.signing import signature_headers


class Settings(BaseSettings):
    """Times are in the unit the name says. `data` holds the SQLite database, the feed folders and the secret key."""

    model_config = SettingsConfigDict(env_prefix="RSOITS_", hide_input_in_errors=True)

    data: Path = Path("rsoits-data")
    database_url: str = ""
    secret: SecretStr = SecretStr("")
    public_address: str = "http://127.0.0.1:8000"
    sender_ori: str = "USRSOIT01"
    sender_name: str = "RSOITS watch desk"
    sender_phone: str = "+1 202 555 0100"
    secure_cookies: bool = False
    poll_seconds: Annotated[float, Field(ge=0.01)] = 5.0
    settle_seconds: float = 2.0
    lease_seconds: Annotated[float, Field(gt=0)] = 30.0
    source_secrets: SecretStr = SecretStr("{}")
    claim_minutes: int = 20
    idle_minutes: int = 30
    session_hours: int = 12
    cleared_days: int = 730
    largest_file_bytes: int = 64 * 1024 * 1024
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_sender: str = "rsoits@rsoits.example"
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = True
    webhook_secrets: Annotated[list[SecretStr], NoDecode] = []
    webhook_http: bool = False
    webhook_networks: Annotated[list[str], NoDecode] = []

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, written: str) -> str:
        """Take the addresses of the two databases there are; `postgres://` is what some hosts write."""
        if written.startswith("postgres://"):
            written = written.replace("postgres://", "postgresql://", 1)
        file = written.removeprefix("sqlite:///")
        usable = file not in ("", ":memory:") if file != written else _is_a_server(written)
        if written and not usable:
            raise ValueError("neither postgresql://… nor sqlite:///path")
        return written

    @field_validator("webhook_secrets", "webhook_networks", mode="before")
    @classmethod
    def _list(cls, written: object) -> object:
        """Read a JSON list here, so that one that is none is named like every other unusable setting."""
        return json.loads(written) if isinstance(written, str) else written

    @field_validator("webhook_secrets")
    @classmethod
    def _signing(cls, given: list[SecretStr]) -> list[SecretStr]:
        """Sign with them once; raises `UnusableSecretError`."""
        signature_headers("", datetime.fromtimestamp(0, UTC), b"", [secret.get_secret_value() for secret in given])
        return given

    @field_validator("webhook_networks")
    @classmethod
    def _networks(cls, given: list[str]) -> list[str]:
        """Read them as addresses with a mask."""
        for network in given:
            ipaddress.ip_network(network)
        return given

    @field_validator("source_secrets")
    @classmethod
    def _secrets(cls, given: SecretStr) -> SecretStr:
        """Take a JSON object of objects of texts; what is wrong with it is not repeated, it is secret."""
        try:
            found = json.loads(given.get_secret_value())
        except ValueError:
            found = None
        kept = found.values() if isinstance(found, dict) else [None]
        if not all(isinstance(one, dict) and all(isinstance(text, str) for text in one.values()) for one in kept):
            raise ValueError("not a JSON object of objects of texts")
        return given

    @property
    def database(self) -> str:
        """The SQLAlchemy address; an SQLite file under `data` unless one is set."""
        return self.database_url or f"sqlite:///{self.data.resolve() / 'rsoits.sqlite3'}"

    @property
    def feeds(self) -> Path:
        """The folder that holds one watched folder per feed."""
        return self.data / "feeds"

    @property
    def own_feeds(self) -> Path:
        """The file in which an installation adds and changes feeds."""
        return self.data / "feeds.toml"

    @property
    def mappings(self) -> Path:
        """The folder that holds an installation's mapping files."""
        return self.data / "mappings"

    @property
    def outgoing(self) -> Path:
        """The folder that the `folder` channel writes into."""
        return self.data / "outgoing"

    def secrets_of(self, feed: str) -> dict[str, str]:
        """Return what a feed's source is signed in to with, as `RSOITS_SOURCE_SECRETS` has it."""
        found: dict[str, str] = json.loads(self.source_secrets.get_secret_value()).get(feed, {})
        return found

    def key(self) -> bytes:
        """Return the secret that signs the audit trail; made on first use and kept under `data` unless one is set."""
        if given := self.secret.get_secret_value():
            return given.encode()
        file = self.data / "secret.key"
        if not file.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            mine = self.data / f"secret.{secrets.token_hex(4)}"
            mine.touch(mode=0o600)
            mine.write_text(secrets.token_hex(32))
            with suppress(FileExistsError):
                file.hardlink_to(mine)
            mine.unlink()
        return file.read_bytes()


def _is_a_server(address: str) -> bool:
    try:
        return make_url(address).drivername == "postgresql"
    except (ArgumentError, ValueError):
        return False
