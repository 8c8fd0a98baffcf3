"""A page with all that its source stands for in its place: plugins, variables, hotwords."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
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
    HtmlPieceNode,
    MarkdownFlowNode,
    Node,
    PluginNode,
    TextNode,
    placed,
)
from tiki2md.pipeline.parsing import Surroundings, parse
from tiki2md.plugins import PluginContext, expand_plugin
from tiki2md.syntax.markdown_page import markdown_pieces
from tiki2md.transforms.accidental_markup import report_accidental_markup
from tiki2md.transforms.expand import expand
from tiki2md.transforms.hotwords import link_hotwords
from tiki2md.transforms.markdown_page import markdown_source
from tiki2md.transforms.nesting import cap_nesting
from tiki2md.transforms.secrets import hide_secrets
from tiki2md.transforms.variables import fill_variables

if TYPE_CHECKING:
    from tiki2md.options import Options

MAX_NESTED_TEXTS = 8
"""How deep plugin bodies that are parsed on their own may nest."""


def expanded(
    document: DocumentNode, options: Options, around: Surroundings, reporter: Reporter
) -> list[Node]:
    """The nodes of a page with all that its source stands for in its place.

    Arguments as for ``structured``.
    """
    if around.is_raw(options):
        nodes = cap_nesting(html_to_nodes(document.full_match, reporter), reporter)
        return under_policy(nodes, options.raw_html, reporter)
    report_accidental_markup(document, around.registry.names_with_body, reporter)
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
