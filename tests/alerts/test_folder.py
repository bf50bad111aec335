import errno
import os
import stat
from pathlib import Path

import pytest

from alerts.channels.folder import FolderChannel
from alerts.channels.port import PermanentFailure, TransientFailure
from alerts.formats.text import to_text
from tests.alerts.examples import NOON, message


def test_the_file_holds_the_text_form_under_the_alert_s_id(tmp_path: Path) -> None:
    receipt = FolderChannel(tmp_path).send(message("01ALERT"), "texas", NOON)
    file = tmp_path / receipt.reference
    assert file == tmp_path / "texas" / "01ALERT.txt"
    assert file.read_text() == to_text(message("01ALERT"))
    assert not file.stat().st_mode & stat.S_IRWXO


def test_nothing_else_is_left_in_the_folder(tmp_path: Path) -> None:
    for _ in range(2):
        FolderChannel(tmp_path).send(message("01ALERT"), "texas", NOON)
    assert [path.name for path in (tmp_path / "texas").iterdir()] == ["01ALERT.txt"]


def test_a_file_with_other_content_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "texas" / "01ALERT.txt"
    file.parent.mkdir()
    file.write_text("something else")
    with pytest.raises(PermanentFailure, match="something else"):
        FolderChannel(tmp_path).send(message("01ALERT"), "texas", NOON)
    assert file.read_text() == "something else"


@pytest.mark.parametrize("address", ["", ".", "..", "../texas", "/etc", "a/b", "a\\b", ".hidden", "x\n"])
def test_an_address_cannot_lead_out_of_the_root(tmp_path: Path, address: str) -> None:
    with pytest.raises(PermanentFailure, match="plain folder name"):
        FolderChannel(tmp_path / "out").send(message("01ALERT"), address, NOON)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_file_and_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(TransientFailure, match="No space left on device"):
            FolderChannel(tmp_path).send(message("01ALERT"), "texas", NOON)
    assert list((tmp_path / "texas").iterdir()) == []
    FolderChannel(tmp_path).send(message("01ALERT"), "texas", NOON)
    assert [path.name for path in (tmp_path / "texas").iterdir()] == ["01ALERT.txt"]
