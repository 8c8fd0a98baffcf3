"""What a plugin is to the converter: the decorator, the specs and their registry."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from tiki2md.nodes import MarkdownTextNode, Node, PluginNode, TextNode
from tiki2md.plugins.inclusions import Inclusions

if TYPE_CHECKING:
    from tiki2md.diagnostics import Code, Reporter
    from tiki2md.options import Options
    from tiki2md.plugins.sitedata import SiteData


class Body(StrEnum):
    """How the parser reads the body of a plugin (tiki-syntax §3.5)."""

    WIKI = "wiki"
    """Spliced: parsed where it stands, with its surroundings."""
    TRIMMED = "trimmed"
    """Spliced without the white space at its edges, so that its first line never begins one."""
    BARE = "bare"
    """Spliced with nothing around it, so that its first line begins where that of the call does."""
    OWN = "own"
    """Parsed as a text of its own."""
    RAW = "raw"
    """Kept verbatim."""
    NONE = "none"
    """The plugin has no body; Tiki ignores one."""

    @property
    def is_wiki(self) -> bool:
        """Whether it is text for readers, in wiki syntax."""
        return self in (Body.WIKI, Body.TRIMMED, Body.BARE, Body.OWN)


class HtmlReader(Protocol):
    """Reads a text that is HTML."""

    def __call__(self, text: str, *, wiki: bool = False, alone: bool = True) -> list[Node]:
        """The nodes of ``text``, in which wiki syntax is alive if ``wiki`` says so.

        What it leaves open ends with it, unless it is not ``alone``: then other HTML of the
        page may end that, and what a handler gets may be an ``HtmlPieceNode``.
        """


def _shown_as_typed(text: str, *, wiki: bool = False, alone: bool = True) -> list[Node]:
    del wiki, alone
    return [TextNode(inner_content=text)]


def _markdown_as_typed(text: str) -> list[Node]:
    return [MarkdownTextNode(inner_content=text)]


@dataclass(frozen=True, slots=True)
class PluginContext:
    """What a handler may ask besides its node; one for each page.

    Attributes:
        options: the options of the conversion.
        reporter: where diagnostics go; handlers call :meth:`report`.
        parse: Tiki text to nodes, in which plugins are expanded already.
        page: the name of the page, or empty.
        html: HTML to nodes.
        flow: nodes whose texts are HTML, to nodes; ``None`` in a page that is read so as a whole.
        markdown: Markdown, in which nothing of Tiki's is looked for, to its text and code.
        site: the wiki around the page, or ``None`` for a page alone.
        inclusions: which other texts stand on the page so far.
    """

    options: Options
    reporter: Reporter
    parse: Callable[[str], list[Node]]
    page: str = ""
    html: HtmlReader = _shown_as_typed
    flow: Callable[[list[Node]], list[Node]] | None = None
    markdown: Callable[[str], list[Node]] = _markdown_as_typed
    site: SiteData | None = None
    inclusions: Inclusions = field(default_factory=Inclusions)
    _reported: set[tuple[Code, str]] = field(default_factory=set)

    def report(self, code: Code, node: PluginNode, **values: object) -> None:
        """Record ``code`` at the call ``node``; its ``name`` and ``values`` fill the message."""
        self.reporter.report(code, node.span, **{"name": node.name, **values})

    def report_once(self, code: Code, node: PluginNode) -> None:
        """Record ``code`` for the plugin ``node``, once for its name on this page."""
        key = (code, node.name)
        if key not in self._reported:
            self._reported.add(key)
            self.report(code, node)


Handler = Callable[[PluginNode, PluginContext], list[Node]]


@dataclass(frozen=True, slots=True)
class PluginHandler:
    """A handler and the plugins that it serves; made by :func:`plugin`.

    It is called like the function that was decorated.
    """

    names: tuple[str, ...]
    body: Body
    function: Handler

    def __call__(self, node: PluginNode, context: PluginContext) -> list[Node]:
        """Run the function."""
        return self.function(node, context)

    @property
    def origin(self) -> str:
        """The dotted name of the function, for messages."""
        module = getattr(self.function, "__module__", "?")
        return f"{module}.{getattr(self.function, '__qualname__', '?')}"

    @property
    def summary(self) -> str:
        """The first line of the function's docstring: what the plugin becomes."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]


@dataclass(frozen=True, slots=True)
class PluginSpec:
    """All that is known of one plugin; without a handler its call is kept in a comment."""

    name: str
    handler: Handler | None = None
    body: Body = Body.WIKI
    summary: str = ""
    origin: str = ""


class PluginError(Exception):
    """The plugins that were given cannot be used, or not together."""


LOADING_FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    NameError,
    OSError,
    PluginError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What running somebody's module raises; named, because only boundaries catch everything."""


def plugin(*names: str, body: Body | str = Body.WIKI) -> Callable[[Handler], PluginHandler]:
    """Make a function the handler of the plugins ``names``.

    The function takes a node and a context and returns the nodes that take the
    plugin's place::

        @plugin("SHOUT")
        def shout(node: PluginNode, context: PluginContext) -> list[Node]:
            \"\"\"Its body, in bold.\"\"\"
            return [BoldNode(children=node.children)]

    Args:
        names: names of plugins, in any case.
        body: how the parser reads their bodies.

    Raises:
        PluginError: there is no name, or it is none that Tiki would match.
    """
    if not names:
        raise PluginError("a plugin needs a name")
    for name in names:
        # tiki-syntax §3.1: anything else never opens a plugin.
        if not (name.isascii() and name.isalnum()):
            raise PluginError(f"{name!r} is no plugin name: letters and digits only")
    upper = tuple(name.upper() for name in names)
    mode = Body(body)

    def decorate(function: Handler) -> PluginHandler:
        return PluginHandler(upper, mode, function)

    return decorate


class Registry:
    """The plugins of a conversion, by name; it never changes."""

    def __init__(self, specs: Iterable[PluginSpec] = ()) -> None:
        self._specs: Mapping[str, PluginSpec] = MappingProxyType({s.name: s for s in specs})
        self._bodies: Mapping[str, Body] = MappingProxyType(
            {name: spec.body for name, spec in self._specs.items()}
        )

    def get(self, name: str) -> PluginSpec | None:
        """The plugin ``name`` (in any case), or ``None`` if it is unknown."""
        return self._specs.get(name.upper())

    def names(self) -> list[str]:
        """All known names, upper case, sorted."""
        return sorted(self._specs)

    def bodies(self) -> Mapping[str, Body]:
        """Every known name, upper case, and how its body is read: what the parser needs."""
        return self._bodies

    def names_with_body(self) -> frozenset[str]:
        """The names, upper case, of the plugins that show a body or read one."""
        return frozenset(name for name, body in self._bodies.items() if body is not Body.NONE)

    def with_plugins(self, handlers: Iterable[PluginHandler], *, replace: bool = False) -> Registry:
        """A registry that knows ``handlers`` too.

        Args:
            handlers: decorated functions.
            replace: whether they take the place of handlers that are there.

        Raises:
            PluginError: two handlers serve one plugin.
        """
        specs = dict(self._specs)
        new: dict[str, str] = {}
        for handler in handlers:
            for name in handler.names:
                other = new.get(name, "")
                if not other and not replace and name in specs and specs[name].handler:
                    other = specs[name].origin
                if other:
                    raise PluginError(
                        f"two handlers serve plugin {name}: {other} and {handler.origin}"
                    )
                new[name] = handler.origin
                specs[name] = PluginSpec(
                    name, handler, handler.body, handler.summary, handler.origin
                )
        return Registry(specs.values())
