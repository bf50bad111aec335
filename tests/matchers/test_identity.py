from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.identity import TravelDocument, UnreadableIdentityError

PLAIN = st.text(max_size=20).filter(lambda text: text == text.strip())
CODES = PLAIN.filter(lambda text: ":" not in text)


@settings(max_examples=200)
@given(number=PLAIN.filter(bool), kind=CODES, issuer=CODES)
def test_a_document_is_read_back_as_it_was_written(number: str, kind: str, issuer: str) -> None:
    written = TravelDocument(number, kind, issuer)
    assert TravelDocument.read(str(written)) == written


def test_a_number_may_hold_a_colon() -> None:
    assert TravelDocument.read("P:USA:Z5:612") == TravelDocument("Z5:612", "P", "USA")


@pytest.mark.parametrize("text", ["", "P:USA:", "P:USA: ", "P:1234"])
def test_a_document_without_a_number_is_refused(text: str) -> None:
    with pytest.raises(UnreadableIdentityError):
        TravelDocument.read(text)
