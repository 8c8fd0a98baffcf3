"""Text with placeholders for what is known of a page, such as ``{modified:%Y}``.

A language of one construct, so that a configuration can run nothing: names from a table,
dates in the letters of ``strftime`` that mean the same on every system.
"""

from __future__ import annotations

import re
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MEANINGS: dict[str, str] = {
    "title": "its title, as readers see it",
    "name": "its name in the wiki",
    "slug": "the name of its file, without folders and ending",
    "path": "the same with its folders",
    "description": "its description",
    "language": "its language, as Tiki names it",
    "created": "when it was made",
    "modified": "when it was changed last",
    "creator": "who made it",
    "last_editor": "who changed it last",
    "version": "the number of its version",
    "page_id": "its number in the database",
    "kind": "what it is: `wiki page`, `blog post`, `article`, …",
    "section": "the blog, topic or forum that it stands in",
    "categories": "the names of its categories",
    "tags": "its tags",
    "keywords": "its keywords",
    "old_url": "its address in the old wiki, if `site_url` is set",
}
"""The names that may stand in braces, and what each stands for of a page."""

DATES = frozenset({"created", "modified"})
"""Those of them that are dates, and so take a format."""

_DIRECTIVE = re.compile("%(.?)")
_DIRECTIVES = "YymdHMSjBbAaF%"
"""The letters of ``strftime`` that every system has."""

Piece = tuple[str, str, str]
"""A literal text, then a name (empty at the end) and the format of its value."""


class PlaceholderError(ValueError):
    """A text that is no template.

    Attributes:
        name: the name in braces, if it is that which does not exist.
    """

    def __init__(self, problem: str, name: str = "") -> None:
        super().__init__(problem)
        self.name = name


def pieces_of(template: str) -> list[Piece]:
    """The pieces of a template; a brace that is meant is doubled.

    Raises:
        PlaceholderError: a brace has no other one, or what stands in them is not known.
    """
    try:
        found = list(Formatter().parse(template))
    except ValueError as error:
        raise PlaceholderError(
            "a brace stands alone; write {{ or }} for one in the text"
        ) from error
    return [
        (text, _checked_name(name, spec or "", conversion), spec or "")
        for text, name, spec, conversion in found
    ]


def _checked_name(name: str | None, spec: str, conversion: str | None) -> str:
    if name is None:
        return ""
    if conversion or name not in MEANINGS:
        shown = f"{name}!{conversion}" if conversion else name
        raise PlaceholderError(f"there is no {{{shown}}}", shown)
    if spec and name not in DATES:
        raise PlaceholderError(f"{{{name}}} is no date and takes no format")
    if "{" in spec:
        raise PlaceholderError("a format holds no placeholder")
    for match in _DIRECTIVE.finditer(spec):
        if not match[1] or match[1] not in _DIRECTIVES:
            letters = " ".join(f"%{letter}" for letter in _DIRECTIVES)
            raise PlaceholderError(f"{match[0]} is no part of a date; there are {letters}")
    return name


def filled(template: str, values: Mapping[str, Any]) -> Any:
    """What a template stands for; empty if all that it asks for is.

    A template of one placeholder alone keeps its kind: a date is a date, a list a list.

    Args:
        template: checked by ``pieces_of``.
        values: by all names of ``MEANINGS``.
    """
    pieces = pieces_of(template)
    names = [name for _, name, _ in pieces if name]
    if names and all(values[name] in (None, "", [], 0) for name in names):
        return ""
    if len(pieces) == 1 and names and not pieces[0][0] and not pieces[0][2]:
        return values[names[0]]
    return "".join(_texts(pieces, values))


def _texts(pieces: list[Piece], values: Mapping[str, Any]) -> Iterator[str]:
    for text, name, spec in pieces:
        yield text
        if name:
            yield _shown(values[name], spec)


def _shown(value: Any, spec: str) -> str:
    if isinstance(value, date):
        return value.strftime(spec) if spec else value.isoformat()
    if isinstance(value, list):
        return ", ".join(value)
    return str(value or "")
