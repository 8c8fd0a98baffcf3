"""From source to the AST of a page."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tiki2md.options import PARSING_OPTIONS, Options
from tiki2md.plugins import Registry, default_registry
from tiki2md.syntax import Parser, text_document
from tiki2md.syntax.canonical import canonical as write_canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.diagnostics import Reporter
    from tiki2md.nodes import DocumentNode, Node
    from tiki2md.plugins.sitedata import SiteData
    from tiki2md.transforms.links import LinkResolver


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
        title: what readers see above its text; empty where they see none.
        is_html: whether its text is HTML (tiki-syntax §9).
        is_rendered: whether it is HTML that Tiki made, so that none of it is wiki syntax.
        resolver: knows where links lead; by default, to files named after pages.
        variables: values of dynamic variables by name, where an export has them.
        hotwords: words that were links wherever they stood, to their URLs.
        registry: the plugins that are known; by default, all that are installed.
        site: the wiki around the page, for plugins that list pages or show others.
        above: blocks above the text, but below a heading that is the page's name or title.
        head: the same, below those, with links as the wiki had them.
    """

    page: str = ""
    title: str = ""
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
    return text_document(source)


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
