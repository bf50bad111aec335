"""The console's scene serves the API's tests too."""

from tests.rsoits.console.conftest import furnished, scene

__all__ = ["furnished", "scene"]
