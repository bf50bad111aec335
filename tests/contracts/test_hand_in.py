"""What every way to hand in a file promises, run on each of them."""

from __future__ import annotations

import json
import os
import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlmodel import col, func, select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from rsoits.app import create_app
from rsoits.cli import app as command_line
from rsoits.house import House
from rsoits.security import tokens
from rsoits.services.declared import feed_named
from rsoits.services.file_name import LONGEST
from rsoits.services.watch import Watch
from rsoits.store.accounts import account_named
from rsoits.store.files import SourceFile
from rsoits.store.intakes import Intake, IntakeState, rejects_of
from rsoits.store.notices import Notice
from tests.console_scene import Scene
from tests.rsoits.console.conftest import ADDRESS, furnished, scene, visit

__all__ = ["furnished", "scene"]

FEED = "travel-notices"
LARGEST = 20_000
PATHS = ("../../etc/passwd", "C:\\Windows\\x.json", "..", "a\x07b\nc\x1b[31m.json", "n" * 5000, "fdp.\u202enosj.exe")


def _sent(reference: str, **change: object) -> dict[str, object]:
    return {
        "reference": reference,
        "jurisdiction": "TX",
        "person": {"names": ["HOLLIS, Marten Ray"], "birth_dates": ["1971-03-09"]},
        "legs": [{"departure_country": "USA", "departs": "2031-03-28", "arrival_country": "THA", "means": "air"}],
        **change,
    }


NOTICES = json.dumps([_sent("H-1"), _sent("H-2"), _sent("H-3", legs=[])]).encode()


@dataclass(frozen=True, slots=True)
class Told:
    """What whoever handed a file in was told: the intake's number if there is one, and the words of a refusal."""

    intake: int | None
    refusal: str = ""


class Way:
    """One way to hand a file in."""

    def __init__(self, house: House) -> None:
        self.house = house

    def hand_in(self, name: str, data: bytes) -> Told:
        """Hand a file in under a name, as far as this way can carry the name."""
        raise NotImplementedError

    def newest(self) -> Told:
        """Return the newest intake, for a way that tells no number."""
        with self.house.database.reading() as session:
            return Told(session.exec(select(func.max(Intake.id))).one())


class UploadPage(Way):
    """The operator's upload."""

    user, address = "odd", "/feeds/upload"

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.client = visit(house, self.user)

    def hand_in(self, name: str, data: bytes) -> Told:
        """Send the form; its head holds 4,096 bytes."""
        answer = self.client.post(self.address, files={"file": (name[:3000], data)}, data={"feed": FEED})
        if answer.status_code != 303:
            return Told(None, answer.text)
        return Told(int(answer.headers["location"].rpartition("/")[2]))


class OfficersUpload(UploadPage):
    """The registry officer's upload."""

    user, address = "rex", "/notices/upload"


class Push(Way):
    """A machine with a token."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        with house.writing("test") as (session, acting):
            account = account_named(session, "odd")
            assert account
            token = tokens.make(session, acting, account, "a test's machine", timedelta(days=1))
        self.client = TestClient(create_app(house), base_url=ADDRESS, headers={"Authorization": f"Bearer {token}"})

    def hand_in(self, name: str, data: bytes) -> Told:
        """Send the file as the body."""
        answer = self.client.post(f"/api/feeds/{FEED}/files", content=data, headers={"X-File-Name": quote(name)})
        told = answer.json()
        found = told.get("intake") or told
        return Told(found.get("id"), told.get("error", ""))


class Ingest(Way):
    """`rsoits ingest`."""

    def hand_in(self, name: str, data: bytes) -> Told:
        """Call the command on a file of that name."""
        settings = self.house.settings
        (folder := settings.data.parent / "sent").mkdir(exist_ok=True)
        (file := folder / _on_disk(name)).write_bytes(data)
        given = {
            "RSOITS_DATA": str(settings.data),
            "RSOITS_SECRET": settings.secret.get_secret_value(),
            "RSOITS_LARGEST_FILE_BYTES": str(settings.largest_file_bytes),
        }
        result = CliRunner().invoke(command_line, ["ingest", str(file)], env=given)
        assert result.exit_code in {0, 3}, result.output
        return replace(self.newest(), refusal=" ".join(result.output.split()))


class WatchedFolder(Way):
    """A feed's folder, as the worker looks at it."""

    def hand_in(self, name: str, data: bytes) -> Told:
        """Put a file of that name into the folder and look."""
        (folder := self.house.settings.feeds / FEED).mkdir(parents=True, exist_ok=True)
        (file := folder / _on_disk(name)).write_bytes(data)
        os.utime(file, (0, 0))
        assert Watch(self.house, feed_named(self.house.settings, FEED)).look() == 1
        return self.newest()


