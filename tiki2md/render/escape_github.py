"""What GitHub reads beyond its flavour's specification: formulas.

It also shows words between colons as emoji, which no backslash hides; which of them are
names only GitHub knows, so they are left alone.  And it leads ``@name`` to a profile and, in
issues and comments, ``#123`` to an issue.  Files of a repository and of its wiki notify nobody
and show these as they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.render.unsafe import Block, Unsafe

if TYPE_CHECKING:
    from collections.abc import Iterable


def _dollars(block: Block) -> Iterable[int]:
    """Those that could open a formula, if one that could close it follows."""
    closing = -1
    for match in _CLOSING.finditer(block.text):
        closing = match.start()
    return (match.start() for match in _OPENING.finditer(block.text, 0, max(closing, 0)))


_OPENING = re.compile(r"\$(?=\S)|(?<=\$)\$")
_TYPED = re.compile(rf"(?P<kept>\\[\\$])|{_OPENING.pattern}")
_CLOSING = re.compile(r"(?<=\S)\$(?![0-9])")

GITHUB_UNSAFE: tuple[Unsafe, ...] = (Unsafe("$", _dollars, "mathematics (GitHub)"),)
"""Rows for ``escape.escaped``."""


def typed(markdown: str) -> str:
    """Markdown of an author, to whom a dollar sign was one."""
    if markdown.count("$") < 2:
        return markdown
    return _TYPED.sub(lambda sign: sign["kept"] or "\\$", markdown)
