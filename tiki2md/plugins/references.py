"""Bibliographies: citations become footnotes (tiki-syntax §11.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.nodes import FootnoteNode, HeadingNode, ListItemNode, Node
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import current_page, heading_line, snapshot
from tiki2md.plugins.values import ADDRESS, group, link_to_url, listed, number, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.nodes import PluginNode
    from tiki2md.plugins.facts import ReferenceFacts

_CITING = re.compile(r"\{addreference\b[^}]*", re.IGNORECASE)
_CITED = re.compile(r"""\bbiblio_code\s*=>?\s*(?:"([^"]*)"|'([^']*)'|([^\s"')]+))""", re.IGNORECASE)
_BRANCH = re.compile(
    r"\{(?:ELSE|GROUP|PERM|PREF|USERPREF|PARAM|PERSPECTIVE|TRACKERIF|CHECKREFERER)\b", re.IGNORECASE
)


@plugin("ADDREFERENCE", body=Body.NONE)
def add_reference(node: PluginNode, context: PluginContext) -> list[Node]:
    """A footnote with the entry of the page's bibliography; without it, a comment.

    Several codes stand between commas.  One that was cited before repeats the number
    of its note, but for pages that show different texts to different readers.

    Example:
        The quay{ADDREFERENCE(biblio_code="Smith1999")/} is closed.
    """
    known = {entry.code: entry for entry in _bibliography(context, context.page)}
    codes = _codes(node.attrs_dict.get("biblio_code", ""), known)
    if not codes or any(code not in known for code in codes):
        return keep(node, Body.NONE, context)
    return [_citation(known[code], node, context) for code in codes]


def _codes(value: str, known: dict[str, ReferenceFacts]) -> list[str]:
    value = value.strip()
    if value in known:  # a code may hold a comma
        return [value]
    return listed(value, ",")


def _citation(entry: ReferenceFacts, node: PluginNode, context: PluginContext) -> Node:
    # A name of its own: an author's footnote may have the code for its tag.
    label = f"reference {entry.code}"
    times = context.inclusions.times
    key = ("\0", label)
    times[key] += 1
    # The first note may vanish with a text that not everybody sees, and with it what
    # others would repeat: on such a page each brings the entry itself.
    page = current_page(context)
    alone = page is not None and _BRANCH.search(page.source) is not None
    children = _described(entry) if alone or times[key] == 1 else []
    return FootnoteNode(label=label, children=children, span=node.span)


def _bibliography(context: PluginContext, page: str) -> Sequence[ReferenceFacts]:
    return context.site.references(page) if context.site is not None and page else ()


def _described(entry: ReferenceFacts) -> list[Node]:
    """Author, title and the rest, with the address as a link."""
    parts = (
        entry.author,
        entry.title,
        entry.part,
        entry.publisher,
        entry.location,
        entry.year,
    )
    nodes: list[Node] = []
    words = ", ".join(" ".join(part.split()) for part in parts if part.strip())
    uri = entry.uri.strip()
    if not ADDRESS.fullmatch(uri):
        words, uri = ", ".join(word for word in (words, uri) if word), ""
    if words or not uri:
        nodes.append(text((words or entry.code) + (", " if uri else "")))
    if uri:
        nodes.append(link_to_url(uri, uri))
    return nodes


@plugin("SHOWREFERENCE", body=Body.NONE)
def show_reference(node: PluginNode, context: PluginContext) -> list[Node]:
    """A list of the page's references that no footnote shows; without the wiki, a comment.

    What the page cites stands in its footnotes, at the end of the page; if that
    is all, nothing is left to list.  Of another page (pageid) all are listed.

    Example:
        {SHOWREFERENCE(title="Sources" hlevel="2")/}
    """
    site, arguments = context.site, node.attrs_dict
    page = current_page(context)
    other = number(arguments.get("pageid", ""))
    if site is not None and other and (page is None or page.page_id != other):
        # Pages that are not public are not among them.
        page = next((one for one in site.pages() if one.page_id == other), None)
        cited: set[str] = set()
    else:
        cited = _cited(page.source) if page is not None else set()
    entries = _bibliography(context, page.name) if page is not None else ()
    if not entries:
        return keep(node, Body.NONE, context)
    rest = [entry for entry in entries if entry.code not in cited]
    if not rest:
        return []
    items: list[Node] = [ListItemNode(children=_described(entry)) for entry in rest]
    return snapshot(node, context, [*_title(arguments), group(items)])


def _cited(source: str) -> set[str]:
    """The codes that a page's calls of ADDREFERENCE have."""
    found = (_CITED.search(call[0]) for call in _CITING.finditer(source))
    values = ["".join(match.groups("")) for match in found if match]
    return {code.strip() for value in values for code in (value, *value.split(","))}


def _title(arguments: dict[str, str]) -> list[Node]:
    if arguments.get("showtitle", "").strip().lower() == "no":
        return []
    words = arguments.get("title", "").strip() or "Bibliography"
    level = number(arguments.get("hlevel", ""))
    if not level:
        return [heading_line(words)]
    return [HeadingNode(level=min(level, 6), children=[text(words)])]
