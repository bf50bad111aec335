"""The API against its own document: whatever is sent, no 5xx, nothing undocumented, and every refusal explained."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from schemathesis.checks import CheckContext
from schemathesis.config import (
    ChecksConfig,
    FuzzingPhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    StatefulPhaseConfig,
)
from schemathesis.engine import events, from_schema
from sqlmodel import select

from rsoits.app import create_app
from rsoits.security import tokens
from rsoits.store.accounts import account_named
from rsoits.store.notices import Notice
from tests.console_scene import Scene

SEED = 20914
EXAMPLES = 4
SMALL = 20_000
"""The largest file the API takes here, so that refusing more is tried as well."""

CHECKED = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "explains_itself",
]


@schemathesis.check
def explains_itself(_context: CheckContext, response: schemathesis.Response, _case: schemathesis.Case[Any]) -> None:
    """Hold every refusal to one sentence and the way out."""
    if 400 <= response.status_code < 600:
        told = response.json()
        assert told["error"].strip(), told
        assert told["cure"].strip(), told


def _config(token: str, known: dict[str, object]) -> SchemathesisConfig:
    """Return a short run that is the same each time; `known` are path parameters that lead to something."""
    checks = ChecksConfig()
    checks.update(included_check_names=CHECKED)
    return SchemathesisConfig(
        seed=SEED,
        projects=ProjectsConfig(
            default=ProjectConfig(
                headers={"Authorization": f"Bearer {token}"},
                parameters=known,
                continue_on_failure=True,
                checks=checks,
                generation=GenerationConfig(max_examples=EXAMPLES, deterministic=True, database="none"),
                phases=PhasesConfig(fuzzing=FuzzingPhaseConfig(), stateful=StatefulPhaseConfig(enabled=False)),
            )
        ),
    )


@pytest.mark.parametrize(("username", "elsewhere"), [("odd", "/api/(notices|alerts|matches|compare)"), ("rex", "none")])
def test_whatever_is_sent_is_answered_as_the_document_says(scene: Scene, username: str, elsewhere: str) -> None:
    """Ask as an operator and as an officer; what the operator may not do is tried `elsewhere`, by the officer."""
    settings = scene.house.settings.model_copy(update={"largest_file_bytes": SMALL})
    object.__setattr__(scene.house, "settings", settings)
    with scene.house.writing("test") as (session, acting):
        account = account_named(session, username)
        assert account
        token = tokens.make(session, acting, account, "a test's machine", timedelta(days=5))
        receipt = session.exec(select(Notice.receipt)).first()
    known: dict[str, object] = {"receipt": receipt} if username == "rex" else {"feed": "travel-notices"}
    config = _config(token, known)
    document = schemathesis.openapi.from_asgi("/api/openapi.json", create_app(scene.house), config=config)
    schema = document.exclude(path_regex=elsewhere)

    told: list[str] = []
    checked: Counter[str] = Counter()
    answers: Counter[int] = Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            told.append(str(event))
        if not isinstance(event, events.ScenarioFinished):
            continue
        for case, nodes in event.recorder.checks.items():
            checked.update(node.name for node in nodes)
            failed = [node.failure_info.failure for node in nodes if node.failure_info]
            sent = event.recorder.cases[case].value
            told += [f"{sent.as_curl_command()}: {why.title} {why.message}" for why in failed]
        answers.update(call.response.status_code for call in event.recorder.interactions.values() if call.response)

    assert not told, "\n".join(told[:10]).replace(token, "TOKEN")
    assert set(checked) == set(CHECKED)
    assert checked["explains_itself"] > 100
    assert {200, 401, 403, 404, 405, 422} <= set(answers)
