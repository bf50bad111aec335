"""A folder another system picks files up from: one text file an alert, complete the moment it appears."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from alerts.channels.port import PermanentFailure, Receipt, TransientFailure
from alerts.formats.text import to_text

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from alerts.message import Message

_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


class FolderChannel:
    """Writes `<root>/<address>/<alert id>.txt`; the address is a plain folder name, made when it is missing.

    The file holds the full message, so only the receiving agency may be able to read its folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def send(self, message: Message, address: str, now: datetime) -> Receipt:
        """Write under a hidden name and rename; a file of that name with other content is never overwritten."""
        if not _ADDRESS.fullmatch(address):
            raise PermanentFailure("The address is not a plain folder name.")
        target = self._root / address / f"{message.id}.txt"
        content = to_text(message).encode("ascii")
        try:
            _place(target, content)
        except OSError as error:
            raise TransientFailure(f"{type(error).__name__}: {os.strerror(error.errno or 0)}.") from error
        return Receipt(now, f"{address}/{target.name}", f"{len(content)} bytes")


def _place(target: Path, content: bytes) -> None:
    if target.exists():
        if target.read_bytes() != content:
            raise PermanentFailure("A file of this name holds something else.")
        return
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    hidden = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        hidden.rename(target)
    finally:
        hidden.unlink(missing_ok=True)
