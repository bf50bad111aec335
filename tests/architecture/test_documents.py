"""The documents say what the code does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alerts.outbox import TRANSITIONS
from rsoits.cli import COMMANDS, app
from rsoits.settings import Settings
from rsoits.store.matches import LEGAL as MATCH
from rsoits.store.notices import LEGAL as NOTICE
from rsoits.store.registrants import LINK_LEGAL as LINK
from rsoits.store.trips import LEGAL as TRIP

ROOT = Path(__file__).parents[2]


def drawn(section: str) -> set[tuple[str, str]]:
    text = (ROOT / "docs" / "states.md").read_text()
    body = text.split(f"## {section}\n")[1].split("\n## ")[0]
    return {(before, after) for before, after in re.findall(r"^    (\w+) --> (\w+)$", body, re.MULTILINE)}


@pytest.mark.parametrize(
    ("section", "legal"),
    [("Match", MATCH), ("Trip", TRIP), ("Notice", NOTICE), ("Link", LINK), ("Delivery", TRANSITIONS)],
)
def test_the_drawn_states_are_the_legal_ones(section: str, legal: Mapping[StrEnum, frozenset[StrEnum]]) -> None:
    coded = {
        (before.value.replace(" ", "_"), after.value.replace(" ", "_"))
        for before, afters in legal.items()
        for after in afters
    }
    assert drawn(section) == coded


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    missing = [name for name in Settings.model_fields if f"`RSOITS_{name.upper()}`" not in text]
    assert missing == []


def test_the_readme_shows_the_two_commands_and_its_pictures_exist() -> None:
    text = (ROOT / "README.md").read_text()
    assert "make demo" in text
    assert "make test" in text
    for picture in re.findall(r"!\[.*?\]\((.*?)\)", text):
        assert (ROOT / picture).exists(), picture


def test_every_command_has_an_example() -> None:
    groups = {"registry": ["load"], "feeds": ["check"], "alerts": ["list", "relay-now", "replay"], "audit": ["verify"],
              "user": ["add", "list", "release", "password", "token add", "token list", "token revoke"],
              "report": ["journey", "registry"],
              "db": ["upgrade", "backup", "restore"]}  # fmt: skip
    for command in COMMANDS:
        for words in [[command, part] for part in groups[command]] if command in groups else [[command]]:
            shown = CliRunner().invoke(app, [*" ".join(words).split(), "--help"], env={"COLUMNS": "200"})
            assert shown.exit_code == 0, words
            assert "Example: " in shown.output, words
            assert f"rsoits {' '.join(words)}" in shown.output.split("Example: ")[1], words


def test_no_file_names_a_download_host() -> None:
    hosts = re.compile("|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.org")))
    suspects = [ROOT / "requirements.lock", ROOT / "rsoits/console/static/package-lock.json", ROOT / "pyproject.toml"]
    assert [path.name for path in suspects if hosts.search(path.read_text())] == []
