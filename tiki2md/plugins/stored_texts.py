"""Texts that Tiki kept outside of pages: content blocks and copyright notices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.plugins.composition import MAX_CHARACTERS, MAX_OPEN, include
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import number, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.nodes import Node, PluginNode
    from tiki2md.plugins.facts import ContentFacts, CopyrightFacts


@plugin("CONTENT", "RCONTENT", body=Body.NONE)
def content(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text of a content block on the day of the export; without it, a comment.

    A block with several texts stays a comment where Tiki chose one at random
    (RCONTENT).  A block that shows a page becomes that page's text (tiki-syntax §11.1).

    Example:
        {CONTENT(id="3")/}
    """
    block = _block(node, context)
    if block is None or (node.name == "RCONTENT" and block.versions > 1):
        return keep(node, Body.NONE, context)
    if block.page:
        return include(replace(node, attrs_dict={"page": block.page}), context)
    shown = guarded(
        node,
        context,
        ("block", str(block.content_id)),
        lambda: _parsed(block.text, context),
    )
    return keep(node, Body.NONE, context) if shown is None else snapshot(node, context, shown)


def _block(node: PluginNode, context: PluginContext) -> ContentFacts | None:
    if context.site is None:
        return None
    wanted = number(node.attrs_dict.get("id", ""), 0)
    label = node.attrs_dict.get("label", "").strip()
    if wanted:
        return context.site.content(wanted)
    return context.site.content_labelled(label) if label else None


@plugin("COPYRIGHT", body=Body.RAW)
def copyright_notice(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its body for each copyright notice of the page, filled in; without any, a comment.

    The values stand for ``~title~``, ``~year~``, ``~authors~`` and ``~holder~``
    (tiki-syntax §11.1).

    Example:
        {COPYRIGHT()}© ~year~ ~holder~{COPYRIGHT}
    """
    notices = context.site.copyrights(context.page) if context.site is not None else ()
    if not notices:
        return keep(node, Body.RAW, context)
    source = "".join(_filled(node.inner_content, notice) for notice in notices)
    shown = guarded(node, context, ("notice",), lambda: _parsed(source, context))
    return keep(node, Body.RAW, context) if shown is None else snapshot(node, context, shown)


def _filled(pattern: str, notice: CopyrightFacts) -> str:
    for name, value in (
        ("title", notice.title),
        ("year", notice.year),
        ("authors", notice.authors),
        ("holder", notice.holder),
    ):
        pattern = pattern.replace(f"~{name}~", value)
    return pattern


def _parsed(source: str, context: PluginContext) -> list[Node]:
    return context.parse(source) if counts(source, context) else []


def guarded(
    node: PluginNode,
    context: PluginContext,
    key: tuple[str, ...],
    make: Callable[[], list[Node]],
) -> list[Node] | None:
    """What ``make`` gives, unless there would be no end to it: then ``None``, reported.

    A stored text may hold the call that shows it, as an included page may.

    Args:
        node: the call.
        context: the page's context.
        key: what is shown, such as ``("block", "3")``.
        make: makes the nodes; every text in them is told to :func:`counts`.
    """
    seen = context.inclusions
    mark = ("\0", *key)  # no name of a page begins like that
    reason = ""
    if mark in seen.open:
        reason = "it would include itself"
    elif len(seen.open) >= MAX_OPEN:
        reason = f"more than {MAX_OPEN} texts include each other"
    elif seen.characters <= MAX_CHARACTERS:
        seen.open.append(mark)
        try:
            made = make()
        finally:
            seen.open.pop()
        if seen.characters <= MAX_CHARACTERS:
            return made
    reason = reason or "too much is included here already"
    what = f"of {' '.join(key)}"
    context.report(Code.INCLUDE_CAPPED, node, page=what, reason=reason)
    return None


def counts(source: str, context: PluginContext) -> bool:
    """Whether a stored text may still be shown on the page; it counts as included."""
    context.inclusions.characters += len(source) + 1
    return context.inclusions.characters <= MAX_CHARACTERS
