"""Pages that are made of other pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.plugins.expand import keep, keep_lacking, kept
from tiki2md.plugins.inclusions import ITSELF
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import is_on, link_to_url, number, page_link, paragraph, text

if TYPE_CHECKING:
    from tiki2md.nodes import Node, PluginNode
    from tiki2md.plugins.facts import PageFacts

_INCLUSIONS = 5  # of one page on one, in Tiki
_MAKETOC = re.compile(r"\{maketoc\b[^}]*(\}?)", re.IGNORECASE)
_SLOT = re.compile(r"%%%([A-Za-z0-9_]+)%%%")


@plugin("INCLUDE", body=Body.NONE)
def include(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text of a page, or of a part, in place; without the wiki, a comment.

    Example:
        {INCLUDE(page="Opening Hours" start="!Summer" stop="!Winter")/}
    """
    arguments = node.attrs_dict
    page = _page(node, context)
    if page is None:
        return _missing(node, context, arguments.get("nopage_text", ""))
    start, stop = arguments.get("start", "").strip(), arguments.get("stop", "").strip()
    source = between(page.source, start, stop)
    if not source.strip() and page.source.strip():
        context.report(
            Code.INCLUDE_CAPPED,
            node,
            page=page.name,
            reason="there is nothing between its markers",
        )
    limit = number(arguments.get("max_chars_included", ""))
    if 0 < limit < len(source):
        source = f"{source[:limit]}…"
    most = number(arguments.get("max_inclusions", ""), _INCLUSIONS)
    nodes = _spliced(node, context, page, source, (page.name, start, stop), most)
    if is_on(arguments.get("linkoriginal", "")):
        label = arguments.get("linkoriginal_text", "").strip() or "Read more"
        nodes = [*nodes, paragraph(page_link(page.name, label))]
    return nodes


def between(source: str, start: str, stop: str) -> str:
    """The lines of ``source`` after a marker, before one, or between each pair (§11.1).

    A marker is a whole line, without the spaces around it, and is left out itself.

    Args:
        source: the text of a page.
        start: a marker, or empty to begin at the beginning.
        stop: a marker, or empty to go on to the end.
    """
    if not start and not stop:
        return source
    lines: list[str] = []
    shown = not start
    for line in source.split("\n"):
        mark = line.strip()
        if not shown:
            shown = mark == start
        elif stop and mark == stop:
            if not start:
                break
            shown = False
        else:
            lines.append(line)
    return "\n".join(lines)


@plugin("TRANSCLUDE", body=Body.RAW)
def transclude(node: PluginNode, context: PluginContext) -> list[Node]:
    """The text of the page with its slots filled, in place; without the wiki, a comment.

    Example:
        {TRANSCLUDE(page="Plant Card" name="Tree fern")/}
    """
    page = _page(node, context)
    if page is None:
        return _missing(node, context, "")
    values = {**node.attrs_dict, "text": node.inner_content}
    del values["page"]
    source = _SLOT.sub(lambda slot: values.get(slot[1], ""), page.source)
    key = (page.name, *values.values())
    return _spliced(node, context, page, source, key)


@plugin("REDIRECT", body=Body.NONE)
def redirect(node: PluginNode, context: PluginContext) -> list[Node]:
    """A line that links to where it led; a page of nothing else is its target's alias.

    Example:
        {REDIRECT(page="Harbour Museum")/}
    """
    name = node.attrs_dict.get("page", "").strip()
    url = node.attrs_dict.get("url", "").strip()
    if not name and not url:
        return keep_lacking(node, "page", context)
    context.report(Code.PLUGIN_APPROXIMATED, node, what=f"a link to {name or url}")
    to = page_link(name) if name else link_to_url(url, url)
    return [paragraph(text("Redirected to "), to)]


def _page(node: PluginNode, context: PluginContext) -> PageFacts | None:
    name = node.attrs_dict.get("page", "").strip()
    return context.site.page(name) if context.site is not None and name else None


def _missing(node: PluginNode, context: PluginContext, instead: str) -> list[Node]:
    """What stands where no page is: nothing is known without a site."""
    name = node.attrs_dict.get("page", "").strip()
    if not name:
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument="page")
        return kept(node, Body.NONE)
    if context.site is None:
        return keep(node, Body.NONE, context)
    context.report(Code.PLUGIN_PAGE_MISSING, node, page=name)
    return [*kept(node, Body.NONE), *(context.parse(instead) if instead else [])]


def _spliced(
    node: PluginNode,
    context: PluginContext,
    page: PageFacts,
    source: str,
    key: tuple[str, ...],
    most: int | None = None,
) -> list[Node]:
    """The nodes of another page's text, unless there would be no end to it."""
    assert context.site is not None  # the page came from it
    inclusions = context.inclusions
    is_public = context.site.visible(page.name)
    if not is_public:
        reason = "it was not public"
    elif key == (context.page, "", ""):
        reason = ITSELF
    else:
        reason = inclusions.refusal(key, "pages", size=len(source), most=most)
    if reason:
        context.report(Code.INCLUDE_CAPPED, node, page=page.name, reason=reason)
        instead = "" if is_public else node.attrs_dict.get("pagedenied_text", "")
        return context.parse(instead) if instead else []
    context.report(Code.PLUGIN_SNAPSHOT, node)
    source = _MAKETOC.sub(lambda found: "" if found[1] else found[0], source)
    inclusions.times[key] += 1
    inclusions.add(source)
    with inclusions.opened(key):
        # HTML in a wiki page would be shown as typed; in an HTML page all text is HTML.
        wiki = context.options.wiki_in_html and not page.is_rendered
        return context.html(source, wiki=wiki) if page.is_html else context.parse(source)
