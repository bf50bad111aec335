from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from feeds.catalogue import catalogue
from feeds.sources.sftp import SftpSource
from feeds.sources.source import SourceUnusableError
from rsoits.errors import UnknownFeedError
from rsoits.services.declared import declared, feed_named, folder_of, schedule_of, source_of
from rsoits.settings import Settings

FERRY = '[[feed]]\nname = "ferry"\nsource = "sftp://rs@host.example/out"\nformat = "mapping:ferry"\n'


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, poll_seconds=7)


def test_without_a_file_of_its_own_an_installation_has_the_catalogue(settings: Settings) -> None:
    assert declared(settings) == (catalogue(), ())
    air = feed_named(settings, "air-manifests")
    assert folder_of(settings, air) == settings.feeds / "air-manifests"
    assert str(schedule_of(settings, air)) == "every 7 s"
    with pytest.raises(UnknownFeedError, match="rsoits feeds list"):
        feed_named(settings, "sea-monsters")


def test_a_feed_whose_mapping_is_missing_is_told_of_and_still_watched(settings: Settings) -> None:
    settings.own_feeds.write_text(FERRY)
    found = declared(settings)
    assert [(one.code, one.field) for one in found.findings] == [("no-mapping", "ferry.format")]
    assert found.feeds[-1].name == "ferry"


def test_a_file_that_cannot_be_read_leaves_the_catalogue(settings: Settings) -> None:
    settings.own_feeds.mkdir()
    found = declared(settings)
    assert found.feeds == catalogue()
    assert [one.code for one in found.findings] == ["unread"]


def test_a_source_is_opened_with_the_secrets_of_its_feed(settings: Settings) -> None:
    settings.own_feeds.write_text(FERRY)
    ferry = feed_named(settings, "ferry")
    with pytest.raises(SourceUnusableError):
        source_of(settings, ferry)
    host = "SHA256:" + "A" * 43
    settings.source_secrets = SecretStr(json.dumps({"ferry": {"password": "drizzle", "known_host": host}}))
    assert isinstance(source_of(settings, ferry), SftpSource)
    settings.source_secrets = SecretStr(json.dumps({"ferry": {"pasword": "drizzle"}}))
    with pytest.raises(SourceUnusableError, match="RSOITS_SOURCE_SECRETS") as refused:
        source_of(settings, ferry)
    assert "drizzle" not in str(refused.value)


@pytest.mark.parametrize("written", ["{", "[]", '{"ferry": "drizzle"}', '{"ferry": {"password": 5}}'])
def test_secrets_that_cannot_be_used_are_refused_without_being_repeated(written: str, tmp_path: Path) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(data=tmp_path, source_secrets=SecretStr(written))
    assert "drizzle" not in str(refused.value)
