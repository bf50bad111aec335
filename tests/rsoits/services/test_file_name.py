from __future__ import annotations

import pytest

from rsoits.services.file_name import LONGEST, UNNAMED, harmless


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("QZ514 März.edi", "QZ514 März.edi"),
        ("../../etc/passwd", "passwd"),
        ("C:\\lists\\today.csv", "today.csv"),
        ("folder/", "folder"),
        ("fdp.\u202enosj.exe", "fdp.nosj.exe"),
        ("a\x07b\nc\x1b[31m", "ab c[31m"),
        ("half a \ud83d pair", "half a pair"),
        ("", UNNAMED),
        ("..", UNNAMED),
        ("/", UNNAMED),
        ("\u200b", UNNAMED),
    ],
)
def test_a_name_keeps_what_can_be_seen_of_its_last_part(given: str, kept: str) -> None:
    assert harmless(given) == kept


def test_a_long_name_is_cut() -> None:
    assert harmless("n" * 5_000) == "n" * LONGEST
    assert harmless("/n" * 50_000) == "n"
