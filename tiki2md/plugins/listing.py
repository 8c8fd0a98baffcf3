"""Lists of pages that Tiki drew from its database: drawn once, from the export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import BoldNode, ListItemNode, Node, PluginNode
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import (
    LISTED_KINDS,
    at_most,
    collated,
    current_page,
    heading_line,
    page_list,
    page_of,
    snapshot,
    sorted_pages,
    without,
)
from tiki2md.plugins.values import group, is_on, listed, number, numbers, page_link, text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tiki2md.plugins.facts import PageFacts
    from tiki2md.plugins.sitedata import SiteData

_WORDS = re.compile(r'"([^"]+)"|([^\s",]+)')
_MODULES = {
    "last_modif_pages": ("Latest Changes", "lastModif_desc"),
    "top_pages": ("Top Pages", "hits_desc"),
}
_KINDS = {"wiki": "wiki page", **{kind: kind for kind in LISTED_KINDS}}
"""The words of calls for kinds of pages.  What calls name besides, no list here has."""


@plugin("CATEGORY", body=Body.NONE)
def category(node: PluginNode, context: PluginContext) -> list[Node]:
    """The pages, articles, … of a category, as a list of links; without the wiki, a comment.

    Example:
        {CATEGORY(id="3" sub="y")/}
    """
    site, arguments = context.site, node.attrs_dict
    page = current_page(context)
    chosen = numbers(arguments.get("id", ""))
    if not chosen and page is not None:
        chosen = list(page.categories)
    types = arguments.get("types", "").strip().lower()
    words = [word.strip() for word in types.split("+")]
    kinds = {_KINDS[word] for word in words if word in _KINDS}
    # Files and trackers are not known by their categories; a list of them would come out empty.
    if site is None or not chosen or (types not in {"", "*"} and not kinds):
        return keep(node, Body.NONE, context)
    if not kinds or not all(word in _KINDS for word in words):
        _report_no_others(node, context)
    shown: list[Node] = []
    for name, pages in _lists_of(site, chosen, node, kinds):
        ordered = sorted_pages(pages, arguments.get("sort", ""))
        ordered = at_most(ordered, arguments.get("maxRecords", "") or "50")
        if is_on(arguments.get("showTitle", "y")):
            shown.append(heading_line(f"Category: {name}"))
        shown += page_list(ordered, described=is_on(arguments.get("showdescription", "")))
    return snapshot(node, context, shown)


def _report_no_others(node: PluginNode, context: PluginContext) -> None:
    what = "without files, items of trackers and the like"
    context.report(Code.PLUGIN_APPROXIMATED, node, what=what)


def _lists_of(
    site: SiteData, chosen: Sequence[int], node: PluginNode, kinds: Collection[str]
) -> Iterable[tuple[str, list[PageFacts]]]:
    """The lists that a call wants, each with its name: one for each category, or one of all."""
    members = [_members(site, one, node, kinds) for one in chosen]
    names = [facts.name if (facts := site.category(one)) else str(one) for one in chosen]
    together = is_on(node.attrs_dict.get("and", ""))
    if together or not is_on(node.attrs_dict.get("split", "y")):
        return [(", ".join(names), _joined(members, together=together))]
    return zip(names, members, strict=True)


def _members(
    site: SiteData, category_: int, node: PluginNode, kinds: Collection[str]
) -> list[PageFacts]:
    """What is in a category, of some kinds or, if there are none, of all."""
    chosen = [category_]
    # Whatever Tiki's help says, those below are listed unless they are refused.
    if not node.attrs_dict.get("sub", "").strip().lower().startswith("n"):
        chosen += site.categories_below(category_)
    language = node.attrs_dict.get("lang", "").strip()
    found = {_key(page): page for one in chosen for page in site.in_category(one)}
    return [
        page
        for page in found.values()
        if (not language or page.language == language) and (not kinds or page.kind in kinds)
    ]


def _key(page: PageFacts) -> tuple[str, int, str]:
    """What is its own for each page."""
    return page.kind, page.page_id, page.name


def _joined(members: list[list[PageFacts]], *, together: bool) -> list[PageFacts]:
    """The pages in all of several lists, or in any."""
    found = {_key(page): page for pages in members for page in pages}
    if not together:
        return list(found.values())
    sets = [set(map(_key, pages)) for pages in members]
    return [page for key, page in found.items() if all(key in one for one in sets)]


@plugin("LISTPAGES", body=Body.NONE)
def list_pages(node: PluginNode, context: PluginContext) -> list[Node]:
    """The pages that its filters choose, as a list of links; without the wiki, a comment.

    Example:
        {LISTPAGES(find="fern" max="5")/}
    """
    site, arguments = context.site, node.attrs_dict
    if site is None or arguments.get("translations") or arguments.get("langOrphan"):
        return keep(node, Body.NONE, context)
    pages = _filtered(site, arguments)
    pages = sorted_pages(pages, arguments.get("sort", "") or "pageName_asc")
    total = len(pages)
    pages = at_most(pages, arguments.get("max", ""), arguments.get("offset", ""))
    names_only = is_on(arguments.get("showNameOnly", ""))
    shown = page_list(pages, described=not names_only)
    # Tiki looks at structures only if they are asked for.
    if names_only and all(
        is_on(arguments.get(name, "")) for name in ("structHead", "showPageAlias")
    ):
        shown = page_list(pages, label_of=lambda page: _head_label(page, site))
    if is_on(arguments.get("showNumberOfPages", "")):
        shown.insert(0, heading_line(f"{total} pages"))
    excerpts = number(arguments.get("length", "")) or arguments.get("start", "")
    if pages and not names_only and (excerpts or arguments.get("end", "")):
        context.report(Code.PLUGIN_APPROXIMATED, node, what="without excerpts of the pages")
    return snapshot(node, context, shown)


def _filtered(site: SiteData, arguments: Mapping[str, str]) -> list[PageFacts]:
    """The pages that pass every filter that a call of LISTPAGES names."""
    pages = without(site.pages(), arguments.get("exclude_pages", ""))
    pages = _named_as_asked(pages, arguments)
    pages = _categorized(pages, arguments.get("categId", ""))
    pages = _tagged_as_asked(pages, arguments)
    return _tied_as_asked(pages, site, arguments)


def _named_as_asked(pages: list[PageFacts], arguments: Mapping[str, str]) -> list[PageFacts]:
    """The pages with the names that a call asks for, in the language that it asks for."""
    if find := collated(arguments.get("find", "").strip()):
        pages = _found(pages, find, arguments)
    if initial := collated(arguments.get("initial", "").strip()):
        pages = [page for page in pages if collated(page.name).startswith(initial)]
    if language := arguments.get("lang", "").strip():
        pages = [page for page in pages if page.language == language]
    return pages


def _tagged_as_asked(pages: list[PageFacts], arguments: Mapping[str, str]) -> list[PageFacts]:
    """The pages with one of the tags that a call includes, and none of those that it excludes."""
    if tags := _tags(arguments.get("includetag", "").split(";")):
        pages = [page for page in pages if tags & _tags(page.tags)]
    if tags := _tags(arguments.get("excludetag", "").split(";")):
        pages = [page for page in pages if not tags & _tags(page.tags)]
    return pages


def _tied_as_asked(
    pages: list[PageFacts], site: SiteData, arguments: Mapping[str, str]
) -> list[PageFacts]:
    """The pages with the place in structures, the links and the translations that a call wants."""
    if is_on(arguments.get("structHead", "")):
        pages = [page for page in pages if _is_head_or_in_none(page, site)]
    if is_on(arguments.get("only_orphan_pages", "")):
        pages = [page for page in pages if not _linking(site, page)]
    if languages := set(arguments.get("translationOrphan", "").split("|")) - {""}:
        pages = [page for page in pages if languages - _languages(page, site)]
    return pages


def _is_head_or_in_none(page: PageFacts, site: SiteData) -> bool:
    """Whether a page heads a structure, or is in none."""
    return site.heads_structure(page.name) or not site.places(page.name)


def _head_label(page: PageFacts, site: SiteData) -> str:
    """What the structure that a page heads calls it."""
    heads = (place for place in site.places(page.name) if not place.parent_id)
    return next((place.label for place in heads), "")


def _found(pages: Sequence[PageFacts], find: str, arguments: Mapping[str, str]) -> list[PageFacts]:
    """The pages that have a name, or all words of it; one is enough without ``for_list_pages``."""
    if is_on(arguments.get("exact_match", "")):
        return [page for page in pages if collated(page.name) == find]
    enough = all if is_on(arguments.get("for_list_pages", "y")) else any
    return _with_words(pages, find.split(), enough)


def _with_words(
    pages: Sequence[PageFacts], words: list[str], enough: Callable[[Iterable[bool]], bool]
) -> list[PageFacts]:
    """The pages whose names have all of some collated words, or any."""
    names = [(page, collated(page.name)) for page in pages]
    return [page for page, name in names if enough(word in name for word in words)]


def _categorized(pages: list[PageFacts], wanted: str) -> list[PageFacts]:
    """The pages in a category, or in several: ``1:2`` any, ``1+2`` all, ``1-2`` the first alone."""
    first, *others = numbers(wanted) or [0]
    if not first:
        return pages
    known = [(page, set(page.categories)) for page in pages]
    if ":" not in wanted and "+" in wanted:
        return [page for page, its in known if its.issuperset({first, *others})]
    if ":" not in wanted and "-" in wanted:
        return [page for page, its in known if first in its and its.isdisjoint(others)]
    return [page for page, its in known if not its.isdisjoint({first, *others})]


def _languages(page: PageFacts, site: SiteData) -> set[str]:
    return {page.language, *(other.language for other in site.translations(page.name))}


def _tags(tags: Iterable[str]) -> set[str]:
    return {tag.strip().casefold() for tag in tags} - {""}


def _linking(site: SiteData, page: PageFacts) -> list[PageFacts]:
    """The other pages that link to ``page``."""
    return [other for other in site.links_to(page.name) if other.name != page.name]


@plugin("TITLESEARCH", body=Body.NONE)
def title_search(node: PluginNode, context: PluginContext) -> list[Node]:
    """The pages with a text in their name, as a list of links; without the wiki, a comment.

    Example:
        {TITLESEARCH(search="fern")/}
    """
    site, arguments = context.site, node.attrs_dict
    wanted = arguments.get("search", "").strip()
    if site is None or not wanted:
        return keep(node, Body.NONE, context)
    key = collated(wanted)
    found = [page for page in site.pages() if key in collated(page.name)]
    pages = sorted_pages(without(found, arguments.get("exclude", "")), "pageName_desc")
    pages = at_most(pages, arguments.get("max", ""))
    shown = page_list(pages)
    if not is_on(arguments.get("noheader", "")):
        line = heading_line(f"{_counted(len(pages))} found for title search '")
        line.children += [BoldNode(children=[text(wanted)]), text("'")]
        shown.insert(0, line)
    _report_columns(node, context)
    return snapshot(node, context, shown)


def _report_columns(node: PluginNode, context: PluginContext) -> None:
    """Tell of what a list shows beside the names of pages (``info``), and we do not."""
    columns = listed(node.attrs_dict.get("info", ""))
    if columns:
        what = f"without the columns {', '.join(columns)}"
        context.report(Code.PLUGIN_APPROXIMATED, node, what=what)


@plugin("SHOWPAGES", body=Body.NONE)
def show_pages(node: PluginNode, context: PluginContext) -> list[Node]:
    """The pages with one of some words in their name, as links; without the wiki, a comment.

    Example:
        {SHOWPAGES(find="fern oak")/}
    """
    site, arguments = context.site, node.attrs_dict
    words = collated(arguments.get("find", "")).split()
    if site is None or not words:
        return keep(node, Body.NONE, context)
    pages = sorted_pages(_with_words(site.pages(), words, any), "pageName_asc")
    pages = at_most(pages, arguments.get("max", ""))
    display = arguments.get("display", "")
    if "desc" in display and "name" not in display:
        links = [page_link(page.name, " ".join(page.description.split())) for page in pages]
        shown: list[Node] = [group([ListItemNode(children=[link]) for link in links])]
        return snapshot(node, context, shown if links else [])
    return snapshot(
        node, context, page_list(pages, described="name" not in display or "desc" in display)
    )


def _counted(count: int) -> str:
    return "One page" if count == 1 else f"{count or 'No'} pages"


@plugin("BACKLINKS", body=Body.NONE)
def back_links(node: PluginNode, context: PluginContext) -> list[Node]:
    """The pages that link to a page, as a list of links; without the wiki, a comment.

    Example:
        {BACKLINKS(page="Ferns")/}
    """
    site, arguments = context.site, node.attrs_dict
    page = page_of(arguments.get("page", ""), context)
    if site is None or page is None:
        return keep(node, Body.NONE, context)
    linking = _linking(site, page)
    if is_on(arguments.get("include_self", "")):
        linking.append(page)
    pages = sorted_pages(without(linking, arguments.get("exclude", "")), "pageName_asc")
    shown = page_list(pages)
    if not pages or not is_on(arguments.get("noheader", "")):
        verb = "links" if len(pages) == 1 else "link"
        line = heading_line(f"{_counted(len(pages))} {verb} to ")
        line.children.append(page_link(page.name))
        shown.insert(0, line)
    _report_columns(node, context)
    return snapshot(node, context, shown)


@plugin("FREETAGGED", body=Body.NONE)
def free_tagged(node: PluginNode, context: PluginContext) -> list[Node]:
    """The pages, articles, … that have its tags, as a list of links; without the wiki, a comment.

    Example:
        {FREETAGGED(tags="wet")/}
    """
    site, arguments = context.site, node.attrs_dict
    tags = [one or other for one, other in _WORDS.findall(arguments.get("tags", ""))]
    page = None if tags else current_page(context)
    if page is not None:
        tags = list(page.tags)
    kind = arguments.get("type", "").strip() or ("all" if page is None else "wiki page")
    if site is None or not tags or (kind != "all" and kind not in _KINDS):
        return keep(node, Body.NONE, context)
    # Of its own tags a page wants what is like it; of named ones, what has them all.
    together = page is None and not is_on(arguments.get("broaden", ""))
    pages = _joined([list(site.tagged(tag)) for tag in tags], together=together)
    if kind == "all":
        _report_no_others(node, context)
    find = collated(arguments.get("find", "").strip())
    pages = [
        found
        for found in pages
        if (kind == "all" or found.kind == _KINDS[kind])
        and find in collated(found.name)
        and (page is None or found.name != context.page)
    ]
    pages = sorted_pages(pages, arguments.get("sort_mode", "") or "created_desc")
    pages = at_most(pages, arguments.get("maxRecords", ""), arguments.get("offset", ""))
    described = not is_on(arguments.get("titles_only", ""))
    return snapshot(node, context, page_list(pages, described=described))


@plugin("MODULE", body=Body.NONE)
def module(node: PluginNode, context: PluginContext) -> list[Node]:
    """Of last_modif_pages and top_pages, a list of links; else, or without the wiki, a comment.

    Example:
        {MODULE(module="last_modif_pages")/}
    """
    site, arguments = context.site, node.attrs_dict
    known = _MODULES.get(arguments.get("module", "").strip())
    if site is None or known is None:
        return keep(node, Body.NONE, context)
    title, order = known
    most = arguments.get("max", "") or arguments.get("rows", "") or "10"
    shown = page_list(at_most(sorted_pages(site.pages(), order), most))
    if not is_on(arguments.get("notitle", "")) and not is_on(arguments.get("nobox", "")):
        shown.insert(0, heading_line(arguments.get("title", "").strip() or title))
    return snapshot(node, context, shown)


@plugin("CATORPHANS", body=Body.NONE)
def without_category(node: PluginNode, context: PluginContext) -> list[Node]:
    """The pages without a category, as a list of links; without the wiki, a comment.

    Example:
        {CATORPHANS(max="10")/}
    """
    site, arguments = context.site, node.attrs_dict
    if site is None or "wiki" not in (arguments.get("objects", "").strip() or "wiki"):
        return keep(node, Body.NONE, context)
    pages = sorted_pages([page for page in site.pages() if not page.categories], "pageName_asc")
    pages = at_most(pages, arguments.get("max", ""), arguments.get("offset", ""))
    return snapshot(node, context, page_list(pages))
