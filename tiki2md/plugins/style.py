"""What an author's ``class``, ``style`` and the like become on an element."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiki2md.nodes import PluginNode

# A style is shown to readers' browsers: no scripts, no fetching.
_UNSAFE = re.compile(r"(?i)expression|javascript|url\s*\(|behaviou?r|[<>{}]|@import")
_NAMES = {
    "bg": "background-color",
    "width": "width",
    "float": "float",
    "clear": "clear",
}
_ALIGNED = frozenset({"left", "right", "center", "justify"})


def attributes_of(node: PluginNode) -> dict[str, str]:
    """``class``, ``id``, ``title``, ``align`` and ``style`` of a DIV, those that say something.

    The short forms (``bg``, ``width``, ``float``, ``clear``) go into the style, which GitHub and
    GitLab take out; so ``align`` is an attribute, as in HTML pages.
    """
    arguments = node.attrs_dict
    styles = [
        f"{css}: {arguments[name].strip()}"
        for name, css in _NAMES.items()
        if arguments.get(name, "").strip()
    ]
    styles.append(arguments.get("style", ""))
    found = {name: arguments.get(name, "").strip() for name in ("class", "id", "title")}
    align = arguments.get("align", "").strip().lower()
    found["align"] = align if align in _ALIGNED else ""
    found["style"] = join_styles(styles)
    return {name: value for name, value in found.items() if value}


def join_styles(styles: list[str]) -> str:
    """CSS declarations in one string, without those that could act."""
    declarations = [
        " ".join(part.split()) for style in styles for part in style.split(";") if ":" in part
    ]
    return "; ".join(part for part in declarations if not _UNSAFE.search(part))
