"""LIST, Tiki's list of whatever a search finds: of what the export can tell it is drawn once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.plugins.expand import keep
from tiki2md.plugins.inclusions import guarded
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.search_config import blocks_of
from tiki2md.plugins.search_entries import NotShownError, PageEntry
from tiki2md.plugins.search_files import files_found
from tiki2md.plugins.search_items import has_words, items_found, words_of
from tiki2md.plugins.search_output import Filling, table, templated
from tiki2md.plugins.snapshots import collated, heading_line, snapshot
from tiki2md.plugins.values import listed, number, text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tiki2md.nodes import Node, PluginNode
    from tiki2md.plugins.facts import PageFacts
    from tiki2md.plugins.search_config import Block
    from tiki2md.plugins.search_entries import Entry
    from tiki2md.plugins.sitedata import SiteData

    _Test = Callable[[PageFacts], bool]

_KINDS = frozenset({"wiki page", "article", "blog post", "faq"})
"""Besides files and items of trackers, what a search finds, and we list; not users, …"""
_MOST = 50
_DEFAULT = "* {display name=title format=objectlink}\n"
_NOTHING = "No results for query."
_KNOWN = frozenset({"filter", "sort", "pagination", "list", "output", "format", "alternate"})
_SILENT = frozenset({"tablesorter", "column", "display"})
_LIMITING = frozenset({"pagination", "list"})
_MODE = re.compile(r"(\w+?)_n?(asc|desc)", re.IGNORECASE)
_NUMBERS = re.compile(r"[0-9]{1,9}(?:(?:\s+OR\s+|\s*,\s*)[0-9]{1,9})*")
_LANGUAGE = re.compile(r"[a-z]+(?:-[a-z]+)*")


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


def _kinds(blocks: Sequence[Block]) -> set[str]:
    """The types that the filters name."""
    types = [block.arguments.get("type", "") for block in blocks if block.name == "filter"]
    return {kind for found in types for kind in listed(found, ",")}


def _counts(blocks: Sequence[Block]) -> bool:
    """Whether the number of what is found is shown."""
    outputs = [block.arguments for block in blocks if block.name == "output"]
    return bool(outputs) and outputs[-1].get("template") == "count"


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
    if not kinds <= _KINDS or not filters:
        return None
    sought = kinds or _KINDS
    found: list[PageFacts] = [page for kind in sorted(sought) for page in site.of_kind(kind)]
    for arguments in filters:
        passes = _filter(arguments, site)
        if passes is None:
            return None
        found = [page for page in found if passes(page)]
    return [PageEntry(page) for page in found]


def _filter(arguments: Mapping[str, str], site: SiteData) -> _Test | None:
    """What a filter asks of a page; ``None`` for what no index but Tiki's can answer."""
    asked = {name: value.strip() for name, value in arguments.items()}
    field = asked.pop("field", "")
    tests = [
        _TESTS[name](value, field, site) if name in _TESTS else None
        for name, value in asked.items()
    ]
    known = [test for test in tests if test is not None]
    if not tests or len(known) < len(tests):
        return None
    return lambda page: all(test(page) for test in known)


def _by_kind(value: str, _field: str, _site: SiteData) -> _Test | None:
    kinds = {kind.strip() for kind in value.split(",")}
    return lambda page: page.kind in kinds


def _by_category(value: str, _field: str, _site: SiteData) -> _Test | None:
    chosen = set(map(int, re.findall(r"[0-9]+", value)))
    is_known = _NUMBERS.fullmatch(value) is not None
    return (lambda page: not chosen.isdisjoint(page.categories)) if is_known else None


def _by_category_above(value: str, field: str, site: SiteData) -> _Test | None:
    chosen = list(map(int, re.findall(r"[0-9]+", value)))
    below = [str(number) for one in chosen for number in site.categories_below(one)]
    return _by_category(",".join([value, *below]), field, site)


def _by_language(value: str, _field: str, _site: SiteData) -> _Test | None:
    return (lambda page: page.language == value) if _LANGUAGE.fullmatch(value) else None


def _by_title(value: str, field: str, _site: SiteData) -> _Test | None:
    wanted = collated(value)
    return (lambda page: collated(page.name) == wanted) if field == "title" else None


def _by_words(value: str, field: str, _site: SiteData) -> _Test | None:
    words = words_of(value) if field == "title" else None
    return None if words is None else (lambda page: has_words(page.name, words))


_TESTS: Mapping[str, Callable[[str, str, SiteData], _Test | None]] = {
    "type": _by_kind,
    "categories": _by_category,
    "deepcategories": _by_category_above,
    "language": _by_language,
    "exact": _by_title,
    "content": _by_words,
}
"""By the name of an argument: its value, ``field`` and the wiki, to what they ask of a page."""


def _ordered(found: Sequence[Entry], blocks: Sequence[Block]) -> tuple[list[Entry], bool]:
    """Entries in the order that the last ``{sort …}`` names, and whether that is known."""
    modes = [block.arguments.get("mode", "") for block in blocks if block.name == "sort"]
    if not modes:
        return list(found), True
    mode = _MODE.fullmatch(modes[-1].strip())
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
    outputs = [block for block in blocks if block.name == "output"]
    if not entries:
        instead = [block.body for block in blocks if block.name == "alternate"]
        if not instead:
            return [heading_line(_NOTHING)]
        return context.parse(instead[-1]) if context.inclusions.fits(instead[-1]) else []
    formats = {
        block.arguments["name"]: block.body
        for block in blocks
        if block.name == "format" and "name" in block.arguments
    }
    filling = Filling(formats, context)
    if not outputs:
        return templated(_DEFAULT, entries, filling)
    last = outputs[-1]
    template = last.arguments.get("template", "")
    if template == "count":
        return [text(str(total))]
    if template == "table":
        inner = [block.arguments for block in blocks_of(last.body) if block.name == "column"]
        columns = [arguments for arguments in inner if arguments.get("field")]
        if columns:
            return table(columns, entries, filling)
    if template or any(name in last.arguments for name in ("tplwiki", "wiki", "report")):
        raise NotShownError(template)
    return templated(last.body, entries, filling)
