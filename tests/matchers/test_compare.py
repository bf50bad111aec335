from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.compare import compare
from matchers.evidence import Band, Explanation
from matchers.features.documents import plain_number
from matchers.identity import Identity
from matchers.model import default_model
from tests.matchers.people import identities, person

MODEL = default_model()


def _bits(left: str, right: str) -> float:
    return compare(person(left), person(right)).bits


def test_a_common_name_alone_is_not_read() -> None:
    explanation = compare(person("SMITH, John"), person("SMITH, John"))
    assert explanation.band is Band.BELOW
    assert explanation.probability < 0.01


def test_a_common_name_says_less_than_a_rare_one() -> None:
    assert _bits("SMITH, John", "SMITH, John") < _bits("KESTRELLING, Marten", "KESTRELLING, Marten") - 5


def test_a_rare_name_alone_is_read_but_not_first() -> None:
    explanation = compare(person("KESTRELLING, Ondra"), person("KESTRELLING, Ondra"))
    assert explanation.band is Band.REVIEW


def test_rare_name_and_birth_date_are_read_first() -> None:
    left = person("KESTRELLING, Ondra", born="1971-03-09")
    assert compare(left, left).band is Band.STRONG


def test_one_name_with_another_birth_date_is_forgotten() -> None:
    left, right = person("KESTREL, Marten", born="1971-03-09"), person("KESTREL, Marten", born="1993-11-24")
    explanation = compare(left, right)
    assert explanation.band is Band.BELOW
    assert "different birth date" in explanation.sentence


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KESTREL, Marten", "MARTEN, Kestrel"),
        ("KESTREL, Marten", "Marten Kestrel"),
        ("KESTREL, Annamaria", "KESTREL, Anna Maria"),
        ("KESTREL, Marten", "KESTRELMARTEN"),
        ("VAN DER MARSH, Ondra", "VANDERMARSH, Ondra"),
        ("AL-BASRI, Ondra", "ALBASRI, Ondra"),
        ("O'BRANNOCH, Ondra", "OBRANNOCH, Ondra"),
        ("MÜLLERHAUS, Jürgen", "MUELLERHAUS<<JUERGEN"),
        ("KESTREL, Marten", "KESTREL, MARTENMR"),
        ("KESTREL, William", "KESTREL, Bill"),
        ("KESTREL, Marten", "KESTREL, M"),
        ("KESTREL, Marten", "KESTRAL, Marten"),
        ("ПЕТРЕНКОВ, Юлий", "PETRENKOV, Yuliy"),
        ("BORODINSKY, Ivan Petrovich", "BORODINSKY, Ivan"),
        ("GARCIA LUNARA, Ondra", "LUNARA, Ondra"),
        ("Kim Jong Un", "김정은"),
        ("Xi Jinping", "習近平"),
        ("Tariq Azeez", "Tarek Aziz"),
        ("KESTRELBRIDGEWATERTON, Marten", "KESTRELBRIDGEWATER, Marten"),
    ],
)
def test_damaged_names_still_speak_for_one_person(one: str, other: str) -> None:
    same, born = _bits(one, other), MODEL.prior(MODEL.population)
    assert same > born + 6
    unrelated = _bits(one, "OSTERWALDER, Quentin")
    assert same > unrelated + 12


@pytest.mark.parametrize(("one", "other"), [("LI, Wei", "LE, Wei"), ("KESTREL, Ann", "KESTREL, Jon")])
def test_short_or_differing_words_earn_little(one: str, other: str) -> None:
    assert _bits(one, other) < _bits(one, one) - 5


def test_the_alias_that_hit_is_shown() -> None:
    right = person("OSTERWALDER, Quentin", "KESTREL, Marten")
    explanation = compare(person("KESTREL, Marten"), right)
    [row] = [row for row in explanation.evidence if row.feature == "alias"]
    assert row.right == "KESTREL, Marten"
    assert row.bits == -1


def test_a_document_alone_is_a_conflict_and_never_read_first() -> None:
    left = person("KESTREL, Marten", born="1971-03-09", document="P:USA:561204937")
    right = person("OSTERWALDER, Quentin", born="1990-12-30", document="P:USA:561204937")
    explanation = compare(left, right)
    assert explanation.band is Band.REVIEW
    assert "document conflict" in {row.feature for row in explanation.evidence}


