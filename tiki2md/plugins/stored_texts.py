"""Texts that Tiki kept outside of pages: content blocks and copyright notices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.plugins.composition import include
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import stored_snapshot
from tiki2md.plugins.values import number

if TYPE_CHECKING:
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
    return stored_snapshot(
        node,
        Body.NONE,
        context,
        ("block", str(block.content_id)),
        lambda: _parsed(block.text, context),
    )


def _block(node: PluginNode, context: PluginContext) -> ContentFacts | None:
    if context.site is None:
        return None
    wanted = number(node.attrs_dict.get("id", ""))
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
    return stored_snapshot(node, Body.RAW, context, ("notice",), lambda: _parsed(source, context))


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
    return context.parse(source) if context.inclusions.fits(source) else []
