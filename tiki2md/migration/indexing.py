"""The first pass over a wiki: who is called what, goes where, and is seen by whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration.category_page import list_categories
from tiki2md.migration.page_limits import is_too_long
from tiki2md.migration.places import places_on
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    LocalLinkNode,
    PluginNode,
    TikiCommentNode,
    walk,
)
from tiki2md.pipeline import Surroundings, parse_page
from tiki2md.site.data import WikiData
from tiki2md.site.index_building import build_index
from tiki2md.site.layout import layout_of
from tiki2md.site.people import with_public_logins
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tiki2md.model import File, Page, Wiki
    from tiki2md.nodes import Node
    from tiki2md.options import Options
    from tiki2md.plugins import Registry


def pages_of(wiki: Wiki, options: Options) -> Spool[Page]:
    """The pages that a site of ``wiki`` has: by default those that visitors could view."""
    return _shown(wiki.pages, _hidden_among(wiki.pages), options)


def page_count(wiki: Wiki, options: Options) -> int:
    """How many pages that site has, with posts, articles and the like, under the same rule."""
    others = _shown(wiki.others, _hidden_among(wiki.others), options)
    return len(pages_of(wiki, options)) + len(others)


def _hidden_among(pages: Iterable[Page]) -> dict[int, tuple[str, str]]:
    """The numbers of pages that visitors could not view, each with its name and the reason."""
    return {number: (page.name, page.hidden) for number, page in enumerate(pages) if page.hidden}


def _shown(pages: Iterable[Page], hidden: Collection[int], options: Options) -> Spool[Page]:
    known = Spool.of(pages)
    if options.visibility == "all" or not hidden:
        return known
    return known.at(number for number in range(len(known)) if number not in hidden)


def index_site(
    wiki: Wiki, options: Options, registry: Registry, reporter: Reporter | None = None
) -> WikiData:
    """The index of a wiki, and the answers for plugins that ask about its pages.

    Args:
        wiki: what the readers made.
        options: everything that changes the result.
        registry: the plugins that are known.
        reporter: told of every hidden page and of every collision of paths.
    """
    hidden, others = _hidden_among(wiki.pages), _hidden_among(wiki.others)
    if reporter is not None:
        _report_hidden(wiki, [*hidden.values(), *others.values()], options, reporter)
    wiki = replace(
        wiki,
        pages=_shown(wiki.pages, hidden, options),
        others=_shown(wiki.others, others, options),
    )
    wiki = with_public_logins(wiki, options)
    if options.visibility == "public":
        wiki = wiki.with_files(_without_hidden_bytes)
    index = build_index(
        wiki, options, reporter, redirects=_redirects(wiki.pages, options, registry)
    )
    list_categories(wiki, index)
    site = WikiData(
        wiki,
        index,
        lambda page: links_of(page, options, registry),
        hidden=frozenset(name for name, _ in hidden.values()),
    )
    index.anchors_of = lambda page: places_on(page, site, registry)
    return site


def _without_hidden_bytes(file: File) -> File:
    """A file as a wiki has it that lacks the bytes of what visitors could not download."""
    return replace(file, blob=None) if file.hidden else file


def _fate_of_hidden(options: Options) -> str:
    """What becomes of pages that visitors could not view."""
    if options.visibility == "public":
        return "it is left out"
    if layout_of(options.target).front_matter:
        return "it is written as a draft"
    return f"it is written as all others, since {options.target} knows no drafts"


def _report_hidden(
    wiki: Wiki, hidden: Iterable[tuple[str, str]], options: Options, reporter: Reporter
) -> None:
    """Tell which pages and files visitors could not view, or that nobody knows."""
    table = (wiki.lacks or {}).get("permissions")
    if table is not None and options.visibility == "public":
        reporter.report(Code.PERMISSIONS_MISSING, table=table)
    fate = _fate_of_hidden(options)
    for name, reason in hidden:
        reporter.about(name).report(Code.PAGE_HIDDEN, reason=reason, fate=fate)
    if options.visibility == "public":
        for (what, why), count in sorted(Counter(_hidden_files(wiki)).items()):
            reporter.report(Code.FILES_HIDDEN, what=what, count=count, why=why)


def _hidden_files(wiki: Wiki) -> Iterator[tuple[str, str]]:
    """What each file is that visitors could not see, and why they could not."""
    attachments = wiki.attachments.values()
    kinds: tuple[tuple[str, Iterable[File]], ...] = (
        ("files of galleries", wiki.files.values()),
        # Those that lie in a gallery are among its files.
        ("attachments of pages", (file for file in attachments if not file.gallery_id)),
        ("attachments in forums", wiki.forum_attachments.values()),
        ("attachments in trackers", wiki.item_attachments.values()),
        ("pictures in blogs", wiki.blog_images.values()),
        ("pictures of articles", wiki.article_images.values()),
    )
    for what, files in kinds:
        yield from ((what, file.hidden) for file in files if file.hidden)


def _redirects(pages: Iterable[Page], options: Options, registry: Registry) -> dict[str, str]:
    """The pages of which a visitor saw nothing but another page, and the names of those."""
    found: dict[str, str] = {}
    for page in pages:
        # A hidden page must not lend its name to a public one.
        if page.hidden or "{redirect" not in page.source.lower():
            continue
        calls = [
            node
            for node in _nodes_of(page, options, registry)
            if not isinstance(node, TikiCommentNode) and node.full_match.strip()
        ]
        call = calls[0] if len(calls) == 1 else None
        if isinstance(call, PluginNode) and call.name.upper() == "REDIRECT":
            found[page.name] = call.attrs_dict.get("page", "").strip()
    return found


def links_of(page: Page, options: Options, registry: Registry) -> Iterator[str]:
    """The names in the links of a page, those in the bodies of plugins too."""
    for top in _nodes_of(page, options, registry):
        for node in walk(top):
            if isinstance(node, LocalLinkNode | AliasedLocalLinkNode):
                yield node.page


def _nodes_of(page: Page, options: Options, registry: Registry) -> list[Node]:
    """The nodes of a page as its author typed them; none of a text that cannot be a page."""
    if is_too_long(page.source):
        return []
    around = Surroundings(is_html=page.is_html, is_rendered=page.is_rendered, registry=registry)
    return parse_page(page.source, options, around).children
