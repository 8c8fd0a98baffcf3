"""What every scaffold says of a wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiki2md.model import Wiki


def site_title(wiki: Wiki) -> str:
    """The title that the wiki's pages had in a browser."""
    return wiki.preferences.get("browsertitle") or wiki.preferences.get("sitetitle") or "Wiki"


HEADLESS = "thead:not(:has(th:not(:empty))) { display: none; }"
"""A rule of CSS: Tiki's tables have no head, and a table in Markdown must have one, of empty cells.

kramdown puts a space in them, so that Jekyll shows it.
"""