def _on_disk(name: str) -> str:
    """Return as much of a name as a file can have."""
    return name.replace("/", "\\").encode()[:240].decode("utf-8", "ignore").lstrip(".") or "unnamed"


@pytest.fixture(params=[UploadPage, OfficersUpload, Push, Ingest, WatchedFolder], ids=lambda way: way.__name__)
def way(request: pytest.FixtureRequest, scene: Scene) -> Way:
    settings = scene.house.settings.model_copy(update={"largest_file_bytes": LARGEST})
    kind: type[Way] = request.param
    return kind(replace(scene.house, settings=settings))


def _intake(way: Way, told: Told) -> Intake:
    assert told.intake is not None, told.refusal
    with way.house.database.reading() as session:
        return session.get_one(Intake, told.intake)


def _notices(way: Way) -> int:
    with way.house.database.reading() as session:
        return len(session.exec(select(Notice).where(col(Notice.reference).startswith("H-"))).all())


def test_the_same_bytes_lead_to_the_same_and_a_second_time_to_nothing(way: Way) -> None:
    first = _intake(way, way.hand_in("notices.json", NOTICES))
    assert (first.state, first.notices, first.rejects, first.format) == (IntakeState.PARTLY, 2, 1, "notice-json")
    assert _notices(way) == 2
    again = _intake(way, way.hand_in("the same.json", NOTICES))
    assert (again.state, again.notices) == (IntakeState.DUPLICATE, 0)
    assert again.source_file_id == first.source_file_id
    assert _notices(way) == 2


def test_rubbish_is_quarantined_with_its_bytes_and_a_reason(way: Way) -> None:
    rubbish = b"\x00\x01 nothing that anybody could read"
    intake = _intake(way, way.hand_in("rubbish.bin", rubbish))
    assert (intake.state, intake.notices, intake.rejects) == (IntakeState.QUARANTINED, 0, 1)
    with way.house.database.reading() as session:
        assert session.get_one(SourceFile, intake.source_file_id).content == rubbish
        (finding,) = rejects_of(session, intake.id or 0)
    assert finding.reason
    assert finding.cure


def test_too_large_a_file_is_refused_in_words_and_nothing_of_it_is_kept(way: Way) -> None:
    told = way.hand_in("large.json", NOTICES + b" " * LARGEST)
    assert (told.intake is None) == isinstance(way, UploadPage | Push)
    assert _too_large(way, told)
    assert _notices(way) == 0
    with way.house.database.reading() as session:
        assert all(len(file.content) < 100 for file in session.exec(select(SourceFile)))
    assert _intake(way, way.hand_in("small.json", NOTICES)).notices == 2


def _too_large(way: Way, told: Told) -> bool:
    """Tell whether it was said that the file is too large: in an answer, or as the finding of a quarantined file."""
    if told.intake is None:
        return "larger than this installation takes" in told.refusal
    intake = _intake(way, told)
    with way.house.database.reading() as session:
        codes = [finding.code for finding in rejects_of(session, intake.id or 0)]
    return (intake.state, codes) == (IntakeState.QUARANTINED, ["too-large"])


def test_a_name_is_only_ever_a_name(way: Way) -> None:
    for number, name in enumerate(PATHS):
        intake = _intake(way, way.hand_in(name, json.dumps([_sent(f"H-{number}")]).encode()))
        with way.house.database.reading() as session:
            kept = session.get_one(SourceFile, intake.source_file_id).name
        for shown in (kept, intake.name):
            assert 0 < len(shown) <= LONGEST
            assert not {"/", "\\"} & set(shown)
            assert shown.strip(". ")
            assert not {unicodedata.category(sign) for sign in shown} & {"Cc", "Cf", "Cs"}
    assert _notices(way) == len(PATHS)
