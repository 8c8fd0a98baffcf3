r"""tiki2md moves a wiki out of Tiki Wiki CMS into Markdown.

    >>> import tiki2md
    >>> tiki2md.convert("!Title")
    '# Title\n'

The functions here load what they need when they are called: a program that
only asks for the version does not pay for a parser.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.diagnostics import Reporter
    from tiki2md.nodes import DocumentNode
    from tiki2md.options import Options
    from tiki2md.plugins.registry import Handler, PluginHandler


class _Package(ModuleType):
    """A package in which the function ``render`` stays what it is.

    A subpackage becomes an attribute of its package when it is first imported, and
    ``tiki2md.render`` would take the place of the function.
    """

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute, but for that subpackage."""
        if not (name == "render" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package

__version__ = "0.1.0"

__all__ = ["Options", "__version__", "canonical", "convert", "parse", "plugin", "render", "unparse"]


def __getattr__(name: str) -> object:
    """``Options``, loaded when it is first asked for."""
    if name != "Options":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tiki2md.options import Options

    globals()[name] = Options
    return Options


def parse(source: str, options: Options | None = None) -> DocumentNode:
    """The AST of a page.

    Args:
        source: Tiki markup; any string is valid.
        options: the Tiki preferences that change parsing.
    """
    from tiki2md import pipeline

    return pipeline.parse(source, options)


def unparse(document: DocumentNode) -> str:
    """The source of a parsed page, byte for byte."""
    from tiki2md.syntax import unparse as unparse_document

    return unparse_document(document)


def canonical(document: DocumentNode, options: Options | None = None) -> str:
    """A parsed page as Tiki markup in one fixed form, from the fields of its nodes.

    Parsing the result gives the same AST; what Tiki's syntax cannot say is listed
    in ``tiki2md.syntax.canonical``.

    Args:
        document: what ``parse`` returned, or a changed copy of it.
        options: those that it was parsed with.
    """
    from tiki2md import pipeline

    return pipeline.canonical(document, options)


def render(
    document: DocumentNode,
    target: str | None = None,
    *,
    options: Options | None = None,
    reporter: Reporter | None = None,
) -> str:
    """The Markdown of a parsed page.

    Args:
        document: what ``parse`` returned.
        target: the flavour, such as ``gfm``; the one in ``options`` if not given.
        options: everything else that changes the result.
        reporter: collects what was lost or changed.

    Raises:
        ValueError: there is no such target.
    """
    from tiki2md import pipeline

    return pipeline.render_document(document, _options(options, target), reporter=reporter)


def convert(
    source: str,
    target: str | None = None,
    *,
    options: Options | None = None,
    reporter: Reporter | None = None,
) -> str:
    """The Markdown of one page, with no site around it.

    Args:
        source: Tiki markup.
        target: the flavour, such as ``gfm``; the one in ``options`` if not given.
        options: everything else that changes the result.
        reporter: collects what was lost or changed.

    Raises:
        ValueError: there is no such target.
    """
    from tiki2md import pipeline

    return pipeline.convert_page(source, _options(options, target), reporter=reporter)


def plugin(*names: str, body: str = "wiki") -> Callable[[Handler], PluginHandler]:
    """Make a function the handler of the plugins ``names``.

    The function takes the plugin's node and a context, and returns the nodes
    that take its place.

    Args:
        names: names of plugins, in any case.
        body: ``wiki`` (parsed where it stands), ``bare`` (the same, with nothing around it),
            ``own`` (parsed as a text of its own), ``raw`` (kept verbatim) or ``none``.

    Raises:
        tiki2md.plugins.PluginError: a name is none that Tiki would match.
    """
    from tiki2md.plugins.registry import plugin as make_plugin

    return make_plugin(*names, body=body)


def _options(options: Options | None, target: str | None) -> Options:
    from dataclasses import replace

    from tiki2md.options import Options

    chosen = options or Options()
    return chosen if target is None else replace(chosen, target=target)
