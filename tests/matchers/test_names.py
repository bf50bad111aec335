from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchers.frequencies import rarity
from matchers.identity import Name
from matchers.names import LONGEST, Role, prepare
from matchers.nicknames import nickname_classes


def _forms(text: str) -> list[set[str]]:
    return [set(token.forms) for token in prepare(Name.read(text)).tokens]


def test_a_glued_title_is_a_second_form_and_the_first_stays() -> None:
    assert _forms("KESTREL, TODDMR") == [{"KESTREL"}, {"TODDMR", "TODD"}]


def test_a_short_name_that_ends_like_a_title_is_left_alone() -> None:
    assert _forms("KESTREL, OMR") == [{"KESTREL"}, {"OMR"}]


def test_a_surname_never_loses_its_tail() -> None:
    assert _forms("WILLIAMS, Ann") == [{"WILLIAMS"}, {"ANN"}]


def test_titles_and_generations_standing_apart_are_dropped() -> None:
    assert _forms("KESTREL, Dr Todd Jr") == [{"KESTREL"}, {"TODD"}]


@pytest.mark.parametrize("filler", ["FNU", "LNU", "NMN", "XXX", "-", "UNKNOWN"])
def test_fillers_are_no_names(filler: str) -> None:
    assert _forms(f"KESTREL, {filler}") == [{"KESTREL"}]


def test_a_name_of_fillers_has_no_tokens() -> None:
    assert prepare(Name.read("LNU, FNU")).tokens == ()


def test_the_surname_na_survives() -> None:
    assert _forms("NA, Min") == [{"NA"}, {"MIN"}]


def test_particles_are_glued_on_as_further_forms() -> None:
    assert _forms("VAN DER MARSH, Ann") == [{"MARSH", "VANDERMARSH", "DERMARSH"}, {"ANN"}]


def test_a_particle_alone_is_a_name() -> None:
    assert _forms("LE, Van") == [{"LE"}, {"VAN"}]


def test_roles_come_from_the_source() -> None:
    assert [token.role for token in prepare(Name.read("KESTREL, Ann May")).tokens] == [
        Role.SURNAME,
        Role.GIVEN,
        Role.GIVEN,
    ]
    assert {token.role for token in prepare(Name.read("Ann Kestrel")).tokens} == {Role.UNKNOWN}


def test_a_patronymic_is_recognised() -> None:
    assert [token.patronymic for token in prepare(Name.read("BORODIN, Ivan Petrovich")).tokens] == [False, False, True]


def test_nicknames_share_a_class_across_cultures() -> None:
    for one, other in [("BILL", "WILLIAM"), ("PACO", "FRANCISCO"), ("SASHA", "ALEKSANDR"), ("MOHD", "MUHAMMAD")]:
        assert nickname_classes(one) & nickname_classes(other)
    assert not nickname_classes("BILL") & nickname_classes("PACO")


def test_common_names_are_less_rare_than_unseen_ones() -> None:
    assert rarity("JOHN") < rarity("SMITH") < rarity("KESTRELLING")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_prepares(surname: str, given_names: str) -> None:
    prepared = prepare(Name(surname, given_names))
    assert len(prepared.tokens) <= LONGEST
    assert all(token.forms and token.skeletons for token in prepared.tokens)
