"""Anchors: the ids that Tiki gave to headings, and those that a target gives to the same ones."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_OUTSIDE = re.compile(r"[^A-Za-z0-9:._-]+")


def tiki_anchor(title: str) -> str:
    """The id that Tiki gives a heading, from its displayed title (tiki-syntax §4.4)."""
    anchor = re.sub(r"^[^A-Za-z]+", "", _OUTSIDE.sub("_", title))
    return anchor or "a" + _md5(title)


def anchor_map(headings: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Tiki's ids to the target's, for the headings of a page in order.

    Args:
        headings: displayed title (with its number) and the target's id of each.
    """
    anchors: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for title, target in headings:
        base = anchor = tiki_anchor(title)
        number = numbers.get(base, 1)
        while anchor in anchors:
            number += 1
            anchor = f"{base}_{number}"
        numbers[base] = number
        anchors[anchor] = target
    return anchors


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
