"""Lines as the rules of markdown-it-py see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock


def line_text(state: StateBlock, line: int) -> str:
    """A line without what its place in lists and quotations puts before it."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
