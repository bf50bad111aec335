import pytest

from feeds.records import Direction
from matchers.evidence import Evidence
from rsoits.rules.movement import Movement
from rsoits.rules.routing import recipients
from rsoits.rules.safeguards import agreeing, may_notify_foreign, second_reader_required


@pytest.mark.parametrize(
    ("features", "allowed"),
    [
        ("", False),
        ("name", False),
        ("name sex nationality", False),
        ("birth+date", False),
        ("document", False),
        ("document sex nationality", False),
        ("name birth+date", True),
        ("name document", True),
        ("birth+date document", True),
        ("name birth+date document sex", True),
        ("sex nationality", False),
    ],
)
def test_nothing_leaves_the_country_on_one_identifier(*, features: str, allowed: bool) -> None:
    answer = may_notify_foreign({word.replace("+", " ") for word in features.split()})
    assert answer.allowed is allowed
    assert answer.provision == "house rule"
    assert answer.reason.endswith(".")


def test_a_name_alone_is_refused_in_words() -> None:
    assert "on a name alone" in may_notify_foreign({"name", "sex"}).reason


@pytest.mark.parametrize(
    ("rows", "identifying"),
    [
        ([("name", 9.0), ("birth date", 14.0), ("document", 22.0)], {"name", "birth date", "document"}),
        ([("surname", 9.0), ("birth date", 8.0)], {"name", "birth date"}),
        ([("name", 9.0), ("birth date", 5.0)], {"name"}),
        ([("name", -3.0), ("document", 22.0), ("sex", 20.0)], {"document"}),
        ([], set()),
    ],
)
def test_a_birth_year_identifies_nobody(rows: list[tuple[str, float]], identifying: set[str]) -> None:
    evidence = [Evidence(feature, "", bits, "", "", "") for feature, bits in rows]
    assert agreeing(evidence) == identifying


def test_a_second_reader_is_needed_only_when_word_leaves_the_country() -> None:
    abroad = Movement(Direction.OUTBOUND, registering=("TX",), destination_country="MEX")
    unknown = Movement(Direction.OUTBOUND, registering=("TX",))
    entry = Movement(Direction.INBOUND, registering=("TX",))
    assert second_reader_required(recipients(abroad))
    assert not second_reader_required(recipients(unknown))
    assert not second_reader_required(recipients(entry))
    assert not second_reader_required(())
