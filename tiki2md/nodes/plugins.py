"""Source nodes: plugin calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from tiki2md.nodes.base import ParentNode


@dataclass(slots=True, kw_only=True)
class PluginNode(ParentNode):
    """A plugin call; ``inner_content`` is its body, ``children`` the parsed body.

    Attributes:
        name: upper case, as Tiki knows it.
        raw_arguments: the text between the name and the closing brace.
        attrs_dict: the arguments, names as written, values unquoted.
        has_body: false for ``{name …}`` and ``{NAME(…)/}``.
    """

    name: str = ""
    raw_arguments: str = ""
    attrs_dict: dict[str, str] = field(default_factory=dict)
    has_body: bool = False


@dataclass(slots=True, kw_only=True)
class AttachNode(PluginNode):
    """``{attach …}``"""


@dataclass(slots=True, kw_only=True)
class BoxNode(PluginNode):
    """``{BOX()}…{BOX}``"""


@dataclass(slots=True, kw_only=True)
class DivNode(PluginNode):
    """``{DIV()}…{DIV}``"""


@dataclass(slots=True, kw_only=True)
class FontNode(PluginNode):
    """``{FONT()}…{FONT}``"""


@dataclass(slots=True, kw_only=True)
class HtmlNode(PluginNode):
    """``{HTML()}…{HTML}``"""


@dataclass(slots=True, kw_only=True)
class ImgNode(PluginNode):
    """``{img …}``"""


@dataclass(slots=True, kw_only=True)
class IncludeNode(PluginNode):
    """``{include …}``"""


@dataclass(slots=True, kw_only=True)
class MakeTocNode(PluginNode):
    """``{maketoc …}``, which is no plugin to Tiki but is written as one."""


@dataclass(slots=True, kw_only=True)
class RedirectNode(PluginNode):
    """``{redirect …}``"""


@dataclass(slots=True, kw_only=True)
class SqlNode(PluginNode):
    """``{SQL()}…{SQL}``"""


@dataclass(slots=True, kw_only=True)
class SubNode(PluginNode):
    """``{SUB()}…{SUB}``"""


@dataclass(slots=True, kw_only=True)
class SupNode(PluginNode):
    """``{SUP()}…{SUP}``"""


PLUGIN_NODES: dict[str, type[PluginNode]] = {
    "ATTACH": AttachNode,
    "BOX": BoxNode,
    "DIV": DivNode,
    "FONT": FontNode,
    "HTML": HtmlNode,
    "IMG": ImgNode,
    "INCLUDE": IncludeNode,
    "MAKETOC": MakeTocNode,
    "REDIRECT": RedirectNode,
    "SQL": SqlNode,
    "SUB": SubNode,
    "SUP": SupNode,
}
"""The plugins whose nodes have a class of their own; all others are ``PluginNode``."""
