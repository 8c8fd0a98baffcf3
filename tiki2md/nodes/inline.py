"""Source nodes: text, formats and links."""

from __future__ import annotations

from dataclasses import dataclass

from tiki2md.nodes.base import Node, ParentNode


@dataclass(slots=True, kw_only=True)
class TextNode(Node):
    """Text as it stands, newlines included."""


@dataclass(slots=True, kw_only=True)
class CappedNode(TextNode):
    """Markup nested too deep to be parsed: its source as text."""


@dataclass(slots=True, kw_only=True)
class BoldNode(ParentNode):
    """``__bold__``"""


@dataclass(slots=True, kw_only=True)
class ItalicNode(ParentNode):
    """``''italic''``"""


@dataclass(slots=True, kw_only=True)
class UnderlineNode(ParentNode):
    """``===underline===``"""


@dataclass(slots=True, kw_only=True)
class StrikeNode(ParentNode):
    """``--strike--``"""


@dataclass(slots=True, kw_only=True)
class MonospaceNode(ParentNode):
    """``-+monospace+-``"""


@dataclass(slots=True, kw_only=True)
class ColorNode(ParentNode):
    """``~~color,background:text~~``, colours as any CSS colour."""

    color: str = ""
    background: str = ""


@dataclass(slots=True, kw_only=True)
class DroppedMarkNode(Node):
    """Marks that Tiki swallows, such as both ``==`` of ``==x==``."""


@dataclass(slots=True, kw_only=True)
class LineBreakNode(Node):
    """``%%%``, or a newline inside a paragraph once structure is known."""


@dataclass(slots=True, kw_only=True)
class SpecialCharacterNode(Node):
    """``~hs~``, ``~169~``, `` -- ``: one character that escapes all syntax."""

    character: str = ""


@dataclass(slots=True, kw_only=True)
class SmileyNode(Node):
    """``(:name:)`` or ``:-)``."""

    name: str = ""


@dataclass(slots=True, kw_only=True)
class DynamicVariableNode(Node):
    """``%name%``"""

    name: str = ""


@dataclass(slots=True, kw_only=True)
class ArgumentVariableNode(Node):
    """``{{name}}``, where the preference feature_wiki_argvariable is on."""

    name: str = ""


@dataclass(slots=True, kw_only=True)
class NoParseNode(Node):
    """``~np~literal~/np~``"""


@dataclass(slots=True, kw_only=True)
class TikiCommentNode(ParentNode):
    """``~tc~never shown~/tc~``"""


@dataclass(slots=True, kw_only=True)
class HtmlCommentNode(Node):
    """``~hc~ becomes an HTML comment ~/hc~``, or any comment to be written."""


@dataclass(slots=True, kw_only=True)
class DirectionNode(Node):
    """``{l2r}`` and ``{r2l}`` (``direction`` ``ltr`` or ``rtl``), to the end of the text."""

    direction: str = ""


@dataclass(slots=True, kw_only=True)
class LinkNode(ParentNode):
    """``[url|text]``; without a text there are no children.

    ``extra`` is the third part, ``nocache`` or the name of a light box.
    """

    url: str = ""
    extra: str = ""
    title: str = ""


@dataclass(slots=True, kw_only=True)
class EscapedBracketNode(Node):
    """``[[``, which shows as one bracket and opens no link."""


@dataclass(slots=True, kw_only=True)
class AutoLinkNode(Node):
    """A URL or an e-mail address typed without brackets."""

    url: str = ""


@dataclass(slots=True, kw_only=True)
class LocalLinkNode(Node):
    """``((Page))`` or ``(relation(Page|#anchor))``: no text of its own."""

    page: str = ""
    anchor: str = ""
    relation: str = ""


@dataclass(slots=True, kw_only=True)
class AliasedLocalLinkNode(ParentNode):
    """``((Page|display text))``"""

    page: str = ""
    anchor: str = ""
    relation: str = ""
    display_text: str = ""


@dataclass(slots=True, kw_only=True)
class DoiLinkNode(Node):
    """``doi: 10.1000/182``"""

    doi: str = ""
