"""One page from source to Markdown: the module that knows every package.

``parse`` and ``render_document`` are the two halves; between them lies the AST
that a user may inspect, keep or change.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tiki2md.diagnostics import Code, PlacedReporter, Reporter
from tiki2md.html import (
    flow_to_nodes,
    html_source,
    html_to_nodes,
    is_whole,
    join_pieces,
    under_policy,
)
from tiki2md.nodes import (
    DocumentNode,
    FootnoteNode,
    HeadingNode,
    HtmlPieceNode,
    ListItemNode,
    MarkdownFlowNode,
    Node,
    PluginNode,
    TableOfContentsNode,
    TextNode,
    kinds_of,
    placed,
    text_of,
)
from tiki2md.options import PARSING_OPTIONS, Options
from tiki2md.plugins import PluginContext, Registry, default_registry, expand_plugin
from tiki2md.render import render as render_tree
from tiki2md.site.single import SinglePageResolver
from tiki2md.syntax import Parser
from tiki2md.syntax.canonical import canonical as write_canonical
from tiki2md.syntax.markdown_page import markdown_pieces
from tiki2md.syntax.tokens import TokenAt, list_tokens
from tiki2md.transforms.broken_cells import cut_cells
from tiki2md.transforms.broken_lines import complete_lines
from tiki2md.transforms.contents import cap_contents
from tiki2md.transforms.crossing import join_crossing
from tiki2md.transforms.expand import expand
from tiki2md.transforms.footnotes import collect_footnotes
from tiki2md.transforms.headings import number_headings
from tiki2md.transforms.hotwords import link_hotwords
from tiki2md.transforms.links import LinkResolver, accidental_links_as_typed, resolve_links
from tiki2md.transforms.markdown import markdown_source
from tiki2md.transforms.nesting import cap_nesting
from tiki2md.transforms.notices import report_notices
from tiki2md.transforms.rewrites import apply_rewrites
from tiki2md.transforms.secrets import hide_secrets
from tiki2md.transforms.sections import fold_sections
from tiki2md.transforms.structure import structure
from tiki2md.transforms.variables import fill_variables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.plugins.sitedata import SiteData

MAX_NESTED_TEXTS = 8
"""How deep plugin bodies that are parsed on their own may nest."""


def parse(
    source: str,
    options: Options | None = None,
    *,
    registry: Registry | None = None,
    reporter: Reporter | None = None,
    markdown: bool = False,
    html: bool = False,
) -> DocumentNode:
    """The AST of ``source``; never raises on any string.

    Args:
        source: Tiki markup.
        options: the Tiki preferences that change parsing.
        registry: the plugins that are known.
        reporter: told if the parser had to give up.
        markdown: the text is Markdown, even without a marker (tiki-versions §1.1).
        html: tags are alive in it (tiki-syntax §9).
    """
    parser = _parser(
        options or Options(), registry or default_registry(), markdown=markdown, html=html
    )
    return parser.parse(source, reporter)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around a page when it is converted.

    Attributes:
        page: its name, for handlers and messages.
        is_html: whether its text is HTML (tiki-syntax §9).
        is_rendered: whether it is HTML that Tiki made, so that none of it is wiki syntax.
        resolver: knows where links lead; by default, to files named after pages.
        variables: values of dynamic variables by name, where an export has them.
        hotwords: words that were links wherever they stood, to their URLs.
        registry: the plugins that are known; by default, all that are installed.
        site: the wiki around the page, for plugins that list pages or show others.
        above: blocks that stand above the text, but below a heading that is the page's name.
        head: the same, below those, with links as the wiki had them.
    """

    page: str = ""
    is_html: bool = False
    is_rendered: bool = False
    resolver: LinkResolver | None = None
    variables: Mapping[str, str] | None = None
    hotwords: Mapping[str, str] = field(default_factory=dict)
    registry: Registry = field(default_factory=default_registry)
    site: SiteData | None = None
    above: tuple[Node, ...] = ()
    head: tuple[Node, ...] = ()

    def is_raw(self, options: Options) -> bool:
        """Whether the text is HTML and nothing else (tiki-syntax §2.1, phase 1)."""
        return self.is_rendered or (self.is_html and not options.wiki_in_html)


