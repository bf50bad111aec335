from __future__ import annotations

import gzip
import hashlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.catalogue import catalogue, feed
from feeds.findings import Severity
from feeds.reader import Format, read
from tests.feeds.messages import FILE, TODAY


def _zip(data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("manifest.edi", data)
    return packed.getvalue()


def test_a_reading_carries_the_hash_of_the_bytes() -> None:
    data = FILE.encode()

    assert read("a.edi", data, TODAY).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \r\n", "empty-file"),
        (gzip.compress(FILE.encode()), "packed-file"),
        (_zip(FILE.encode()), "packed-file"),
        (b"\x00\x01\x02\x03" * 50, "unknown-format"),
        (b"Dear all,\nplease find attached.\n", "unknown-format"),
        (b"a,b,c\n1,2,3\n", "unknown-format"),
        (b"<html><body>502 Bad Gateway</body></html>", "unknown-format"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_cures_it(data: bytes, code: str) -> None:
    reading = read("a", data, TODAY)

    assert not reading.readable
    (finding,) = reading.findings
    assert (finding.code, finding.severity) == (code, Severity.FATAL)
    assert finding.reason
    assert finding.cure


def test_a_file_over_the_limit_is_not_read() -> None:
    assert read("a", FILE.encode(), TODAY, most_bytes=100).findings[0].code == "too-large"


@pytest.mark.parametrize(
    "form", ["notice-json", "notice-csv", "registry-csv", "registry-json", "crossings", "telegram"]
)
def test_a_file_read_as_the_wrong_format_is_a_finding(form: str) -> None:
    reading = read("a", FILE.encode(), TODAY, form)

    assert not reading.readable
    assert reading.findings[0].severity is Severity.FATAL


def test_the_stated_format_is_used() -> None:
    assert read("a", FILE.encode(), TODAY, "paxlst").manifests == read("a", FILE.encode(), TODAY).manifests


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, *Format]))
def test_no_bytes_raise_whatever_they_are_taken_for(data: bytes, form: str | None) -> None:
    reading = read("a", data, TODAY, form)

    assert reading.readable or reading.findings or form in ("notice-json", "registry-json")


def test_the_catalogue_names_its_feeds() -> None:
    names = [one.name for one in catalogue()]

    assert set(names) >= {"air-manifests", "land-crossings", "travel-notices", "partner-notices", "registry-extracts"}
    assert feed("air-manifests").format is Format.PAXLST
    assert feed("travel-notices").format is None
    assert len({one.source for one in catalogue()}) == len(names)
