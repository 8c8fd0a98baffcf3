"""Bars as inline SVG: coloured by the page's style sheet, and told in words beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.report.markup import text

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH = 1000


def bar(parts: Sequence[tuple[str, int]], says: str, whole: int = 0) -> str:
    """A bar of parts, one beside the other.

    Args:
        parts: the name of a colour (``fill-…`` in the style sheet) and a number each.
        says: the same in words, for those who do not see it.
        whole: what the full width stands for; by default, all parts together.
    """
    whole = max(whole, sum(number for _, number in parts), 1)
    at = 0.0
    shapes: list[str] = []
    for colour, number in parts:
        if not number:
            continue
        # A single one among thousands must be seen, too.
        width = max(number * _WIDTH / whole, 6.0)
        shapes.append(
            f'<rect class="fill-{colour}" x="{at:.1f}" y="0" width="{width:.1f}" height="10"/>'
        )
        at += width
    return (
        f'<svg class="bar" viewBox="0 0 {max(_WIDTH, at):.0f} 10" preserveAspectRatio="none" '
        f'role="img" aria-label="{text(says)}">{"".join(shapes)}</svg>'
    )


def legend(parts: Sequence[tuple[str, str]]) -> str:
    """What the colours mean.

    Args:
        parts: the name of a colour and what to say each.
    """
    items = "".join(
        f'<li><span class="dot fill-{colour}"></span>{text(label)}</li>' for colour, label in parts
    )
    return f'<ul class="legend">{items}</ul>'