def parse_page(
    source: str, options: Options, around: Surroundings, reporter: Reporter | None = None
) -> DocumentNode:
    """The AST of a page; a single text if there is no wiki syntax in it.

    Arguments as for ``convert_page``.
    """
    if not around.is_raw(options):
        return parse(
            source, options, registry=around.registry, reporter=reporter, html=around.is_html
        )
    span = (0, len(source))
    text = TextNode(full_match=source, inner_content=source, span=span)
    return DocumentNode(full_match=source, inner_content=source, span=span, children=[text])


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
    nodes = _source_nodes(document, options, around, reporter)
    nodes = apply_rewrites(nodes, options.rewrites, around.page, reporter)
    if "{" in document.full_match and not (document.markdown or around.is_html):
        if options.tables == "new" and "||" in document.full_match:
            nodes = cut_cells(nodes)
        nodes = join_crossing(complete_lines(nodes))
    options = _for_page(document, options, around)
    resolver = around.resolver or SinglePageResolver(
        options.target, github_wiki=options.github_wiki
    )
    kinds = kinds_of(nodes)
    if options.accidental_links == "text":
        nodes = accidental_links_as_typed(nodes, resolver)
    nodes = resolve_links(nodes, resolver, reporter)
    if HeadingNode in kinds:
        nodes = number_headings(nodes)
    if FootnoteNode in kinds:
        nodes = collect_footnotes(nodes)
    blocks = structure(nodes, options)
    if HeadingNode in kinds or ListItemNode in kinds:
        blocks = fold_sections(blocks)
    if TableOfContentsNode in kinds:
        blocks = cap_contents(blocks, reporter)
    # The source says nothing of the head, so what is found there has no place in it.
    placeless = reporter.about(reporter.page)
    above = [*around.above, *resolve_links(list(around.head), resolver, placeless)]
    if above:
        first = blocks[0] if blocks else None
        at = int(isinstance(first, HeadingNode) and text_of(first).strip() == around.page)
        blocks = [*blocks[:at], *above, *blocks[at:]]
    return replace(document, children=blocks)


def _argument_values(options: Options, around: Surroundings) -> dict[str, str]:
    """What ``{{name}}`` shows of the page and the wiki around it (tiki-syntax §7.8)."""
    separator = options.namespace_separator
    values = {
        "page": around.page,
        "page_no_namespace": around.page.rpartition(separator)[2] if separator else around.page,
        "domain": urlsplit(options.site_url).hostname or "",
    }
    facts = around.site.page(around.page) if around.site else None
    if facts is not None:
        values["pageid"] = str(facts.page_id or "")
        values["lastVersion"] = str(facts.version or "")
        values["lastAuthor"] = facts.last_editor
    return {name: value for name, value in values.items() if value}


def _source_nodes(
    document: DocumentNode, options: Options, around: Surroundings, reporter: Reporter
) -> list[Node]:
    """The nodes of a page with all that its source stands for in its place."""
    if around.is_raw(options):
        nodes = cap_nesting(html_to_nodes(document.full_match, reporter), reporter)
        return under_policy(nodes, options.raw_html, reporter)
    report_notices(document, around.registry.names_with_body, reporter)
    nodes = _Scope(options, around, reporter, is_html=around.is_html).nodes(document)
    if around.is_html and not document.markdown:
        nodes = cap_nesting(flow_to_nodes(nodes, reporter), reporter)
    if around.variables is not None or options.argument_variables:
        arguments = partial(_argument_values, options, around)
        nodes = fill_variables(nodes, around.variables, arguments, reporter)
    if options.hotwords:
        nodes = link_hotwords(nodes, around.hotwords)
    nodes = hide_secrets(nodes, reporter)
    return under_policy(nodes, options.raw_html, reporter)


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


def canonical(
    document: DocumentNode, options: Options | None = None, *, registry: Registry | None = None
) -> str:
    """``document`` as Tiki markup in one fixed form, written from the fields of its nodes.

    Args:
        document: what ``parse`` returned under the same options and plugins.
        options: the Tiki preferences that change parsing.
        registry: the plugins that are known.
    """
    bodies = (registry or default_registry()).bodies()
    return write_canonical(document, options, bodies)


