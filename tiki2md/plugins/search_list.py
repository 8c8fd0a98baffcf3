"""LIST, Tiki's list of whatever a search finds: of what the export can tell it is drawn once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.plugins.expand import keep
from tiki2md.plugins.inclusions import guarded
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.search_config import blocks_of
from tiki2md.plugins.search_entries import NotShownError
from tiki2md.plugins.search_files import files_found
from tiki2md.plugins.search_items import items_found
from tiki2md.plugins.search_output import Filling, table, templated
from tiki2md.plugins.search_pages import pages_found
from tiki2md.plugins.snapshots import heading_line, snapshot
from tiki2md.plugins.values import listed, number, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.nodes import Node, PluginNode
    from tiki2md.plugins.search_config import Block
    from tiki2md.plugins.search_entries import Entry
    from tiki2md.plugins.sitedata import SiteData

_MOST = 50
_DEFAULT = "* {display name=title format=objectlink}\n"
_NOTHING = "No results for query."
_KNOWN = frozenset({"filter", "sort", "pagination", "list", "output", "format", "alternate"})
_SILENT = frozenset({"tablesorter", "column", "display"})
_LIMITING = frozenset({"pagination", "list"})
_MODE = re.compile(r"(\w+?)_n?(asc|desc)", re.IGNORECASE)


@plugin("LIST", body=Body.RAW)
def search_list(node: PluginNode, context: PluginContext) -> list[Node]:
    """Pages, articles, …, files or items of a tracker that its filters choose; else a comment.

    Filters by type, category, language, title, gallery and fields of a tracker are known;
    templates in wiki markup and tables of titles, descriptions, dates and such fields, and the
    number of all that is found.  All else needs Tiki's search.  Without a type, pages, articles,
    posts and FAQs are looked at.

    Example:
        {LIST()}{filter type="wiki page" categories="3"}{sort mode="title_asc"}{LIST}
    """
    site = context.site
    blocks = list(blocks_of(node.inner_content))
    known = _KNOWN | _SILENT
    found = _found(site, blocks, context) if site is not None else None
    if found is None or any(block.name not in known for block in blocks):
        return keep(node, Body.RAW, context)
    is_typed = bool(_kinds(blocks))
    if not is_typed and (not found or _counts(blocks)):
        return keep(node, Body.RAW, context)  # there may be files and the like
    ordered, is_in_order = _ordered(found, blocks)
    limits = [block.arguments.get("max", "") for block in blocks if block.name in _LIMITING]
    most = next((number(limit, _MOST) for limit in reversed(limits) if limit), _MOST)
    try:
        shown = guarded(
            node,
            context,
            ("list",),
            lambda: _shown(ordered[: max(most, 1)], len(ordered), blocks, context),
        )
    except NotShownError:
        shown = None
    if shown is None:
        return keep(node, Body.RAW, context)
    for is_so, what in (
        (is_typed, "without files, items of trackers and the like"),
        (is_in_order, "in another order"),
    ):
        if not is_so:
            context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
    return snapshot(node, context, shown)


def _last(blocks: Sequence[Block], name: str) -> Block | None:
    """The last block of a name, the one that counts."""
    return next((block for block in reversed(blocks) if block.name == name), None)


def _kinds(blocks: Sequence[Block]) -> set[str]:
    """The types that the filters name."""
    types = [block.arguments.get("type", "") for block in blocks if block.name == "filter"]
    return {kind for found in types for kind in listed(found, ",")}


def _counts(blocks: Sequence[Block]) -> bool:
    """Whether the number of what is found is shown."""
    output = _last(blocks, "output")
    return output is not None and output.arguments.get("template") == "count"


def _found(
    site: SiteData, blocks: Sequence[Block], context: PluginContext
) -> Sequence[Entry] | None:
    """What passes all filters; ``None`` if only Tiki can tell."""
    filters = [block.arguments for block in blocks if block.name == "filter"]
    kinds = _kinds(blocks)
    if kinds == {"trackeritem"}:
        return items_found(site, filters, context)
    if kinds == {"file"}:
        return files_found(site, filters)
    return pages_found(site, filters, kinds)


def _ordered(found: Sequence[Entry], blocks: Sequence[Block]) -> tuple[list[Entry], bool]:
    """Entries in the order that the last ``{sort …}`` names, and whether that is known."""
    sort = _last(blocks, "sort")
    if sort is None:
        return list(found), True
    mode = _MODE.fullmatch(sort.arguments.get("mode", "").strip())
    if mode is None:
        return list(found), False
    keys = [(entry.key(mode[1]), entry) for entry in found]
    known = [(key, entry) for key, entry in keys if key is not None]
    known.sort(key=lambda pair: pair[0], reverse=mode[2].lower() == "desc")
    is_known = len(known) == len(found)
    return [entry for _, entry in known] if is_known else list(found), is_known


def _shown(
    entries: Sequence[Entry], total: int, blocks: Sequence[Block], context: PluginContext
) -> list[Node]:
    """What readers see of the entries, and of how many were found in all.

    Raises:
        NotShownError: only Tiki can tell.
    """
    if not entries:
        instead = _last(blocks, "alternate")
        if instead is None:
            return [heading_line(_NOTHING)]
        return context.parse(instead.body) if context.inclusions.fits(instead.body) else []
    formats = {
        block.arguments["name"]: block.body
        for block in blocks
        if block.name == "format" and "name" in block.arguments
    }
    filling = Filling(formats, context)
    output = _last(blocks, "output")
    if output is None:
        return templated(_DEFAULT, entries, filling)
    template = output.arguments.get("template", "")
    if template == "count":
        return [text(str(total))]
    if template == "table" and (columns := _columns(output)):
        return table(columns, entries, filling)
    if template or any(name in output.arguments for name in ("tplwiki", "wiki", "report")):
        raise NotShownError(template)
    return templated(output.body, entries, filling)


def _columns(output: Block) -> list[Mapping[str, str]]:
    """The arguments of each ``{column …}`` of a table that names a field."""
    columns = [block.arguments for block in blocks_of(output.body) if block.name == "column"]
    return [arguments for arguments in columns if arguments.get("field")]
