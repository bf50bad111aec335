"""Two identities in, one explanation out: the evidence, its bits and the probability that follows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from matchers.evidence import Band, Evidence, Explanation
from matchers.features.dates import birth_dates
from matchers.features.documents import documents
from matchers.features.names import best_fit, names
from matchers.features.places import nationalities
from matchers.features.traits import sex
from matchers.model import Model, default_model, probability
from matchers.names import PreparedName, prepare

if TYPE_CHECKING:
    from matchers.alignment import Fit
    from matchers.identity import Identity

_CONFLICT = "document conflict: the document agrees, name and birth date contradict"
_REFUTED = -2.0
"""Birth date bits from which the dates contradict."""


@dataclass(frozen=True, eq=False)
class Person:
    """An identity with its names made ready; keep it to compare the same person again."""

    identity: Identity

    @cached_property
    def names(self) -> tuple[PreparedName, ...]:
        """The prepared names, the primary one first."""
        return tuple(prepare(name) for name in self.identity.names)


def compare(left: Identity, right: Identity, model: Model | None = None) -> Explanation:
    """Compare two identities outside any registry; the model says how many registrants to assume."""
    model = model or default_model()
    weighed = weigh(Person(left), Person(right), model)
    return weighed.explain(model.population, None)


def weigh(left: Person, right: Person, model: Model) -> Weighed:
    """Collect what the features say, before a registry is known to bound what the name can say."""
    one, other = left.identity, right.identity
    return Weighed(
        model,
        best_fit(left.names, right.names, model),
        birth_dates(one.birth_dates, other.birth_dates, model),
        documents(one.documents, other.documents, model),
        [*sex(one.sex, other.sex, model), *nationalities(one.nationalities, other.nationalities, model)],
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence on one pair, feature by feature."""

    model: Model
    name: tuple[Fit, float] | None
    dates: list[Evidence]
    documents: list[Evidence]
    traits: list[Evidence]

    def name_bits(self, cap: float) -> float:
        """Return what the names say when agreement can say `cap` at most, with the price of several aliases."""
        return self.name[0].bounded(cap) + self.name[1] if self.name else 0.0

    @property
    def conflict(self) -> bool:
        """Whether the document agrees while name and birth date both contradict."""
        return bool(
            self.name
            and self.name[0].contradicts
            and self.dates
            and self.dates[0].bits <= _REFUTED
            and self.documents
            and self.documents[0].level == "equal"
        )

    def most(self, population: int) -> float:
        """Return the bits of the pair if no other registrant bore the name."""
        rest = math.fsum(row.bits for row in [*self.dates, *self.documents, *self.traits])
        return self.model.prior(population) + self.name_bits(self.model.name_cap(population, 0)) + rest

    def explain(self, population: int, rivals: int | None) -> Explanation:
        """Add up. `rivals` is how many other registrants fit the name as well, None where there is no registry."""
        prior = self.model.prior(population)
        rows = names(self.name, self.model) if self.name else []
        rows += self._rarity(population, rivals)
        rows += [*self.dates, *self.documents, *self.traits]
        if self.conflict:
            rows.append(self._conflict(prior + math.fsum(row.bits for row in rows)))
        rows = [row for row in rows if row.bits or row.sentence]
        bits = round(prior + math.fsum(row.bits for row in rows), 2)
        band = self.model.band(bits)
        return Explanation(
            probability=probability(bits),
            bits=bits,
            band=Band.REVIEW if self.conflict else band,
            prior=prior,
            evidence=tuple(rows),
            missing=self._missing(),
            model=self.model.version,
        )

    def _rarity(self, population: int, rivals: int | None) -> list[Evidence]:
        if self.name is None:
            return []
        fitted = self.name[0]
        bits = fitted.excess(self.model.name_cap(population, rivals or 0))
        if not rivals and not bits:
            return []
        told = "a name alone cannot say more" if rivals is None else "no other registrant fits this name as well"
        if rivals:
            told = f"{rivals} other registrant{'s fit' if rivals > 1 else ' fits'} this name as well"
        return [
            Evidence("rarity", "rivals" if rivals else "bound", bits, fitted.left.written, fitted.right.written, told)
        ]

    def _conflict(self, bits: float) -> Evidence:
        """Return the row that keeps a lone document from being strong; a person reads every such pair."""
        excess = min(0.0, round(self.model.strong_bits - 1 - bits, 2))
        return Evidence(
            "document conflict", "conflict", excess, self.documents[0].left, self.documents[0].right, _CONFLICT
        )

    def _missing(self) -> tuple[str, ...]:
        features = {
            "name": bool(self.name),
            "birth date": bool(self.dates),
            "document": bool(self.documents),
            "sex": any(row.feature == "sex" for row in self.traits),
            "nationality": any(row.feature == "nationality" for row in self.traits),
        }
        return tuple(feature for feature, compared in features.items() if not compared)
