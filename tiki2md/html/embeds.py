"""HTML that Markdown has no form for and that does no harm: frames, films, formulas."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from tiki2md.html.dom import attributes_of, children_of, text_of_dom
from tiki2md.html.tags import WITHOUT_END
from tiki2md.nodes import text_of
from tiki2md.urls import is_safe

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from tiki2md.html.markup import Markup

EMBEDS = frozenset(("iframe", "video", "audio", "object", "embed"))
"""Elements that stand on their own, outside any paragraph."""
DRAWINGS = frozenset(("svg", "math"))
"""Elements of other languages that stand in a line."""

# fmt: off
_ACTIVE = frozenset((
    "script", "style", "link", "meta", "base",
    "foreignobject", "animate", "animatetransform", "set", "handler",
))
# fmt: on
_INERT = frozenset(("srcdoc", "style", "formaction", "ping"))
_ATTRIBUTE = re.compile(r"[A-Za-z_:][A-Za-z0-9_.:-]*")
MAX_DEPTH = 40


def sanitised(node: LexborNode, markup: Markup, depth: int = 0) -> str:
    """The HTML of an element, without anything that acts; of wiki syntax in it, the text.

    Args:
        node: the element.
        markup: the text that it is in.
        depth: of elements around it that are kept, too.
    """
    tag = node.tag or ""
    if tag == "-text":
        return escape(node.text_content or "", quote=False)
    if not tag or tag.startswith("-") or tag.lower() in _ACTIVE:
        return ""
    attributes = attributes_of(node)
    embedded = markup.node_of(attributes)
    pairs = "".join(
        f' {name}="{escape(value)}"' if value else f" {name}"
        for name, value in attributes.items()
        if _harmless(name, value)
    )
    if tag in WITHOUT_END:
        return f"<{tag}{pairs}>" if embedded is None else escape(text_of(embedded), quote=False)
    if tag == "iframe":  # its content is for browsers without frames
        return f"<iframe{pairs}></iframe>"
    if depth >= MAX_DEPTH:
        return escape(text_of_dom(node), quote=False)
    inner = "".join(sanitised(child, markup, depth + 1) for child in children_of(node))
    return inner if embedded is not None else f"<{tag}{pairs}>{inner}</{tag}>"


def _harmless(name: str, value: str) -> bool:
    lower = name.lower()
    if not _ATTRIBUTE.fullmatch(name) or lower.startswith("on") or lower in _INERT:
        return False
    return is_safe(value)