def test_a_reused_document_with_the_right_name_is_no_conflict() -> None:
    left = person("KESTREL, Marten", born="1971-03-09", document="P:USA:561204937")
    right = person("KESTREL, Marten", born="1990-12-30", document="P:USA:561204937")
    assert compare(left, right).band is Band.STRONG


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("P:USA:561204937", "P:USA:561204937", "equal"),
        ("P:USA:56120 4937", "P:USA:56120-4937", "equal"),
        ("P:USA:561204937", "P:MEX:561204937", "equal, other issuer"),
        ("P:USA:56120493O", "P:USA:561204930", "confused"),
        ("P:USA:561204937", "P:USA:561204397", "edited"),
        ("P:USA:561204937", "P:USA:999204931", "different"),
    ],
)
def test_document_levels(one: str, other: str, level: str) -> None:
    explanation = compare(person("A", document=one), person("A", document=other))
    assert [row.level for row in explanation.evidence if row.feature == "document"] == [level]


def test_filler_document_numbers_are_not_compared() -> None:
    assert plain_number("000000000") == ""
    explanation = compare(person("A", document="P:USA:000000000"), person("A", document="P:USA:000000000"))
    assert "document" in explanation.missing


def test_what_is_missing_is_named_and_says_nothing() -> None:
    explanation = compare(person("KESTREL, Marten"), person("KESTREL, Marten", born="1971-03-09", sex="M"))
    assert explanation.missing == ("birth date", "document", "sex", "nationality")


def test_people_without_anything_in_common_keep_the_prior() -> None:
    explanation = compare(person("LNU, FNU"), person("KESTREL, Marten"))
    assert explanation.bits == explanation.prior
    assert "name" in explanation.missing


@settings(max_examples=150, deadline=None)
@given(identities, identities)
def test_bits_add_up_and_survive_json(left: Identity, right: Identity) -> None:
    explanation = compare(left, right)
    assert explanation.bits == pytest.approx(explanation.prior + math.fsum(row.bits for row in explanation.evidence))
    assert explanation.probability == pytest.approx(1 / (1 + 2**-explanation.bits))
    assert Explanation.from_json(explanation.to_json()) == explanation


@settings(max_examples=150, deadline=None)
@given(identities, identities)
def test_identity_scores_highest_and_sides_do_not_matter(left: Identity, right: Identity) -> None:
    forwards, backwards = compare(left, right), compare(right, left)
    assert forwards.bits == backwards.bits
    assert compare(left, left).bits >= forwards.bits


@settings(max_examples=80, deadline=None)
@given(st.permutations(["KESTREL", "Zoë", "Ondřej", "Luna"]), st.booleans())
def test_order_case_and_accents_do_not_matter(words: list[str], shout: bool) -> None:  # noqa: FBT001  drawn
    plain = " ".join(words)
    written = plain.upper().replace("Ë", "E").replace("Ř", "R") if shout else plain
    assert _bits("KESTREL Zoe Ondrej Luna", written) == _bits("KESTREL Zoe Ondrej Luna", "KESTREL Zoe Ondrej Luna")


@settings(max_examples=60, deadline=None)
@given(identities, identities, st.sampled_from(["sex", "nationality", "document", "born"]))
def test_agreement_never_lowers_and_contradiction_never_raises(left: Identity, right: Identity, what: str) -> None:
    agreed = {"sex": "F", "nationality": "NOR", "document": "P:NOR:AB7712345", "born": "1955-07-19"}[what]
    against = {"sex": "M", "nationality": "FIN", "document": "P:FIN:XK0099181", "born": "1999-12-31"}[what]
    ours, theirs = left.to_json(), right.to_json()
    bare = compare(_with(ours, what, ""), _with(theirs, what, "")).bits
    assert compare(_with(ours, what, agreed), _with(theirs, what, agreed)).bits >= bare
    assert compare(_with(ours, what, agreed), _with(theirs, what, against)).bits <= bare


def _with(said: dict[str, Any], what: str, value: str) -> Identity:
    key, wrapped = {
        "sex": ("sex", value),
        "nationality": ("nationalities", [value]),
        "document": ("documents", [value]),
        "born": ("birth_dates", [value]),
    }[what]
    return Identity.from_json({**said, key: wrapped})
