"""Plugins that show one of two texts: a page without a server shows one for good.

It is the one that a visitor who is not logged in would see (§11.1).
"""

from __future__ import annotations

from dataclasses import replace

from tiki2md.diagnostics import Code
from tiki2md.nodes import Node, ParentNode, PluginNode, TextNode, text_of
from tiki2md.plugins.elements import with_html
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import is_on, listed

ELSE = "{ELSE}"
_PUBLIC = frozenset({"tiki_p_view", "tiki_p_read_article", "tiki_p_view_file_gallery"})


@plugin("GROUP", body=Body.BARE)
def group_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """What a visitor who is not logged in sees; nothing without a condition, as in Tiki.

    Example:
        {GROUP(groups="Registered")}Welcome, member.{ELSE}Please log in.{GROUP}
    """
    allowed, pending = _names(node, "groups"), _names(node, "pending")
    denied, paid = _names(node, "notgroups"), _names(node, "notpending")
    if not (allowed or denied or pending or paid):
        return _without_condition(node, context, "groups")
    # Nobody is waiting to join a group who has not logged in.
    shown = "Anonymous" in allowed if allowed or pending else True
    return branch(node, context, shown=shown and "Anonymous" not in denied, last=True)


@plugin("PERM", body=Body.BARE)
def perm_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """What a visitor who is not logged in sees, by the permissions of the whole site.

    Without the wiki, one that has none but to read; on a page that visitors could not view, none.

    Example:
        {PERM(perms="tiki_p_admin")}Settings{ELSE}Welcome{PERM}
    """
    needed, denied = _names(node, "perms"), _names(node, "notperms")
    if not needed and not denied:
        return _without_condition(node, context, "perms")
    # Where a call names both, Tiki asks for the second alone.
    found = not _is_about_hidden(node, context) and any(
        _may(name, context) for name in sorted(denied or needed)
    )
    return branch(node, context, shown=found != bool(denied))


def _may(permission: str, context: PluginContext) -> bool:
    known = context.site.may(permission) if context.site is not None else None
    return permission in _PUBLIC if known is None else known


def _is_about_hidden(node: PluginNode, context: PluginContext) -> bool:
    """Whether a call asks of a page that visitors could not view, or of an unknown thing."""
    name, site = node.attrs_dict.get("object", "").strip(), context.site
    kind = node.attrs_dict.get("type", "").strip()
    if not name or not kind or is_on(node.attrs_dict.get("global", "")):
        return False
    page = site.page(name) if site is not None and kind == "wiki page" else None
    return page is None or site is None or not site.visible(page.name)


def _without_condition(node: PluginNode, context: PluginContext, argument: str) -> list[Node]:
    context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument=argument)
    context.report(Code.PLUGIN_BRANCH, node, kept="kept neither, as Tiki did")
    return []


@plugin("LANG", body=Body.BARE)
def lang_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text for readers of that language; all languages are kept.

    Example:
        {LANG(lang="fr")}Bonjour{LANG}
    """
    context.report(Code.PLUGIN_BRANCH, node, kept="kept that of every language")
    return with_html(node.children, context)


@plugin("PARAM", "USERPREF", "PERSPECTIVE", body=Body.BARE)
def unset_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """What is shown when nothing is set: the part after {ELSE}, if there is one.

    Example:
        {PARAM(name="mode")}Set{ELSE}Not set{PARAM}
    """
    return branch(node, context, shown=ELSE not in node.inner_content)


@plugin("PREF", body=Body.BARE)
def preference_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text before {ELSE}; the one behind it where a preference of the wiki has another value.

    Example:
        {PREF(feature_blogs="y")}There are blogs.{ELSE}None.{PREF}
    """
    site = context.site
    differs = site is not None and any(
        site.has_preference(name, value) is False for name, value in node.attrs_dict.items()
    )
    return branch(node, context, shown=not differs)


@plugin("TRACKERIF", "CHECKREFERER", body=Body.BARE)
def set_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text before {ELSE}.

    Example:
        {CHECKREFERER(referer_list="example.org")}Welcome, neighbour.{ELSE}Welcome.{CHECKREFERER}
    """
    return branch(node, context, shown=True)


@plugin("NETWORKCONDITION", body=Body.BARE)
def network_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its body, unless that was for the machines in ``ipv4list`` alone: then nothing.

    Example:
        {NETWORKCONDITION(ipv4list="192.0.2.7")}Only for the office.{NETWORKCONDITION}
    """
    if not node.attrs_dict.get("ipv4list", "").strip(" ,"):
        return with_html(node.children, context)
    context.report(Code.PLUGIN_BRANCH, node, kept="kept nothing, since not everybody may see it")
    return []


@plugin("COOKIECONSENT", body=Body.BARE)
def consent_branch(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text for whoever agreed to cookies.

    Example:
        {COOKIECONSENT(no_consent_message="Please agree first.")}A map{COOKIECONSENT}
    """
    context.report(Code.PLUGIN_BRANCH, node, kept="kept the text for those who agreed to cookies")
    return with_html(node.children, context)


def _names(node: PluginNode, argument: str) -> set[str]:
    """The names between pipes: a comma is part of one."""
    return set(listed(node.attrs_dict.get(argument, "")))


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
    context.report(Code.PLUGIN_BRANCH, node, kept=what)
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
            # Of an item or heading that ends with the mark nothing is behind it.
            rest = [] if cut[1].block and not text_of(cut[1]) else [cut[1]]
            return [*nodes[:index], cut[0]], [*rest, *nodes[index + 1 :]]
    return None


def _cut(node: Node, *, last: bool) -> tuple[Node, Node] | None:
    if isinstance(node, TextNode) and ELSE in node.inner_content:
        shown = node.inner_content
        head, _, tail = shown.rpartition(ELSE) if last else shown.partition(ELSE)
        return replace(node, inner_content=head), replace(node, inner_content=tail)
    if isinstance(node, ParentNode):
        parts = _parts(node.children, last=last)
        if parts is not None:
            return replace(node, children=parts[0]), replace(node, children=parts[1])
    return None
