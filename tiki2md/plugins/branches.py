"""Plugins that show one of two texts: a page without a server shows one for good.

It is the one that a visitor who is not logged in would see (§11.1).
"""

from __future__ import annotations

from dataclasses import replace

from tiki2md.diagnostics import Code
from tiki2md.nodes import Node, ParentNode, PluginNode, TextNode
from tiki2md.plugins.elements import with_html
from tiki2md.plugins.registry import PluginContext, plugin

_ELSE = "{ELSE}"
_PUBLIC = frozenset({"tiki_p_view", "tiki_p_read_article", "tiki_p_view_file_gallery"})


@plugin("GROUP")
def group_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """What a visitor who is not logged in sees.

    Example:
        {GROUP(groups="Registered")}Welcome, member.{ELSE}Please log in.{GROUP}
    """
    allowed = _names(node, "groups")
    denied = _names(node, "notgroups")
    shown = bool(allowed or denied)
    if allowed and "Anonymous" not in allowed:
        shown = False
    if "Anonymous" in denied:
        shown = False
    return branch(node, context, shown=shown, last=True)


@plugin("PERM")
def perm_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """What a visitor without any permission but to read sees.

    Example:
        {PERM(perms="tiki_p_admin")}Settings{ELSE}Welcome{PERM}
    """
    needed = _names(node, "perms") | _names(node, "globalperms")
    denied = _names(node, "notperms") | _names(node, "notglobalperms")
    shown = (not needed or bool(needed & _PUBLIC)) and not denied & _PUBLIC
    return branch(node, context, shown=shown)


@plugin("LANG")
def lang_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text for readers of that language; all languages are kept.

    Example:
        {LANG(lang="fr")}Bonjour{LANG}
    """
    context.report(Code.PLUGIN_BRANCH, node, name=node.name, kept="kept that of every language")
    return with_html(node.children, context)


@plugin("PARAM", "USERPREF", "PERSPECTIVE")
def unset_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """What is shown when nothing is set: the part after {ELSE}, if there is one.

    Example:
        {PARAM(name="mode")}Set{ELSE}Not set{PARAM}
    """
    return branch(node, context, shown=_ELSE not in node.inner_content)


@plugin("PREF", "TRACKERIF", "CHECKREFERER")
def set_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text before {ELSE}.

    Example:
        {PREF(name="feature_blogs")}There are blogs.{ELSE}None.{PREF}
    """
    return branch(node, context, shown=True)


def _names(node: PluginNode, argument: str) -> set[str]:
    """The names between pipes: a comma is part of one."""
    value = node.attrs_dict.get(argument, "")
    return {name.strip() for name in value.split("|") if name.strip()}


def branch(
    node: PluginNode, context: PluginContext, *, shown: bool, last: bool = False
) -> list[Node]:
    """One of the two texts of a condition, and the diagnostic that says which.

    Args:
        node: the call; its body is split.
        context: takes the report.
        shown: whether it is the text before ``{ELSE}``.
        last: whether the last ``{ELSE}`` counts, as in GROUP, or the first.
    """
    first, second = _parts(node.children, last=last) or (node.children, [])
    # What is not public must not reach the output, not even in a comment.
    chosen = first if shown else second
    what = "kept the text before {ELSE}" if shown else "kept what everybody may see"
    context.report(Code.PLUGIN_BRANCH, node, name=node.name, kept=what)
    return with_html(chosen, context)


def _parts(nodes: list[Node], *, last: bool) -> tuple[list[Node], list[Node]] | None:
    """The two sides of an ``{ELSE}``, the first or the last; ``None`` if there is none.

    It may stand inside a list item or a cell: both sides then get a part of it.
    The nodes are cut, not the source, which would have to be parsed again at
    every level of nested calls.
    """
    order = range(len(nodes))
    for index in reversed(order) if last else order:
        node = nodes[index]
        cut = _cut(node, last=last)
        if cut is not None:
            return [*nodes[:index], cut[0]], [cut[1], *nodes[index + 1 :]]
    return None


def _cut(node: Node, *, last: bool) -> tuple[Node, Node] | None:
    if isinstance(node, TextNode) and _ELSE in node.inner_content:
        shown = node.inner_content
        head, _, tail = shown.rpartition(_ELSE) if last else shown.partition(_ELSE)
        return replace(node, inner_content=head), replace(node, inner_content=tail)
    if isinstance(node, ParentNode):
        parts = _parts(node.children, last=last)
        if parts is not None:
            return replace(node, children=parts[0]), replace(node, children=parts[1])
    return None
