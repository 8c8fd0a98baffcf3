"""One page from source to Markdown: the module that knows every package.

``parse`` and ``render_document`` are the two halves; between them lies the AST
that a user may inspect, keep or change.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Reporter
from tiki2md.nodes import (
    DocumentNode,
    FootnoteNode,
    HeadingNode,
    ListItemNode,
    MarkdownTextNode,
    Node,
    TableOfContentsNode,
    kinds_of,
    text_of,
)
from tiki2md.pipeline.expansion import expanded
from tiki2md.pipeline.parsing import Surroundings, canonical, parse, parse_page
from tiki2md.render import render as render_tree
from tiki2md.render.targets import target_named
from tiki2md.site.single_page import SinglePageResolver
from tiki2md.titles import is_same_title
from tiki2md.transforms.broken_cells import cut_cells
from tiki2md.transforms.broken_lines import complete_lines
from tiki2md.transforms.contents import cap_contents
from tiki2md.transforms.crossing import join_crossing
from tiki2md.transforms.footnotes import collect_footnotes, with_kramdown_names
from tiki2md.transforms.heading_levels import below_title
from tiki2md.transforms.headings import number_headings
from tiki2md.transforms.links import accidental_links_as_typed, resolve_links
from tiki2md.transforms.rewrites import apply_rewrites
from tiki2md.transforms.sections import fold_sections
from tiki2md.transforms.structure import structure

if TYPE_CHECKING:
    from tiki2md.options import Options

__all__ = [
    "Surroundings",
    "canonical",
    "convert_page",
    "parse",
    "parse_page",
    "render_below",
    "render_blocks",
    "render_document",
    "structured",
]


def render_document(
    document: DocumentNode,
    options: Options,
    around: Surroundings | None = None,
    reporter: Reporter | None = None,
) -> str:
    """The Markdown of a parsed page.

    Args:
        document: what ``parse`` returned.
        options: everything that changes the result.
        around: the page's name and site; without it, a page alone.
        reporter: told of what was lost or changed.

    Raises:
        ValueError: ``options.target`` is unknown.
    """
    around = around or Surroundings()
    if reporter is None:
        reporter = Reporter(page=around.page, source=document.full_match)
    options = _for_page(document, options, around)
    return render_tree(structured(document, options, around, reporter), options, reporter)


def render_below(blocks: list[Node], body: str, options: Options, reporter: Reporter) -> str:
    """The Markdown of blocks that stand below what is written of a page.

    Args:
        blocks: of a structure tree.
        body: what is written of the page.
        options: everything that changes the result.
        reporter: told of what was lost or changed.
    """
    beside_notes = "[^" in body
    return render_tree(DocumentNode(children=blocks), options, reporter, beside_notes=beside_notes)


def render_blocks(blocks: list[Node], options: Options, reporter: Reporter) -> str:
    """The Markdown of blocks that no page holds.

    Args:
        blocks: of a structure tree.
        options: everything that changes the result.
        reporter: told of what was lost or changed.
    """
    return render_tree(DocumentNode(children=blocks), options, reporter)


def structured(
    document: DocumentNode, options: Options, around: Surroundings, reporter: Reporter
) -> DocumentNode:
    """The structure tree of a parsed page: what a renderer writes.

    Arguments as for ``render_document``.
    """
    nodes = expanded(document, options, around, reporter)
    nodes = apply_rewrites(nodes, options.rewrites, around.page, reporter)
    if "{" in document.full_match and not (document.markdown or around.is_html):
        nodes = _with_spliced_plugins(nodes, document, options)
    options = _for_page(document, options, around)
    resolver = around.resolver or SinglePageResolver(
        options.target,
        github_wiki=options.github_wiki,
        ascii_only=options.slugs == "ascii",
    )
    kinds = kinds_of(nodes)
    if options.accidental_links == "text":
        nodes = accidental_links_as_typed(nodes, resolver)
    nodes = resolve_links(nodes, resolver, reporter)
    if HeadingNode in kinds:
        nodes = number_headings(nodes)
    if FootnoteNode in kinds:
        nodes = collect_footnotes(nodes)
    if target_named(options.target).kramdown and MarkdownTextNode in kinds:
        nodes = with_kramdown_names(nodes)
    blocks = structure(nodes, options)
    if HeadingNode in kinds or ListItemNode in kinds:
        blocks = fold_sections(blocks)
    if TableOfContentsNode in kinds:
        blocks = cap_contents(blocks, reporter)
    if HeadingNode in kinds:
        blocks = _with_levels(blocks, options, around)
    # The source says nothing of the head, so what is found there has no place in it.
    placeless = reporter.about(reporter.page)
    head = resolve_links(list(around.head), resolver, placeless)
    return replace(document, children=_below([*around.above, *head], blocks, around))


def _with_spliced_plugins(
    nodes: list[Node], document: DocumentNode, options: Options
) -> list[Node]:
    """The nodes with the texts of plugins in the cells, lines and formats around them.

    Tiki splices those texts in before it looks for these (tiki-syntax §3.5).
    """
    if options.tables == "new" and "||" in document.full_match:
        nodes = cut_cells(nodes)
    return join_crossing(complete_lines(nodes))


def _below(above: list[Node], blocks: list[Node], around: Surroundings) -> list[Node]:
    """The blocks of a page with those above them, which stand below a heading that is its name."""
    if not above:
        return blocks
    first = blocks[0] if blocks else None
    at = int(isinstance(first, HeadingNode) and _says_its_name(first, around))
    return [*blocks[:at], *above, *blocks[at:]]


def _says_its_name(heading: HeadingNode, around: Surroundings) -> bool:
    """Whether a heading says how the page is called."""
    return any(is_same_title(text_of(heading), name) for name in (around.page, around.title))


def _with_levels(blocks: list[Node], options: Options, around: Surroundings) -> list[Node]:
    """The blocks with their headings at the levels that the target or the user wants."""
    below = target_named(options.target).headings_below
    if not below and not options.headings_below_title:
        return blocks
    return below_title(blocks, "" if below == "all" else around.title)


def _for_page(document: DocumentNode, options: Options, around: Surroundings) -> Options:
    """The options for one page: a newline is white space in HTML."""
    if around.is_html and not document.markdown:
        return replace(options, line_breaks="soft")
    return options


def convert_page(
    source: str,
    options: Options,
    around: Surroundings | None = None,
    reporter: Reporter | None = None,
) -> str:
    """Parse and render one page; arguments as for ``render_document``."""
    around = around or Surroundings()
    if reporter is None:
        reporter = Reporter(page=around.page, source=source)
    document = parse_page(source, options, around, reporter)
    return render_document(document, options, around, reporter)
