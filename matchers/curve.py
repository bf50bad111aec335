"""The precision and recall curve as a picture that needs no script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matchers.evaluation import Point

_WIDTH, _HEIGHT = 640, 360
_LEFT, _TOP, _RIGHT, _BOTTOM = 56, 40, 24, 56
_RECALL, _PRECISION = "#005ea2", "#b50909"


def draw(curve: Sequence[Point], title: str) -> str:
    """Return an SVG document: recall and precision, 0 to 1, over the thresholds in equal steps."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">{escape(title)}</text>',
        *(_level(share / 4) for share in range(5)),
        *(_step(place, len(curve), point.threshold) for place, point in enumerate(curve)),
        _line([point.recall for point in curve], _RECALL, ""),
        _line([point.precision for point in curve], _PRECISION, ' stroke-dasharray="6 4"'),
        _legend(_LEFT, _RECALL, "recall (solid)"),
        _legend(_LEFT + 140, _PRECISION, "precision (dashed)"),
        f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 12}" text-anchor="end">pairs shown from this probability</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(place: int, steps: int) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * place / max(1, steps - 1)


def _y(share: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share)


def _level(share: float) -> str:
    y = _y(share)
    return (
        f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dfe1e2"/>'
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{share:.2f}</text>'
    )


def _step(place: int, steps: int, threshold: float) -> str:
    return f'<text x="{_x(place, steps):.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{threshold:g}</text>'


def _line(shares: Sequence[float | None], colour: str, style: str) -> str:
    points = " ".join(
        f"{_x(place, len(shares)):.1f},{_y(share):.1f}" for place, share in enumerate(shares) if share is not None
    )
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{style}/>'


def _legend(x: int, colour: str, told: str) -> str:
    return f'<text x="{x}" y="{_HEIGHT - 12}" fill="{colour}">{told}</text>'
