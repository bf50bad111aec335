"""What spoke for and against two records being one person, in bits and in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self


class Band(StrEnum):
    """What happens to a pair: forgotten, read by an analyst, or read first."""

    BELOW = "below"
    REVIEW = "review"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One finding: `bits` is log2 of how much likelier it is for one person than for two; both values as written."""

    feature: str
    level: str
    bits: float
    left: str
    right: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The whole comparison: prior and evidence add up to `bits`, from which `probability` follows."""

    probability: float
    bits: float
    band: Band
    prior: float
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    model: str

    @property
    def sentence(self) -> str:
        """The findings in one line, strongest first."""
        told = sorted((row for row in self.evidence if row.sentence), key=lambda row: -abs(row.bits))
        return "; ".join(row.sentence for row in told)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types; `from_json` reads them back."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Rebuild from what `to_json` wrote."""
        rest = {**value, "band": Band(value["band"]), "missing": tuple(value["missing"])}
        return cls(**{**rest, "evidence": tuple(Evidence(**row) for row in value["evidence"])})
