from __future__ import annotations

import random
from itertools import product

import pytest

from matchers.compare import Person, weigh
from matchers.evidence import Band
from matchers.identity import Identity
from matchers.index import Index
from matchers.matcher import BATCH, Matcher
from matchers.model import default_model
from tests.matchers.people import GIVEN, SURNAMES, person

MODEL = default_model()
TARGET = person("KESTRELLING, Ondra Marten", born="1971-03-09", sex="M", nationality="USA", document="P:USA:561204937")


def _crowd(size: int, seed: int = 4) -> list[tuple[str, Identity]]:
    """Invent a registry of common names with whole birth dates."""
    draw = random.Random(seed)  # noqa: S311  invented people, not secrets
    return [
        (
            f"R{number:05}",
            person(
                f"{draw.choice(SURNAMES)}{draw.choice(['', 'SON', 'TON'])}, {draw.choice(GIVEN)}",
                born=f"{draw.randrange(1950, 2000)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}",
                document=f"P:USA:{draw.randrange(10**8, 10**9)}",
            ),
        )
        for number in range(size)
    ]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(Index.build([*_crowd(400), ("TARGET", TARGET)]), MODEL)


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("KESTRELLING, Ondra Marten", {"born": "1971-03-09"}),
        ("ONDRA, Kestrelling", {"born": "1971-03-09"}),
        ("KESTRELING, ONDRAMR", {"born": "1971-03-09"}),
        ("KESTRELLINGONDRA", {"born": "1971-03-09"}),
        ("KESTRELL, O", {"born": "1971-03-09"}),
        ("KESTRELLING, Ondra", {"born": "1971-09-03"}),
        ("KESTRELLING, Ondra", {"born": "1972-03-09"}),
        ("KESTRELLING, Ondra", {"born": "1971-03-19"}),
        ("KESTRELLING, Ondra", {"born": "1971"}),
        ("KESTRELLING, Ondra", {}),
        ("KESTRELLING, Ondra", {"born": "1990-12-30", "document": "P:USA:561204937"}),
        ("KESTRELLING, FNU", {"document": "P:USA:S61204937"}),
        ("OSTERWALDER, Ondra Marten", {"born": "1971-03-09"}),
        ("КЕСТРЕЛЛИНГ, Ондра", {"born": "1971-03-09"}),
    ],
)
def test_one_damaged_field_hides_nobody(matcher: Matcher, name: str, rest: dict[str, str]) -> None:
    [candidates] = matcher.screen([person(name, **rest)])
    assert "TARGET" in {candidate.registrant_id for candidate in candidates}


def test_an_innocent_namesake_with_another_birth_date_is_forgotten(matcher: Matcher) -> None:
    namesake = person("KESTRELLING, Ondra Marten", born="1988-10-22", sex="M", nationality="USA")
    assert matcher.screen([namesake]) == [[]]


def test_only_review_and_strong_are_returned_best_first(matcher: Matcher) -> None:
    for candidates in matcher.screen([identity for _, identity in _crowd(300)]):
        assert candidates
        bits = [candidate.explanation.bits for candidate in candidates]
        assert bits == sorted(bits, reverse=True)
        assert all(candidate.explanation.band is not Band.BELOW for candidate in candidates)


def test_alone_in_a_manifest_or_in_bulk_the_answer_is_the_same(matcher: Matcher) -> None:
    travellers = [identity for _, identity in _crowd(BATCH + 60, seed=9)]
    bulk = matcher.screen(travellers)
    assert bulk[-40:] == matcher.screen(travellers[-40:])
    assert bulk[:10] == [matcher.screen([traveller])[0] for traveller in travellers[:10]]


def test_nothing_is_missed_that_a_full_scan_finds(matcher: Matcher) -> None:
    travellers = [identity for _, identity in _crowd(40, seed=21)]
    found = matcher.screen(travellers)
    size = len(matcher.index.ids)
    for (number, traveller), row in product(enumerate(travellers), range(size)):
        weighed = weigh(Person(traveller), matcher.index.people[row], MODEL)
        if weighed.explain(size, size).band is not Band.BELOW:  # even if everybody bore the name
            assert matcher.index.ids[row] in {candidate.registrant_id for candidate in found[number]}


def test_rivals_lower_the_probability_and_are_told() -> None:
    traveller = person("KESTRELLING, Ondra", born="1971-03-09")
    namesakes = [(f"N{number}", person("KESTRELLING, Ondra", born=f"19{50 + number}-05-17")) for number in range(20)]
    crowd = _crowd(200)
    alone = Matcher(Index.build([*crowd, ("TARGET", TARGET)]), MODEL).screen([traveller])[0][0]
    among = Matcher(Index.build([*crowd, *namesakes, ("TARGET", TARGET)]), MODEL).screen([traveller])[0][0]
    assert among.registrant_id == alone.registrant_id == "TARGET"
    assert among.explanation.probability < alone.explanation.probability
    assert "20 other registrants fit this name as well" in among.explanation.sentence


def test_one_person_filed_twice_is_no_rival() -> None:
    traveller = person("KESTRELLING, Ondra", born="1971-03-09")
    [candidates] = Matcher(Index.build([*_crowd(200), ("A", TARGET), ("B", TARGET)]), MODEL).screen([traveller])
    assert [candidate.registrant_id for candidate in candidates] == ["A", "B"]
    assert "no other registrant fits this name as well" in candidates[0].explanation.sentence


def test_a_common_name_without_other_data_is_not_read_first() -> None:
    registry = [(f"S{number}", person("SMITH, John", born=f"19{50 + number}-05-17")) for number in range(30)]
    assert Matcher(Index.build([*_crowd(200), *registry]), MODEL).screen([person("SMITH, John")]) == [[]]


def test_a_document_conflict_is_put_before_a_reader(matcher: Matcher) -> None:
    stranger = person("OSTERWALDER, Quentin", born="1990-12-30", document="P:USA:561204937")
    [[candidate]] = matcher.screen([stranger])
    assert candidate.explanation.band is Band.REVIEW


def test_an_empty_registry_and_an_empty_manifest_are_fine(matcher: Matcher) -> None:
    assert Matcher(Index.build([]), MODEL).screen([TARGET]) == [[]]
    assert matcher.screen([]) == []
    assert matcher.screen([Identity(())]) == [[]]
