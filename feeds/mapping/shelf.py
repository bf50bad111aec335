"""Mapping files on disk: one by its path, those of a folder by their names."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NamedTuple

from feeds.findings import Finding, Severity
from feeds.mapping.faults import plain
from feeds.mapping.mapping import PREFIX
from feeds.mapping.mapping_file import MOST_BYTES, NAME, parse

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.mapping.mapping import Mapping


class UnusableMappingError(ValueError):
    """The mapping file cannot be used; `findings` say why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{finding.field}: {finding.reason}" for finding in findings))
        self.findings = findings


class Checked(NamedTuple):
    """A mapping file, and the mapping in it or what is wrong with it."""

    path: Path
    mapping: Mapping | None
    findings: tuple[Finding, ...]


def check(path: Path) -> Checked:
    """Read a mapping file; never raises on what is in it or on a file that cannot be read."""
    try:
        data = content(path, MOST_BYTES)
    except (OSError, ValueError) as error:
        reason = f"cannot be read ({getattr(error, 'strerror', None) or 'no such name'})"
        cure = "check that it exists, is a file and is readable"
        return Checked(path, None, (Finding("unread", Severity.FATAL, plain(path.name), reason=reason, cure=cure),))
    return Checked(path, *parse(path.name, data))


def content(path: Path, most: int) -> bytes:
    """Return a file's bytes, at most `most` and one more, which makes it too large; raises `OSError`."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "not a file, but a folder, a pipe or a device")
    with path.open("rb") as file:
        return file.read(most + 1)


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file; raises `UnusableMappingError`."""
    checked = check(path)
    if checked.mapping is None:
        raise UnusableMappingError(checked.findings)
    return checked.mapping


def files(folder: Path) -> list[Path]:
    """Return the mapping files of a folder; none when there is no folder."""
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))


def mappings(folder: Path) -> dict[str, Mapping]:
    """Return the usable mappings of a folder by name; `check` says why another is not."""
    found = (check(path).mapping for path in files(folder))
    return {mapping.name: mapping for mapping in found if mapping}


def resolved(written: str | Mapping | None, folder: Path) -> str | Mapping | None:
    """Return the mapping that `mapping:NAME` names in the folder; what names none that is usable stays as it is."""
    if not isinstance(written, str) or not written.startswith(PREFIX):
        return written
    name = written.removeprefix(PREFIX)
    found = check(folder / f"{name}.toml").mapping if NAME.fullmatch(name) else None
    return found or written
