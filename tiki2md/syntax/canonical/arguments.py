"""The arguments of a plugin, written (tiki-syntax §3.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.nodes import MakeTocNode
from tiki2md.syntax.arguments import parse_arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.nodes import PluginNode

# Entities are decoded before anything else is read: they hide what would end the
# call (a brace, an odd quote) or what is found page-wide (~np~) from their finders.
_HIDDEN = {"}": "&#125;", "~": "&#126;"}
_AMPERSAND = re.compile(r"&(?=#?\w+;)")
_OUTER = "() "


def write_arguments(node: PluginNode) -> str:
    """``name="value"`` for each argument, in order.

    Where no way of quoting says the same (a name of odd characters, a value that
    ends in a backslash), the arguments are what the author typed.
    """
    if isinstance(node, MakeTocNode):  # no entities, no other quotes (§7.10)
        return " ".join(f'{name}="{value}"' for name, value in node.attrs_dict.items())
    written = " ".join(_argument(name, value) for name, value in node.attrs_dict.items())
    if list(parse_arguments(written).items()) == list(node.attrs_dict.items()):
        return written
    return node.raw_arguments.strip(_OUTER)


def _argument(name: str, value: str) -> str:
    forms = list(_forms(_hide(name).replace('"', "&quot;"), value))
    for form in forms:
        if parse_arguments(form) == {name: value}:
            return form
    return forms[0]


def _forms(name: str, value: str) -> Iterator[str]:
    hidden = _hide(value)
    # An escaped quote is no quote to the finder of the closing brace; any other
    # quote inside a value goes by its entity, so that it does not count either.
    yield f'{name}="' + hidden.replace('"', '\\"') + '"'
    inside = hidden.replace('"', "&quot;")
    yield f"{name}='" + inside.replace("'", "\\'") + "'"
    yield f"{name}={inside}"


def _hide(text: str) -> str:
    text = _AMPERSAND.sub("&amp;", text)
    return "".join(_HIDDEN.get(char, char) for char in text)
