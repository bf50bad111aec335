"""What is wrong with an installation's own declarations of feeds, for `rsoits feeds check`."""

from __future__ import annotations

import json as json_text

import typer

from feeds.findings import Finding, Severity
from feeds.sources.address import SourceKind, parse_address
from feeds.sources.source import SourceUnusableError
from rsoits.commands.outcome import STDERR
from rsoits.services.declared import declared, source_of
from rsoits.settings import Settings

_LOOKED_INTO = (SourceKind.SFTP, SourceKind.HTTPS, SourceKind.INDEX)


def check_declarations(settings: Settings, *, as_json: bool) -> bool:
    """Tell every fault of the installation's feeds, also of their secrets; returns whether there is none."""
    file = settings.own_feeds
    found = declared(settings)
    findings = [*found.findings]
    for feed in found.feeds:
        try:
            if parse_address(feed.source).kind in _LOOKED_INTO:
                source_of(settings, feed).close()
        except SourceUnusableError as error:
            findings.append(_unusable(feed.name, error))
    if as_json:
        if file.exists():
            told = {"file": str(file), "usable": not findings, "findings": [each.to_json() for each in findings]}
            typer.echo(json_text.dumps(told))
        return not findings
    for each in findings:
        value = f" “{each.value}”" if each.value else ""
        STDERR.print(f"{file}: {each.field}{value}: {each.reason}; {each.cure}.", markup=False)
    if file.exists() and not findings:
        typer.echo(f"{file}: right ({len(found.feeds)} feeds in all).")
    return not findings


def _unusable(name: str, error: SourceUnusableError) -> Finding:
    cure = "see docs/operations.md for addresses and RSOITS_SOURCE_SECRETS"
    return Finding("unusable-source", Severity.FATAL, "feeds.toml", "", f"{name}.source", str(error.args[0]), cure)
