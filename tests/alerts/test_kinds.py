import pytest

from alerts.kinds import AlertKind


@pytest.mark.parametrize("kind", AlertKind)
def test_every_kind_says_in_one_sentence_what_it_means(kind: AlertKind) -> None:
    assert kind.meaning.endswith(".")
    assert kind.meaning.count(".") == 1
    assert kind.title
    assert not kind.title.endswith(".")


def test_headlines_are_told_apart() -> None:
    assert len({kind.title for kind in AlertKind}) == len(AlertKind)
