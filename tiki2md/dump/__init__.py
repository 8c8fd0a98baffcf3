"""The AST as text, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.dump.classic import classic
from tiki2md.dump.html import to_html
from tiki2md.dump.json import to_json
from tiki2md.dump.tree import tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.nodes import Node

__all__ = ["FORMATS", "dump"]

_WRITERS: dict[str, Callable[[Node], str]] = {
    "tree": tree,
    "classic": classic,
    "json": to_json,
    "html": to_html,
}

FORMATS: tuple[str, ...] = tuple(_WRITERS)
"""The names that ``dump`` takes, the default first."""


def dump(node: Node, format: str = "tree") -> str:  # noqa: A002 - the word that users type
    """``node`` and all below it as text, without a newline at the end.

    Args:
        node: a document, or any node of one.
        format: ``tree`` (readable), ``classic`` (the layout of the debug dump), ``json``,
            or ``html`` (one file for a browser).

    Raises:
        ValueError: there is no such format.
    """
    try:
        write = _WRITERS[format]
    except KeyError:
        raise ValueError(f"there is no format {format!r}; known: {', '.join(FORMATS)}") from None
    return write(node)