def tokens(
    source: str, options: Options, registry: Registry, *, html: bool
) -> tuple[list[TokenAt], list[TokenAt]]:
    """The lexer's delimiters in ``source``, and the balanced tokens that the grammar reads."""
    return list_tokens(source, options, registry.bodies(), html=html)


@lru_cache(maxsize=64)
def _parser(options: Options, registry: Registry, *, markdown: bool, html: bool) -> Parser:
    """A parser for ``options`` and plugins, shared by all that parse alike."""
    defaults = Options()
    rest = {
        field.name: getattr(defaults, field.name)
        for field in fields(Options)
        if field.name not in PARSING_OPTIONS
    }
    alike = replace(options, **rest)
    if alike != options:
        return _parser(alike, registry, markdown=markdown, html=html)
    return Parser(options, registry.bodies(), markdown=markdown, html=html)


@dataclass(slots=True)
class _Scope:
    """A text whose plugins are expanded: the page, or a body parsed on its own."""

    options: Options
    around: Surroundings
    reporter: Reporter
    is_html: bool = False
    depth: int = 0
    context: PluginContext | None = None
    markdown: bool = False

    def nodes(self, document: DocumentNode) -> list[Node]:
        """The nodes of ``document``, its plugins expanded."""
        if self.context is None:
            around = self.around
            self.context = PluginContext(
                self.options, self.reporter, self._unparsed, around.page, site=around.site
            )
        nodes = document.children
        self.markdown = document.markdown
        if document.markdown:
            soft = self.options.line_breaks == "soft"
            nodes = markdown_source(nodes, self.reporter, html=self.is_html, soft=soft)
        elif self.is_html:
            nodes = html_source(nodes, document.full_match)
        nodes = expand(nodes, self._expand_plugin, self.reporter)
        if not self.is_html:  # there it is one text with the HTML around it
            nodes = join_pieces(nodes, self.reporter)
        return cap_nesting(nodes, self.reporter)

    def _expand_plugin(self, node: PluginNode) -> list[Node]:
        assert self.context is not None  # set by nodes

        def html(text: str, *, wiki: bool = False, alone: bool = True) -> list[Node]:
            if not wiki:
                if alone or self.markdown or is_whole(text):
                    return html_to_nodes(text, self.reporter, node.span)
                return [HtmlPieceNode(html=text, full_match=text, span=node.span)]
            nodes = self._nested(text, node, is_html=True)
            return flow_to_nodes(nodes, self.reporter, node.span)

        def flow(nodes: list[Node]) -> list[Node]:
            return flow_to_nodes(nodes, self.reporter, node.span)

        context = replace(
            self.context,
            flow=None if self.is_html or self.markdown else flow,
            parse=lambda text: self._nested(text, node, is_html=self.is_html),
            html=html,
            markdown=markdown_pieces,
        )
        return expand_plugin(node, self.around.registry, context)

    def _nested(self, text: str, around: PluginNode, *, is_html: bool) -> list[Node]:
        """The nodes of a plugin's body; their diagnostics stand at the plugin."""
        if self.depth >= MAX_NESTED_TEXTS:
            self.reporter.report(Code.NESTING_CAPPED, around.span)
            return [TextNode(inner_content=text)]
        reporter = PlacedReporter(self.reporter, around.span)
        document = parse(
            text,
            self.options,
            registry=self.around.registry,
            reporter=reporter,
            markdown=self.markdown,
            html=True,  # as in most bodies (tiki-syntax §3.5)
        )
        assert self.context is not None  # set by nodes
        inner = _Scope(
            self.options,
            self.around,
            reporter,
            is_html,
            self.depth + 1,
            replace(self.context, reporter=reporter),
        )
        nodes = placed(inner.nodes(document), around.span)
        if document.markdown and not self.markdown:  # such as of a page that is shown in this one
            return [MarkdownFlowNode(children=nodes, span=around.span)]
        return nodes

    @staticmethod
    def _unparsed(text: str) -> list[Node]:
        return [TextNode(inner_content=text)]
