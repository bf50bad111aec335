from __future__ import annotations

import pytest

from matchers.fingerprint import fingerprint
from matchers.identity import Identity
from tests.matchers.people import person

SAID = {"born": "1971-03-09", "sex": "M", "nationality": "USA", "document": "P:USA:561204937"}
BASE = person("KESTREL, Marten", "KESTREL, Marty", **SAID)


def test_case_blanks_and_order_do_not_change_it() -> None:
    again = {**SAID, "sex": "m", "nationality": "usa", "document": "P:USA:5612 04937"}
    assert fingerprint(person("kestrel,  MARTY", "Kestrel, marten", **again)) == fingerprint(BASE)


@pytest.mark.parametrize(
    "changed",
    [
        person("KESTREL, Marten", **SAID),
        person("MARTEN, Kestrel", "KESTREL, Marty", **SAID),
        person("KESTREL, Marten", "KESTREL, Marty", **{**SAID, "born": "1971-03"}),
        person("KESTREL, Marten", "KESTREL, Marty", **{**SAID, "document": "P:USA:561204938"}),
    ],
)
def test_new_evidence_changes_it(changed: Identity) -> None:
    assert fingerprint(changed) != fingerprint(BASE)
